"""At eight on working days each official hears in one line what waits for them; nobody hears that
nothing does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cases import deadlines
from cases.confidentiality import Viewer
from cases.lifecycle import OPEN
from handlers.desk import Desk
from handlers.duties.shape import ClockDuty, working_morning
from handlers.staff import work
from messages.dates import local
from messages.envelope import Priority
from storage import addresses, chats, due, people


@dataclass(frozen=True, slots=True)
class Morning:
    """`count` includes everything; `late` and `today` are cases, `beside` calls and the like."""

    count: int = 0
    late: int = 0
    today: int = 0
    beside: int = 0


def _to_greet(desk: Desk, after: int) -> list[int]:
    return due.not_greeted(desk.tx, local(desk.now).date(), after) if working_morning(desk) else []


def _greet(desk: Desk, person_id: int) -> None:
    if not due.greeted(desk.tx, person_id, local(desk.now).date()):
        return
    viewer = people.viewer(desk.tx, person_id, desk.now)
    if viewer is None or people.is_away(desk.tx, person_id, desk.now):
        return
    morning = what_waits(desk, viewer)
    if morning.count:
        _tell(desk, person_id, morning)


def what_waits(desk: Desk, viewer: Viewer) -> Morning:
    """What /homnay would list. Cases that wait for their sender are nobody's."""
    theirs = work.cases_of(desk, viewer)
    beside = len(work.asked_of(desk, viewer)) + len(work.other_duties(desk, viewer))
    dated = [c.due_at for c in theirs if c.due_at is not None and c.status in OPEN]
    day = deadlines.local_day(desk.now)
    return Morning(
        count=len(theirs) + beside,
        late=sum(at < desk.now for at in dated),
        today=sum(at >= desk.now and deadlines.local_day(at) == day for at in dated),
        beside=beside,
    )


def _tell(desk: Desk, person_id: int, morning: Morning) -> None:
    counts: dict[str, Any] = {
        "count": morning.count,
        "late": morning.late,
        "today": morning.today,
        "beside": morning.beside,
    }
    letter = addresses.of_official(desk.tx, person_id) if "email" in desk.ground.reach else None
    chat_id = people.preferred_chat(desk.tx, person_id)
    chat = chats.by_id(desk.tx, chat_id) if chat_id else None
    if chat is not None and chat.channel != "email":
        button = [desk.label(chat.language, "clock.b_today", "/homnay")]
        # Beside a letter it is a nicety: where the chat is closed no second letter goes out.
        priority = Priority.NOTICE if letter is None else Priority.BROADCAST
        details = {"person_id": person_id}
        desk.tell_chat(
            chat.id, "clock.morning", button, priority=priority, details=details, **counts
        )
    if letter is not None:
        subject = desk.words("vi", "clock.morning_subject", count=morning.count)
        desk.tell_chat(letter, "clock.morning", details={"subject": subject}, **counts)


DUTIES = (ClockDuty("morning", _to_greet, _greet),)
