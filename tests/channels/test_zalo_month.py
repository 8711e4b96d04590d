"""A month in Zalo on a moved clock: 200 people, some silent, some active, some gone; a Director who
never writes, a handler on leave; tokens that live 25 hours, answers ready after 1 to 20 working
days. Every answer reaches its person by some way or becomes a task; nothing is lost, and nothing is
sent to anybody whose window is closed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import House
from bot.channels.zalo_parts.pace import Pace
from cases.agency.channels import NoticeTemplate, TemplateValue, Zalo
from cases.days.working_days import is_working
from messages.dates import local
from messages.envelope import Priority
from storage.mailbox import chats
from tests.fakes.smtp_server import FakeSmtp
from tests.fakes.zalo_rules import Template
from tests.oa_town import OaPhone, OaTown
from tests.people import FakeChannel, sample_agency
from tests.stories import OFFICE, STORY

pytestmark = pytest.mark.slow

PEOPLE, DAYS, STEP = 200, 34, timedelta(hours=4)
FILED_WITHIN = 3  # days
RUDE = "Văn phòng Sở hách dịch, đòi tôi bồi dưỡng mới nhận hồ sơ"
ANSWER = "Hồ sơ đã xong, mời ông/bà đến nhận."
# How people are, and how many of a hundred are so.
MANNERS = {"silent": 35, "taps": 30, "talks": 15, "leaves": 10, "looks it up": 10}
TEMPLATES = (
    NoticeTemplate("notice.answer", "345678", False, {"ma": TemplateValue("code", 20)}),
    NoticeTemplate("notice.answer", "345679", True, {"ma": TemplateValue("code", 20)}),
)


@dataclass
class Citizen:
    phone: OaPhone
    manner: str
    accuses: bool = False  # Văn phòng: a case that only the Director reads
    address: str = ""
    on_telegram: bool = False
    code: str = ""
    ready: int = 0  # working days after it was filed
    handler: int = 0
    filed: datetime | None = None
    answered: bool = False
    asked: int = 0  # window lines they have looked at
    bubbles: list[str] = field(default_factory=list)


class Unpaced(Pace):
    async def turn(self, priority: Priority = Priority.REPLY) -> None: ...


class Month(OaTown):
    def __init__(self, database: str, folder: Path) -> None:
        self.smtp = FakeSmtp()
        self.telegram = FakeChannel("telegram")
        self.passed = timedelta(days=1)  # Monday, 9:00
        super().__init__(database, folder, mail_from="so@skhdt.example.vn")
        self.come(self.smtp)
        url = f"smtp://127.0.0.1:{self.smtp.port}"
        self.settings = self.settings.model_copy(update={"smtp_url": url})
        for template in TEMPLATES:
            self.api.templates[template.template] = Template({"ma": 20})
        self.api.echoes = False  # half the traffic, and ignored
        self.chance = random.Random(2026)

    def makes_house(self) -> House:
        """Its pace is kept by the second: here the seconds are hours."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("bot.channels.zalo.Pace", Unpaced)
            return self._house()

    def _house(self) -> House:
        agency = replace(sample_agency(), zalo=Zalo(48, TEMPLATES))
        extra = [self.telegram]
        return House(self.settings, now=self.now, agency=agency, extra=extra, by_hand=True)

    def letters_to(self, address: str) -> list[str]:
        return [each.part("plain") for each in self.smtp.letters if each.to == [address]]

    # A day

    def moves_on(self) -> None:
        self.passed += STEP
        self.run(self.house.clock.tick())
        self.run(self.house.jobs.run_due())
        self.settles()

    @property
    def works_now(self) -> bool:
        here = local(self.now())
        open_ = is_working(here.date(), self.house.agency.calendar)
        return open_ and 8 <= here.hour < 17

    # People

    def newcomer(self, number: int) -> Citizen:
        [manner] = self.chance.choices([*MANNERS], [*MANNERS.values()])
        accuses = number == PEOPLE or self.chance.random() < 0.04
        made = Citizen(self.citizen(f"Người {number}", f"8491{number:07d}"), manner, accuses)
        made.ready = self.chance.randint(1, 20)
        if self.chance.random() < 0.25:
            made.address = f"nguoi.{number}@example.vn"
        made.on_telegram = manner in ("silent", "leaves") and self.chance.random() < 0.3
        return made

    def files(self, who: Citizen) -> None:
        phone = who.phone
        phone.says(RUDE if who.accuses else STORY)
        for _ in range(8):
            if phone.got("receipt.receipt"):
                break
            self._answers(who)
        assert phone.got("receipt.receipt"), (phone.keys, phone.text)
        who.code, who.filed = phone.code, self.now()
        if who.manner == "leaves":
            phone.does(phone.user.unfollows)
        if who.on_telegram:
            self._has_telegram(who)

    def _answers(self, who: Citizen) -> None:
        phone, key = who.phone, who.phone.keys[-1]
        name = f"Nguyễn Văn {'ABCDEGHKLM'[int(phone.name[-1])]}"
        if key == "submit.name":
            number = f"0{phone.user.phone[2:]}"
            phone.says(f"{name}, {number}, xã Bình Sơn")
        elif key == "submit.about":
            phone.says("Văn phòng Sở")
        elif key == "submit.extra":
            phone.says(who.address) if who.address else phone.taps("submit.b_skip")
        elif key == "submit.check":
            looks = who.manner == "looks it up"
            phone.taps("Gửi, tôi tự tra" if looks else "Gửi, nhắn kết quả")
        else:
            wanted = {
                "doors.denunciation": "doors.b_here",
                "submit.subject": "submit.b_right",
                "submit.subject_conduct": "submit.b_right",
                "submit.identity": "submit.b_named",
            }
            phone.taps(wanted.get(key, phone.inbox[-1].buttons[0]))

    def _has_telegram(self, who: Citizen) -> None:
        """Linked before, as by /lienket."""
        ident = f"7{who.phone.external[-6:]}"

        def link(tx: Any) -> None:
            chat = chats.by_address(tx, "zalo", who.phone.external)
            assert chat is not None
            tx.insert(
                "chat",
                channel="telegram",
                external=chats.mark(tx, "telegram", ident),
                sealed=ident,
                kind="private",
                person_id=chat.person_id,
                created_at=self.now(),
                heard_at=self.now() - timedelta(days=30),
            )

        self.store(link)
        who.bubbles = [ident]

    def looks_at_the_phone(self, who: Citizen) -> None:
        """Some tap the line that keeps the window open; some write now and then."""
        if who.manner == "taps":
            lines = [b for b in who.phone.inbox if "cho phép" in b.text]
            if len(lines) > who.asked and self.chance.random() < 0.8:
                who.asked = len(lines)
                who.phone.taps("Tôi đã xem")
        elif who.manner == "talks" and self.chance.random() < 0.05:
            who.phone.says("cảm ơn")


class Staff:
    """All on Zalo. The Director has an address and never writes; the second handler is on leave for
    the second week, the first stands in."""

    def __init__(self, town: Month) -> None:
        self.town = town
        self.admin = town.official("admin", name="Quản trị")
        self.dispatcher = town.official("dispatcher", name="Trần Văn Điều")
        self.handlers = [town.official("handler", OFFICE, name) for name in ("Lê Hạnh", "Ngô Bình")]
        self.head = town.official("head", OFFICE, "Phạm Quốc Trưởng")
        self.director = town.official("director", name="Giám đốc")
        self.director.says("/email giamdoc@skhdt.example.vn")
        self.handlers[1].says("/vang 23/11 4/12 Lê Hạnh")
        self._read = 0

    def day_at_work(self, citizens: list[Citizen]) -> None:
        town = self.town
        if not town.works_now:
            return
        # What is restricted here is the Director's, who never writes.
        found = town.rows("SELECT code, status FROM cases WHERE restricted = 0 ORDER BY id")
        statuses = dict(found)
        for who in citizens:
            if who.code in statuses and not who.answered:
                self._moves(who, statuses[who.code])

    def _moves(self, who: Citizen, status: str) -> None:
        town, code = self.town, who.code
        if status == "received":
            self.dispatcher.says(f"/tiepnhan {code} {OFFICE}")
        elif status == "assigned":
            who.handler = 0 if self._on_leave() else int(code[-3]) % 2
            self.handlers[who.handler].says(f"/nhan {code}")
        elif status == "in_progress" and self._is_ready(who):
            handler = self.handlers[0 if self._on_leave() else who.handler]
            handler.says(f"/traloi {code} {ANSWER}").taps("staff.b_no_document")
        elif status == "awaiting_approval":
            self.head.says(f"/duyet {code}")
            if self.head.got("staff.approve_check"):
                self.head.taps("staff.b_approve")
            who.answered = town.case(code).status == "answered"
            assert who.answered, self.head.text

    def _on_leave(self) -> bool:
        """Whether the second handler is, so that the first stands in."""
        return date(2026, 11, 23) <= local(self.town.now()).date() <= date(2026, 12, 4)

    def _is_ready(self, who: Citizen) -> bool:
        assert who.filed is not None
        day, calendar = local(who.filed).date(), self.town.house.agency.calendar
        passed = 0
        while day < local(self.town.now()).date():
            day += timedelta(days=1)
            passed += is_working(day, calendar)
        return passed >= who.ready


@pytest.fixture
def town(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Month]:
    (tmp_path / "langnghe.db").write_bytes(migrated_sqlite.read_bytes())
    made = Month(f"sqlite:///{tmp_path / 'langnghe.db'}", tmp_path)
    made.begins(site=True)
    yield made
    made.ends()


def test_a_month_of_two_hundred_people(town: Month) -> None:
    staff = Staff(town)
    citizens = [town.newcomer(number) for number in range(1, PEOPLE + 1)]
    arrivals = sorted(town.chance.uniform(0, FILED_WITHIN * 24) for _ in citizens)
    began, waiting = town.now(), list(zip(arrivals, citizens, strict=True))
    while town.now() < began + timedelta(days=DAYS):
        if town.now() > began + timedelta(days=DAYS / 2):
            town.api.templates["345678"] = Template({"ma": 20}, by_user=False)
        hours = (town.now() - began) / timedelta(hours=1)
        while waiting and waiting[0][0] <= hours:
            town.files(waiting.pop(0)[1])
        staff.day_at_work(citizens)
        for who in citizens:
            if who.code:
                town.looks_at_the_phone(who)
        town.moves_on()
    _everybody_was_told(town, citizens)
    _nothing_was_lost_or_late(town)
    _the_director_was_told(town, staff)


def _ways(town: Month, who: Citizen) -> list[str]:
    """How the answer came to its person, all of them."""
    told = [b for b in who.phone.inbox if who.code in b.text and ANSWER in b.text]
    knocks = [b for b in who.phone.inbox if b.kind == "template" and who.code in b.values.values()]
    letters = [each for each in town.letters_to(who.address) if who.code in each and ANSWER in each]
    parcels = [p for ident in who.bubbles for p in town.telegram.seen.get(ident, [])]
    other = [p for p in parcels if p.message.key == "notice.answer"]
    calls = town.rows(
        "SELECT d.id FROM duty d JOIN cases c ON c.id = d.case_id WHERE d.kind = 'call'"
        " AND c.code = :code",
        code=who.code,
    )
    ways = {"zalo": told, "template": knocks, "letter": letters, "telegram": other, "call": calls}
    return [way for way, found in ways.items() if found]


def _everybody_was_told(town: Month, citizens: list[Citizen]) -> None:
    ways = Counter(way for who in citizens for way in _ways(town, who))
    assert min(ways[way] for way in ("zalo", "template", "letter", "telegram", "call")) >= 5, ways
    answered = [who for who in citizens if who.answered]
    restricted = {row[0] for row in town.rows("SELECT code FROM cases WHERE restricted = 1")}
    assert {who.code for who in citizens} - {who.code for who in answered} == restricted
    for who in answered:
        if who.manner != "looks it up":
            assert _ways(town, who), (who.manner, who.address, who.on_telegram)
    quiet = [w for w in answered if w.manner == "looks it up"]
    assert quiet and not any("zalo" in _ways(town, who) for who in quiet)


def _nothing_was_lost_or_late(town: Month) -> None:
    """No send met a closed window or was charged; what waits was told another way too."""
    refused = Counter(call.code for call in town.api.called("message/cs") if call.code)
    # -213: who unfollowed. -216: under way while the pair was renewed, and sent again at once.
    assert set(refused) <= {-213, -216}, refused
    assert town.api.paid == 0
    states = Counter(row[0] for row in town.rows("SELECT state FROM outbox"))
    assert set(states) <= {"sent", "held", "unreachable", "dropped"}, states
    held = town.rows(
        "SELECT c.code FROM outbox o JOIN cases c ON c.id = o.case_id JOIN chat h ON h.id ="
        " o.chat_id WHERE o.state = 'held' AND o.key = 'notice.answer'"
    )
    assert held, "some were silent for longer than two days"
    renewed = [call for call in town.api.called("access_token")]
    assert len(renewed) >= DAYS * 24 // 25 and town.api.grants.refused == 0
    assert not [c for c in town.api.calls if c.code == -220], "renewed in time"
    failed = town.rows("SELECT reason FROM inbox WHERE state <> 'done'")
    assert failed == [] and town.house.readiness() == {}


def _the_director_was_told(town: Month, staff: Staff) -> None:
    codes = [row[0] for row in town.rows("SELECT code FROM cases WHERE about_office = 'van_phong'")]
    letters = town.letters_to("giamdoc@skhdt.example.vn")
    cards = [bubble.text for bubble in staff.director.inbox]
    by_letter = [code for code in codes if any(code in each for each in letters)]
    on_zalo = [code for code in codes if any(code in each for each in cards)]
    assert set(by_letter) | set(on_zalo) == set(codes)
    assert by_letter and on_zalo, "while his window was open, and after it had closed"
    mornings = [each for each in letters if each.startswith("Chào buổi sáng")]
    assert len(mornings) >= 20, "each working day he is reminded by letter"
    assert staff.director.user.spoke_at is not None
    assert town.now() - staff.director.user.spoke_at > timedelta(days=DAYS - 1)
