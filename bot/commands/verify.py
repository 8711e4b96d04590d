"""`langnghe verify`: whether every case, its history, and the words in it are as they were
written."""

from __future__ import annotations

from bot.commands.opened import reading
from bot.commands.plainly import Refusal, say
from bot.commands.safe_key import fitting_key, known_keys
from bot.settings import Settings
from storage import verification
from storage.keys import Keys
from storage.verification import Broken, Part

_WORDS: dict[Part, tuple[str, str]] = {
    "gone": (
        "Hồ sơ {code}: đã bị xóa khỏi cơ sở dữ liệu.",
        "Case {code}: was deleted from the database.",
    ),
    "code": (
        "Hồ sơ {code}: mã đã bị đổi, lúc ghi là {detail}.",
        "Case {code}: its code was changed, it was filed as {detail}.",
    ),
    "history": (
        "Hồ sơ {code}, dòng lịch sử {detail}: không còn như lúc ghi.",
        "Case {code}, history row {detail}: not as it was written.",
    ),
    "words": (
        "Hồ sơ {code}, lời lưu “{detail}”: không còn như lúc ghi.",
        "Case {code}, the words “{detail}”: not as they were written.",
    ),
    "status": (
        "Hồ sơ {code}: trạng thái đang ghi “{detail}”, khác với lịch sử.",
        "Case {code}: its status “{detail}” is not the one of its history.",
    ),
    "note": (
        "Hồ sơ {code}, ghi chú thứ {detail}: không còn như lúc ghi.",
        "Case {code}, note {detail}: not as it was written.",
    ),
    "receipt": (
        "Hồ sơ {code}: mã tra cứu 16 số không phải mã đã cấp.",
        "Case {code}: its receipt number is not the one that was issued.",
    ),
}


def verify(settings: Settings) -> int:
    """Exit code 0 where all is whole; else the first bad thing is printed."""
    with reading(settings):
        pass  # refuses where there is nothing to look at
    keys = _keys(settings)
    with reading(settings, keys) as store:
        count, broken = store.read_sync(lambda tx: verification.first_broken(tx, keys))
    if broken is not None:
        _tell(broken)
        return 1
    say(
        f"{count} hồ sơ: lịch sử nguyên vẹn; trạng thái, lời lưu, ghi chú và mã tra cứu đúng như"
        " lịch sử. Tệp đính kèm và tên người gửi (đã khóa) không nằm trong phần soát này.",
        f"{count} cases: every history is whole; status, words, notes and receipt numbers agree"
        " with it. Attached files and sealed names are not covered.",
    )
    return 0


def _keys(settings: Settings) -> Keys | None:
    """Words and notes open with the key only; without it the rest is looked at all the same."""
    try:
        fitting_key(settings)
        return known_keys(settings)
    except Refusal as refusal:
        say(f"Không soát được lời lưu và ghi chú: {refusal.vi}", refusal.en)
        return None


def _tell(broken: Broken) -> None:
    vi, en = _WORDS[broken.part]
    shown = {"code": broken.code, "detail": broken.detail}
    say(vi.format(**shown), en.format(**shown))
