"""`/timkiem`: looked for outside the turn, answered by a message. The words stay in the chat's own
state, which is sealed, and in no job and no log."""

from __future__ import annotations

from dataclasses import dataclass

from cases.words.text import fold
from handlers.desk import Desk, Turn
from handlers.router import command
from handlers.staff.act.meant import number
from handlers.staff.roles import CASEWORK
from handlers.staff.search import asked as typed
from handlers.staff.search.asked import Asked
from handlers.staff.search.shown import NEXT_SAID, WORD
from storage.columns.plain import stamp
from storage.house import jobs
from storage.mailbox import chats
from storage.people import people
from storage.tables.house import Job

JOB = "search"
_KEPT = "search"  # in the chat's state, for a day: {n: number of the search, q: what was typed, at}


@command(WORD, "search", who=CASEWORK)
def search(turn: Turn, words: str) -> None:
    """`/timkiem WORDS`; `/timkiem trang 2` goes on with what was found last."""
    page, viewer = _page(words), turn.viewer
    if viewer is None:
        return
    if page and _KEPT in turn.state:
        _look(turn, page)
    elif len(words) > typed.LONGEST:
        turn.say("search.too_long", limit=typed.LONGEST)
    elif page or typed.read(turn, words, viewer, turn.language).empty:
        turn.say("search.how", [turn.button("guide.b_today", "/homnay")])
    else:
        before = turn.state.get(_KEPT, {"n": 0})
        told = {"n": before["n"] + 1, "q": words.strip(), "at": stamp(turn.now)}
        turn.state[_KEPT] = told
        _look(turn, 1)


def _page(words: str) -> int:
    """Of what was found before; 0 where something new is looked for."""
    head, _, rest = words.strip().partition(" ")
    return (number(rest) or 0) if fold(head) in NEXT_SAID else 0


def _look(turn: Turn, page: int) -> None:
    params = {"n": turn.state[_KEPT]["n"], "page": page}
    jobs.add(turn.tx, JOB, params, turn.chat.id, turn.now)


@dataclass(frozen=True, slots=True)
class Search:
    chat_id: int
    person_id: int
    language: str
    words: str
    asked: Asked
    page: int


def wanted(desk: Desk, job: Job) -> Search | None:
    """What a job is to look for; None where its asker has asked for something else since, or may
    not ask any more."""
    chat = chats.by_id(desk.tx, job.chat_id) if job.chat_id else None
    kept = chat.state.get(_KEPT) if chat else None
    if chat is None or kept is None or kept["n"] != job.params["n"]:
        return None
    viewer = people.viewer(desk.tx, chat.person_id, desk.now) if chat.official else None
    if viewer is None:
        return None
    asked = typed.read(desk, kept["q"], viewer, chat.language)
    page = int(job.params["page"])
    return Search(chat.id, chat.person_id, chat.language, kept["q"], asked, page)
