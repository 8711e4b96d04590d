"""The department's communication plan as data: its items, what people may subscribe to, what goes
out by the clock, and how much of it one person gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from cases.agency.press import PressAddress


class Evidence(StrEnum):
    """By what an item of the plan is shown to be done."""

    BROADCAST = "broadcast"
    ARTICLE = "article"
    RESULT = "result"  # a published result
    CATALOGUE = "catalogue"  # the list of procedures was brought up to date
    READ = "read"  # officials said that they have read it
    REPORT = "report"
    MANUAL = "manual"  # entered by an official, with a link or a photo


class Made(StrEnum):
    """What is made by the clock."""

    WEEKLY_RESULTS = "weekly_results"  # for citizens
    PRESS_NOTE = "press_note"  # for journalists and agencies
    MONTHLY_OFFICE = "monthly_office"  # per office and procedure
    WEEKLY_DIGEST = "weekly_digest"  # for each office: what lies there, what is late
    MONTHLY_REPORT = "monthly_report"  # for the Director
    QUARTERLY_REPORT = "quarterly_report"  # on administrative regulations, by law


@dataclass(frozen=True, slots=True)
class PlanItem:
    """`days`: so many days of the calendar may pass without anything done for it. `until`: the
    programme it is about has ended by then; `successor` names the one that followed, empty while
    nobody has entered it."""

    id: str  # "II.1.a"
    text: str
    text_en: str
    lead: tuple[str, ...]
    cooperate: tuple[str, ...]
    cadence: str
    days: int = 30
    until: date | None = None
    successor: str = ""
    successor_en: str = ""

    def ended(self, on: date) -> bool:
        """Whether the programme it is about is over."""
        return self.until is not None and on > self.until

    def orphaned(self, on: date) -> bool:
        """Over, and nobody has entered what followed."""
        return self.ended(on) and not self.successor

    def words(self, language: str, on: date) -> str:
        """What it is called in that language on a day: by the successor's name once the programme
        is over."""
        written, english = self.text, self.text_en
        if self.ended(on) and self.successor:
            written, english = self.successor, self.successor_en
        return (language == "en" and english) or written

    def offices(self) -> tuple[str, ...]:
        """Those that lead, then those that co-operate."""
        return (*self.lead, *(o for o in self.cooperate if o not in self.lead))


@dataclass(frozen=True, slots=True)
class Topic:
    """What people may subscribe to, in everyday words."""

    id: str
    name: str
    name_en: str
    items: tuple[str, ...]  # of the plan


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """A document officials work by. `file` lies in the folder `documents` of the agency."""

    number: str
    title: str
    on: date | None = None
    file: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When something is made by the clock: on that weekday (1 is Monday) or day of the month, from
    that time in Vietnam, moved to the next working day. `approval`: Văn phòng sees it first."""

    made: Made
    item: str
    every: str  # week | month | quarter
    day: int
    at: time = time(9)
    approval: bool = True
    topic: str = ""  # whose subscribers get it
    active: bool = True


@dataclass(frozen=True, slots=True)
class BroadcastRules:
    """`most_a_week`: so many broadcasts one person gets in seven days; the rest is gathered into
    one message. `error_percent`: a campaign stops by itself when so many of the last `error_among`
    failed. `held_days`: how long one waits behind a closed window. `price`: what Zalo asks for a
    message outside the free window, in đồng (facts/channels 1.4)."""

    most_a_week: int = 2
    error_percent: int = 20
    error_among: int = 100
    held_days: int = 7
    price: int = 55


@dataclass(frozen=True, slots=True)
class Plan:
    """`shown_by`: which items are shown to be done by what the machine sees happen: a published
    result, a list of procedures brought up to date."""

    year: int
    number: str
    basis: str
    items: tuple[PlanItem, ...] = ()
    topics: tuple[Topic, ...] = ()
    documents: tuple[PlanDocument, ...] = ()
    schedules: Mapping[Made, Schedule] = field(default_factory=dict)
    broadcasts: BroadcastRules = BroadcastRules()
    press: tuple[PressAddress, ...] = ()
    changed_item: str = ""  # for which a changed procedure counts as done
    shown_by: Mapping[Evidence, tuple[str, ...]] = field(default_factory=dict)

    def item(self, item_id: str) -> PlanItem | None:
        return next((i for i in self.items if i.id == item_id), None)

    def topic(self, topic_id: str) -> Topic | None:
        return next((t for t in self.topics if t.id == topic_id), None)

    def topic_of(self, item_id: str) -> Topic | None:
        """The topic whose subscribers hear of that item."""
        return next((t for t in self.topics if item_id in t.items), None)
