"""An office full of people for tests of officials' work: who holds which role, and how a case gets
there."""

from __future__ import annotations

from typing import Any

import pytest

from cases.kinds import IdentityMode, Kind, Source
from handlers.case.promises import promised
from handlers.citizen.submission import filing
from handlers.desk import Desk
from storage.casework.cases import NewCase
from storage.engine.tx import Tx
from tests.people import Person, World

# Both engines run the same handlers; what is long goes through PostgreSQL when there is time.
SQLITE_FIRST = pytest.mark.parametrize(
    "database",
    ["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.slow])],
    indirect=True,
)

# Words alone: their SQL goes through PostgreSQL with the lists, the casework and the clock.
SQLITE_ONLY = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

REGISTRY = "dang_ky_kinh_doanh"
FOREIGN = "kinh_te_doi_ngoai"
RECEPTION = "van_phong"
STORY = "Thủ tục đăng ký thành lập công ty cổ phần yêu cầu quá nhiều giấy tờ"
RUDE = "Cán bộ ở quầy hách dích, quát mắng và đòi tôi bồi dưỡng mới nhận hồ sơ"


class Office:
    """The people of a department, each with their app in hand."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.dispatcher = world.official("dispatcher", name="Trần Văn Điều")
        self.handler = world.official("handler", REGISTRY, name="Lê Thị Hạnh")
        self.head = world.official("head", REGISTRY, name="Phạm Quốc Trưởng")

    def colleague(self, role: str, office: str = "", name: str = "") -> Person:
        return self.world.official(role, office, name=name or f"{role} {office}")

    def person_id(self, person: Person) -> int:
        row = self.world.rows(
            "SELECT person_id FROM chat WHERE external = :chat AND topic = ''", chat=person.id
        )
        return int(row[0][0])

    def accepted(self, citizen: Person, **details: Any) -> str:
        code = submitted(citizen, **details)
        self.dispatcher.says(f"/tiepnhan {code}")
        return code

    def taken(self, citizen: Person, **details: Any) -> str:
        code = self.accepted(citizen, **details)
        self.handler.says(f"/nhan {code}")
        return code

    def drafted(self, citizen: Person, words: str = "Hồ sơ đã xong, mời đến nhận.") -> str:
        code = self.taken(citizen)
        answer(self.handler, code, words)
        return code

    def answered(self, citizen: Person) -> str:
        code = self.drafted(citizen)
        self.head.says(f"/duyet {code}").taps("Duyệt và gửi")
        return code


def submitted(citizen: Person, story: str = STORY, mode: str = "Người giải quyết") -> str:
    """Talk through a submission with the shortest honest answers; the code of the case."""
    citizen.says(story)
    steps = {
        "submit.identity": lambda: citizen.taps(mode),
        "submit.about": lambda: citizen.taps("Không biết"),
        "submit.name": lambda: citizen.says("Võ Thị Tư, 0905 123 218, xã Bình Sơn"),
        "submit.extra": lambda: citizen.taps("Bỏ qua"),
        "submit.check": lambda: citizen.taps("Gửi, nhắn"),
        "submit.check_tip": lambda: citizen.taps("Gửi"),
    }
    for _ in range(12):
        last = citizen.keys[-1]
        if last.startswith("doors."):
            citizen.taps("Chỉ là phản ánh")
        elif last.startswith("submit.subject"):
            citizen.taps("Đúng")
        elif last in steps:
            steps[last]()
        else:
            break
    return citizen.code


def answer(official: Person, code: str, words: str) -> None:
    """Of what accuses somebody the finding is asked before."""
    official.says(f"/traloi {code} {words}")
    if official.got("outcome.found"):
        official.taps("Đúng một phần").taps("Bỏ qua")
    official.taps("Không kèm, gửi luôn")


def opened(official: Person, code: str = "") -> Person:
    """Asks to see who sent it (`code` empty: has just done so), with a reason and its class."""
    if code:
        official.says(f"/danhtinh {code}")
    official.says("Cần gọi hỏi lại ngày nộp hồ sơ")
    return official.taps("Cần liên hệ")


def filed(world: World, **fields: Any) -> str:
    """A case put straight into the store, for tests that need many."""
    fields.setdefault("kind", Kind.REGULATION)
    fields.setdefault("source", Source.TELEGRAM)
    fields.setdefault("suggested_office", REGISTRY)
    fields.setdefault("story", STORY)
    fields.setdefault("identity", {"name": "Võ Thị Tư", "phone": "+84905123218"})

    def work(tx: Tx) -> str:
        desk = Desk(tx, world.house.ground(), world.now)
        if "due_at" not in fields:
            fields.update(promised(desk, fields["kind"], IdentityMode.NAMED))
        return filing.new_case(desk, NewCase(language="vi", **fields)).code

    code: str = world.store(work)
    world.run(world.house.outbox.settled())
    return code


def put(world: World, code: str, status: str, **fields: Any) -> None:
    """Put a case where a test needs it. Only tests go past the door."""
    values = {"status": str(status), **fields}
    sets = ", ".join(f"{name} = :{name}" for name in values)
    world.store(
        lambda tx: tx.run(
            f"UPDATE cases SET {sets}, version = version + 1 WHERE code = :code",
            code=code,
            **values,
        )
    )


def actions(world: World, code: str) -> list[str]:
    case_id = world.case(code).id
    rows = world.rows(
        "SELECT action FROM case_history WHERE case_id = :id ORDER BY seq", id=case_id
    )
    return [str(r[0]) for r in rows]


def sent_to_citizens(world: World) -> str:
    """Every word in every outbox row of a chat that is no official's."""
    rows = world.rows(
        "SELECT o.text, o.params FROM outbox o JOIN chat c ON c.id = o.chat_id"
        " LEFT JOIN person p ON p.id = c.person_id WHERE COALESCE(p.official, 0) = 0"
        " AND c.kind = 'private' ORDER BY o.id"
    )
    return "\n".join(f"{text} {params}" for text, params in rows)
