"""What was found, five at a time. Whose case it is to see is asked once more when it is shown, and
its words are read anew: what was erased meanwhile is not found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cases.confidentiality import Viewer
from cases.words import searching
from handlers.desk import Desk
from handlers.rights import reading, rights
from handlers.staff.act.pages import PAGE
from handlers.staff.search import through
from handlers.staff.search.asked import Asked
from messages.dates import full_day, local
from messages.envelope import Choice, Priority
from storage.mailbox import chats
from storage.mailbox.chats import ChatRow
from storage.mailbox.outbox import MAILBOXES
from storage.people import people
from storage.tables.casework import Case

WORD = "timkiem"
NEXT = "trang"
NEXT_SAID = frozenset({NEXT, "page"})
"""`/timkiem trang 2`: the second page of what was found last."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to: ids of cases, the best first."""

    chat_id: int
    asked: Asked
    words: str  # as they were typed
    ids: Sequence[int]
    page: int  # from 1


def show(desk: Desk, found: Found) -> None:
    """Into the chat of whoever asked, if they are still somebody who may."""
    chat = chats.by_id(desk.tx, found.chat_id)
    viewer = people.viewer(desk.tx, chat.person_id, desk.now) if chat and chat.official else None
    if chat is None or viewer is None:
        return
    last = max((len(found.ids) - 1) // PAGE, 0)
    page = min(found.page - 1, last)
    ids = found.ids[page * PAGE : (page + 1) * PAGE]
    shown = _still_theirs(desk, viewer, ids)
    lines = [line for case in shown if (line := _line(desk, chat, case, viewer, found.asked))]
    choices = [Choice(line["code"], f"/hoso {line['code']}") for line in lines]
    if page < last:
        more = desk.label(chat.language, "search.b_more", f"/{WORD} {NEXT} {page + 2}")
        choices.append(more)
    _say(desk, chat, found, lines, choices, page * PAGE + 1)


def _still_theirs(desk: Desk, viewer: Viewer, ids: Sequence[int]) -> list[Case]:
    cases = [desk.tx.get(Case, ident) for ident in ids]
    return [case for case in cases if case and rights.may_see(desk, case, viewer)]


def _line(
    desk: Desk, chat: ChatRow, case: Case, viewer: Viewer, asked: Asked
) -> dict[str, Any] | None:
    abbreviations, language = desk.agency.routing.abbreviations, chat.language
    texts = through.of_one(desk, case, viewer, language)
    if not searching.score(asked.query, texts, abbreviations):
        return None
    reading.note(desk, case, viewer.person_id, WORD)
    return {
        "id": case.id,
        "code": case.code,
        "restricted": bool(case.restricted),
        "status": desk.words(language, f"status.{case.status}"),
        "day": full_day(local(case.received_at).date(), language),
        "pieces": searching.excerpt(asked.query, texts, abbreviations),
    }


def _say(
    desk: Desk,
    chat: ChatRow,
    found: Found,
    lines: list[dict[str, Any]],
    choices: list[Choice],
    first: int,
) -> None:
    """In a mailbox each case has a message of its own, which is taken away when the case is; in
    other channels the words are not kept once they were sent."""
    mailbox = chat.channel in MAILBOXES
    for line in lines if mailbox else ():
        _tell(desk, chat, "search.one", (), details={"case_id": line["id"]}, line=line)
    said: dict[str, Any] = {"words": found.words, "narrowed_to": list(found.asked.narrowed_to)}
    if lines:
        said |= {"total": len(found.ids), "first": first, "lines": [] if mailbox else lines}
        _tell(desk, chat, "search.found", choices, one_time=not mailbox, **said)
    else:
        today = [desk.label(chat.language, "guide.b_today", "/homnay")]
        _tell(desk, chat, "search.nothing", today, one_time=not mailbox, **said)


def _tell(desk: Desk, chat: ChatRow, key: str, choices: Sequence[Choice], **said: Any) -> None:
    """A question begun meanwhile keeps its numbers."""
    asked = "d" in chat.state
    priority = Priority.NOTICE if asked else Priority.REPLY
    desk.tell_chat(chat.id, key, choices, priority=priority, language=chat.language, **said)
