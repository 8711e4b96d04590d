"""`/kehoach` and what may follow it."""

from __future__ import annotations

from collections.abc import Callable

from cases.kinds import Role
from handlers.desk import Turn
from handlers.router import STAFF, command
from handlers.staff.act import meant
from handlers.staff.plan import adding, director, documents, item, lists
from handlers.staff.plan.asked import first_item, read
from messages.envelope import Choice


@command("kehoach", "plan", who=STAFF)
def plan(turn: Turn, words: str) -> None:
    """`/kehoach [PERIOD] [OFFICE]`, `/kehoach ITEM`, `/kehoach them ITEM`, `/kehoach vanban
    [WORDS]`, and the buttons that stand below what these say."""
    if not turn.agency.plan.items:
        turn.say("plan.not_entered")
        return
    way, rest = meant.leading(words, _WAYS.get)
    if way is not None:
        way(turn, rest)
    else:
        _look(turn, words)


def _look(turn: Turn, words: str) -> None:
    asked, viewer = read(turn.agency, words), turn.viewer
    if viewer is None:
        return
    if asked.unread:
        turn.say("plan.unread", _ways(turn), words=asked.unread)
    elif asked.item:
        item.show(turn, asked)
    elif not words.strip() and viewer.is_(Role.DIRECTOR):
        director.show(turn)
    else:
        lists.show(turn, viewer, asked)


def _add(turn: Turn, words: str) -> None:
    found, _ = first_item(turn.agency, words)
    if found:
        adding.start(turn, found)
        return
    items = [Choice(i.id, f"/kehoach them {i.id}") for i in turn.agency.plan.items]
    turn.say("plan.which_item", items)


def _ways(turn: Turn) -> list[Choice]:
    return [
        turn.button("plan.b_plan", "/kehoach"),
        turn.button("plan.b_documents", "/kehoach vanban"),
    ]


_NAMES: tuple[tuple[Callable[[Turn, str], None], tuple[str, ...]], ...] = (
    (documents.show, ("vanban", "van ban", "tai lieu", "documents", "document")),
    (_add, ("them", "them minh chung", "add")),
    (adding.take_back, ("bo", "remove")),
    (item.send_file, ("tep", "anh", "file")),
)
_WAYS = {name: way for way, names in _NAMES for name in names}
