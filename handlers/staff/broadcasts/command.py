"""`/thongbao`: what is typed after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cases.text import fold
from handlers.campaigns import approval, numbers
from handlers.desk import Turn
from handlers.router import STAFF, command
from handlers.staff.broadcasts.returning import give_back
from storage.plan_tables import Campaign

To = Callable[[Turn, Campaign, str], None]

# By the word in front of the number, folded and joined.
_TO_ONE: Mapping[str, To] = {
    "duyet": approval.approve,
    "approve": approval.approve,
    "tralai": give_back,
    "return": give_back,
}


@command("thongbao", "broadcast", who=STAFF)
def broadcast(turn: Turn, words: str) -> None:
    """`/thongbao`, `/thongbao NUMBER`, `/thongbao WORD NUMBER [MORE]`."""
    word, rest = _parted(words)
    campaign, more = numbers.named(turn, rest)
    if campaign is None or word not in _TO_ONE:
        turn.say("broadcast.unknown")
        return
    _TO_ONE[word](turn, campaign, more)


def _parted(words: str) -> tuple[str, str]:
    """The word that says what to do, which may be two as they are spoken ("trả lại"), and the
    rest."""
    typed = words.split()
    for count in (2, 1):
        said = fold(" ".join(typed[:count])).replace(" ", "")
        if said in _TO_ONE:
            return said, words.split(maxsplit=count)[count] if len(typed) > count else ""
    return "", words
