"""Several people tell of the same: one piece of work, and to each of them their own case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.kinds import IdentityMode, Kind
from cases.lifecycle import OPEN, Status
from handlers.casework import merging
from handlers.desk import Desk
from handlers.door import act
from handlers.rights.rights import standings_of
from storage.casework import cases, history
from storage.people import people
from storage.proof import verification
from storage.tables.casework import Case
from tests.office import FOREIGN, REGISTRY, RUDE, Office, actions, answer, filed, put, submitted
from tests.officials.test_staff_casework import pdf
from tests.people import FakeChannel, Person, World

STORY = "Thủ tục đăng ký thành lập công ty đòi nộp bản giấy dù đã nộp qua mạng"
AGAIN = "Đăng ký thành lập công ty qua mạng rồi mà vẫn đòi thêm quá nhiều giấy tờ"


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


@pytest.fixture
def zalo() -> FakeChannel:
    return FakeChannel("zalo", edits=False, buttons=5)


@pytest.fixture
def world(database: str, tmp_path, zalo):
    made = World(database, tmp_path, channels=(zalo, FakeChannel("web", edits=False)))
    yield made
    made.close()


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


@pytest.fixture
def first(world: World) -> Person:
    return world.citizen("Tư")


@pytest.fixture
def second(world: World, zalo) -> Person:
    return world.citizen("Năm", zalo)


def pair(office: Office, first: Person, second: Person) -> tuple[str, str]:
    """The main case in work, and another merged into it."""
    main = office.taken(first, story=STORY)
    code = submitted(second, AGAIN)
    office.dispatcher.says(f"/gop {code} vào {main}")
    assert office.dispatcher.got("staff.done_merge"), office.dispatcher.text
    return main, code


def test_both_get_the_answer_each_under_their_own_code(world, office, first, second):
    main, code = pair(office, first, second)
    assert world.case(code).status == "merged"
    office.handler.says("/homnay")
    assert code not in office.handler.text, "nobody works on it alone"
    second.says(f"/tracuu {code}")
    assert "Đang xử lý" in second.text and main not in second.text
    for asked in ("/hopthu", "/homnay"):
        office.dispatcher.says(asked)
        assert code not in office.dispatcher.text

    answer(office.handler, main, "Từ nay nộp qua mạng là đủ.")
    first.forget(), second.forget()
    office.head.says(f"/duyet {main}").taps("Duyệt và gửi")
    for person, own, other in ((first, main, code), (second, code, main)):
        assert person.got("notice.answer")
        assert own in person.text and other not in person.text
        assert "nộp qua mạng là đủ" in person.text
    assert actions(world, code) == ["file", "merge", "follow_answer"]
    assert world.case(code).owner_id == office.person_id(office.handler)

    second.says(f"/danhgia {code} 5")
    assert (world.case(code).rating, world.case(main).rating) == (5, None)
    office.dispatcher.says(f"/dong {main}")
    assert second.got("notice.close") and code in second.text
    assert world.store(lambda tx: verification.first_broken(tx, None)) == (2, None)
    assert world.case(code).status == "closed"


def test_the_other_ways_it_can_end_go_to_both(world, office, first, second):
    for words, notice in (
        ("/tuchoi {} Việc này đã trả lời trên trang của Sở.", "notice.refuse"),
        ("/chuyenngoai {} Kho bạc khu vực XIII", "notice.forward"),
    ):
        main, code = submitted(first, STORY), submitted(second, AGAIN)
        office.dispatcher.says(f"/gop {code} {main}")
        office.dispatcher.says(words.format(main))
        if office.dispatcher.got("staff.words_forward"):
            office.dispatcher.says("Việc này do Kho bạc trả lời.")
        assert second.got(notice) and code in second.text and main not in second.text
        assert world.case(code).status == world.case(main).status
        second.says(f"/tracuu {code}")
        assert "status.view" in second.keys


def test_a_refused_one_is_appealed_by_its_own_sender_and_decided_by_others(
    world, office, first, second
):
    other = office.colleague("dispatcher", name="Võ Khác")
    main, code = submitted(first, STORY), submitted(second, AGAIN)
    office.dispatcher.says(f"/gop {code} {main}").says(f"/tuchoi {main} Trùng việc cũ.")
    second.says(f"/xemlai {code} khong trung dau, day la viec khac")
    case = world.case(code)
    assert (case.status, case.merged_into) == ("received", None)
    assert world.case(main).status == "refused"
    office.dispatcher.says(f"/tiepnhan {code} dkkd")
    assert office.dispatcher.got("staff.not_now")
    other.says(f"/tiepnhan {code} dkkd")
    assert other.got("staff.done_accept")


def test_what_the_second_sender_adds_reaches_who_handles_and_nobody_else(
    world, office, first, second
):
    _, code = pair(office, first, second)
    first.forget(), office.handler.forget()
    second.says(f"/bosung {code} hom qua ho con doi ban sao cong chung")
    assert office.handler.got("merged.sent_more")
    assert "ban sao cong chung" in office.handler.text
    assert not first.news
    office.handler.says(f"/hoso {code}")
    assert "ban sao cong chung" in office.handler.text


def test_a_mistake_is_undone(world, office, first, second):
    main, code = pair(office, first, second)
    second.forget()
    office.dispatcher.says(f"/tachra {code}")
    assert office.dispatcher.got("staff.done_unmerge")
    case = world.case(code)
    assert (case.status, case.office, case.owner_id, case.merged_into) == (
        "received",
        "",
        None,
        None,
    )
    assert not second.news, "nothing has changed for them"
    office.dispatcher.says("/hopthu")
    assert code in office.dispatcher.text
    office.head.says(f"/duyet {main}")
    assert world.case(code).status == "received"


def test_when_the_first_takes_theirs_back_the_other_is_not_forgotten(world, office, first, second):
    main, code = pair(office, first, second)
    first.says(f"/rut {main}").says("co")
    assert world.case(main).status == "withdrawn"
    case = world.case(code)
    assert (case.status, case.merged_into) == ("received", None)
    assert office.dispatcher.got("card.card")


def test_a_new_day_is_told_to_both(world, office, first, second):
    main, code = pair(office, first, second)
    second.forget()
    office.handler.says(f"/giahan {main} 22/12 Chờ ý kiến Bộ.")
    assert second.got("notice.extend") and code in second.text and main not in second.text
    assert world.case(code).due_at == world.case(main).due_at


def test_the_signed_document_goes_to_the_main_sender_only_and_both_officials_know(
    world, office, first, second
):
    main, _ = pair(office, first, second)
    office.handler.says(f"/traloi {main} Từ nay nộp qua mạng là đủ.")
    office.handler.sends("document", pdf(), name="tra-loi.pdf", type="application/pdf")
    assert "Văn bản ký chỉ gửi người gửi việc chính" in office.handler.text
    world.work()
    office.handler.taps("Gửi đi")
    first.forget(), second.forget()
    office.head.says(f"/duyet {main}")
    assert "Văn bản ký chỉ gửi người gửi việc chính" in office.head.text
    office.head.taps("Duyệt và gửi")
    assert "Văn bản ký chỉ gửi người gửi việc chính" in office.handler.text
    files = [
        next(p for p in person.news if p.message.key == "notice.answer").message.file
        for person in (first, second)
    ]
    assert files[0] is not None and files[1] is None

    alone = office.taken(second, story="Hỏi giờ làm việc: " + STORY)
    office.handler.says(f"/traloi {alone} Đã xong.")
    office.handler.sends("document", pdf(), name="tra-loi.pdf", type="application/pdf")
    assert "Văn bản ký chỉ gửi" not in office.handler.text


def test_an_answer_to_several_tells_nothing_of_one_of_them(world, office, first, second):
    main, _ = pair(office, first, second)
    for said in ("Chào bà Võ Thị Tư, đã xong.", "Chúng tôi đã gọi 0905 123 218."):
        answered = office.handler.says(f"/traloi {main} {said}").taps("Không kèm")
        assert answered.got("merged.personal"), answered.keys
        assert world.case(main).status == "in_progress"
        office.handler.says("/huy")
    answer(office.handler, main, "Từ nay nộp qua mạng là đủ.")
    assert world.case(main).status == "awaiting_approval"


def test_nor_a_draft_written_before_they_were_merged(world, office, first, second):
    main = office.drafted(first, "Chào bà Võ Thị Tư, hồ sơ đã xong.")
    code = submitted(second, AGAIN)
    office.dispatcher.says(f"/gop {code} {main}")
    office.head.says(f"/duyet {main}").taps("Duyệt và gửi")
    assert office.head.got("merged.personal_draft")
    assert world.case(main).status == "awaiting_approval" and not second.got("notice.answer")
    office.dispatcher.says(f"/tachgop {code}")
    office.head.says(f"/duyet {main}").taps("Duyệt và gửi")
    assert world.case(main).status == "answered"


# --- what is kept apart --------------------------------------------------------------------------


def refused(office: Office, code: str, main: str) -> str:
    office.dispatcher.says(f"/gop {code} {main}")
    key = office.dispatcher.keys[0]
    office.dispatcher.says("/huy")
    return key


def test_what_must_not_come_together_does_not(world, office):
    main = filed(world)
    conduct = filed(world, kind=Kind.CONDUCT, story=RUDE)
    closed = filed(world, identity_mode=IdentityMode.CLOSED)
    question = filed(world, kind=Kind.QUESTION)
    for code, why in (
        (conduct, "merged.walls"),
        (closed, "merged.walls"),
        (question, "merged.kinds"),
        (main, "merged.same"),
    ):
        assert refused(office, code, main) == why
        assert world.case(code).status == "received"
    assert refused(office, main, conduct) == "merged.walls"
    over = filed(world)
    put(world, over, "closed")
    assert refused(office, main, over) == "merged.not_open"


def test_two_that_accuse_different_people_stay_apart(world, office):
    one = filed(world, kind=Kind.CONDUCT, story=RUDE, about="ông Lê Thị Hạnh")
    two = filed(world, kind=Kind.CONDUCT, story=RUDE, about="ông Phạm Quốc Trưởng")
    same = filed(world, kind=Kind.CONDUCT, story=RUDE, about="Lê Thị Hạnh")
    assert refused(office, two, one) == "merged.walls"
    office.dispatcher.says(f"/gop {same} {one}")
    assert office.dispatcher.got("staff.done_merge")
    office.handler.says(f"/hoso {same}")
    assert office.handler.keys == ["staff.no_such_case"]


def test_who_is_named_only_later_takes_it_out_again(world, office, zalo):
    citizen = world.citizen("Sáu", zalo)
    one = filed(world, kind=Kind.CONDUCT, story=RUDE)
    two = submitted(citizen, RUDE, "Người giải quyết")
    office.dispatcher.says(f"/gop {two} {one}")
    assert world.case(two).status == "merged"
    citizen.says(f"/bosung {two} người đó là bà Lê Thị Hạnh")
    assert world.case(two).status == "received"
    assert office.person_id(office.handler) in world.case(two).accused
    office.handler.says(f"/hoso {two}")
    assert office.handler.got("staff.no_such_case")


def test_the_earlier_promise_leads(world, office):
    older = filed(world)
    world.later(days=3)
    newer = filed(world)
    assert refused(office, older, newer) == "merged.earlier"
    office.dispatcher.says(f"/gop {newer} {older}")
    assert world.case(newer).status == "merged"


def test_another_office_cannot_take_it_and_a_head_can_within_theirs(world, office):
    foreign = office.colleague("head", FOREIGN, "Đỗ Ngoại")
    main, code = filed(world), filed(world)
    for each in (main, code):
        office.dispatcher.says(f"/tiepnhan {each} dkkd")
    foreign.says(f"/gop {code} {main}")
    assert foreign.keys == ["staff.no_such_case"]
    office.handler.says(f"/gop {code} {main}")
    assert office.handler.keys == ["common.not_for_you"]
    office.head.says(f"/gop {code} {main}")
    assert office.head.got("staff.done_merge")


def test_who_sent_it_never_works_on_it_by_way_of_another(world, office):
    main = office.taken(world.citizen("Tư"), story=STORY)
    own = filed(world, submitter_id=office.person_id(office.handler))
    office.dispatcher.says(f"/gop {own} {main}")
    assert office.dispatcher.keys[0] == "merged.involved"


# --- undone is as before -------------------------------------------------------------------------

_BEFORE = st.tuples(
    st.sampled_from([Status.RECEIVED, Status.ASSIGNED, Status.IN_PROGRESS]),
    st.sampled_from(["", REGISTRY, FOREIGN]),
    st.booleans(),
    st.sampled_from(["", "in_progress", "received"]),
)
_MAIN = st.sampled_from(sorted(OPEN))


def test_merged_and_taken_apart_is_as_before(world, office):
    main, code = filed(world), filed(world)
    owner, who = office.person_id(office.handler), office.person_id(office.dispatcher)

    def row(tx):
        found = cases.by_code(tx, code)
        return {k: getattr(found, k) for k in Case.model_fields if k != "version"}

    def there_and_back(tx) -> None:
        desk = Desk(tx, world.house.ground(), world.now)
        before = row(tx)
        viewer = people.viewer(tx, who, world.now)
        assert viewer is not None
        into, case = cases.by_code(tx, main), cases.by_code(tx, code)
        assert into is not None and case is not None
        assert merging.why_apart(desk, case, into) == ""
        for move in ("merge", "unmerge"):
            case = cases.by_code(tx, code)
            assert case is not None
            details = merging.into(case, into) if move == "merge" else merging.apart(desk, case)
            held = standings_of(desk, case, viewer)
            act(desk, case, move, held, f"person:{who}", **details)
            world.now += timedelta(hours=1)
        assert row(tx) == before
        assert history.broken_at(tx, before["id"]) is None

    @given(_BEFORE, _MAIN)
    @settings(max_examples=30, deadline=None)
    def holds(before, main_is) -> None:
        status, place, owned, stale = before
        put(world, main, main_is, office=FOREIGN)
        put(world, code, status, office=place, owner_id=owner if owned else None, returns_to=stale)
        world.store(there_and_back)

    holds()
