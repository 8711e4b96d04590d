"""What is asked days after an answer, and the register of what was proposed."""

from __future__ import annotations

import csv
import dataclasses
import io

import pytest

from cases.kinds import Kind, Source
from storage.privacy import consents
from tests.office import RUDE, STORY, Office, actions, filed, opened, put, submitted
from tests.people import FakeChannel, Person, World, sample_agency


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


@pytest.fixture
def beside(zalo):
    return (zalo,)


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def times(person: Person, key: str) -> int:
    return sum(p.message.key == key for p in person.seen)


# --- asked for a rating --------------------------------------------------------------------------


@pytest.mark.parametrize("app", ["telegram", "zalo"])
def test_the_reception_office_asks_once_on_the_third_working_day(world, office, zalo, app):
    citizen = world.citizen("Tư", zalo if app == "zalo" else None)
    code = office.answered(citizen)
    citizen.says("/dulieu cho hoi")
    world.later(days=2)  # Wednesday
    world.tick()
    assert not times(citizen, "clock.rate")
    world.later(days=2)
    citizen.says("xin chao")  # within the window of Zalo
    world.tick()
    world.later(hours=1)
    world.tick()
    assert times(citizen, "clock.rate") == 1 and "Văn phòng Sở hỏi thăm" in citizen.text
    assert world.case(code).rating_asked_at is not None
    citizen.taps("Chưa ổn")
    assert citizen.got("second.opened") and world.case(code).rating == 2
    office.handler.says(f"/hoso {code}")
    assert "2/5" in office.handler.text


def test_never_so_late_that_nobody_remembers(world, office):
    citizen = world.citizen("Tư")
    office.answered(citizen)
    world.later(days=11)  # the ninth working day, after a week in which the clock stood still
    world.tick()
    assert not times(citizen, "clock.rate")


def test_who_was_not_asked_or_said_no_hears_no_question(world, office):
    never, no = world.citizen("Tư"), world.citizen("Ba")
    for citizen in (never, no):
        office.answered(citizen)
    no.says("/dulieu rut hoi")
    world.later(days=4)
    world.tick()
    assert not times(never, "clock.rate") and not times(no, "clock.rate")


def test_the_department_says_when_and_who_asks(database, tmp_path):
    agency = sample_agency()
    limit = dataclasses.replace(agency.rating.after, days=5)
    rating = dataclasses.replace(agency.rating, after=limit, asks="Tổ tiếp dân")
    world = World(database, tmp_path, agency=dataclasses.replace(agency, rating=rating))
    try:
        citizen = world.citizen("Tư")
        Office(world).answered(citizen)
        citizen.says("/dulieu cho hoi")
        world.later(days=4)
        world.tick()
        assert not times(citizen, "clock.rate")
        world.later(days=3, hours=9)
        world.tick()
        assert citizen.got("clock.rate") and "Tổ tiếp dân" in citizen.text
    finally:
        world.close()


def test_who_does_not_want_to_be_asked_is_not(world, office):
    citizen = world.citizen("Tư")
    code = office.answered(citizen)
    case, who = world.case(code), office.person_id(citizen)
    world.store(
        lambda tx: consents.store(
            tx, who, case.id, "survey", "1", "Không", "telegram", False, world.now
        )
    )
    world.later(days=4)
    world.tick()
    assert not times(citizen, "clock.rate")
    assert world.case(code).rating is None


# --- an initiative -------------------------------------------------------------------------------


def initiative(world: World, office: Office, citizen: Person) -> str:
    citizen.says("/start")
    who = office.person_id(citizen)
    chat = world.rows("SELECT id FROM chat WHERE external = :c", c=citizen.id)[0][0]
    code = filed(
        world,
        kind=Kind.INITIATIVE,
        submitter_id=who,
        chat_id=chat,
        source=Source(citizen.channel.name),
    )
    office.dispatcher.says(f"/tiepnhan {code} dkkd")
    office.handler.says(f"/nhan {code}")
    return code


@pytest.mark.parametrize("app", ["telegram", "zalo"])
def test_an_initiative_ends_with_a_verdict_and_its_author_is_asked(world, office, zalo, app):
    citizen = world.citizen("Tư", zalo if app == "zalo" else None)
    code = initiative(world, office, citizen)
    office.handler.says(f"/traloi {code} Cảm ơn ông/bà đã góp ý.")
    assert office.handler.keys == ["verdict.which"]
    office.handler.taps("Áp dụng").says("giúp người dân đỡ đi lại")
    office.handler.taps("Không kèm")
    assert world.case(code).verdict == "", "not before it is approved"
    citizen.forget()
    office.head.says(f"/duyet {code}")
    assert "Kết luận về sáng kiến: áp dụng, vì giúp người dân đỡ đi lại" in office.head.text
    office.head.taps("Duyệt và gửi")
    assert world.case(code).verdict == "applied"
    assert citizen.got("notice.answer") and "áp dụng, vì giúp người dân" in citizen.text
    world.later(days=1, hours=9)
    world.tick()
    world.tick()
    assert times(citizen, "verdict.credit") == 1
    citizen.taps("Cho nêu tên tôi")
    assert citizen.keys == ["verdict.named"]
    kept = "SELECT purpose, button, granted FROM consent WHERE purpose = 'publication' ORDER BY id"
    assert world.rows(kept) == [("publication", "Cho nêu tên tôi", 1)]
    office.handler.says(f"/hoso {code}")
    assert "Kết luận: Áp dụng · Cho nêu tên tôi" in office.handler.text
    citizen.says(f"/neuten {code} khong")
    assert world.rows(kept)[-1] == ("publication", "Không nêu tên tôi", 0)


def test_what_is_not_applied_and_other_kinds_ask_nobody(world, office):
    citizen, other = world.citizen("Tư"), world.citizen("Năm")
    code = initiative(world, office, citizen)
    office.handler.says(f"/traloi {code} Chưa có kinh phí.").taps("Chưa áp dụng")
    office.handler.taps("Đã nói trong").taps("Không kèm")
    office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    assert world.case(code).verdict == "not_applied"
    plain = office.answered(other)
    assert world.case(plain).verdict == ""
    world.later(days=2)
    world.tick()
    assert not times(citizen, "verdict.credit") and not times(other, "verdict.credit")


def test_in_a_group_the_verdict_is_not_skipped(world, office):
    code = initiative(world, office, world.citizen("Tư"))
    there = office.handler.in_group("-100")
    there.says("/nhom dkkd")
    there.says(f"/traloi {code} Sẽ làm.")
    assert there.got("staff.private_only")
    assert world.case(code).status == "in_progress"


# --- the PAKN system -----------------------------------------------------------------------------


def test_a_case_gets_its_code_and_leaves_the_queue(world, office):
    first = office.taken(world.citizen("Tư"))
    second = office.accepted(world.citizen("Năm"))
    filed(world), filed(world, kind=Kind.QUESTION)  # not accepted yet; no PAKN
    world.later(days=2)
    office.dispatcher.says("/chuanhap")
    assert office.dispatcher.buttons == [first, second]
    assert "2 ngày làm việc" in office.dispatcher.text
    office.dispatcher.says(f"/mapakn {first} PAKN-12")
    assert office.dispatcher.keys[0] == "system.shape"
    office.dispatcher.says("pakn.20261118.0012").says("18/11")
    assert office.dispatcher.got("staff.done_enter_system")
    case = world.case(first)
    assert (case.system_code, case.system_entered_on) == ("PAKN.20261118.0012", "2026-11-18")
    assert case.system_entered_by == office.person_id(office.dispatcher)
    assert actions(world, first)[-1] == "enter_system"
    office.dispatcher.says(f"/mapakn {second} PAKN.20261118.0012")
    assert office.dispatcher.keys[0] == "system.taken" and first in office.dispatcher.text
    office.dispatcher.says("/huy").says(f"/mapakn {second} PAKN.20261118.0013 25/12")
    assert office.dispatcher.keys[0] == "system.future"
    office.dispatcher.says("/huy").says(f"/mapakn {second} PAKN.20261118.0013")
    assert world.case(second).system_entered_on == "2026-11-18", "today where no day is said"
    office.dispatcher.says("/chuanhap")
    assert not office.dispatcher.buttons or first not in office.dispatcher.buttons
    office.handler.says("/chuanhap")
    assert office.handler.got("common.not_for_you")


def test_all_fields_in_one_block_to_be_copied(world, office, zalo):
    citizen = world.citizen("Tư", zalo)
    code = office.taken(citizen)
    office.dispatcher.says(f"/hoso {code}").taps("Chép sang Hệ thống")
    assert office.dispatcher.keys == ["system.copy"]
    block = office.dispatcher.news[-1].message.text.split("<code>")[1].split("</code>")[0]
    lines = [line.split(":", 1) for line in block.strip().splitlines() if line]
    assert [name for name, _ in lines] == [
        *("Họ tên", "Địa chỉ", "Điện thoại", "Thư điện tử", "Tiêu đề", "Nội dung", "Phân loại"),
        *("Lĩnh vực", "Thủ tục", "Mã hồ sơ", "Về ai, việc gì", "Đơn vị giải quyết", "Nhận lúc"),
        "Mã ở Sở",
    ]
    told = {name: value.strip() for name, value in lines}
    assert told["Họ tên"] == "Võ Thị Tư" and told["Điện thoại"] == "0905 123 218"
    assert told["Phân loại"] == "Nội dung quy định hành chính" and told["Mã ở Sở"] == code
    logged = world.rows("SELECT action FROM access_log WHERE action = 'copied'")
    assert logged == [("copied",)]


@pytest.mark.parametrize("story", [None, RUDE], ids=["closed", "restricted"])
def test_a_closed_name_is_not_in_the_block(world, office, story):
    code = submitted(world.citizen("Tư"), story or STORY, "Giữ kín")
    office.dispatcher.says(f"/chep {code}")
    assert "Võ Thị Tư" not in office.dispatcher.text and "0905" not in office.dispatcher.text
    assert f"/danhtinh {code}" in office.dispatcher.text
    if story:
        assert "Hành vi hành chính" in office.dispatcher.text
        office.dispatcher.says(f"/tiepnhan {code}").says("/chuanhap")
        assert code in office.dispatcher.buttons
        office.head.says(f"/mapakn {code} PAKN.20261118.0012")
        assert not world.case(code).system_code


@pytest.mark.parametrize("app", ["telegram", "zalo"])
def test_a_closed_name_is_in_the_block_while_it_is_open_to_who_copies(database, tmp_path, app):
    edits = app == "telegram"
    world = World(
        database, tmp_path, channel=FakeChannel(app, edits=edits, buttons=20 if edits else 5)
    )
    office = Office(world)
    second = office.colleague("dispatcher", name="Bùi Thị Phối")
    code = submitted(world.citizen("Tư"), f"{STORY}, gọi tôi số 0905 123 218", "Giữ kín")
    opened(office.dispatcher, code)
    office.dispatcher.says(f"/chep {code}")
    assert "Võ Thị Tư" in office.dispatcher.text and "gọi tôi số 0905" in office.dispatcher.text
    second.says(f"/chep {code}")
    assert "Võ Thị Tư" not in second.text and "0905" not in second.text, "it was opened to one"
    looked = world.rows("SELECT person_id FROM access_log WHERE action = 'identity' ORDER BY id")
    assert looked == [(office.person_id(office.dispatcher),)] * 2
    world.later(hours=25)
    world.tick()
    assert world.rows("SELECT COUNT(*) FROM outbox WHERE key = 'system.copy_opened'") == [(0,)]
    assert office.dispatcher.keys.count("opening.over") == 2
    office.dispatcher.says(f"/chep {code}")
    assert "Võ Thị Tư" not in office.dispatcher.text
    assert f"(giữ kín: mở bằng /danhtinh {code})" in office.dispatcher.text
    world.close()


# --- proposals to cut business conditions --------------------------------------------------------


@pytest.mark.parametrize("app", ["telegram", "zalo"])
def test_a_proposal_goes_up_and_its_sender_hears_of_each_step(world, office, zalo, app):
    citizen = world.citizen("Tư", zalo if app == "zalo" else None)
    citizen.says("/start")
    chat = world.rows("SELECT id FROM chat WHERE external = :c", c=citizen.id)[0][0]
    code = filed(
        world,
        kind=Kind.CUT_CONDITIONS,
        story="Nên bỏ điều kiện vốn pháp định với dịch vụ đòi nợ",
        submitter_id=office.person_id(citizen),
        chat_id=chat,
    )
    office.dispatcher.says("/sodexuat")
    assert code in office.dispatcher.buttons and "chưa trình lên" in office.dispatcher.text
    office.dispatcher.says(f"/phucdap {code} Đồng ý.")
    assert office.dispatcher.keys == ["proposals.not_sent_yet"]
    citizen.forget()
    office.dispatcher.says(f"/trinhlen {code} Bộ Tài chính, số 5").says(
        "Bộ Tài chính | 5/SKHĐT-ĐKKD | 16/11"
    )
    assert citizen.got("notice.send_up") and "Bộ Tài chính ngày 16/11/2026" in citizen.text
    office.dispatcher.says(f"/phucdap {code} Bộ sẽ đưa vào phương án cắt giảm năm 2027.")
    assert citizen.got("notice.reply_up") and "phương án cắt giảm" in citizen.text
    [letter] = world.case(code).sent_up
    assert letter == {
        "to": "Bộ Tài chính",
        "number": "5/SKHĐT-ĐKKD",
        "on": "2026-11-16",
        "replied_on": "2026-11-16",
    }
    office.dispatcher.says("/sodexuat")
    assert "5/SKHĐT-ĐKKD" in office.dispatcher.text
    assert "phương án cắt giảm" in office.dispatcher.text
    citizen.says(f"/tracuu {code}")
    assert "Đề xuất được trình lên trên" in citizen.text
    assert "Cấp trên phúc đáp" in citizen.text


def test_only_proposals_go_there_and_only_those_one_may_see(world, office):
    other = office.taken(world.citizen("Tư"))
    office.dispatcher.says(f"/trinhlen {other} Bộ | 1 | 16/11")
    assert office.dispatcher.keys == ["proposals.other_kind"]
    code = filed(world, kind=Kind.CUT_CONDITIONS, accuses=True)
    put(world, code, "assigned", office="dang_ky_kinh_doanh")
    office.handler.says("/sodexuat")
    assert code not in office.handler.text
    office.handler.says(f"/trinhlen {code} Bộ | 1 | 16/11")
    assert office.handler.keys == ["staff.no_such_case"]


def test_the_register_is_exported_without_formulas(world, office, tmp_path):
    from bot.commands import export

    code = filed(world, kind=Kind.CUT_CONDITIONS)
    hidden = filed(world, kind=Kind.CUT_CONDITIONS, accuses=True)
    office.dispatcher.says(f"/trinhlen {code} =HYPERLINK(1) | +5 | 16/11")
    office.dispatcher.says(f"/phucdap {code} @đồng ý")
    settings = world.house.settings
    export.export(settings, tmp_path / "out", None, None)
    text = (tmp_path / "out" / "cut_conditions.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [r["Mã hồ sơ"] for r in rows] == [code] and hidden not in text
    assert (rows[0]["Trình lên"], rows[0]["Số văn bản"]) == ("'=HYPERLINK(1)", "'+5")
    assert rows[0]["Phúc đáp"] == "'@đồng ý"
