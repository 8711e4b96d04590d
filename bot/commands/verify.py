"""`langnghe verify`: whether every case, its history, the words in it, its signed receipt, the
published sums of the days and the issued reports are as they were written."""

from __future__ import annotations

from bot.commands.opened import reading
from bot.commands.plainly import Refusal, say
from bot.commands.safe_key import fitting_key, known_keys
from bot.settings import Settings
from messages.dates import day_written
from messages.texts import Texts
from storage.keys import Keys
from storage.proof import verification
from storage.proof.broken import DATED, Broken


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
        f"{count} hồ sơ: lịch sử nguyên vẹn; trạng thái, lời lưu, ghi chú, mã tra cứu và biên lai"
        " đúng như lịch sử; sổ từng ngày khớp với biên lai; báo cáo đã phát hành còn nguyên. Tệp"
        " đính kèm và tên người gửi (đã khóa)"
        " không nằm trong phần soát này.",
        f"{count} cases: every history is whole; status, words, notes, receipt numbers and signed"
        " receipts agree with it, the sums of the days with the receipts, and issued reports are as"
        " they were. Attached files and"
        " sealed names are not covered.",
    )
    return 0


def _keys(settings: Settings) -> Keys | None:
    """Words, notes and signatures are known with the key only; without it the rest is looked at
    all the same."""
    try:
        fitting_key(settings)
        return known_keys(settings)
    except Refusal as refusal:
        say(f"Không soát được lời lưu, ghi chú và chữ ký: {refusal.vi}", refusal.en)
        return None


def _tell(broken: Broken) -> None:
    say(_words(broken, "vi"), _words(broken, "en"))


def _words(broken: Broken, language: str) -> str:
    dated = broken.part in DATED
    detail = day_written(broken.detail, language) if dated else broken.detail
    key = f"verify.broken_{broken.part}"
    return Texts().render(language, key, code=broken.code, detail=detail).unescape()
