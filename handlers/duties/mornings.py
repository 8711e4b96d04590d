"""At eight on working days each official hears what waits for them, what comes close to its limit
and what will likely be late; early in the afternoon once more, what has come close since. Nobody
hears that nothing does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cases.confidentiality import Viewer
from cases.days import deadlines
from cases.kinds import Role
from cases.lifecycle import OPEN
from handlers.clock_duty import ClockDuty, at_work
from handlers.desk import Desk
from handlers.duties import forecasts, reminders, side_steps
from handlers.duties.reminders import Reminder
from handlers.staff import catalogue, work
from handlers.staff.afterwards import pakn_codes
from messages.dates import local
from messages.envelope import Priority
from storage.casework import duties
from storage.clock import due
from storage.mailbox import addresses, chats
from storage.people import people
from storage.privacy import data_requests

_LANGUAGE = "vi"


@dataclass(frozen=True, slots=True)
class Morning:
    """`count` includes everything that stands in /homnay; `late` and `today` are cases, `data` what
    people ask about their data, `beside` calls and the like. `system`: cases not entered yet in the
    provincial or national system, for those who enter them."""

    count: int = 0
    late: int = 0
    today: int = 0
    beside: int = 0
    data: int = 0
    system: int = 0


def what_waits(desk: Desk, viewer: Viewer) -> Morning:
    """What /homnay would list. Cases that wait for their sender are nobody's."""
    theirs = work.cases_of(desk, viewer)
    others = work.other_duties(desk, viewer)
    data = sum(duty.kind == data_requests.DUTY for duty in others)
    texts = sum(duty.kind in (duties.ARTICLE, duties.ARTICLE_DRAFT) for duty in others)
    beside = len(work.asked_of(desk, viewer)) + len(others) - data - texts
    dated = [c.due_at for c in theirs if c.due_at is not None and c.status in OPEN]
    day = deadlines.local_day(desk.now)
    return Morning(
        count=len(theirs) + beside + data + texts,
        late=sum(at < desk.now for at in dated),
        today=sum(at >= desk.now and deadlines.local_day(at) == day for at in dated),
        beside=beside,
        data=data,
        system=len(pakn_codes.waiting(desk, viewer)) if viewer.is_(Role.DISPATCHER) else 0,
    )


def _close_to_limit(desk: Desk, viewer: Viewer) -> list[Reminder]:
    return [*reminders.for_person(desk, viewer), *side_steps.for_person(desk, viewer)]


# --- in the morning ------------------------------------------------------------------------------


def _to_greet(desk: Desk, after: int) -> list[int]:
    if not at_work(desk, desk.agency.reminders.morning):
        return []
    return due.not_greeted(desk.tx, "morning", local(desk.now).date(), after)


def _greet(desk: Desk, person_id: int) -> None:
    viewer = _once(desk, "morning", person_id)
    if viewer is None:
        return
    waits, close = what_waits(desk, viewer), _close_to_limit(desk, viewer)
    lines = [
        reminders.words(desk, close, _LANGUAGE),
        forecasts.words(desk, viewer, _LANGUAGE),
        catalogue.line(desk, viewer, _LANGUAGE),
    ]
    told = "\n".join(filter(None, lines))
    if waits.count or told:
        subject = desk.words(_LANGUAGE, "clock.morning_subject", count=waits.count)
        _tell(desk, viewer, "clock.morning", subject, close, **asdict(waits), reminders=told)


# --- in the afternoon ----------------------------------------------------------------------------


def _to_remind(desk: Desk, after: int) -> list[int]:
    if not at_work(desk, desk.agency.reminders.afternoon):
        return []
    return due.not_greeted(desk.tx, "afternoon", local(desk.now).date(), after)


def _remind(desk: Desk, person_id: int) -> None:
    viewer = _once(desk, "afternoon", person_id)
    close = _close_to_limit(desk, viewer) if viewer else []
    if viewer is not None and close:
        subject = desk.words(_LANGUAGE, "reminder.afternoon_subject")
        told = reminders.words(desk, close, _LANGUAGE)
        _tell(desk, viewer, "reminder.afternoon", subject, close, reminders=told)


# --- either --------------------------------------------------------------------------------------


def _once(desk: Desk, part: str, person_id: int) -> Viewer | None:
    """The official, the first time in this part of the day; nobody who is away."""
    if not due.greeted(desk.tx, part, person_id, local(desk.now).date()):
        return None
    if people.is_away(desk.tx, person_id, desk.now):
        return None
    return people.viewer(desk.tx, person_id, desk.now)


def _tell(
    desk: Desk, viewer: Viewer, key: str, subject: str, close: Sequence[Reminder], **told: Any
) -> None:
    """To their chat, and to the address they gave for it."""
    who = viewer.person_id
    letter = addresses.of_official(desk.tx, who) if "email" in desk.ground.reach else None
    chat_id = people.preferred_chat(desk.tx, who)
    chat = chats.by_id(desk.tx, chat_id) if chat_id else None
    if chat is not None and chat.channel != "email":
        today = [desk.label(_LANGUAGE, "clock.b_today", "/homnay")]
        # Beside a letter it is a nicety: where the chat is closed no second letter goes out.
        priority = Priority.NOTICE if letter is None else Priority.BROADCAST
        desk.tell_chat(
            chat.id,
            key,
            [*today, *reminders.buttons(close)],
            priority=priority,
            language=_LANGUAGE,
            details={"person_id": who},
            **told,
        )
    if letter is not None:
        details = {"subject": subject}
        desk.tell_chat(letter, key, language=_LANGUAGE, details=details, **told)
    if chat is not None or letter is not None:
        reminders.note(desk, viewer, close)


DUTIES = (
    ClockDuty("morning", _to_greet, _greet),
    ClockDuty("afternoon", _to_remind, _remind),
)
