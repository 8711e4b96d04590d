"""`/thongke`: figures on the spot, and a chart after them. Who sees which office; what accuses
somebody stands in the totals of the department alone."""

from __future__ import annotations

import orjson
import pytest

from cases.kinds import Kind
from storage.people import officials
from tests.office import FOREIGN, REGISTRY, RUDE, SQLITE_ONLY, Office, filed
from tests.officials.test_staff_web import official_at, site
from tests.people import Person, World

__all__ = ["site"]
pytestmark = SQLITE_ONLY


def asked(world: World, person: Person, words: str) -> Person:
    """With the figures there, and the chart."""
    person.says(words)
    world.work()
    return person


@pytest.fixture
def office(world: World) -> Office:
    """Two answered, one accepted, one that accuses somebody, and one that is only guided."""
    office = Office(world)
    office.answered(world.citizen())
    office.answered(world.citizen())
    office.accepted(world.citizen())
    filed(world, story=RUDE, kind=Kind.CONDUCT)
    world.citizen().says("toi muon to cao can bo nhan hoi lo, co bang chung dua tien").taps(
        "Chỉ tôi"
    )
    return office


def test_the_reception_office_sees_the_department_in_words_and_as_a_chart(office: Office) -> None:
    world, dispatcher = office.world, office.dispatcher
    asked(world, dispatcher, "/thống kê tuần này")
    told = [key for key in dispatcher.keys if key.startswith("stats.")]
    assert told == ["stats.figures", "stats.chart"]
    said = dispatcher.text
    assert "Số liệu tuần 47/2026" in said and "Từ 16/11/2026 đến 22/11/2026, tính đến" in said
    assert "Nhận mới 4" in said and "Đã trả lời 2 · đúng hạn 2/2 (100%)" in said
    assert "Còn đang xử lý 2" in said and "Hướng dẫn sang nơi khác: tố cáo 1" in said
    [picture] = [file for p in dispatcher.news if (file := p.message.file)]
    assert picture.name == "Biểu đồ thống kê.png" and picture.type == "image/png"


def test_what_accuses_somebody_is_in_the_total_and_in_no_part_of_it(office: Office) -> None:
    world, dispatcher = office.world, office.dispatcher
    asked(world, dispatcher, "/thongke tuan nay")
    assert "Nhận mới 4" in dispatcher.text
    assert "Thủ tục, quy định gây khó 3" in dispatcher.text and "Thái độ" not in dispatcher.text
    [(params,)] = world.rows("SELECT params FROM job WHERE kind = 'chart'")
    [[_, received], _] = orjson.loads(params)["chart"]["series"]
    assert sum(received) == 3
    asked(world, dispatcher, "/thongke tuan nay van phong")
    assert dispatcher.keys[0] == "stats.nothing"


def test_an_office_sees_its_own_and_no_other(office: Office) -> None:
    world, head = office.world, office.head
    asked(world, head, "/thongke")
    assert "tháng 12/2026 · " in head.text and "Nhận mới 3" in head.text
    assert "Không gồm việc liên quan đến cán bộ" in head.text and "tố cáo" not in head.text
    head.says("/thongke quy nay kinh te doi ngoai")
    assert head.keys == ["stats.not_yours"]
    foreign = office.colleague("handler", FOREIGN)
    asked(world, foreign, "/thongke quy nay")
    assert foreign.keys == ["stats.nothing"]
    assert not world.house.jobs._busy


def test_periods_and_offices_are_a_tap_away(office: Office) -> None:
    world = office.world
    director = office.colleague("director")
    asked(world, director, "/thongke 1/11 den 30/11")
    assert "Số liệu từ 1/11/2026 đến 30/11/2026" in director.text
    director.taps("Theo phòng")
    assert director.keys == ["stats.which_office"] and len(director.buttons) == 5
    director.taps("Phòng Đăng ký")
    world.work()
    assert "Nhận mới 3" in director.text and "Phòng Đăng ký kinh doanh" in director.text
    director.taps("Cả Sở")
    world.work()
    assert "Nhận mới 4" in director.text
    director.taps("Quý này")
    world.work()
    assert "quý 4/2026" in director.text


def test_tips_move_nothing_and_the_report_of_the_same_days_agrees(office: Office) -> None:
    world, dispatcher = office.world, office.dispatcher
    world.store(
        lambda tx: tx.run(
            "UPDATE cases SET identity_mode = 'anonymous', due_at = NULL WHERE id = 1"
        )
    )
    asked(world, dispatcher, "/thongke 10/11 den 20/11")
    assert "Nhận mới 3" in dispatcher.text and "Đã trả lời 1 · đúng hạn 1/1" in dispatcher.text
    assert "Tin báo không nêu tên, ngoài các số trên: 1" in dispatcher.text
    asked(world, dispatcher, "/baocao giam doc 10/11 den 20/11")
    assert "Nhận mới: 3" in dispatcher.text and "Đã trả lời: 1" in dispatcher.text
    asked(world, office.head, "/thongke")
    assert "Nhận mới 2" in office.head.text and "Tin báo" not in office.head.text


def test_a_procedure_by_its_code_or_its_name(office: Office) -> None:
    world, dispatcher = office.world, office.dispatcher
    filed(world, procedure_code="2.001610")
    asked(world, dispatcher, "/thongke hom nay 2.001610")
    assert "Đăng ký thành lập doanh nghiệp tư nhân" in dispatcher.text
    assert "Nhận mới 1" in dispatcher.text
    dispatcher.says("/thongke tuan nay thanh lap cong ty")
    assert dispatcher.keys == ["stats.which_procedure"] and len(dispatcher.buttons) > 1
    asked(world, dispatcher, "/thongke tuan nay dang ky thanh lap doanh nghiep tu nhan")
    assert "Nhận mới 1" in dispatcher.text and "Cả Sở" in dispatcher.buttons
    dispatcher.taps("Quý này")
    world.work()
    assert "quý 4/2026" in dispatcher.text and "2.001610" in dispatcher.text
    asked(world, office.head, "/thongke hom nay 2.001610")
    assert office.head.got("stats.nothing"), "of the cases of the own office alone"


def test_what_cannot_be_read_is_shown_how(office: Office) -> None:
    office.dispatcher.says("/thongke bao nhiêu việc rồi")
    assert office.dispatcher.keys == ["stats.how"]
    assert office.dispatcher.buttons == ["Tuần này", "Tháng này", "Quý này"]
    office.dispatcher.taps("Tháng này")
    office.world.work()
    assert office.dispatcher.got("stats.figures")


def test_a_citizen_and_an_admin_see_no_figures(office: Office) -> None:
    citizen = office.world.citizen()
    citizen.says("/thongke")
    assert citizen.keys == ["common.not_for_you"]
    admin = office.world.official("admin")
    admin.says("/thongke")
    assert not admin.got("stats.figures") and not office.world.rows(
        "SELECT 1 FROM job WHERE kind = 'statistics'"
    )


def test_who_lost_the_office_meanwhile_is_told_nothing(office: Office) -> None:
    world, head = office.world, office.head
    head.says("/thongke")
    ident = office.person_id(head)
    world.store(lambda tx: officials.lock(tx, ident, world.now))
    world.work()
    assert not head.got("stats.figures")


def test_in_the_web_chat_the_chart_is_a_picture_to_open(
    world: World, site: str, office: Office
) -> None:
    admin = office.colleague("admin", name="Quản Trị")
    browser = official_at(world, site, admin, f"head {REGISTRY}", "Đỗ Văn Mạng")
    browser.says("/thongke tuần này")
    world.work()
    *_, figures, chart = browser.messages()
    assert "Nhận mới <b>3</b>" in figures["text"] and figures["choices"]
    assert chart["file"]["name"] == "Biểu đồ thống kê.png"
    status, picture = browser.fetches(chart["file"]["url"])
    assert status == 200 and picture.startswith(b"\x89PNG")
