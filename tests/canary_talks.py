"""What people say and officials do, with words that occur nowhere else in every part of it; and
everything that came out of the house meanwhile: messages and log lines."""

from __future__ import annotations

import logging
import re

from messages.envelope import Incoming, Parcel
from tests import canaries
from tests.office import RUDE, STORY, Office, answer, opened
from tests.oracle import About, Part, Somebody
from tests.people import FakeChannel, Person, World

ACCUSED = "Ngô Văn Quát"
OPEN, CLOSED, TIP = 1, 2, 3
_LISTS = ("homnay", "hopthu", "cuatoi", "dulieu", "baihoc", "kehoach", "kehoach II.2.a")
_NO_CASE = 900  # words of somebody whose turn failed, and of a draft that was never sent


class Lines(logging.Handler):
    """Every line that anything logs, with what it says of errors."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


def word(part: Part, number: int) -> str:
    return canaries.word(part, number)


def address(number: int) -> str:
    """To which letters about the case go."""
    return f"{word(Part.EMAIL, number)}@example.vn"


class Talks:
    """A case under a name, one against an official under a closed name (in Zalo), and a tip."""

    def __init__(self, world: World, zalo: FakeChannel, mail: FakeChannel) -> None:
        self.world, self.zalo, self.mail = world, zalo, mail
        self.codes: dict[int, str] = {}
        self.receipts: dict[int, str] = {}
        self.people: dict[str, Person] = {}
        self.roles: dict[str, frozenset[tuple[str, str]]] = {}
        self.office = self._department()
        self._under_a_name()
        self._against_an_official()
        self._tip()
        self._looked_up()
        self._failures()
        for days in (1, 3, 12, 40):
            world.later(days=days)
            world.tick()
            world.work()
        self.codes[_NO_CASE] = "no case"

    def _department(self) -> Office:
        office = Office(self.world)
        self._is("dispatcher", office.dispatcher, "dispatcher")
        self._is("handler", office.handler, "handler", "dang_ky_kinh_doanh")
        self._is("head", office.head, "head", "dang_ky_kinh_doanh")
        for name, role, unit in (
            (ACCUSED, "dispatcher", ""),
            ("second", "dispatcher", ""),
            ("director", "director", ""),
            ("admin", "admin", ""),
            ("elsewhere", "head", "kinh_te_doi_ngoai"),
        ):
            self._is(name, office.colleague(role, unit, name), role, unit)
        for name in ("open", "closed", "tip", "stranger"):
            channel = self.zalo if name == "closed" else None
            self._is(name, self.world.citizen(name, channel).says("/start"), "")
        return office

    def _is(self, name: str, person: Person, role: str, office: str = "") -> None:
        self.people[name] = person
        self.roles[name] = frozenset({(role, office)} if role else ())

    # --- conversations --------------------------------------------------------------------------

    def _sends(self, name: str, number: int, story: str, mode: str) -> str:
        """Every question answered as asked, with a word of its own in each answer."""
        citizen = self.people[name]
        sender = ", ".join(
            (
                f"Võ Thị {word(Part.NAME, number).capitalize()}",
                canaries.phone(number).replace("+84", "0"),
                f"xã {word(Part.COMMUNE, number).capitalize()}",
            )
        )
        citizen.sends("document", b"%PDF-1.4", f"{word(Part.FILE, number)}.pdf", story)
        citizen.says(f"Tôi nhớ {word(Part.STORY, number)}")
        answers = {
            "submit.about": f"ông {ACCUSED}, {word(Part.ABOUT, number)}",
            "submit.name": sender,
            "submit.extra": address(number),
        }
        taps = {"submit.identity": mode, "submit.check": "Gửi, nhắn", "submit.check_tip": "Gửi"}
        for _ in range(12):
            last = citizen.keys[-1]
            if last in answers:
                citizen.says(answers[last])
            elif last in taps:
                citizen.taps(taps[last])
            elif last.startswith("doors."):
                citizen.taps("Chỉ là phản ánh")
            elif last.startswith("submit.subject"):
                citizen.taps("Đúng")
            else:
                break
        self.codes[number] = citizen.code
        return citizen.code

    def _under_a_name(self) -> None:
        citizen, office = self.people["open"], self.office
        code = self._sends("open", OPEN, STORY, "Người giải quyết")
        citizen.says(f"/maso {code}")
        self._keeps_receipt(OPEN, citizen)
        citizen.says(f"/bienlai {code}")
        self.world.work()
        office.dispatcher.says(f"/tiepnhan {code} dkkd")
        office.handler.says(f"/nhan {code}")
        office.handler.says(f"/ghichu {code} Nhớ hỏi {word(Part.NOTE, OPEN)} trước")
        office.handler.says(f"/hoi {code} Ông/bà nói rõ {word(Part.QUESTION, OPEN)} giúp")
        citizen.says(f"/bosung {code} Tôi nói thêm về {word(Part.SUPPLEMENT, OPEN)}")
        answer(office.handler, code, f"Bản nháp có {word(Part.DRAFT, OPEN)}.")
        office.head.says(f"/tralai {code} Viết rõ hơn")
        answer(office.handler, code, f"Hồ sơ đã xong, {word(Part.ANSWER, OPEN)}.")
        office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
        office.dispatcher.says(f"/congkhai {code} Đã trả lời về {word(Part.PUBLISHED, OPEN)}.")
        office.dispatcher.taps("Đã bỏ, công khai")

    def _against_an_official(self) -> None:
        second = self.people["second"]
        code = self._sends("closed", CLOSED, RUDE, "Giữ kín")
        second.says(f"/tiepnhan {code}").says(f"/nhan {code}")
        second.says(f"/ghichu {code} Đã gặp {word(Part.NOTE, CLOSED)} rồi")
        second.says(f"/hoi {code} Ông/bà nói rõ {word(Part.QUESTION, CLOSED)} giúp")
        self.people["closed"].says(f"/bosung {code} Tôi thấy {word(Part.SUPPLEMENT, CLOSED)}")
        self._accused_side_is_asked(code)
        opened(second, code)
        [(asked,)] = self.world.rows("SELECT id FROM duty WHERE kind = 'opening'")
        self.office.dispatcher.says(f"/dongymo {asked} co")
        second.says(f"/danhtinh {code}")
        second.says(f"/traloi {code} Bản nháp có {word(Part.DRAFT, CLOSED)}.")
        second.taps("Đúng một phần").says(f"Đã nhắc nhở {word(Part.MEASURE, CLOSED)}")
        second.taps("Không kèm, gửi luôn")

    def _accused_side_is_asked(self, code: str) -> None:
        """About a rewritten summary, with the consent of another dispatcher, and explains."""
        second, dispatcher = self.people["second"], self.office.dispatcher
        second.says(f"/giaitrinh {code} Cho biết về {word(Part.SUMMARY, CLOSED)} lâu nay.")
        second.taps(ACCUSED)
        [(duty,)] = self.world.rows("SELECT id FROM duty WHERE kind = 'explain_check'")
        dispatcher.says(f"/duyetgiaitrinh {duty} co")
        self.people[ACCUSED].says("/giaitrinh").says("Tôi tiếp dân đúng quy định.")

    def _tip(self) -> None:
        citizen = self.people["tip"]
        self._sends("tip", TIP, STORY, "Không nêu tên")
        self._keeps_receipt(TIP, citizen)
        citizen.says(f"/tracuu {self.receipts[TIP]}")

    def _looked_up(self) -> None:
        """By everybody, by its code, which they may read back, and in their lists."""
        [(self.codes_typed_after,)] = self.world.rows("SELECT MAX(id) FROM outbox")
        for person in self.people.values():
            for code in list(self.codes.values()):
                person.says(f"/hoso {code}").says(f"/tracuu {code}")
            for command in _LISTS:
                person.says(f"/{command}")
        self._searched()

    def _searched(self) -> None:
        """By words that stand in every story, and in a private chat only."""
        for person in self.people.values():
            for words in ("toi nho", "2026", "da", "vo thi"):
                person.says(f"/timkiem {words}")
                self.world.work()
            for code in list(self.codes.values()):
                person.says(f"/trung {code}")

    def _keeps_receipt(self, number: int, citizen: Person) -> None:
        shown = [p.message.text for p in citizen.seen if p.message.key == "receipt.number"]
        digits = re.findall(r"(?:\d{4} ){3}\d{4}", shown[-1])
        self.receipts[number] = digits[0].replace(" ", "")

    def _failures(self) -> None:
        """An update nobody can read, and a draft laid aside."""
        said = word(Part.STORY, _NO_CASE)
        self.world.run(self.world.house.inbox.unreadable("telegram", "bad", said.encode(), "?"))
        self.people["stranger"].says(f"Tôi kể dở {said} rồi thôi")
        broken = Incoming("telegram", "bad2", "", "", self.world.now, text=said, raw=b"{}")
        self.world.deliver(broken)

    def seen(self) -> dict[str, list[Parcel]]:
        """Everything that reached anybody, by chat."""
        return {**self.world.channel.seen, **self.zalo.seen, **self.mail.seen}

    # --- who is who -----------------------------------------------------------------------------

    def readers(self) -> dict[str, Somebody]:
        """By chat, and by address."""
        found = {
            person.id: Somebody(name, self.person_id(name), self.roles[name])
            for name, person in self.people.items()
        }
        chats = {OPEN: self.people["open"].id, CLOSED: self.people["closed"].id}
        return found | {address(n): found[chat] for n, chat in chats.items()}

    def person_id(self, name: str) -> int:
        chat = self.people[name].seen[-1].chat_id
        [(found,)] = self.world.rows("SELECT person_id FROM chat WHERE id = :id", id=chat)
        return int(found)

    def abouts(self) -> dict[str, About]:
        """As the story goes: what is restricted, whose it is, and whom it accuses."""
        office = "dang_ky_kinh_doanh"
        accused = frozenset({self.person_id(ACCUSED)})
        return {
            self.codes[OPEN]: About(
                False, "named", office, sender=self.person_id("open"), published=True
            ),
            self.codes[CLOSED]: About(
                True,
                "closed",
                "van_phong",
                names=accused,
                sender=self.person_id("closed"),
                asked_people=accused,
                opened_to=frozenset({self.person_id("second")}),
            ),
            self.codes[TIP]: About(False, "anonymous"),
        }
