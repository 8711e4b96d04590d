"""One answer to several cases; and what is asked before a late dossier is answered."""

from __future__ import annotations

import pytest

from cases.kinds import IdentityMode, Kind
from tests.office import RECEPTION, REGISTRY, Office, actions, filed, put
from tests.people import Person, World

PROCEDURE = "2.002041"
WORDS = "Mẫu đơn mới đã có trên trang của Sở, mời ông/bà xem và nộp lại."


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


class Hand:
    """The cases the handler has taken, each of somebody who is told in their own chat."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.senders: dict[str, Person] = {}

    def takes(self, **fields: object) -> str:
        world = self.office.world
        citizen = world.citizen().says("/start")
        where = "SELECT id, person_id FROM chat WHERE external = :c"
        chat_id, person_id = world.rows(where, c=citizen.id)[0]
        known = {"procedure_code": PROCEDURE, "chat_id": chat_id, "submitter_id": person_id}
        code = filed(world, **{**known, **fields})
        owner = self.office.person_id(self.office.handler)
        put(world, code, "in_progress", office=REGISTRY, owner_id=owner)
        self.senders[code] = citizen
        return code

    def told(self, *codes: str) -> list[bool]:
        return [self.senders[code].got("notice.answer") for code in codes]


@pytest.fixture
def hand(office: Office) -> Hand:
    return Hand(office)


def test_each_case_gets_its_own_answer_approval_and_notice(
    world: World, office: Office, hand: Hand
) -> None:
    codes = [hand.takes() for _ in range(3)]
    office.handler.says(f"/traloi {' '.join(codes)} {WORDS}")
    assert office.handler.got("answers.many_check")
    office.handler.taps("Gửi 3 việc")
    for code in codes:
        assert f"✓ {code}: đã trình duyệt" in office.handler.text
        assert world.case(code).status == "awaiting_approval"
        assert actions(world, code)[-1] == "answer"
    office.head.says(f"/duyet {codes[0]}").taps("Duyệt và gửi")
    assert hand.told(*codes) == [True, False, False]
    assert WORDS in hand.senders[codes[0]].text


def test_what_is_not_theirs_restricted_or_over_is_told_and_left_alone(
    world: World, office: Office, hand: Hand
) -> None:
    mine, changed = hand.takes(), hand.takes()
    others, over = hand.takes(), hand.takes()
    put(world, others, "in_progress", owner_id=office.person_id(office.head))
    put(world, over, "closed")
    secret = hand.takes(kind=Kind.CONDUCT, identity_mode=IdentityMode.CLOSED)
    put(world, secret, "in_progress", office=RECEPTION)
    office.handler.says(f"/traloi {mine} {others} {changed} {over} {secret} {WORDS}")
    checked = office.handler.text
    assert f"2 việc: {mine}, {changed}" in checked.replace("Trả lời chung ", "")
    assert all(code in checked for code in (others, over, secret))
    put(world, changed, "assigned", owner_id=None)
    office.handler.taps("Gửi 2 việc")
    assert f"✓ {mine}: đã trình duyệt" in office.handler.text
    assert f"– {changed}: chưa gửi" in office.handler.text
    for code in (others, over, secret, changed):
        assert actions(world, code) == ["file"]


def test_none_that_can_be_answered_is_said_kindly(world: World, office: Office) -> None:
    first, second = (filed(world) for _ in range(2))
    office.handler.says(f"/traloi {first} {second} {WORDS}")
    assert office.handler.keys == ["answers.many_none"]


def test_similar_ones_are_offered_and_some_may_be_chosen(
    world: World, office: Office, hand: Hand
) -> None:
    first, second, third = (hand.takes() for _ in range(3))
    other = hand.takes(procedure_code="1.000000")
    office.handler.says(f"/traloi {first}").taps("Trả lời cả việc giống")
    assert all(code in office.handler.text for code in (first, second, third))
    assert other not in office.handler.text and office.handler.buttons[0] == "Cả 3 việc"
    office.handler.says("mấy việc đó")
    assert office.handler.got("answers.many_codes")
    office.handler.says(f"{first} {third}").says(WORDS).taps("Gửi 2 việc")
    statuses = [world.case(code).status for code in (first, second, third)]
    assert statuses == ["awaiting_approval", "in_progress", "awaiting_approval"]


def test_without_approval_each_may_be_taken_back(world: World, office: Office, hand: Hand) -> None:
    codes = [hand.takes(kind=Kind.QUESTION) for _ in range(2)]
    office.handler.says(f"/traloi {' '.join(codes)} {WORDS}").taps("Gửi 2 việc")
    assert f"/thuhoi {codes[1]}" in office.handler.text
    office.handler.says(f"/thuhoi {codes[1]}")
    world.minute_passes()
    assert hand.told(*codes) == [True, False]


# --- late dossiers -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tap", "kept", "shown"),
    [
        ("Có, đã gửi", "yes", "đã gửi người nộp hồ sơ"),
        ("Chưa", "no", "CHƯA gửi"),
        ("Hồ sơ không trễ", "not_late", "hồ sơ không trễ"),
    ],
)
def test_before_a_late_dossier_is_answered_the_apology_is_asked_for(
    world: World, office: Office, hand: Hand, tap: str, kept: str, shown: str
) -> None:
    code = hand.takes(kind=Kind.LATE_DOSSIER, dossier="H29.12-001")
    office.handler.says(f"/traloi {code} {WORDS}")
    asked = office.handler.text
    assert "Mẫu 04" in asked and "Phiếu xin lỗi và hẹn lại ngày trả kết quả" in asked
    office.head.forget()
    office.handler.taps(tap).taps("Không kèm")
    assert world.case(code).apology == kept
    assert shown in office.head.text
    rows = world.rows(
        "SELECT h.data FROM case_history h JOIN cases c ON c.id = h.case_id"
        " WHERE c.code = :code AND h.action = 'answer'",
        code=code,
    )
    assert f'"apology":"{kept}"' in rows[0][0]
    office.head.says(f"/hoso {code}")
    assert shown in office.head.text


def test_it_is_asked_once_for_many_and_of_no_other_kind(
    world: World, office: Office, hand: Hand
) -> None:
    late = hand.takes(kind=Kind.LATE_DOSSIER, dossier="H29.12-001")
    plain = hand.takes()
    office.handler.says(f"/traloi {late} {plain} {WORDS}")
    assert office.handler.got("answers.apology_given") and plain not in office.handler.text
    office.handler.taps("Chưa").taps("Gửi 2 việc")
    assert (world.case(late).apology, world.case(plain).apology) == ("no", "")


def test_from_a_group_it_is_asked_in_private(world: World, office: Office, hand: Hand) -> None:
    code = hand.takes(kind=Kind.LATE_DOSSIER, dossier="H29.12-001")
    there = office.handler.in_group("-100")
    there.says(f"/traloi {code} {WORDS}")
    assert there.keys == ["staff.private_only"]
    assert world.case(code).status == "in_progress"
