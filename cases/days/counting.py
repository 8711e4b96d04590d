"""What the day of an answer is counted from. It is kept with the case (`Case.counting`), so that a
limit changed later moves no open case, and so that the day can be explained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from cases.agency.deadlines import Limit
from cases.agency.hours import Calendar
from cases.days.deadlines import counts_from, end_of, local_day
from cases.days.working_days import add_working_days, is_working, working_days_between

Pause = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Counting:
    """`days` working days after `since` (aware), by the limit named `basis` in `Deadlines`;
    `stood`: from when to when the clock stood still for the sender. `fixed` is a day that was
    promised instead, at `fixed_at`: pauses before it count no more. A day of which only the promise
    is known has no `basis`."""

    since: datetime
    days: int
    basis: str = ""
    stood: tuple[Pause, ...] = ()
    fixed: date | None = None
    fixed_at: datetime | None = None

    def stood_still(self, since: datetime, until: datetime) -> Counting:
        return replace(self, stood=(*self.stood, (since, until)))

    def fixed_on(self, day: date, now: datetime) -> Counting:
        return replace(self, fixed=day, fixed_at=now)

    def by_limit(self, days: int) -> Counting:
        """The same, had it been given `days` and never another day."""
        return replace(self, days=days, fixed=None, fixed_at=None)

    def value(self) -> dict[str, Any]:
        """As JSON; see `read`."""
        return {
            "since": self.since.isoformat(),
            "days": self.days,
            "basis": self.basis,
            "stood": [[a.isoformat(), b.isoformat()] for a, b in self.stood],
            "fixed": self.fixed.isoformat() if self.fixed else None,
            "fixed_at": self.fixed_at.isoformat() if self.fixed_at else None,
        }


def read(value: Mapping[str, Any]) -> Counting:
    instant = datetime.fromisoformat
    return Counting(
        since=instant(value["since"]),
        days=value["days"],
        basis=value["basis"],
        stood=tuple((instant(a), instant(b)) for a, b in value["stood"]),
        fixed=date.fromisoformat(value["fixed"]) if value["fixed"] else None,
        fixed_at=instant(value["fixed_at"]) if value["fixed_at"] else None,
    )


def guessed(
    received_at: datetime, due_at: datetime, basis: str, limit: Limit, calendar: Calendar
) -> Counting:
    """Of a case filed before countings were kept: by the limit where that gives its day, else a
    promised day."""
    usual = Counting(received_at, limit.days, basis)
    if last_day(usual, calendar) == local_day(due_at):
        return usual
    return Counting(received_at, 0).fixed_on(local_day(due_at), received_at)


def due(counting: Counting, calendar: Calendar) -> datetime:
    """The end of the last day, in UTC."""
    return end_of(last_day(counting, calendar), calendar)


def last_day(counting: Counting, calendar: Calendar) -> date:
    """A promised day that has become a day off ends with the next working day (Civil Code 2015
    Art. 148.5)."""
    day, pauses = counting.fixed, _since_fixed(counting)
    if day is None:
        day = add_working_days(counts_from(counting.since, calendar), counting.days, calendar)
    elif not is_working(day, calendar):
        day = add_working_days(day, 1, calendar)
    for pause in pauses:
        day = add_working_days(day, _length(pause, day, calendar), calendar)
    return day


def _since_fixed(counting: Counting) -> Iterator[Pause]:
    at = counting.fixed_at
    return (pause for pause in counting.stood if at is None or pause[0] >= at)


def _length(pause: Pause, last: date, calendar: Calendar) -> int:
    """As many working days as began while it lasted. What begins after the last day is over gives
    none back: that day was missed."""
    since, until = pause
    if since > end_of(last, calendar):
        return 0
    return max(0, working_days_between(local_day(since), local_day(until), calendar))


def pauses(counting: Counting, calendar: Calendar) -> list[tuple[Pause, int]]:
    """Those that moved the last day of the limit or the promised day, with their working days."""
    base = replace(counting, stood=())
    day, found = last_day(base, calendar), []
    for pause in _since_fixed(counting):
        length = _length(pause, day, calendar)
        day = add_working_days(day, length, calendar)
        found.append((pause, length))
    return [(pause, length) for pause, length in found if length]
