"""Days and hours of the office, and when people are told something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the `holidays` package does not know: `off` and `working` days with their reasons.
    `hours` are those of a working day in Vietnam, between them the lunch break."""

    off: Mapping[date, str] = field(default_factory=dict)
    working: Mapping[date, str] = field(default_factory=dict)
    confirmed_years: frozenset[int] = frozenset()
    hours: tuple[tuple[time, time], ...] = ((time(7), time(11, 30)), (time(13, 30), time(17)))

    @property
    def end_of_day(self) -> time:
        return self.hours[-1][1]


@dataclass(frozen=True, slots=True)
class Reminders:
    """When officials hear of a step that runs: at these shares of its working time (percent), and
    once it is overdue the others as many working days after the first late one (facts/law 2.6 c).
    `morning` and `afternoon` are when they are told, in Vietnam."""

    half: int = 50
    most: int = 80
    head_days: int = 0
    reception_days: int = 1
    director_days: int = 2
    morning: time = time(8)
    afternoon: time = time(13, 30)


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours, in Vietnam, in which no citizen's phone rings because of us. Whoever wrote within
    the last `just_spoke_minutes` is awake, and answered."""

    begins: time = time(21)
    ends: time = time(7)
    just_spoke_minutes: int = 10
