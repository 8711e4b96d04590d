"""An agency: everything a department fixes in its folder, as plain values. Reading the folder from
disk and reporting its mistakes is `bot/agency_files`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from cases.agency.casework import AlikeRules, AnswerRules, Limits, PaknSystem, Walls
from cases.agency.channels import ChannelDecision, Zalo
from cases.agency.deadlines import DataRights, Deadlines, Late, Rating, Retention
from cases.agency.doors import OtherDoors
from cases.agency.hours import Calendar, Quiet, Reminders
from cases.agency.offices import Contact, Office
from cases.agency.plan import Plan
from cases.agency.procedures import Procedure
from cases.agency.report_rules import ReportRules
from cases.agency.words import MatterWords, QuestionWords, RoutingWords
from cases.kinds import IdentityMode, Kind


@dataclass(frozen=True, slots=True)
class Agency:
    id: str
    folder: Path
    code_prefix: str  # of public codes: "PA"
    name: str
    name_en: str
    short: str
    short_en: str
    province: str
    contact: Contact
    website: str
    portals: tuple[tuple[str, str], ...]  # (name, address)
    offices: tuple[Office, ...]
    reception_office: str  # the office that receives and dispatches
    deadlines: Deadlines
    identity_modes: Mapping[Kind, tuple[IdentityMode, ...]]
    approval_off: frozenset[Kind]
    channels: Mapping[str, ChannelDecision]
    limits: Limits
    notice_version: str
    procedures: tuple[Procedure, ...]  # those in force: searched, offered, counted
    catalog_date: str
    routing: RoutingWords
    calendar: Calendar
    plan: Plan
    communes: tuple[str, ...] = ()
    denunciation_place: str = ""
    police_phone: str = ""
    inspectorate: str = ""  # who receives what concerns the department's own leadership
    denunciation_place_en: str = ""
    doors_sample: bool = True  # the three other doors above are not confirmed yet
    zalo: Zalo = field(default_factory=Zalo)
    reminders: Reminders = field(default_factory=Reminders)
    quiet: Quiet = field(default_factory=Quiet)
    late: Late = field(default_factory=Late)
    rating: Rating = field(default_factory=Rating)
    pakn_system: PaknSystem = field(default_factory=PaknSystem)
    answers: AnswerRules = field(default_factory=AnswerRules)
    walls: Walls = field(default_factory=Walls)
    alike: AlikeRules = field(default_factory=AlikeRules)
    data_rights: DataRights = field(default_factory=DataRights)
    retention: Retention = field(default_factory=Retention)
    questions: QuestionWords = field(default_factory=QuestionWords)
    ended_procedures: tuple[Procedure, ...] = ()  # kept so that older cases have their names
    # As people say: as officials do.
    everyday_words: Mapping[str, str] = field(default_factory=dict)
    other_doors: OtherDoors = field(default_factory=OtherDoors)
    matters: MatterWords = field(default_factory=MatterWords)
    reports: ReportRules = field(default_factory=ReportRules)

    def office(self, office_id: str) -> Office:
        """The office of that id; raises KeyError."""
        for office in self.offices:
            if office.id == office_id:
                return office
        raise KeyError(office_id)

    def denunciation_place_in(self, language: str) -> str:
        """As written for readers of Vietnamese, or of English where there is an English name."""
        return (language == "en" and self.denunciation_place_en) or self.denunciation_place

    def window(self, channel: str) -> timedelta | None:
        """How long after somebody's last word the department writes to them in a channel that has
        windows; None where it does not matter to the agency."""
        return timedelta(hours=self.zalo.window_hours) if channel == "zalo" else None

    def procedure(self, code: str) -> Procedure | None:
        """Of that code, in force or ended."""
        known = (*self.procedures, *self.ended_procedures)
        return next((p for p in known if p.code == code), None)
