"""The play of the demo: who is there, and what each step of a case is in words and taps."""

from __future__ import annotations

from datetime import timedelta

from bot.app import digits
from bot.commands.demo_people import Actor, Answers, Stage
from bot.commands.demo_stories import MARK, Story
from cases.agency.agency import Agency
from cases.days.working_days import is_working
from cases.kinds import IdentityMode, Kind, Role
from cases.lifecycle import Status
from messages.dates import local
from storage.casework import cases, duties, history
from storage.people import people
from storage.tables.casework import Case

_DISPATCHER, _DIRECTOR = "Phạm Thị Lan (mẫu)", "Võ Minh Sơn (mẫu)"
_HANDLERS = ("Trần Thị Bình (mẫu)", "Lê Văn Cường (mẫu)", "Đỗ Thị Dung (mẫu)", "Bùi Văn Em (mẫu)")
_HEADS = ("Nguyễn Thị Hoa (mẫu)", "Hồ Văn Khánh (mẫu)")
_CITIZENS = ("Nguyễn Văn An", "Lê Thị Ba", "Trần Văn Cảnh", "Phan Thị Duyên", "Huỳnh Văn Giàu")
_COMMUNES = ("phường Nghĩa Lộ", "xã Bình Chánh", "xã Tịnh Khê", "phường Trương Quang Trọng")

# Who does a step, and what they say.
_STEPS = {
    "accept": ("dispatcher", "/tiepnhan {code} {office}"),
    "refuse": ("dispatcher", "/tuchoi {code} Việc này đã được trả lời bằng văn bản."),
    "forward": ("dispatcher", "/chuyenngoai {code} {detail}"),
    "merge": ("dispatcher", "/gop {code} vào {same}"),
    "close": ("dispatcher", "/dong {code}"),
    "publish": ("dispatcher", "/congkhai {code} {mark} Sở đã bỏ yêu cầu nộp lại giấy này."),
    "transfer": ("dispatcher", "/chuyen {code} {other} Đúng việc của phòng này."),
    "take": ("officer", "/nhan {code}"),
    "note": ("officer", "/ghichu {code} {mark} Đã gọi hỏi bộ phận một cửa."),
    "ask": ("officer", "/hoi {code} Ông/bà gửi giúp ảnh giấy hẹn."),
    "extend": ("officer", "/giahan {code} {day} Chờ ý kiến của Bộ."),
    "hand_back": ("officer", "/tralai {code} Không thuộc việc của phòng."),
    "answer": ("officer", "/traloi {code} {mark} Sở đã kiểm tra và sửa, mong ông/bà thông cảm."),
    "approve": ("approver", "/duyet {code}"),
    "return": ("approver", "/tralai {code} Ghi rõ căn cứ giúp."),
    "supply": ("citizen", "/bosung {code} {mark} Mã ngành là 4711."),
    "rate": ("citizen", "/danhgia {code} 5"),
    "again": ("citizen", "/xemlai {code} {mark} Tôi vẫn chưa rõ lý do."),
    "withdraw": ("citizen", "/rut {code}"),
}
_APPROVAL = frozenset({"approve", "return"})
_ANSWERS = {
    "apology": "=yes",
    "verdict": "=studying",
    "why": "=~",
    "document": "=done",
    "confirm": "=yes",
    "words": "=~standard",
    "sure": "=yes",
    "outcome": "=partly",
    "measure": "=~none",
}


class Play:
    """The officials of the demo, each made by a start code as in life."""

    def __init__(self, stage: Stage, agency: Agency) -> None:
        self.stage = stage
        self.agency = agency
        able = [o.id for o in agency.offices if o.handles and o.id != agency.reception_office]
        self.dispatcher = self._official(_DISPATCHER, Role.DISPATCHER)
        self.director = self._official(_DIRECTOR, Role.DIRECTOR)
        self.handlers = {
            office: self._official(name, Role.HANDLER, office)
            for office, name in zip(able, _HANDLERS, strict=False)
        }
        # What offices without a head answer, the Director approves.
        self.heads = {
            office: self._official(name, Role.HEAD, office)
            for office, name in zip(able, _HEADS, strict=False)
        }

    def _official(self, name: str, role: Role, office: str = "") -> Actor:
        code, stage = digits(12), self.stage
        stage.store.run_sync(
            lambda tx: people.invite(tx, stage.ground.keys, code, role, office, stage.now)
        )
        actor = Actor(stage)
        actor.does(f"/start {code}", {"name": name})
        return actor

    def enter(self, story: Story, number: int) -> Scene:
        """The case is sent, or written down by Văn phòng for somebody who came otherwise."""
        text, told = f"{MARK} {story.text}", self._told(story, number)
        citizen = Actor(self.stage)
        if story.source is None:
            if story.english:
                citizen.does("/language en")
            citizen.does(f"/gui {text}", told)
        else:
            asked: dict[str, str | list[str]] = {
                "source": f"={story.source}",
                "story": [text, "=done"],
                "check": "=file",
            }
            self.dispatcher.does("/nhap", {**told, **asked})
        return Scene(self, story, citizen, self.stage.newest_code())

    def _told(self, story: Story, number: int) -> Answers:
        """What the sender answers. Another agency than the sample has other offices."""
        known = story.office in {o.id for o in self.agency.offices}
        office, procedure = (story.office, story.procedure) if known else ("", "")
        tip = story.mode is IdentityMode.ANONYMOUS
        name, commune = _CITIZENS[number % 5], _COMMUNES[number % 4]
        return {
            "accuses": "=no",
            "decision": "=no",
            "door": "=here",
            "subject": f"={story.kind}|{office}|{procedure}|",
            "kind": f"={story.kind}",
            "matter": f"={office or 'unsure'}",
            "procedure": f"={Kind.REGULATION}|{office}|{procedure}|" if procedure else "=none",
            "dossier": story.detail,
            "promised": "=-",
            "about": story.detail or "=-",
            "identity": f"={story.mode}",
            "name": f"{name} (mẫu), 0905 000 {number:03d}, {commune}",
            "extra": "=-",
            "check": "=look" if tip else "=here",
        }


class Scene:
    """One case and whose hands it is in."""

    def __init__(self, play: Play, story: Story, citizen: Actor, code: str) -> None:
        self._play = play
        self._story = story
        self._citizen = citizen
        self._code = code
        self._office = story.office if story.office in play.handlers else next(iter(play.handlers))

    def step(self, name: str) -> None:
        """Let whoever does this step do it."""
        if name in _APPROVAL and self._case().status == Status.ANSWERED:
            return  # the agency has switched approval off for this kind
        who, words = _STEPS[name]
        said = words.format(
            code=self._code,
            mark=MARK,
            office=self._office,
            other=self._another(),
            same=self._waiting_there() if name == "merge" else "",
            detail=self._story.detail,
            day=self._later_day() if name == "extend" else "",
        )
        before = self._rows()
        self._actor(who).does(said, _ANSWERS)
        if self._rows() == before:
            raise LookupError(f"the demo: {name} did nothing to {self._code}")
        if name == "answer":
            self._play.stage.minute_passes(self._code)
        if name == "transfer":
            self._office = self._another()

    def _actor(self, who: str) -> Actor:
        play = self._play
        stays = self._story.kind is Kind.CONDUCT  # with Văn phòng, whatever office it is about
        office = "" if stays else self._office
        return {
            "citizen": self._citizen,
            "dispatcher": play.dispatcher,
            "officer": play.handlers.get(office, play.dispatcher),
            "approver": play.heads.get(office, play.director),
        }[who]

    def _rows(self) -> int:
        """How much has happened to the case."""
        case = self._case()
        return self._play.stage.store.run_sync(lambda tx: len(history.of_case(tx, case.id)))

    def _case(self) -> Case:
        case = self._play.stage.store.run_sync(lambda tx: cases.by_code(tx, self._code))
        assert case is not None
        return case

    def _another(self) -> str:
        return next(o for o in self._play.handlers if o != self._office)

    def _waiting_there(self) -> str:
        """The oldest case of the same sort that its office has not taken yet."""
        own = self._case()
        found = self._play.stage.store.run_sync(lambda tx: duties.assigned_to(tx, self._office))
        return next(
            c.code
            for c in found
            if c.id != own.id and (c.kind, c.identity_mode) == (own.kind, own.identity_mode)
        )

    def _later_day(self) -> str:
        """A working day a week after the case is due, as officials type it."""
        day = local((self._case().due_at or self._play.stage.now) + timedelta(days=7))
        while not is_working(day.date(), self._play.agency.calendar):
            day += timedelta(days=1)
        return f"{day:%d/%m/%Y}"
