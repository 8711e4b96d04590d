"""The machine learns from what Văn phòng corrects: the next story of the same sort is suggested to
the office decided on, until somebody takes it back. What must not teach, teaches nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.lessons import Lessons
from cases.agency.agency import Agency
from cases.agency.words import Example
from cases.kinds import Kind
from cases.understanding.lesson_figures import Advice, Measured, measure
from cases.understanding.lessons import label_of, story_of
from handlers.casework import lessons
from handlers.desk import Desk
from storage.engine.db import Store
from tests.agency_folder import Folder
from tests.office import FOREIGN, RECEPTION, REGISTRY, RUDE, STORY, Office, filed, submitted
from tests.officials.test_staff_web import Browser, official_at, site
from tests.people import Person, World, sample_agency

__all__ = ["site"]
LOBSTERS = (
    "Thủ tục hỗ trợ lồng bè nuôi tôm hùm đòi quá nhiều giấy tờ",
    "Xin hỗ trợ lồng bè nuôi tôm hùm mà giấy tờ nhiều quá",
    "Hồ sơ hỗ trợ nuôi tôm hùm lồng bè rườm rà, giấy tờ trùng nhau",
    "Giấy tờ xin hỗ trợ tôm hùm lồng bè nhiều và khó hiểu",
)
ANOTHER = "Ho so ho tro long be nuoi tom hum rac roi qua, nhieu giay to"


# Few enough to be learned at once; the lobsters are suggested by what else they have in common.
TAUGHT_BY_THE_FOLDER = {
    REGISTRY: (
        "Thủ tục thành lập công ty cổ phần đòi quá nhiều giấy tờ",
        "Giấy tờ thay đổi giấy phép kinh doanh nhiều quá",
        "Hồ sơ hộ kinh doanh rườm rà, giấy tờ trùng nhau",
        "Xin giải thể công ty mà giấy tờ khó hiểu",
        "Hồ sơ thành lập doanh nghiệp rắc rối, nhiều giấy tờ",
    ),
    FOREIGN: (
        "Nhà đầu tư nước ngoài chờ chứng nhận đầu tư đã lâu",
        "Dự án vốn ODA bị chậm tiếp nhận viện trợ",
        "Điều chỉnh dự án đầu tư nước ngoài phải chờ nhiều tháng",
    ),
    "dau_thau_tham_dinh": (
        "Gói thầu xây trường không mở thầu đúng giờ",
        "Thẩm định dự án đầu tư công kéo dài",
        "Kết quả lựa chọn nhà thầu không công bố",
    ),
    "khoa_giao_van_xa": (
        "Kinh phí đề tài khoa học phân bổ muộn",
        "Dự án trạm y tế xã chờ vốn đã hai năm",
        "Trường học ở xã chưa được ghi vốn",
    ),
    RECEPTION: (
        "Trang web của Sở chữ nhỏ, khó đọc",
        "Phòng tiếp dân chật, không có ghế ngồi",
        "Điện thoại của Sở gọi mãi không ai nghe máy",
    ),
}


@cache
def small_agency() -> Agency:
    agency = sample_agency()
    few = tuple(
        Example(text, "phan_anh_quy_dinh", office)
        for office, texts in TAUGHT_BY_THE_FOLDER.items()
        for text in texts
    )
    return replace(agency, routing=replace(agency.routing, examples=few))


@pytest.fixture
def world(database, tmp_path) -> Iterator[World]:
    made = World(database, tmp_path, agency=small_agency())
    yield made
    made.close()


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def sent(world: World, story: str = ANOTHER) -> str:
    """The code of a case that somebody has just sent."""
    return submitted(world.citizen("Tư"), story)


def suggested(world: World, story: str = ANOTHER) -> str:
    return world.case(sent(world, story)).suggested_office


def corrected(world: World, official: Person | Browser) -> list[str]:
    """Each by itself, as they come."""
    codes = [sent(world, story) for story in LOBSTERS]
    for code in codes:
        official.says(f"/tiepnhan {code} ktdn")
    return codes


def in_use(world: World) -> int:
    return len(
        world.store(lambda tx: lessons.examples(Desk(tx, world.house.ground(), world.now)))[1]
    )


def said(person: Person, words: str) -> str:
    return person.says(words).text


def test_corrections_are_followed_kept_over_a_restart_and_taken_back(world, office):
    assert suggested(world) == REGISTRY
    codes = corrected(world, office.dispatcher)
    assert suggested(world) == REGISTRY, "nothing is learned inside a turn"
    world.tick()
    assert suggested(world) == FOREIGN
    world.restart()
    assert suggested(world) == FOREIGN

    listed = said(office.dispatcher, "/baihoc")
    assert all(code in listed for code in codes) and "Trần Văn Điều" in listed
    assert "tôm hùm" not in listed
    for code in codes:
        office.dispatcher.says(f"/baihoc {code}").taps("Bỏ bài này")
        assert office.dispatcher.got("lessons.undone")
    world.tick()
    assert suggested(world) == REGISTRY
    assert "đã bỏ" in said(office.dispatcher, "/bài học")
    for code in codes:
        office.dispatcher.says(f"/baihoc {code}").taps("Lấy lại")
    world.tick()
    assert suggested(world) == FOREIGN
    logged = world.rows("SELECT action FROM access_log WHERE action LIKE 'lesson%'")
    assert [row[0] for row in logged] == ["lesson restored"] * 4 + ["lesson undone"] * 4


def test_a_day_is_a_version_on_the_web(world, office, site):
    """What was taught from a day on goes together, and comes back together."""
    dispatcher = official_at(world, site, office.colleague("admin"), "dispatcher", "Trần Web")
    early = sent(world, STORY)
    dispatcher.says(f"/tiepnhan {early} kgvx")
    world.later(days=3)
    corrected(world, dispatcher)
    assert in_use(world) == 5
    dispatcher.says("/baihoc").taps("Bỏ mọi bài").taps("19/11/2026").taps("Bỏ 4 bài")
    assert "Đã bỏ 4 bài từ ngày 19/11/2026" in dispatcher.text
    assert in_use(world) == 1
    world.tick()
    assert suggested(world) == REGISTRY
    dispatcher.taps("Lấy lại tất cả")
    assert in_use(world) == 5
    dispatcher.says("/baihoc tu 1/12")
    assert "không có bài nào" in dispatcher.text
    logged = world.rows("SELECT detail FROM access_log WHERE action = 'lessons undone'")
    assert logged == [("4 from 2026-11-19 on",)]


def test_another_process_picks_them_up_and_a_changed_folder_keeps_them(world, office):
    corrected(world, office.dispatcher)
    other = Store(world.house.settings.database, world.house.keys)
    elsewhere = Lessons(other, world.house.ground, lambda: world.now)
    try:
        assert world.run(elsewhere.look(small_agency()))
        assert not world.run(elsewhere.look(small_agency())), "nothing changed since"
    finally:
        other.stop()
    assert len(elsewhere.added_to(small_agency()).routing.examples) == 4 + len(
        small_agency().routing.examples
    )
    world.tick()
    world.house.use_agency(replace(small_agency(), name="Sở khác"))
    assert world.house.ground().agency.name == "Sở khác" and suggested(world) == FOREIGN
    assert len(world.house.agency.routing.examples) == len(small_agency().routing.examples)


def test_a_lesson_moves_along_and_ends_where_it_was_suggested(world, office):
    code = sent(world)
    office.dispatcher.says(f"/tiepnhan {code} dkkd")
    assert lesson(world) == [], "as suggested"
    office.dispatcher.says(f"/chuyen {code} ktdn Việc của phòng bạn.")
    assert lesson(world) == [(REGISTRY, FOREIGN)]
    office.dispatcher.says(f"/chuyen {code} kgvx Thật ra là của phòng này.")
    assert lesson(world) == [(REGISTRY, "khoa_giao_van_xa")]
    office.dispatcher.says(f"/chuyen {code} dkkd Trả về như cũ.")
    assert lesson(world) == []


def test_handed_back_it_teaches_nothing_until_it_is_decided_anew(world, office):
    code = office.accepted(world.citizen("Tư"))
    office.handler.says(f"/tralai {code} Không phải việc của phòng.")
    assert in_use(world) == 0
    office.dispatcher.says(f"/tiepnhan {code} ktdn")
    assert in_use(world) == 1 and lesson(world) == [(REGISTRY, FOREIGN)]


def lesson(world: World) -> list[tuple[str, str]]:
    return world.rows("SELECT suggested, office FROM lesson WHERE office <> ''")


def test_what_accuses_tips_and_what_was_taken_back_teach_nothing(world, office):
    conduct = filed(world, kind=Kind.CONDUCT, story=RUDE)
    office.dispatcher.says(f"/tiepnhan {conduct} ktdn")
    tip = submitted(world.citizen("Ẩn"), ANOTHER, mode="Không nêu tên")
    office.dispatcher.says(f"/tiepnhan {tip} ktdn")
    assert world.rows("SELECT id FROM lesson") == []

    citizen = world.citizen("Bảy")
    code = submitted(citizen, ANOTHER)
    office.dispatcher.says(f"/tiepnhan {code} ktdn")
    assert in_use(world) == 1
    citizen.says(f"/rut {code}").taps("Rút")
    assert world.case(code).status == "withdrawn" and in_use(world) == 0


def test_erased_words_and_what_becomes_restricted_are_unlearned(world, office):
    """The cases change past their doors: only whether they may still teach is asked here."""
    codes = corrected(world, office.dispatcher)
    world.tick()
    assert suggested(world) == FOREIGN
    world.store(lambda tx: tx.run("UPDATE cases SET restricted = 1 WHERE code = :c", c=codes[0]))
    for code in codes[1:]:
        world.store(
            lambda tx, code=code: tx.run(
                "UPDATE cases SET pseudonymised_at = :now WHERE code = :c", now=world.now, c=code
            )
        )
    assert in_use(world) == 0
    world.tick()
    assert suggested(world) == REGISTRY
    listed = said(office.dispatcher, "/baihoc")
    assert office.dispatcher.got("lessons.list") and not any(code in listed for code in codes)
    office.dispatcher.says(f"/baihoc bo {codes[0]}")
    assert office.dispatcher.got("lessons.no_such")


def test_who_may_keep_them(world, office):
    code = corrected(world, office.dispatcher)[0]
    admin = office.colleague("admin")
    assert code in said(admin, "/baihoc")
    admin.says(f"/baihoc {code}")
    assert admin.got("lessons.one") and admin.buttons == ["Bỏ bài này"], "no way to the case"
    assert not office.handler.says("/baihoc").got("lessons.list")
    own = world.citizen("Tư")
    theirs = submitted(own, ANOTHER)
    office.dispatcher.says(f"/tiepnhan {theirs} ktdn")
    world.grant(own, "admin")
    assert theirs not in said(own, "/baihoc") and "4 lần" in own.text
    own.says(f"/baihoc {theirs}")
    assert own.got("lessons.no_such")


def test_measuring_tells_whether_it_helps(world, office, site):
    said(office.dispatcher, "/baihoc do")
    world.work()
    assert office.dispatcher.got("lessons.too_few")
    for _ in range(2):
        corrected(world, office.dispatcher)
    dispatcher = official_at(world, site, office.colleague("admin"), "dispatcher", "Trần Web")
    dispatcher.says("/baihoc").taps("Đo xem có lợi không")
    world.work()
    assert "8 bài học" in dispatcher.text and "học thêm các bài khác thì đúng 8" in dispatcher.text
    assert "Học thêm có lợi, nên giữ" in dispatcher.text


def test_lessons_against_the_folder_are_found_out():
    agency = sample_agency()
    all_ = agency.routing.examples
    folder = replace(agency, routing=replace(agency.routing, examples=all_[::16]))
    wrong = [replace(one, office=FOREIGN) for one in all_[1::16] if one.office == REGISTRY]
    found = measure(folder, wrong)
    assert found.after < found.before
    assert found.advice is Advice.WORSE and found.drawn_to == FOREIGN


@pytest.mark.parametrize(
    ("alone", "taught", "after", "advice"),
    [(3, 8, 290, Advice.BETTER), (8, 8, 290, Advice.SAME), (8, 7, 290, Advice.WORSE),
     (3, 8, 280, Advice.WORSE), (3, 8, 288, Advice.BETTER)],
)  # fmt: skip
def test_advice(alone, taught, after, advice):
    assert Measured(10, alone, taught, 300, 290, after).advice is advice


def test_a_story_is_learned_without_anybody_in_it():
    told = (
        "Tôi là Võ Thị Tư, so dien thoai 0905 123 218, vo thi tu o Binh Son. Anh Nguyễn Văn Ba"
        " bảo nộp tại Bình Sơn, gửi tu@example.vn, mã số thuế 4300123456. " + "lồng bè " * 200
    )
    learned = story_of(told, {"name": "Võ Thị Tư", "phone": "+84905123218"})
    for gone in ("Tư", "tu", "0905", "218", "Nguyễn", "Văn Ba", "example", "4300", "[", "người"):
        assert gone not in learned.split() and gone not in learned.replace("thuế", ""), gone
    assert "Bình Sơn" in learned and len(learned) <= 600


def test_only_kinds_of_one_label_teach_it():
    assert label_of(Kind.RECOMMENDATION) == "kien_nghi"
    assert label_of(Kind.QUESTION) == label_of(Kind.PRAISE) == ""


def test_the_clerk_at_the_terminal(world, office, tmp_path):
    folder = Folder(tmp_path / "few")
    examples = folder.file("examples.csv")
    write_examples(examples, small_agency().routing.examples)
    settings = world.house.settings
    env = {
        "LANGNGHE_AGENCY": str(folder.path),
        "LANGNGHE_DATABASE_URL": settings.database_url,
        "LANGNGHE_DATA_DIR": str(settings.data_dir),
        "LANGNGHE_SECRET_KEY": "k" * 32,
    }

    def types(*words: str) -> str:
        return CliRunner().invoke(app, ["lessons", *words], env=env).output

    assert "Mới có 0 bài" in types("--measure")
    for _ in range(2):
        corrected(world, office.dispatcher)
    assert "đang học từ 8 lần" in types()
    assert "8 bài học" in (told := types("--measure")) and "Measured on" in told
    assert "tôm hùm" not in told
    assert "Đã bỏ 8 bài học từ ngày 16/11/2026" in types("--undo-since", "2026-11-16")
    assert in_use(world) == 0


def write_examples(path: Path, examples: Sequence[Example]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(("text", "label", "office"))
        lines.writerows((one.text, one.label, one.office) for one in examples)
