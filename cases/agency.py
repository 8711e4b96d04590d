"""An agency: everything a department fixes in its folder, as plain values. Reading the folder from
disk and reporting its mistakes is `bot/agency_files.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path

from cases.kinds import IdentityMode, Kind
from cases.plan import Plan
from cases.report_rules import ReportRules


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach an office. `sample` marks data nobody has confirmed yet."""

    address: str = ""
    phone: str = ""
    email: str = ""
    hours: str = ""
    hours_en: str = ""
    address_en: str = ""
    sample: bool = True


@dataclass(frozen=True, slots=True)
class Office:
    id: str
    name: str
    name_en: str
    short: str  # as people say it: "Phòng Đăng ký kinh doanh"
    handles: bool  # answers cases; Văn phòng handles only what it keeps
    contact: Contact = Contact()
    everyday: str = ""  # what it does in everyday words: "việc đăng ký công ty"
    everyday_en: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Procedure:
    """A row of the catalogue. An empty string means the source does not say."""

    code: str
    name: str
    name_en: str
    field: str
    office: str  # office id
    papers: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    days: str = ""  # as the source words it; a plain number means working days
    fee: str = ""
    by_post: str = ""  # "co" | "khong" | ""
    online: str = ""  # "toan_trinh" | "mot_phan" | "khong" | ""
    where: str = ""
    decision: str = ""  # number and date of the decision that publishes it
    aliases: tuple[str, ...] = ()  # everyday words: "mở công ty"
    ended: str = ""  # the day, 2026-07-18, from which the national catalogue has it no more


@dataclass(frozen=True, slots=True)
class Limit:
    """A deadline in working days with its legal basis. `confirmed_by` empty: CHƯA XÁC NHẬN."""

    days: int
    basis: str
    confirmed_by: str = ""
    confirmed_on: str = ""
    note: str = ""  # what the office still has to compare; for officials only


@dataclass(frozen=True, slots=True)
class Deadlines:
    accept: Limit
    answer: Limit
    question: Limit  # answering a case of kind question
    supplement: Limit  # how long a citizen is given to add what is missing
    close: Limit  # answered and silent: closed after this
    handle: Limit  # from assigned to a draft answer
    approve: Limit  # a draft with its approver
    publish: Limit  # a result on the site, after the answer
    extended: Limit  # the most an extension may reach, from receipt
    consult: Limit  # another office that is asked
    explain: Limit  # the accused side


@dataclass(frozen=True, slots=True)
class DataRights:
    """How soon somebody who uses a right over their data is answered (facts/law 5.1). `first` is
    counted in working days; the others in days of the calendar, which is the stricter reading."""

    first: Limit = Limit(2, "Nghị định 356/2025/NĐ-CP")
    see: Limit = Limit(10, "Luật 91/2025/QH15, Nghị định 356/2025/NĐ-CP")
    correct: Limit = Limit(10, "Luật 91/2025/QH15, Nghị định 356/2025/NĐ-CP")
    withdraw: Limit = Limit(15, "Luật 91/2025/QH15, Nghị định 356/2025/NĐ-CP")
    erase: Limit = Limit(20, "Luật 91/2025/QH15 Điều 14, Nghị định 356/2025/NĐ-CP")
    object: Limit = Limit(15, "Luật 91/2025/QH15, Nghị định 356/2025/NĐ-CP")


_STORED = "Luật 91/2025/QH15: không giữ lâu hơn cần thiết"


@dataclass(frozen=True, slots=True)
class Retention:
    """How many days of the calendar each kind of data is kept (facts/law 5.2.7)."""

    chat: Limit = Limit(90, _STORED)  # after the last case of a person was closed
    case_file: Limit = Limit(3650, "Luật Lưu trữ 2024, Thông tư 10/2022/TT-BNV")  # after its end
    tips: Limit = Limit(365, _STORED)  # without a name, after their end
    access_log: Limit = Limit(1825, _STORED)
    quarantined: Limit = Limit(7, _STORED)  # photos of identity papers; files made to be fetched
    failures: Limit = Limit(30, _STORED)  # the bytes of messages that failed
    backups: Limit = Limit(35, _STORED)  # then their keys are destroyed


@dataclass(frozen=True, slots=True)
class ChannelDecision:
    """The decision that opened a channel (facts/law 2.2); shown in the privacy notice."""

    decision: str = ""
    on: str = ""
    address: str = ""  # where people find it: a link or account name


@dataclass(frozen=True, slots=True)
class TemplateValue:
    """What fills one parameter of a template: an argument of the notice, or "agency" or "phone"
    (the department's). The template was approved for at most `longest` characters of it."""

    source: str
    longest: int


@dataclass(frozen=True, slots=True)
class NoticeTemplate:
    """A template Zalo has approved, for a notice whose reader has not written for too long."""

    notice: str  # its key, "notice.answer"
    template: str  # Zalo's id
    by_phone: bool  # sent to the telephone number, else to the person's account
    values: Mapping[str, TemplateValue]


@dataclass(frozen=True, slots=True)
class Zalo:
    """`window_hours`: how long after somebody's last word the department writes to them: 48 is
    free, up to 168 (7 days) is charged (facts/channels 1.4)."""

    window_hours: int = 48
    templates: tuple[NoticeTemplate, ...] = ()


@dataclass(frozen=True, slots=True)
class Walls:
    """`identity_hours`: how long an opened identity is shown; `borrowed_words`: so many words of
    the sender's in a row may not stand in what the accused side is asked. `confirmed_by` empty:
    CHƯA XÁC NHẬN."""

    identity_hours: int = 24
    borrowed_words: int = 6
    basis: str = ""
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True)
class OtherBody:
    """Who is competent for what belongs elsewhere. `sample` marks data nobody has confirmed yet."""

    id: str
    name: str
    name_en: str
    phone: str = ""
    address: str = ""
    words: tuple[str, ...] = ()
    address_en: str = ""
    hours: str = ""
    hours_en: str = ""
    link: str = ""
    bring: str = ""  # what to take along
    bring_en: str = ""
    sample: bool = True


@dataclass(frozen=True, slots=True)
class OtherDoor:
    """A formal way of the law beside feedback. `words` are what people call it; they call plain
    feedback so too, so these decide nothing by themselves, but do together with one of `decides`.
    `law` is its basis line by line, for whoever asks."""

    addressee: str = ""  # of the letter: "Kính gửi"
    place: str = ""
    place_en: str = ""
    words: tuple[str, ...] = ()
    decides: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    law_en: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherDoors:
    """`bar_days`: in how many days of the calendar from receiving a decision a complaint is to be
    made (Luật Khiếu nại 2011 Art. 9). `letter_hours`: so long a prepared letter can be fetched.
    `confirmed_by` empty: CHƯA XÁC NHẬN."""

    complaint: OtherDoor = OtherDoor()
    denunciation: OtherDoor = OtherDoor()
    hours: str = ""
    hours_en: str = ""
    bar_days: int = 90
    letter_hours: int = 24
    confirmed_by: str = ""

    def __getitem__(self, name: str) -> OtherDoor:
        return {"complaint": self.complaint, "denunciation": self.denunciation}[name]


@dataclass(frozen=True, slots=True)
class Weighted:
    phrase: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Example:
    """A message as people write it, and what it was: `label` a `cases.labels.Label`, `office` the
    one concerned (of ELSEWHERE the other body), empty where none is."""

    text: str
    label: str
    office: str = ""


@dataclass(frozen=True, slots=True)
class RoutingWords:
    """Words and phrases that speak for an office, a kind or a door, with weights; and examples, of
    which the rest is learned."""

    offices: Mapping[str, tuple[Weighted, ...]]
    kinds: Mapping[str, tuple[Weighted, ...]]  # Kind values
    doors: Mapping[str, tuple[Weighted, ...]]  # see `cases.routing.doors`
    abbreviations: Mapping[str, str]
    other_bodies: tuple[OtherBody, ...] = ()
    examples: tuple[Example, ...] = ()
    measured_as: Mapping[str, str] = field(default_factory=dict)  # names of offices in other files


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
class Limits:
    """How much one person may send and for how long things are kept."""

    story_chars: int = 8000
    files: int = 10
    file_megabytes: int = 20
    draft_reminder_hours: int = 24
    draft_days: int = 30
    reopen_days: int = 30
    reopen_times: int = 2


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


@dataclass(frozen=True, slots=True)
class Late:
    """What the sender is told once the promised day was missed: the one new date, counted from
    that day, and how often they hear how it stands until there is an answer."""

    new_date: Limit = Limit(5, "Quy định nội bộ; pháp luật không ấn định")
    progress: Limit = Limit(7, "Quyết định 574/QĐ-TTg (2017)")


@dataclass(frozen=True, slots=True)
class Rating:
    """When the sender of an answered case is asked what they think, in working days after the
    answer, and who asks: never those who answered. `second_look`: how long, in working days,
    somebody else may take to look at an answer its sender is not content with."""

    after: Limit = Limit(3, "Quy định nội bộ; pháp luật không ấn định")
    latest: Limit = Limit(7, "Quy định nội bộ; pháp luật không ấn định")
    second_look: Limit = Limit(5, "Quy định nội bộ; pháp luật không ấn định")
    asks: str = "Văn phòng Sở"
    asks_en: str = "the Department Office"


SYSTEM_FIELDS = (
    "code", "received", "name", "address", "phone", "email", "title", "content", "class", "field",
    "procedure", "office", "dossier", "about",
)  # fmt: skip
"""What can be copied into the PAKN system."""


@dataclass(frozen=True, slots=True)
class PaknSystem:
    """The provincial or national system in which each PAKN is entered (QĐ 31/2021/QĐ-TTg Art.
    43.2.b): the shape of its codes, and the fields of its form in their order."""

    name: str = "Hệ thống PAKN"
    pattern: str = "PAKN[.][0-9]{8}[.][0-9]{4}"
    example: str = "PAKN.20200812.0012"
    fields: tuple[str, ...] = SYSTEM_FIELDS


@dataclass(frozen=True, slots=True)
class AnswerRules:
    """By which words a draft answer is looked through (`cases/checklist.py`; "#" stands for a
    number), and what the written apology for a late dossier is called, on which basis."""

    asks: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    next_step: tuple[str, ...] = ()
    apology_form: str = "Mẫu 04"
    apology_basis: str = "Thông tư 03/2025/TT-VPCP"


@dataclass(frozen=True, slots=True)
class AlikeRules:
    """From how many percent of likeness on (`cases/likeness.py`) a published matter is offered to
    who tells of one, and a case is suggested as a duplicate: of any other of the last `days`, and
    of one by the same sender within a day."""

    published: int = 40
    duplicate: int = 45
    same_sender: int = 25
    days: int = 60


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """The words, in Vietnamese and English, by which a question is understood. `about` has those of
    each facet and topic (`cases/questions.py`), `status` of "where is my dossier?", `trouble` of
    what is told rather than asked, `polite` of what only says that something is asked. Where
    nothing is written in `about`, no question is answered by the machine."""

    about: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    status: tuple[str, ...] = ()
    trouble: tuple[str, ...] = ()
    polite: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatterWords:
    """`turns`: the words with which people turn to another matter. Without any nobody is asked
    whether what they wrote is two."""

    turns: tuple[str, ...] = ()


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
    zalo: Zalo = Zalo()
    reminders: Reminders = Reminders()
    quiet: Quiet = Quiet()
    late: Late = Late()
    rating: Rating = Rating()
    pakn_system: PaknSystem = PaknSystem()
    answers: AnswerRules = AnswerRules()
    walls: Walls = Walls()
    alike: AlikeRules = AlikeRules()
    data_rights: DataRights = DataRights()
    retention: Retention = Retention()
    questions: QuestionWords = QuestionWords()
    ended_procedures: tuple[Procedure, ...] = ()  # kept so that older cases have their names
    # As people say: as officials do.
    everyday_words: Mapping[str, str] = field(default_factory=dict)
    other_doors: OtherDoors = OtherDoors()
    matters: MatterWords = MatterWords()
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
