"""Which steps an official is to be reminded of now: their own as they come closer to their limit,
and, once overdue, what those below them did not finish (facts/law 2.6 c)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cases.confidentiality import Viewer
from cases.days import reminding
from cases.days.clocks import Clock, Step
from cases.days.reminding import Level
from cases.kinds import Role
from handlers.cards import cards
from handlers.case import steps
from handlers.desk import Desk
from handlers.rights import rights
from messages.envelope import Choice
from storage.casework import reminders
from storage.tables.casework import Case

_SHOWN = 5
_BUTTONS = 4
_OF_THE_CASE = frozenset({Clock.ACCEPT, Clock.HANDLE, Clock.QUESTION, Clock.APPROVE})


@dataclass(frozen=True, slots=True)
class Reminder:
    """`own`: it is this official's turn. `number`: what they know instead of the code, for whom the
    case does not exist; `word`: the command that opens it for them."""

    case: Case
    step: Step
    level: Level
    own: bool
    number: str = ""
    word: str = "hoso"

    @property
    def name(self) -> str:
        return self.number or self.case.code


def for_person(desk: Desk, viewer: Viewer) -> list[Reminder]:
    """Everything they were not told yet, earliest due first; of each step the highest level only,
    so that after a stop nothing is told that has passed."""
    told = reminders.told(desk.tx, viewer.person_id)
    found = []
    for case in reminders.maybe(desk.tx, viewer):
        step = steps.running(desk, case)
        level = _level(desk, step) if step else None
        if step is None or level is None or _asked_by_itself(level, step, case):
            continue
        if reminders.key(case.id, step.clock, step.since, level) not in told:
            found += _if_theirs(desk, viewer, case, step, level)
    return found


def _level(desk: Desk, step: Step) -> Level | None:
    return reminding.level(step, desk.now, desk.agency.reminders, desk.agency.calendar)


def _asked_by_itself(level: Level, step: Step, case: Case) -> bool:
    """The last day of what the sender was promised: see `last_day`."""
    return level is Level.LAST_DAY and step.due_at == case.due_at


def _if_theirs(desk: Desk, viewer: Viewer, case: Case, step: Step, level: Level) -> list[Reminder]:
    above = reminding.above(step, desk.now, desk.agency.reminders, desk.agency.calendar)
    if not rights.may_see(desk, case, viewer):
        return []
    if viewer in cards.on_duty(desk, case):
        return [Reminder(case, step, level, own=True)]
    return [Reminder(case, step, level, own=False)] if is_above(viewer, case, above) else []


def is_above(viewer: Viewer, case: Case, roles: frozenset[Role]) -> bool:
    """Whether they hold one of these roles over the case."""
    return any(viewer.is_(role, case.office if role is Role.HEAD else None) for role in roles)


def note(desk: Desk, viewer: Viewer, told: Sequence[Reminder]) -> None:
    for each in told:
        step = each.step
        reminders.note(
            desk.tx, each.case.id, step.clock, step.since, each.level, viewer.person_id, desk.now
        )


# --- in words ------------------------------------------------------------------------------------


def words(desk: Desk, told: Sequence[Reminder], language: str) -> str:
    """By how urgent it is. Of every case, restricted or not, the code and the step only."""
    groups = {
        "overdue": [r for r in told if r.own and r.level is Level.OVERDUE],
        "above": [r for r in told if not r.own],
        "today": [r for r in told if r.own and r.level is Level.LAST_DAY],
        "most": [r for r in told if r.own and r.level is Level.MOST],
        "half": [r for r in told if r.own and r.level is Level.HALF],
    }
    percent = {"most": desk.agency.reminders.most, "half": desk.agency.reminders.half}
    lines = [
        desk.words(
            language,
            "reminder.group",
            name=name,
            cases=listed(desk, [_named(desk, r, language) for r in group], language),
            percent=percent.get(name, 0),
        )
        for name, group in groups.items()
        if group
    ]
    return "\n".join(lines)


def _named(desk: Desk, told: Reminder, language: str) -> str:
    of_case = told.step.clock in _OF_THE_CASE
    promised = of_case and told.step.due_at == told.case.due_at
    step = "answer" if promised else told.step.clock.value
    return desk.words(language, "reminder.case", code=told.name, step=step)


def listed(desk: Desk, names: Sequence[str], language: str) -> str:
    """The first few of them, and how many more there are."""
    shown = ", ".join(names[:_SHOWN])
    left = len(names) - _SHOWN
    return desk.words(language, "reminder.and_more", cases=shown, left=left) if left > 0 else shown


def buttons(told: Sequence[Reminder]) -> list[Choice]:
    """To the cases themselves: who oversees an office has not got them in their list."""
    return [Choice(r.name, f"/{r.word} {r.name}") for r in told][:_BUTTONS]
