"""Words that one person wrote and others read: numbers are hidden from who need not reach the
sender, words to several tell nothing of one, and a reason reaches everybody who waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from cases.kinds import IdentityMode, Kind, Source
from tests.office import FOREIGN, Office, answer, filed, put, submitted
from tests.people import FakeChannel, Person, World

STORY = "Thủ tục đăng ký thành lập công ty đòi nộp bản giấy dù đã nộp qua mạng"
AGAIN = "Đăng ký thành lập công ty qua mạng rồi mà vẫn đòi thêm quá nhiều giấy tờ"
DUE = datetime(2026, 12, 8, 10, 0, tzinfo=UTC)  # fifteen working days after Monday 16/11, 17:00


@pytest.fixture
def zalo() -> FakeChannel:
    return FakeChannel("zalo", edits=False, buttons=5)


@pytest.fixture
def world(sqlite_database: str, tmp_path, zalo: FakeChannel) -> Iterator[World]:
    made = World(sqlite_database, tmp_path, channels=(zalo,))
    yield made
    made.close()


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


@pytest.fixture
def first(world: World) -> Person:
    return world.citizen("Tư")


@pytest.fixture
def second(world: World, zalo: FakeChannel) -> Person:
    return world.citizen("Năm", zalo)


def pair(office: Office, first: Person, second: Person) -> tuple[str, str]:
    """The main case in work, and another merged into it."""
    main = office.taken(first, story=STORY)
    code = submitted(second, AGAIN)
    office.dispatcher.says(f"/gop {code} vào {main}")
    return main, code


# --- numbers -------------------------------------------------------------------------------------


def test_what_a_merged_sender_adds_is_read_as_in_their_case(world, office, first, second):
    """Their name is closed: whoever works on the main case does not learn their number."""
    main = office.taken(first, story=STORY, mode="Giữ kín")
    code = submitted(second, AGAIN, "Giữ kín")
    office.dispatcher.says(f"/gop {code} vào {main}")
    assert world.case(code).status == "merged"
    office.handler.forget()
    second.says(f"/bosung {code} cần thì gọi em tôi 0914 555 666")
    assert office.handler.got("merged.sent_more")
    assert "[số điện thoại đã che]" in office.handler.text
    assert "0914" not in office.handler.text


@pytest.mark.parametrize("app", ["telegram", "zalo"])
def test_who_is_asked_for_an_opinion_reads_no_numbers(world, office, zalo, app):
    citizen = world.citizen("Tư", zalo if app == "zalo" else None)
    abroad = office.colleague("handler", FOREIGN)
    code = office.taken(citizen)
    office.handler.says(f"/phoihop {code} KTĐN Bà ấy, số 0905 123 218, nộp ở đâu?")
    assert "Bà ấy, số [số điện thoại đã che], nộp ở đâu?" in office.handler.text, "seen before"
    office.handler.taps("Gửi câu hỏi thôi")
    assert "[số điện thoại đã che]" in abroad.text and "0905" not in abroad.text
    abroad.says(f"/phoihop {code}")
    assert "nộp ở đâu?" in abroad.text and "0905" not in abroad.text


@pytest.mark.parametrize("app", ["telegram", "zalo"])
def test_the_author_is_told_where_words_to_the_sender_hold_somebody_elses_number(
    world, office, zalo, app
):
    citizen = world.citizen("Tư", zalo if app == "zalo" else None)
    code = office.taken(citizen)
    office.handler.says(f"/lydocham {code} 15/12 Còn chờ anh Nam 0914 555 666 gửi bản đồ")
    assert office.handler.got("private.went") and "“0914 555 666”" in office.handler.text
    assert citizen.got("notice.late"), "it is no bar"
    office.handler.says(f"/giahan {code} 16/12 Sẽ gọi lại ông/bà theo số 0905 123 218")
    assert office.handler.got("staff.done_extend")
    assert not office.handler.got("private.went"), "the sender's own"
    office.handler.says(f"/hoi {code} Có phải số giấy tờ 051187001234 không?")
    assert office.handler.got("private.went") and citizen.got("notice.ask")


def test_of_a_closed_name_no_number_counts_as_the_senders_own(world, office, first):
    """Else who handles could find it by trying."""
    code = office.taken(first, mode="Giữ kín")
    office.handler.says(f"/hoi {code} Có phải số 0905 123 218 không?")
    assert office.handler.got("private.went")


def test_words_to_several_tell_nothing_of_one_of_them(world, office, first, second):
    main, _ = pair(office, first, second)
    for typed in ("/giahan {} 22/12", "/lydocham {} 15/12"):
        office.handler.says(f"{typed.format(main)} Chờ bà Võ Thị Tư bổ sung giấy tờ")
        assert office.handler.got("merged.personal"), office.handler.keys
        office.handler.says("/huy")
    assert not second.got("notice.extend") and not second.got("notice.late")
    office.dispatcher.says("/huy")
    fresh, other = submitted(first, STORY), submitted(second, AGAIN)
    office.dispatcher.says(f"/gop {other} {fresh}")
    office.dispatcher.says(f"/tuchoi {fresh} Bà Võ Thị Tư đã gửi việc này rồi.")
    assert office.dispatcher.got("merged.personal")
    assert world.case(fresh).status == world.case(other).status.replace("merged", "received")


# --- the owner's reason --------------------------------------------------------------------------


def test_who_waits_with_others_hears_the_owners_reason_too(world, office, first, second):
    main, code = pair(office, first, second)
    first.forget(), second.forget()
    world.now = DUE - timedelta(hours=3)
    second.says("xin chao"), first.says("xin chao")  # awake, and within the window of Zalo
    office.handler.says(f"/lydocham {main} 17/12 Chờ ý kiến Sở Xây dựng")
    for person, own, other in ((first, main, code), (second, code, main)):
        assert person.got("notice.late"), person.name
        assert "Chờ ý kiến Sở Xây dựng" in person.text and "17/12" in person.text
        assert own in person.text and other not in person.text
        assert world.case(own).new_date_at == world.case(main).new_date_at
    world.now = DUE + timedelta(minutes=1)
    world.tick()
    heard = [p.message.key for p in second.seen]
    assert heard.count("notice.late") == 1, "one new date only"
    second.says(f"/tracuu {code}")
    assert "Hẹn mới: thứ Năm 17/12" in second.text and "vì trễ, hẹn lại" in second.text


def test_whoever_is_promised_a_later_day_hears_of_no_delay(world, office, first, second):
    main, code = pair(office, first, second)
    put(world, code, "merged", due_at=DUE + timedelta(days=20))
    second.forget()
    office.handler.says(f"/lydocham {main} 17/12 Chờ ý kiến Sở Xây dựng")
    assert first.got("notice.late") and not second.got("notice.late")
    assert world.case(code).new_date_at is None


def test_a_new_date_is_not_put_off_for_ever(world, office, first):
    """Thirty working days from receipt, as an extension; once they are over as many as the clock
    itself would promise."""
    code = office.taken(first)
    office.handler.says(f"/lydocham {code} 29/1 Chờ ý kiến Sở Xây dựng")
    assert office.handler.got("late.too_far") and "thứ Ba 29/12" in office.handler.text
    assert world.case(code).new_date_at is None
    office.handler.says(f"/lydocham {code} 29/12 Chờ ý kiến Sở Xây dựng")
    assert office.handler.got("staff.done_delay")

    late = office.taken(first)
    put(world, late, "in_progress", due_at=datetime(2026, 12, 29, 10, 0, tzinfo=UTC))
    office.handler.says(f"/lydocham {late} 7/1 Chờ ý kiến")
    assert office.handler.got("late.too_far") and "thứ Tư 6/1" in office.handler.text
    office.handler.says(f"/lydocham {late} 6/1 Chờ ý kiến")
    assert office.handler.got("staff.done_delay")


def test_who_came_by_telephone_is_called_about_how_it_stands(world, office):
    who = office.person_id(office.dispatcher)
    code = filed(world, source=Source.TELEPHONE, entered_by=who, kind=Kind.REGULATION,
                 identity_mode=IdentityMode.NAMED)  # fmt: skip
    office.dispatcher.says(f"/tiepnhan {code}")
    office.handler.says(f"/nhan {code}")
    world.now = DUE + timedelta(minutes=1)
    world.tick()
    office.handler.says("/homnay")
    assert "xin lỗi vì trễ, báo hẹn mới" in office.handler.text
    [(duty,)] = world.rows("SELECT id FROM duty WHERE kind = 'call' AND done_at IS NULL")
    office.handler.says(f"/viec {duty}").taps("Đã")
    assert world.rows("SELECT id FROM duty WHERE kind = 'call' AND done_at IS NULL") == []
    world.later(days=8, hours=16)
    world.tick()
    office.handler.says("/homnay")
    assert "báo việc đang đến đâu" in office.handler.text
    answer(office.handler, code, "Đã xong.")
