"""`langnghe invite`: a one-time start code for an official, from the server's own command line."""

from __future__ import annotations

from bot.app import utc_now
from bot.commands.agency_words import usable_agency
from bot.commands.announce import code_address, new_code
from bot.commands.opened import opened
from bot.commands.plainly import Refusal, say
from bot.settings import Settings, secret_key
from cases.kinds import OFFICE_ROLES, Role
from storage.keys import Keys
from storage.people import people


def invite(settings: Settings, role: Role, office: str) -> None:
    """Print a code and the address that redeems it. Raises Refusal."""
    _fitting(settings, role, office)
    with opened(settings) as store:
        keys, code = Keys(secret_key(settings)[0]), new_code()
        store.run_sync(lambda tx: people.invite(tx, keys, code, role, office, utc_now()))
    days = people.CODE_LIFE.days
    say(
        f"Mã dùng một lần, hết hạn sau {days} ngày: {code}",
        f"A one-time code, good for {days} days.",
    )
    say(code_address(settings.address, code))
    say(f"Hoặc gõ cho bot ở kênh nào cũng được (or tell the bot): /start {code}")


def _fitting(settings: Settings, role: Role, office: str) -> None:
    if role not in OFFICE_ROLES:
        if office:
            raise Refusal(
                f"Vai trò {role} không gắn với phòng nào: bỏ --office.",
                f"The role {role} belongs to no office: leave --office out.",
            )
        return
    ids = [o.id for o in usable_agency(settings).offices]
    if office not in ids:
        raise Refusal(
            f"Vai trò {role} cần --office, một trong: {', '.join(ids)}.",
            f"The role {role} needs --office, one of: {', '.join(ids)}.",
        )
