"""The key for the safe (SECRET_KEY): shown once, and noticed when it is lost or another."""

from __future__ import annotations

from bot.commands.plainly import Refusal, say
from bot.settings import Settings, key_file, known_key
from storage.engine.db import Store
from storage.house import key_mark
from storage.keys import Keys

_SHORTEST_KEY = 32


def show_key(settings: Settings) -> None:
    """Only a key we made ourselves: one from the environment is known to whoever put it there."""
    key = known_key(settings)
    if settings.secret_key or key is None:
        return
    say(
        f"Khóa két (SECRET_KEY), chỉ hiện lần này: {key.decode()} – chép lại, cất riêng với bản sao"
        " lưu: mất khóa thì không ai mở được tên người gửi và mã tra cứu đã khóa.",
        "The key for the safe, shown this once: keep it apart from the backups, because without it"
        " sealed names and receipt numbers open for nobody.",
    )


def fitting_key(settings: Settings) -> None:
    """Refuses a key that is lost, broken, or not the one this data was sealed under; never makes
    one. The database is migrated."""
    store = Store(settings.database, None)
    mark = store.read_sync(key_mark.kept_mark)
    store.stop()
    keys = known_keys(settings)
    if mark and (keys is None or key_mark.mark_of(keys) != mark):
        raise wrong_key(settings, lost=keys is None)


def known_keys(settings: Settings) -> Keys | None:
    """Those of the key there is, whether or not it fits the data; None where none was made yet.
    Raises Refusal for one that is broken."""
    try:
        key = known_key(settings)
    except OSError as error:
        raise Refusal(
            f"Không đọc được khóa két {key_file(settings)} ({error.strerror}).",
            f"The key for the safe {key_file(settings)} cannot be read ({error.strerror}).",
        ) from None
    if key is not None and len(key) < _SHORTEST_KEY:
        raise Refusal(
            "Khóa két (SECRET_KEY) bị hỏng hoặc quá ngắn: cần ít nhất 32 ký tự.",
            "The key for the safe (SECRET_KEY) is broken or too short: 32 characters at least.",
        )
    return None if key is None else Keys(key)


def wrong_key(settings: Settings, lost: bool) -> Refusal:
    vi, en = (
        ("Mất khóa két", "is lost") if lost else ("Khóa két không đúng", "is not the right one")
    )
    return Refusal(
        f"{vi} (SECRET_KEY): dữ liệu đã khóa bằng khóa khác. Lấy lại khóa đã cất, ghi vào"
        f" {key_file(settings)} hoặc LANGNGHE_SECRET_KEY, rồi chạy lại.",
        f"The key for the safe (SECRET_KEY) {en}: the data is sealed under another. Put the key"
        f" you keep back into {key_file(settings)} or LANGNGHE_SECRET_KEY, and start again.",
    )
