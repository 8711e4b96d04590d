"""`langnghe zalo-login`: an administrator brings a new token pair from Zalo's console. The tokens
are asked for without echo or read from standard input, never taken as arguments, which everybody
on the machine can see in the list of processes."""

from __future__ import annotations

import asyncio
import getpass
import sys

from bot.app import utc_now
from bot.channels.zalo_parts.account import half_set, is_on
from bot.channels.zalo_parts.errors import TOKEN_SPENT, NotDone
from bot.channels.zalo_parts.getoa import Shown, shown
from bot.commands.opened import opened
from bot.commands.plainly import Refusal, say
from bot.commands.zalo_refusals import in_words
from bot.settings import Settings, secret_key
from storage.engine.tx import Tx
from storage.keys import Keys
from storage.mailbox import zalo_tokens
from storage.mailbox.zalo_tokens import Pair


def login(settings: Settings) -> None:
    """Checks the access token with Zalo and keeps both. The refresh token cannot be checked: that
    would spend it. Raises Refusal, and then nothing has changed."""
    access, refresh = _asked()
    account = _checked(settings, access)
    with opened(settings) as store:
        keys = Keys(secret_key(settings)[0])
        store.run_sync(lambda tx: _keep(tx, settings, keys, access, refresh))
    say(f"Đã đăng nhập Zalo OA: {account.name}.", f"Logged in to Zalo as {account.name}.")
    # With its tokens here, an account none of whose settings is here has been begun as well.
    if missing := half_set(settings.model_copy(update={"zalo_access_token": access})):
        names = ", ".join(missing)
        say(
            f"Còn thiếu {names} trong .env: kênh Zalo chưa bật. (Lệnh này phải gõ ở thư mục có tệp"
            " .env.)",
            f"{names} is still missing in .env: Zalo is off. (Type this command in the folder that"
            " holds .env.)",
        )
    if is_on(settings):
        say(
            "Bot đang chạy với Zalo sẽ tự dùng trong vòng một phút, không cần khởi động lại, và gửi"
            " tiếp tin đang giữ. Vừa thêm các dòng ZALO vào .env thì khởi động lại bot.",
            "A bot that runs with Zalo takes it over within a minute, without a restart, and sends"
            " what it held. Where the ZALO lines in .env are new, start the bot again.",
        )
    else:
        say("Thêm xong thì khởi động lại bot.", "Then start the bot again.")


def _keep(tx: Tx, settings: Settings, keys: Keys, access: str, refresh: str) -> None:
    """The tokens of the settings count as seen, whether this shell or only the service has them:
    otherwise older ones would take the place of these."""
    before = zalo_tokens.kept(tx, keys)
    seed = zalo_tokens.seed_mark(keys, settings.zalo_access_token, settings.zalo_refresh_token)
    seed = seed or (before.seed if before else "")
    zalo_tokens.replace(tx, keys, Pair(access, refresh, utc_now(), seed))


def _asked() -> tuple[str, str]:
    if sys.stdin.isatty():
        say(
            "Ở trang quản lý ứng dụng của Zalo, mở API Explorer, lấy token của Official Account rồi"
            " dán vào đây. Chữ dán vào không hiện ra.",
            "In Zalo's app console open the API Explorer, get the Official Account's tokens and"
            " paste them here. What is pasted is not shown.",
        )
        given = [_hidden("access token: "), _hidden("refresh token: ")]
    else:
        given = [sys.stdin.readline(), sys.stdin.readline()]
    access, refresh = (each.strip() for each in given)
    if not (_like_a_token(access) and _like_a_token(refresh)) or access == refresh:
        raise Refusal(
            "Cần đủ hai mã khác nhau, mỗi mã một dòng: access token rồi refresh token. Chưa lưu"
            " gì.",
            "Two different ones are needed, each on a line: the access token, then the refresh"
            " token. Nothing was stored.",
        )
    return access, refresh


def _hidden(prompt: str) -> str:
    """Empty where Ctrl+D was pressed."""
    try:
        return getpass.getpass(prompt)
    except EOFError:
        return ""


def _like_a_token(given: str) -> bool:
    return bool(given) and given.isascii() and given.isprintable() and " " not in given


def _checked(settings: Settings, access: str) -> Shown:
    try:
        account = asyncio.run(shown(settings.zalo_api, access))
    except NotDone as error:
        raise _refusal(error) from None
    if settings.zalo_oa_id and account.oa_id != settings.zalo_oa_id:
        raise Refusal(
            f"Token này là của OA khác ({account.oa_id}), không phải OA ghi ở LANGNGHE_ZALO_OA_ID."
            " Chưa lưu gì.",
            f"This token is another account's ({account.oa_id}), not that of LANGNGHE_ZALO_OA_ID."
            " Nothing was stored.",
        )
    return account


def _refusal(error: NotDone) -> Refusal:
    if error.code in TOKEN_SPENT:
        return Refusal(
            "Zalo không nhận access token này (hết hạn hoặc chép thiếu): lấy lại ở API Explorer."
            " Chưa lưu gì.",
            "Zalo does not accept this access token (run out, or not copied whole): get it again"
            " from the API Explorer. Nothing was stored.",
        )
    vi, en = in_words(error)
    return Refusal(f"{vi} Chưa lưu gì.", f"{en} Nothing was stored.")
