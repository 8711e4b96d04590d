"""Telling the sender beforehand that the promised day will not be kept: why, and one new date. What
puts the day itself off is `/giahan`; after this the case still counts as late."""

from __future__ import annotations

from datetime import date

from cases.days import lateness, working_days
from cases.days.deadlines import end_of, local_day
from handlers.case import promises
from handlers.conversation.dialogue import Unclear
from handlers.desk import Turn
from handlers.rights import private_words
from handlers.router import command
from handlers.staff.act import acts, needs
from handlers.staff.act.acts import Act, Need, Told
from handlers.staff.intake.reception import official_act
from handlers.staff.roles import able
from messages.dates import day_text
from storage.casework.cases import Change
from storage.columns.plain import stamp
from storage.tables.casework import Case

_LONGEST_REASON = 600


def _checked(turn: Turn, case: Case, day: str) -> str:
    wanted, calendar = date.fromisoformat(day), turn.agency.calendar
    if reason := working_days.why_not(wanted, calendar, turn.language):
        raise Unclear("staff.day_off", day=day_text(wanted, turn.language), why=reason)
    if case.due_at and end_of(wanted, calendar) <= max(case.due_at, turn.now):
        raise Unclear("staff.not_later", due=day_text(case.due_at, turn.language))
    if wanted > (latest := _latest(turn, case)):
        raise Unclear("late.too_far", day=day_text(latest, turn.language))
    return day


def _latest(turn: Turn, case: Case) -> date:
    """As far as an extension may reach, and never nearer than what the clock itself would promise
    once the day is missed."""
    calendar, late = turn.agency.calendar, turn.agency.late
    missed = max(case.due_at or turn.now, turn.now)
    by_itself = local_day(lateness.new_date(missed, late.new_date, calendar))
    counted = promises.counting_of(turn, case)
    return max(by_itself, promises.latest_extension(turn, counted)) if counted else by_itself


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
            needs.words("late.words", _LONGEST_REASON, check=private_words.general),
        ),
    )
)


@command("lydocham", "delay", who=able("delay"), group=True)
def delay(turn: Turn, words: str) -> None:
    """`/lydocham CODE DATE REASON`."""
    acts.start(turn, DELAY, words)
