"""What the clerk is told of the Zalo Official Account, at the start and by `langnghe check`. Tokens
are never shown."""

from __future__ import annotations

from bot.channels.zalo_parts import account as zalo_account
from bot.channels.zalo_parts.errors import TOKEN_SPENT, NotDone
from bot.channels.zalo_parts.getoa import Shown, shown
from bot.channels.zalo_parts.traits import WEBHOOK_PATH
from bot.commands.findings import Finding, caution, good, refused, wrong
from bot.commands.opened import reading
from bot.commands.plainly import Refusal, say
from bot.commands.zalo_refusals import in_words
from bot.settings import Settings, known_key
from storage.engine.db import Store
from storage.keys import Keys
from storage.mailbox import zalo_tokens

_VI = "lấy cặp token ở API Explorer của Zalo rồi gõ langnghe zalo-login"
_EN = "get a pair of tokens from Zalo's API Explorer and type langnghe zalo-login"


def half_set(settings: Settings) -> Finding | None:
    """Where somebody has begun, and what is still missing."""
    missing = ", ".join(zalo_account.half_set(settings))
    if not missing:
        return None
    return refused(
        f"Kênh zalo: chưa bật, còn thiếu {missing} (chép từ trang quản lý ứng dụng của Zalo).",
        f"zalo is off: {missing} is missing (copy it from Zalo's app console).",
    )


async def works(settings: Settings) -> Finding:
    """Asks Zalo which account the stored token opens."""
    token = _stored(settings) or settings.zalo_access_token
    if not token:
        return refused(f"Zalo OA: chưa có token, {_VI}.", f"Zalo OA has no tokens: {_EN}.")
    try:
        found = await shown(settings.zalo_api, token)
    except NotDone as error:
        return _trouble(error)
    return _account(settings, found)


def _trouble(error: NotDone) -> Finding:
    if error.code in TOKEN_SPENT:
        return refused(
            "Zalo OA: Zalo không nhận token đang dùng nữa. Bot đang chạy sẽ tự đổi: đợi một phút"
            f" rồi soát lại; nếu vẫn báo vậy, {_VI}.",
            "Zalo OA: Zalo does not accept the token in use any more. The running bot renews it:"
            f" wait a minute and check again; if it stays so, {_EN}.",
        )
    return wrong(*in_words(error))


def _account(settings: Settings, found: Shown) -> Finding:
    if settings.zalo_oa_id and settings.zalo_oa_id != found.oa_id:
        return wrong(
            f"Zalo OA: token là của OA khác ({found.oa_id}), không phải LANGNGHE_ZALO_OA_ID: sửa số"
            f" đó, hoặc chọn đúng tài khoản, {_VI}.",
            f"Zalo OA: the token is another account's ({found.oa_id}), not LANGNGHE_ZALO_OA_ID:"
            f" correct that, or choose the right account, {_EN}.",
        )
    vi, en = f"Zalo OA: dùng được, tên {found.name}", f"Zalo OA works as {found.name}"
    package = f" ({found.package})" if found.package else ""
    if not found.verified:
        return caution(
            f"{vi}{package}; chưa xác thực: nộp giấy tờ ở trang quản lý Official Account.",
            f"{en}{package}; not verified: hand in the papers in the Official Account Manager.",
        )
    return good(f"{vi}{package}; đã xác thực.", f"{en}{package}; verified.")


def _stored(settings: Settings) -> str:
    """The access token in force; empty where there is no data or no key yet."""
    key = known_key(settings)
    if key is None:
        return ""
    try:
        with reading(settings) as store:
            pair = store.read_sync(lambda tx: zalo_tokens.kept(tx, Keys(key)))
    except Refusal:
        return ""  # told by the part that checks the database
    return pair.access if pair else ""


def remind_of_login(settings: Settings) -> None:
    """After a restore, which does not bring tokens back
    (`storage.mailbox.zalo_tokens.OF_THIS_PLACE`)."""
    if zalo_account.is_on(settings) and not _stored(settings):
        say(
            f"Mã (token) của Zalo không lấy lại từ bản sao lưu: {_VI}. Ở chỗ lấy lại thử thì đừng"
            " làm việc này, kẻo máy thật mất Zalo.",
            f"The Zalo tokens do not come back from a backup: {_EN}. Not in a rehearsal beside the"
            " real house, which would lose Zalo.",
        )


async def announce_zalo(settings: Settings, store: Store, keys: Keys) -> None:
    """At the start: where Zalo is to call, and what is missing."""
    if finding := half_set(settings):
        say(finding.vi, finding.en)
    if not zalo_account.is_on(settings):
        return
    say(f"Webhook cho Zalo OA (for Zalo's app console): {settings.address}{WEBHOOK_PATH}")
    pair = await store.read(lambda tx: zalo_tokens.kept(tx, keys))
    if pair is None and not (settings.zalo_access_token or settings.zalo_refresh_token):
        say(f"Zalo OA: chưa có token, {_VI}.", f"Zalo OA has no tokens: {_EN}.")
