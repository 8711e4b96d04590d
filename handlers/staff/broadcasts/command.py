"""`/thongbao`: what is typed after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cases.words.text import fold
from handlers.campaigns import approval, numbers
from handlers.desk import Turn
from handlers.router import STAFF, command
from handlers.staff.broadcasts import drafts, lists, reading, returning, showing, steering
from storage.tables.plan import Campaign

To = Callable[[Turn, Campaign, str], None]

# By the word in front of the number, folded and joined.
_TO_ONE: Mapping[str, To] = {
    **dict.fromkeys(("duyet", "approve"), approval.approve),
    **dict.fromkeys(("tralai", "return"), returning.give_back),
    **dict.fromkeys(("sua", "edit"), drafts.edit),
    **dict.fromkeys(("gui", "guiduyet", "submit"), drafts.submit),
    **dict.fromkeys(("tamdung", "dung", "pause"), steering.pause),
    **dict.fromkeys(("tieptuc", "guitiep", "resume"), steering.resume),
    **dict.fromkeys(("huy", "cancel"), steering.cancel),
    **dict.fromkeys(("loi", "words"), showing.words),
    **dict.fromkeys(("dadoc", "read"), reading.note),
    **dict.fromkeys(("chuadoc", "unread"), reading.missing),
    **dict.fromkeys(("xem", "see"), showing.show),
}
_BESIDE: Mapping[str, Callable[[Turn, str], None]] = {
    **dict.fromkeys(("moi", "soan", "viet", "new"), drafts.begin),
    **dict.fromkeys(("tiep", "viettiep", "continue"), drafts.go_on),
    **dict.fromkeys(("trang", "page"), lists.show),
}
_TEST = frozenset({"thu", "guithu", "test"})


@command("thongbao", "broadcast", who=STAFF)
def broadcast(turn: Turn, words: str) -> None:
    """`/thongbao`, `/thongbao NUMBER`, `/thongbao WORD [NUMBER [MORE]]`."""
    word, rest = _parted(words)
    campaign, more = numbers.named(turn, rest)
    if word in _TEST:
        drafts.test(turn, campaign)
    elif word in _BESIDE:
        _BESIDE[word](turn, rest)
    elif campaign is not None:
        _TO_ONE.get(word, showing.show)(turn, campaign, more)
    elif not words.strip():
        lists.show(turn, "")
    else:
        turn.say("broadcast.unknown")


def _parted(words: str) -> tuple[str, str]:
    """The word that says what to do, which may be two as they are spoken ("trả lại"), and the
    rest."""
    typed = words.split()
    for count in (2, 1):
        said = fold(" ".join(typed[:count])).replace(" ", "")
        if said in _TO_ONE or said in _BESIDE or said in _TEST:
            return said, words.split(maxsplit=count)[count] if len(typed) > count else ""
    return "", words
