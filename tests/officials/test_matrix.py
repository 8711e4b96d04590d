"""Every command of officials on a case × what somebody is to it × every status: what happens agrees
with the lifecycle table, and where it allows nothing, nothing changes and the answer is polite."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from cases.kinds import IdentityMode, Kind, Source
from cases.lifecycle import Status, may
from handlers.casework import recall
from handlers.desk import Desk
from handlers.rights import rights
from handlers.staff.act import acts
from messages.envelope import Attachment, FileKind
from storage.casework import cases, consultations, history
from storage.casework.cases import NewCase
from storage.engine.tx import Tx
from storage.house import jobs
from storage.mailbox import files
from storage.people import officials, people
from storage.tables.casework import Case
from tests.office import FOREIGN, RECEPTION, REGISTRY, STORY
from tests.people import Person, World

S = Status


@dataclass(frozen=True)
class Tried:
    """A command: the moves of the table it stands for, what is typed, and what completes it."""

    moves: tuple[str, ...]
    words: str = ""
    then: Callable[[Person], Any] = lambda person: None


def tap(label: str) -> Callable[[Person], Any]:
    return lambda person: person.taps(label)


def publishes(person: Person) -> None:
    """Of conduct only the class of the outcome, of other cases words."""
    if "Đúng một phần" in person.buttons:
        person.taps("Đúng một phần")
    else:
        person.says("Hỏi về giấy tờ, đã trả lời.")
    person.taps("Đã bỏ, công khai")


def answers(person: Person) -> None:
    """Of conduct the finding comes first."""
    if person.got("outcome.found"):
        person.taps("Đúng").taps("Bỏ qua")
    person.taps("Không kèm")


COMMANDS: dict[str, Tried] = {
    "tiepnhan": Tried(("accept",), "dkkd"),
    "tuchoi": Tried(("refuse",), "Không rõ việc gì, mời gửi lại."),
    "chuyenngoai": Tried(
        ("forward",), "Kho bạc khu vực XIII", lambda p: p.says("Việc này do Kho bạc trả lời.")
    ),
    "nhan": Tried(("take", "resume")),
    "giao": Tried(("assign",), "{colleague}"),
    "hoi": Tried(("ask", "ask_handling"), "Xin gửi ảnh phiếu hẹn."),
    "traloi": Tried(("answer",), "Đã giải quyết xong.", lambda p: answers(p)),
    "duyet": Tried(("approve",), "", tap("Duyệt và gửi")),
    "tralai": Tried(("return_draft", "hand_back"), "Xin xem lại."),
    "chuyen": Tried(("transfer",), "ktdn Việc của phòng bạn."),
    "giahan": Tried(("extend",), "15/12 Chờ ý kiến."),
    "lydocham": Tried(("delay",), "15/12 Chờ ý kiến."),
    "ghichu": Tried(("note",), "Nhớ gọi thuế."),
    "lienquan": Tried(("recuse", "recuse_owner"), "", tap("Tôi có liên quan")),
    "congkhai": Tried(("publish",), "", lambda p: publishes(p)),
    "goxuong": Tried(("unpublish",), "Có chỗ phải sửa."),
    "dong": Tried(("close",)),
    "thuhoi": Tried(("recall",)),
    "phoihop": Tried(("consult",), "kgvx Có vướng gì không?", lambda p: p.taps("Gửi câu hỏi")),
    "thoihoi": Tried(("end_consult",)),
    "ghiloi": Tried(("transcribe",), "Bà nói hồ sơ bị trả ba lần."),
    "gop": Tried(("merge",), "vào {main}"),
    "tachgop": Tried(("unmerge",)),
    "giunguyen": Tried(("confirm_answer",), "Câu trả lời đúng quy định."),
    "lamlai": Tried(("send_again",), "Chưa trả lời ý thứ hai."),
    "mapakn": Tried(("enter_system",), "PAKN.20261116.{next:04d}"),
    "trinhlen": Tried(("send_up",), "Bộ Tài chính | 5/SKH | 16/11"),
    "phucdap": Tried(("reply_up",), "Đồng ý."),
    "danhtinh": Tried(("ask_identity",), "Cần gọi hỏi thêm việc này.", tap("Cần liên hệ")),
    "giaitrinh": Tried(
        ("explain",), "Cho biết việc tiếp dân gần đây.", tap("Trưởng phòng · Phòng Khoa giáo")
    ),
}
# What the house forbids beyond the table: a case of conduct goes to no other office; of another
# kind, with a name that is no secret, there is nothing to open and nobody to be asked in secret;
# what is no proposal is not sent up.
FORBIDDEN = {
    (Kind.CONDUCT, "chuyen"),
    (Kind.CONDUCT, "phoihop"),
    (Kind.REGULATION, "danhtinh"),
    (Kind.REGULATION, "giaitrinh"),
} | {(kind, word) for kind in (Kind.CONDUCT, Kind.REGULATION) for word in ("trinhlen", "phucdap")}
POLITE = frozenset(
    {
        "staff.not_now",
        "staff.no_such_case",
        "common.not_for_you",
        "people.locked",
        "staff.you_recused",
        "staff.stays_with_reception",
        "proposals.other_kind",
        "consult.never_restricted",
        "opening.not_sealed",
        "explain.only_restricted",
    }
)
RELATIONS = (
    "admin",
    "dispatcher",
    "barred",
    "recused",
    "accused",
    "handler",
    "owner",
    "head",
    "director",
    "elsewhere",
    "sender",
    "locked",
    "substitute",
    "citizen",
)
TAKEN = (S.IN_PROGRESS, S.WAITING, S.AWAITING_APPROVAL, S.ANSWERED, S.CLOSED)


class House:
    """One person per relation, and a case put where each trial needs it."""

    def __init__(self, world: World, kind: Kind) -> None:
        self.world = world
        self.kind = kind
        office = self.office = RECEPTION if kind is Kind.CONDUCT else REGISTRY
        # Who handles a case of conduct is a dispatcher; elsewhere a handler of the office.
        works = ("dispatcher", "") if kind is Kind.CONDUCT else ("handler", office)
        roles = {
            "admin": ("admin", ""),
            "dispatcher": ("dispatcher", ""),
            "barred": ("dispatcher", ""),
            "recused": works,
            "accused": ("dispatcher", ""),
            "handler": ("handler", office),
            "owner": works,
            "head": ("head", office),
            "director": ("director", ""),
            "elsewhere": ("head", "khoa_giao_van_xa"),
            "sender": ("dispatcher", ""),
            "locked": ("head", office),
            "substitute": ("handler", "khoa_giao_van_xa"),
        }
        self.people = {n: world.official(r, o, name=n) for n, (r, o) in roles.items()}
        self.people["citizen"] = world.citizen("citizen")
        self.people["citizen"].says("/start")
        self.ids = {
            n: world.rows("SELECT person_id FROM chat WHERE external = :c", c=p.id)[0][0]
            for n, p in self.people.items()
        }
        self.colleague = self.ids["dispatcher" if kind is Kind.CONDUCT else "handler"]
        self.counted = itertools.count(1)
        world.store(self._set_up)
        self.main = self.case(S.ASSIGNED)

    def _set_up(self, tx: Tx) -> None:
        officials.lock(tx, self.ids["locked"], self.world.now)
        end = self.world.now.replace(year=2027)
        start = self.world.now.replace(year=2025)
        officials.away(tx, self.ids["owner"], start, end, self.ids["substitute"])

    def case(self, status: Status) -> str:
        code: str = self.world.store(lambda tx: self._case(tx, status))
        return code

    def _case(self, tx: Tx, status: Status) -> str:
        now = self.world.now
        new = NewCase(
            kind=self.kind,
            source=Source.TELEGRAM,
            language="vi",
            story=STORY,
            identity_mode=IdentityMode.NAMED,
            identity={"name": "Võ Thị Tư"},
            submitter_id=self.ids["sender"],
            chat_id=people.preferred_chat(tx, self.ids["sender"]),
            due_at=now.replace(month=12, day=8),
        )
        case = cases.file_case(tx, self.world.house.keys, "PA", new, now, 2026)
        voice = files.record(tx, 0, "telegram", Attachment(FileKind.VOICE, "ref", "ke.ogg"), now)
        files.to_case(tx, [voice], case.id, None)
        tx.run(
            "UPDATE cases SET status = :status, office = :office, owner_id = :owner,"
            " returns_to = 'in_progress', not_again = :barred,"
            " recused = :recused, accused = :accused, published = 'Đã trả lời.' WHERE id = :id",
            status=status.value,
            office="" if status is S.RECEIVED else self.office,
            owner=self.ids["owner"] if status in TAKEN else None,
            barred=[self.ids["barred"]],
            recused=[self.ids["recused"]],
            accused=[self.ids["accused"]],
            id=case.id,
        )
        if status is S.MERGED:
            self._merged(tx, case)
        if status in TAKEN:
            history.add_text(tx, case.id, "draft", "Bản thảo.", now, author_id=self.ids["owner"])
        # What can be taken back, and asked no more, is there to be.
        jobs.add(tx, recall.JOB, {"case": case.id}, None, now.replace(year=2027))
        consultations.ask(tx, case.id, FOREIGN, 0, self.ids["owner"], now)
        return case.code

    def _merged(self, tx: Tx, case: Case) -> None:
        main = cases.by_code(tx, self.main)
        assert main is not None
        tx.run("UPDATE cases SET merged_into = :main WHERE id = :id", main=main.id, id=case.id)
        was = {"office": self.office, "owner_id": None, "returns_to": ""}
        data = {"body": main.code, "was": was}
        history.append(tx, case.id, "person:1", "merge", data, self.world.now)

    def expected(self, code: str, name: str, tried: Tried) -> bool:
        """What the table says, to this person, now."""

        def look(tx: Tx) -> bool:
            desk = Desk(tx, self.world.house.ground(), self.world.now)
            viewer = people.viewer(tx, self.ids[name], self.world.now)
            case = cases.by_code(tx, code)
            assert case is not None
            held = rights.standings_of(desk, case, viewer) if viewer else frozenset()
            return any(may(move, Status(case.status), held) for move in tried.moves)

        return bool(self.world.house.store.read_sync(look))

    def state(self, code: str) -> tuple[Any, ...]:
        """Everything of the case that could have changed: how many rows of history it has, the
        newest action, how many texts and notes, its own row."""

        def look(tx: Tx) -> tuple[Any, ...]:
            row = tx.one("SELECT * FROM cases WHERE code = :code", code=code)
            assert row is not None
            counts = tx.one(
                "SELECT (SELECT COUNT(*) FROM case_history WHERE case_id = :id),"
                " (SELECT action FROM case_history WHERE case_id = :id ORDER BY seq DESC LIMIT 1),"
                " (SELECT COUNT(*) FROM case_text WHERE case_id = :id),"
                " (SELECT COUNT(*) FROM case_note WHERE case_id = :id)",
                id=row[0],
            )
            assert counts is not None
            return (*counts, *row)

        found: tuple[Any, ...] = self.world.house.store.read_sync(look)
        return found


def attempt(house: House, name: str, code: str, command: str, tried: Tried) -> list[str]:
    """Do it as that person would, to the end where it goes on. The keys they were answered."""
    person = house.people[name]
    words = tried.words.format(colleague=house.colleague, main=house.main, next=next(house.counted))
    person.says(f"/{command} {code} {words}".strip())
    first = person.keys
    if not POLITE & set(first):
        tried.then(person)
    return first


def check(house: House, status: Status, name: str, command: str, tried: Tried, code: str) -> bool:
    """Whether the case was changed by it, and so is of no use for the next trial."""
    allowed = house.expected(code, name, tried) and (house.kind, command) not in FORBIDDEN
    before = house.state(code)
    answered = attempt(house, name, code, command, tried)
    after = house.state(code)
    trial = f"{name}: /{command} in {status}: {answered}"
    assert "common.our_fault" not in answered, trial
    if allowed:
        assert after[0] == before[0] + 1, trial
        assert after[1] in tried.moves, trial
        assert not POLITE & set(answered), trial
    else:
        assert after == before, trial
        assert POLITE & set(answered), trial
    return allowed


# Who may do what is decided above the database: PostgreSQL sees half of the commands do it.
@pytest.mark.slow
@pytest.mark.parametrize(
    ("database", "kind", "half"),
    [
        ("sqlite", Kind.REGULATION, 0),
        ("sqlite", Kind.REGULATION, 1),
        ("sqlite", Kind.CONDUCT, 0),
        ("sqlite", Kind.CONDUCT, 1),
        pytest.param("postgres", Kind.REGULATION, 0, marks=pytest.mark.postgres),
    ],
    indirect=["database"],
)
def test_every_command_by_everybody_in_every_status(world, kind, half):
    house = House(world, kind)
    allowed = 0
    for status in Status:
        code = house.case(status)
        for command, tried in list(COMMANDS.items())[half::2]:
            for name in RELATIONS:
                if check(house, status, name, command, tried, code):
                    allowed += 1
                    code = house.case(status)
    assert allowed > 20


def test_the_matrix_knows_every_command_that_moves_a_case():
    known = {move for tried in COMMANDS.values() for move in tried.moves}
    regular = Case(code="PA26-00001-H", kind=Kind.REGULATION)
    reachable = {m for act in acts.ACTS.values() for m in act.moves(regular)}
    assert reachable - known == {"acknowledge"}  # praise and tips only: test_staff_casework
