"""The plan as officials keep it in their chats: lights, what was done, photos and links that show
it, documents, and what is kept by itself."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from bot.agency_files import load
from handlers.desk import Desk
from handlers.plan.coverage import coverage
from messages.dates import midnight
from tests.agency_folder import Folder
from tests.office import (
    FOREIGN,
    RECEPTION,
    REGISTRY,
    RUDE,
    SQLITE_FIRST,
    Office,
    answer,
    submitted,
)
from tests.officials.test_staff_web import official_at, site
from tests.people import Person, World

__all__ = ["site"]
pytestmark = SQLITE_FIRST

ARTICLE = "https://skhdt.example.vn/tin/12"
ONLY_RECEPTION_AND_REGISTRY = (
    'lead = ["van_phong"]\ncooperate = ["dang_ky_kinh_doanh", "kinh_te_doi_ngoai", '
    '"dau_thau_tham_dinh", "khoa_giao_van_xa"]',
    'lead = ["van_phong"]\ncooperate = ["dang_ky_kinh_doanh"]',
)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Its II.1.b, the first that Văn phòng leads, is no matter of the other offices."""
    made = Folder(tmp_path)
    made.change("plan.toml", *ONLY_RECEPTION_AND_REGISTRY)
    return made


@pytest.fixture
def world(database: str, tmp_path: Path, folder: Folder) -> Iterator[World]:
    made = World(database, tmp_path / "data", agency_folder=folder.path)
    made.tick()  # the plan is kept from now on
    yield made
    made.close()


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def photo() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(data, "JPEG")
    return data.getvalue()


def enters(
    official: Person, item: str, words: str = f"{ARTICLE} Đăng bài trên trang của Sở"
) -> str:
    """Of an item that only one office of theirs is in; the number it got."""
    official.says(f"/kehoach them {item}").says(words)
    assert official.got("plan.kept"), official.keys
    return official.text.split("MC26-")[1][:5]


# --- looking -------------------------------------------------------------------------------------


def test_a_head_sees_the_items_of_the_office_and_may_see_all(office: Office) -> None:
    head = office.head.says("/kehoach")
    assert "Phòng Đăng ký kinh doanh" in head.text and "🟡 II.1.a" in head.text
    assert "II.1.b" not in head.text, "Văn phòng leads that one"
    head.taps("Cả kế hoạch")
    assert "🟡 II.1.b" in head.text and "(1–5/10)" in head.text
    head.taps("Xem tiếp").taps("🟡 III.2")
    assert head.keys == ["plan.item"] and "Nhịp: 35 ngày" in head.text
    head.taps("Kế hoạch").taps("Quý này")
    assert "quý này, từ 1/10/2026" in head.text


@pytest.mark.parametrize("typed", ["II.2.a", "ii.2.a", "II2a", "quý II.2.a", "II.2.a nam"])
def test_an_item_is_found_as_people_type_it(office: Office, typed: str) -> None:
    office.handler.says(f"/kehoach {typed}")
    assert office.handler.keys == ["plan.item"] and "II.2.a" in office.handler.text


def test_what_is_no_item_is_answered_with_ways_on(office: Office) -> None:
    office.handler.says("/kehoach IX.9")
    assert office.handler.keys == ["plan.unread"] and "IX.9" in office.handler.text
    assert office.handler.buttons == ["Kế hoạch", "Văn bản"]


def test_an_item_whose_programme_is_over_asks_for_its_successor(
    world: World, office: Office, folder: Folder
) -> None:
    office.dispatcher.says("/kehoach II.3.b")
    assert "⚪ II.3.b" in office.dispatcher.text
    assert "hết từ 31/12/2025. Chương trình kế tiếp là gì?" in office.dispatcher.text
    folder.change("plan.toml", 'successor = ""', 'successor = "Chương trình cắt giảm 2026–2030"')
    world.house.use_agency(load(folder.path))
    office.dispatcher.says("/kehoach II.3.b")
    assert "🟡 II.3.b Chương trình cắt giảm 2026–2030" in office.dispatcher.text


def test_readers_of_english_read_it_in_english(office: Office) -> None:
    office.handler.says("/english").says("/plan all quarter")
    assert "The plan · this quarter, since 1 Oct 2026" in office.handler.text
    assert "led by Department Office" in office.handler.text


def test_a_citizen_has_no_part_in_it(world: World) -> None:
    assert world.citizen().says("/kehoach").keys == ["common.not_for_you"]


# --- entering ------------------------------------------------------------------------------------


def test_a_photo_with_its_line_shows_that_it_was_done(world: World, office: Office) -> None:
    head = office.head.says("/kehoach III.1").taps("Thêm minh chứng")
    assert head.keys == ["plan.ask_proof"]
    head.sends("photo", photo(), text="Họp quán triệt kế hoạch, 12 người dự")
    assert head.keys == ["plan.ask_ready"]
    world.work()
    head.taps("Ghi")
    assert head.keys == ["plan.kept"] and "Họp quán triệt" in head.text
    head.taps("Xem mục III.1")
    assert "🟢 III.1" in head.text and "Phòng Đăng ký kinh doanh (MC26-00001)" in head.text
    office.dispatcher.says("/kehoach III.1").taps("Mở MC26-00001")
    (sent,) = office.dispatcher.news
    assert sent.message.file is not None and sent.message.file.type == "image/jpeg"


def test_a_file_that_is_none_we_keep_is_asked_for_again(world: World, office: Office) -> None:
    head = office.head.says("/kehoach them III.1").sends("document", b"MZ\x90", "setup.exe")
    world.work()
    head.says("Họp quán triệt")
    assert head.keys == ["plan.needs_proof", "plan.ask_proof"]
    head.says(ARTICLE)
    assert head.keys == ["plan.kept"] and "Họp quán triệt" in head.text
    assert world.rows("SELECT link, file_id FROM evidence") == [(ARTICLE, None)]


def test_a_link_on_the_web(world: World, office: Office, site: str) -> None:
    admin = office.colleague("admin")
    web = official_at(world, site, admin, f"handler {FOREIGN}", "Đỗ Văn Mạng")
    web.says("/kehoach them II.1.c").says("Đã dán tờ hướng dẫn ở quầy")
    assert "Cần một thứ mở ra xem được" in web.text
    web.says(ARTICLE).says("Gọi chị Tư 0905 123 218 nộp qua mạng")
    assert "có thể dẫn đến một người" in web.text
    web.says("Đăng bài mời nộp hồ sơ qua mạng")
    assert "✓ Đã ghi MC26-00001 cho mục II.1.c, Phòng Kinh tế Đối ngoại" in web.text
    web.says("/kehoach")
    assert "🟢 <b>II.1.c</b>" in web.text and "1 minh chứng tự ghi" in web.text
    office.head.says("/kehoach")
    assert "🟡 II.1.c" in office.head.text, "that office did nothing itself"


def test_only_offices_of_the_item_enter_and_reception_for_each(office: Office) -> None:
    stranger = office.colleague("handler", FOREIGN)
    stranger.says("/kehoach II.1.b")
    assert "Thêm minh chứng" not in stranger.buttons
    stranger.says("/kehoach them II.1.b")
    assert stranger.keys == ["plan.not_yours"] and "Văn phòng Sở" in stranger.text
    enters(office.handler, "II.1.b")
    office.dispatcher.says("/kehoach them II.1.b").says(f"{ARTICLE} Bài về một cửa")
    assert office.dispatcher.keys == ["plan.ask_office"]
    office.dispatcher.taps("Phòng Đăng ký")
    assert "Phòng Đăng ký kinh doanh" in office.dispatcher.text


def test_what_was_entered_by_mistake_is_taken_back(world: World, office: Office) -> None:
    number = enters(office.handler, "II.1.c")
    stranger = office.colleague("handler", FOREIGN)
    stranger.says(f"/kehoach bo MC26-{number}")
    assert stranger.keys == ["plan.no_such"]
    office.handler.taps("Bỏ, ghi nhầm")
    assert office.handler.keys == ["plan.taken_back"]
    assert world.rows("SELECT id FROM evidence") == []
    assert world.rows("SELECT detail FROM access_log WHERE action = 'evidence dropped'") == [
        (f"MC26-{number}",)
    ]


def test_another_command_in_between_loses_nothing(office: Office) -> None:
    head = office.head.says("/kehoach them III.1").says(ARTICLE).says("/homnay")
    assert head.keys[-1] == "plan.ask_line"
    assert head.says("Họp phòng").keys == ["plan.kept"]


# --- documents -----------------------------------------------------------------------------------


def test_a_document_is_found_and_its_file_comes(
    world: World, office: Office, folder: Folder
) -> None:
    (folder.path / "documents").mkdir()
    (folder.path / "documents" / "nd20.pdf").write_bytes(b"%PDF-1.4 nd 20")
    folder.change("plan.toml", "on = 2008-02-14", 'on = 2008-02-14\nfile = "nd20.pdf"')
    world.house.use_agency(load(folder.path))
    head = office.head.says("/kehoach vanban")
    assert "20/2008/NĐ-CP, 14/2/2008" in head.text and len(head.buttons) == 2
    head.says("/kehoach van ban tiep nhan phan anh")
    assert head.keys == ["plan.document"]
    world.work()
    sent = head.news[-1].message
    assert sent.key == "plan.document_file" and sent.file is not None
    assert sent.file.name == "nd20.pdf" and sent.file.type == "application/pdf"
    head.says("/kehoach vanban 68")
    assert "Chưa có tệp" in head.text
    assert head.says("/kehoach vanban thuế đất").keys == ["plan.no_document"]


# --- by itself -----------------------------------------------------------------------------------


def published(office: Office, story: str, words: str) -> str:
    code = submitted(office.world.citizen(), story)
    office.dispatcher.says(f"/tiepnhan {code}")
    taker = office.dispatcher if story == RUDE else office.handler
    taker.says(f"/nhan {code}")
    answer(taker, code, "Hồ sơ đã xong, mời đến nhận.")
    approver = office.colleague("director") if story == RUDE else office.head
    approver.says(f"/duyet {code}").taps("Duyệt và gửi")
    office.dispatcher.says(f"/congkhai {code} {words}".strip()).taps("Đã bỏ, công khai")
    return code


def test_a_published_result_counts_and_one_that_accuses_is_never_named(
    world: World, office: Office
) -> None:
    plain = published(office, "Thủ tục mở công ty đòi quá nhiều giấy tờ", "Đã bỏ hai loại giấy.")
    rude = published(office, RUDE, "")
    kept = world.rows("SELECT item, office, words FROM evidence")
    assert kept == [("II.2.a", REGISTRY, plain), ("II.2.a", RECEPTION, "")]
    office.head.says("/kehoach II.2.a")
    assert "Minh chứng: 2" in office.head.text and f"Công khai kết quả {plain}" in office.head.text
    assert "1 kết quả chỉ tính vào số" in office.head.text and rude not in office.head.text
    everything = str(world.rows("SELECT ref, words, link FROM evidence"))
    assert rude not in everything
    office.dispatcher.says(f"/congkhai {plain} Đã bỏ ba loại giấy.").taps("Đã bỏ, công khai")
    assert len(world.rows("SELECT id FROM evidence")) == 2, "the same result, said better"


def test_a_result_counts_as_long_as_its_page_is_there(world: World, office: Office) -> None:
    plain = published(office, "Thủ tục mở công ty đòi quá nhiều giấy tờ", "Đã bỏ hai loại giấy.")
    rude = published(office, RUDE, "")
    links = world.rows("SELECT link FROM evidence ORDER BY id")
    assert links == [(f"{world.house.ground().public_url}/results/{plain}",), ("",)]
    office.head.says("/kehoach II.2.a")
    assert f"/results/{plain}" in office.head.text
    for code in (plain, rude):
        office.dispatcher.says(f"/goxuong {code} Câu trả lời cần viết lại").taps("Gỡ")
    office.head.says("/kehoach II.2.a")
    assert "Minh chứng" not in office.head.text
    office.dispatcher.says(f"/congkhai {plain} Đã bỏ ba loại giấy.").taps("Đã bỏ, công khai")
    assert world.rows("SELECT words FROM evidence") == [(plain,)]


def test_a_list_brought_up_to_date_counts_for_whose_procedures_changed(
    world: World, office: Office, folder: Folder
) -> None:
    assert world.rows("SELECT id FROM evidence") == [], "seen for the first time, nothing changed"
    procedure = next(p for p in world.house.agency.procedures if p.office == FOREIGN)
    folder.change("procedures.csv", procedure.name, f"{procedure.name} (sửa đổi)")
    folder.change("agency.toml", "2026-07-18", "2026-11-20")
    world.later(days=4)
    for _ in range(2):
        world.house.use_agency(load(folder.path))
        world.tick()
    kept = world.rows("SELECT item, office, kind, words FROM evidence")
    assert kept == [
        ("II.1.a", FOREIGN, "catalogue", "2026-11-20"),
        ("II.3.c", RECEPTION, "catalogue", "2026-11-20"),
    ]
    office.head.says("/kehoach II.3.c")
    assert "Cập nhật danh mục thủ tục: 2026-11-20" in office.head.text


def test_coverage_of_a_quarter_says_who_did_something_and_who_did_not(
    world: World, office: Office
) -> None:
    enters(office.head, "II.2.a")
    begins = midnight(world.now).replace(month=10, day=1)

    def read(tx):
        return coverage(
            Desk(tx, world.house.ground(), world.now), begins, world.now + timedelta(seconds=1)
        )

    found = {each.item.id: each for each in world.store(read)}
    done = found["II.2.a"]
    assert (done.light, dict(done.counts), done.did) == ("green", {"manual": 1}, (REGISTRY,))
    assert FOREIGN in done.idle and REGISTRY not in done.idle
    assert (found["II.1.b"].total, found["II.1.b"].idle) == (0, (RECEPTION,))
    assert found["II.3.b"].light == "grey"
