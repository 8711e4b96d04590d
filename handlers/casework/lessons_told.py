"""The figures of a measuring, in words."""

from __future__ import annotations

from typing import Any

from cases.agency.agency import Agency
from cases.kinds import Role
from cases.understanding.lesson_figures import FEWEST, Measured
from handlers.desk import Desk
from messages.dates import full_day, local
from messages.envelope import Priority
from storage.mailbox import chats
from storage.people import people
from storage.tables.house import Job

JOB = "measure_lessons"
MAY = frozenset({Role.DISPATCHER, Role.ADMIN})


def answer(desk: Desk, job: Job, found: Measured | None, count: int) -> None:
    """Into the chat of whoever asked, if they still may; `found` None: too few lessons."""
    chat = chats.by_id(desk.tx, job.chat_id) if job.chat_id else None
    viewer = people.viewer(desk.tx, chat.person_id, desk.now) if chat and chat.official else None
    if chat is None or viewer is None or not any(map(viewer.is_, MAY)):
        return
    # A question begun meanwhile keeps its numbers.
    priority = Priority.NOTICE if "d" in chat.state else Priority.REPLY
    back = [desk.label(chat.language, "lessons.b_list", "/baihoc")]
    key, said = "lessons.measured", params(desk, found, chat.language) if found else {}
    if found is None:
        key, said = "lessons.too_few", {"count": count, "fewest": FEWEST}
    desk.tell_chat(chat.id, key, back, priority=priority, language=chat.language, **said)


def params(desk: Desk, found: Measured, language: str) -> dict[str, Any]:
    """Of `lessons.measured`."""
    office = office_name(desk.agency, found.drawn_to)
    return {
        "day": full_day(local(desk.now).date(), language),
        "lessons": found.lessons,
        "alone": found.alone,
        "taught": found.taught,
        "sample": found.sample,
        "before": found.before,
        "after": found.after,
        "advice": desk.ready(language, f"lessons.advice_{found.advice}", office=office),
    }


def office_name(agency: Agency, office_id: str) -> str:
    """As officials call it; empty for none, and for one there is no more."""
    return next((o.short for o in agency.offices if o.id == office_id), "")
