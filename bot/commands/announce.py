"""The few lines an operator is shown once the house serves."""

from __future__ import annotations

from bot.app import House, digits
from bot.commands.plainly import say
from bot.commands.safe_key import show_key
from bot.commands.zalo_account import announce_zalo
from storage.engine.tx import Tx
from storage.people import people

_DIGITS = 12  # as the codes that admins hand out in a chat: easy on any keypad


def new_code() -> str:
    return digits(_DIGITS)


def code_address(house_address: str, code: str) -> str:
    return f"{house_address}/chat?start={code}"


async def announce(house: House, *, first: bool) -> None:
    """The addresses, and while there is no admin, the code that makes one: a new one each time,
    so that an old screen or log opens nothing. `first`: also the key for the safe."""
    address = house.settings.address
    if first:
        show_key(house.settings)
    say(f"Trang công khai (public page): {address}/")
    say(f"Chat cho người dân (citizen chat): {address}/chat")
    await announce_zalo(house.settings, house.store, house.keys)
    code = await house.store.run(lambda tx: _admin_code(tx, house))
    if code:
        say(
            f"Mã khởi tạo quản trị, dùng một lần (admin start code): {code}"
            f" – mở {code_address(address, code)}"
        )


def _admin_code(tx: Tx, house: House) -> str:
    if people.has_admin(tx):
        return ""
    code = new_code()
    people.replace_admin_code(tx, house.keys, code, house.now())
    return code
