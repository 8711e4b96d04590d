"""`langnghe verify`: whether every history, and the words in it, are as they were written."""

from __future__ import annotations

from bot.commands.opened import reading
from bot.commands.plainly import say
from bot.settings import Settings
from storage import verification


def verify(settings: Settings) -> int:
    """Exit code 0 where all is whole; else the first bad row is printed."""
    with reading(settings) as store:
        count, broken = store.read_sync(verification.first_broken)
    if broken is None:
        say(f"{count} hồ sơ: lịch sử nguyên vẹn.", f"{count} cases: every history is whole.")
        return 0
    vi, en = f"dòng lịch sử {broken.seq}", f"history row {broken.seq}"
    if broken.words:
        vi, en = f"lời lưu “{broken.words}”", f"the words “{broken.words}”"
    say(
        f"Hồ sơ {broken.code}, {vi}: không còn như lúc ghi.",
        f"Case {broken.code}, {en}: not as it was written.",
    )
    return 1
