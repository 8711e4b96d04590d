"""Telling the sender beforehand that the promised day will not be kept: why, and one new date. What
puts the day itself off is `/giahan`; after this the case still counts as late."""

from __future__ import annotations

from datetime import date

from cases import working_days
from cases.deadlines import end_of
from handlers.desk import Turn
from handlers.dialogue import Unclear
from handlers.router import command
from handlers.staff import acts, needs
from handlers.staff.acts import Act, Need, Told
from handlers.staff.reception import official_act
from handlers.staff.roles import able
from messages.dates import day_text
from storage.cases import Change
from storage.columns import stamp
from storage.tables import Case

_LONGEST_REASON = 600


def _checked(turn: Turn, case: Case, day: str) -> str:
    wanted, calendar = date.fromisoformat(day), turn.agency.calendar
    if reason := working_days.why_not(wanted, calendar, turn.language):
        raise Unclear("staff.day_off", day=day_text(wanted, turn.language), why=reason)
    if case.due_at and end_of(wanted, calendar) <= max(case.due_at, turn.now):
        raise Unclear("staff.not_later", due=day_text(case.due_at, turn.language))
    return day


def _take_day(turn: Turn, case: Case, rest: str) -> tuple[str, str]:
    day, after = needs.take_day(turn, case, rest)
    return (_checked(turn, case, day), after) if day else ("", rest)


def _read_day(turn: Turn, case: Case, text: str) -> str:
    return _checked(turn, case, needs.read_day_of(turn, case, text))


def _delay(turn: Turn, case: Case, move: str, told: Told) -> Change:
    day = end_of(date.fromisoformat(told["day"]), turn.agency.calendar)
    return official_act(
        turn,
        case,
        move,
        words=told["words"],
        new_date_at=day,
        data={"new_date": stamp(day)},
    )


DELAY = acts.add(
    Act(
        "delay",
        "lydocham",
        lambda case: ("delay",),
        _delay,
        (
            Need("day", "late.day", _take_day, _read_day),
            needs.words("late.words", _LONGEST_REASON),
        ),
    )
)


@command("lydocham", "delay", who=able("delay"), group=True)
def delay(turn: Turn, words: str) -> None:
    """`/lydocham CODE DATE REASON`."""
    acts.start(turn, DELAY, words)
