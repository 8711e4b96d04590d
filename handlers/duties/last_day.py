"""On the last day of what a sender was promised whoever has the case, and the head of the office,
are asked what is to happen. Nothing else interrupts: once per case and person."""

from __future__ import annotations

from datetime import timedelta

from cases.confidentiality import Viewer
from cases.days.reminding import Level
from cases.kinds import Role
from handlers.cards import cards
from handlers.casework import limits
from handlers.clock_duty import ClockDuty, at_work
from handlers.desk import Desk
from handlers.duties.reminders import is_above
from handlers.labels import Label
from handlers.rights import rights
from messages.dates import day_text, local
from storage.casework import reminders
from storage.clock import late
from storage.people import people
from storage.tables.casework import Case

_STEP = "answer"
_HEAD = frozenset({Role.HEAD})
_OFFERED = (
    ("accept", "card.b_accept", "/tiepnhan"),
    ("take", "card.b_take", "/nhan"),
    ("answer", "card.b_answer", "/traloi"),
    ("approve", "card.b_approve", "/duyet"),
    ("extend", "card.b_extend", "/giahan"),
    ("delay", "late.b_delay", "/lydocham"),
)


def _due_today(desk: Desk, after: int) -> list[int]:
    if not at_work(desk, desk.agency.reminders.morning):
        return []
    midnight = local(desk.now).replace(hour=0, minute=0, second=0, microsecond=0)
    return late.due_between(desk.tx, desk.now, midnight + timedelta(days=1), after)


def _ask(desk: Desk, case_id: int) -> None:
    case = desk.tx.get(Case, case_id)
    if case is None or case_id not in _due_today(desk, case_id - 1)[:1]:
        return
    duty = cards.on_duty(desk, case)
    heads = [v for v in people.viewers(desk.tx, desk.now) if _oversees(desk, case, v)]
    away = people.away(desk.tx, desk.now)
    for viewer in [*duty, *(v for v in heads if v not in duty)]:
        if viewer.person_id not in away:
            _ask_one(desk, case, viewer, head=viewer not in duty)


def _oversees(desk: Desk, case: Case, viewer: Viewer) -> bool:
    return is_above(viewer, case, _HEAD) and rights.may_see(desk, case, viewer)


def _ask_one(desk: Desk, case: Case, viewer: Viewer, *, head: bool) -> None:
    assert case.due_at is not None
    who, level = viewer.person_id, Level.LAST_DAY
    if reminders.note(desk.tx, case.id, _STEP, case.due_at, level, who, desk.now):
        desk.tell_person(
            who,
            "late.due_today",
            _choices(desk, case, viewer),
            details={"case_id": case.id},
            code=case.code,
            day=day_text(case.due_at, "vi"),
            head=head,
        )


def _choices(desk: Desk, case: Case, viewer: Viewer) -> list[Label]:
    held = rights.standings_of(desk, case, viewer)
    names = {move.name for move in limits.open_moves(desk, case, held)}
    offered = [
        Label(label, f"{command} {case.code}") for move, label, command in _OFFERED if move in names
    ]
    return [*offered[:4], Label("card.b_details", f"/hoso {case.code}")]


DUTIES = (ClockDuty("last day", _due_today, _ask, seconds=300),)
