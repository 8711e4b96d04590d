"""The catalogue: searched in people's words, browsed, and shown without inventing anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiohttp import web

from bot.site.app import build
from tests.office import SQLITE_ONLY
from tests.officials.test_staff_web import Browser
from tests.people import FakeChannel, Person, World, sample_agency

pytestmark = SQLITE_ONLY


def _shows(citizen: Person) -> str:
    assert citizen.keys == ["procedures.sheet"], citizen.keys
    return citizen.text


@pytest.mark.parametrize(
    "said", ["/thutuc mo cong ty", "/thutuc mở công ty", "/procedures open company"]
)
def test_words_give_three_suggestions_and_a_way_past_them(world: World, said: str) -> None:
    citizen = world.citizen()
    citizen.says(said)
    assert citizen.keys == ["procedures.found"]
    assert len(citizen.buttons) == 4
    assert citizen.buttons[-1] in ("Khác, không phải các thủ tục này", "Other, none of these")
    citizen.says("1")
    assert "3 ngày làm việc" in _shows(citizen) or "3 working days" in citizen.text


def test_the_question_takes_words_too(world: World) -> None:
    citizen = world.citizen()
    citizen.says("thu tuc")
    assert citizen.keys == ["procedures.what"] and len(citizen.buttons) == 5
    citizen.says("mat giay phep kinh doanh")
    assert citizen.keys == ["procedures.found"]
    citizen.says("doi ten cong ty")
    assert citizen.keys == ["procedures.found"], "other words search anew"
    citizen.says("1")
    assert "đổi tên" in _shows(citizen)


def test_browsing_by_office_and_page(world: World) -> None:
    citizen = world.citizen()
    citizen.says("/thutuc").taps("Việc đăng ký công ty")
    assert citizen.keys == ["procedures.pick"]
    first = list(citizen.buttons)
    citizen.taps("Khác")
    assert citizen.keys == ["procedures.pick"] and citizen.buttons[0] not in first
    citizen.says("3")
    _shows(citizen)


@pytest.mark.parametrize(
    ("way", "leads_to"),
    [
        ("1", "procedures.what"),
        ("xem theo phan viec", "procedures.what"),
        ("2", "submit.story"),
        ("ke viec cua toi cho so", "submit.story"),
        ("3", "human.ask"),
        ("gap can bo", "human.ask"),
        ("mat giay phep kinh doanh", "procedures.found"),
    ],
)
def test_past_the_suggestions_every_way_leads_on(world: World, way: str, leads_to: str) -> None:
    citizen = world.citizen()
    citizen.says("/thutuc mo cong ty").says("khac")
    assert citizen.keys == ["catalogue.beyond"]
    citizen.says(way)
    assert citizen.keys[-1] == leads_to


@pytest.mark.parametrize("buttons", [5, 0])
def test_the_same_where_there_are_few_buttons_or_none(
    database: str, tmp_path: Path, buttons: int
) -> None:
    zalo = FakeChannel("zalo" if buttons else "zalo_bot", edits=False, buttons=buttons)
    world = World(database, tmp_path, channels=(zalo,))
    citizen = world.citizen(channel=zalo)
    citizen.says("/thutuc mo cong ty").says("4")
    assert citizen.keys == ["catalogue.beyond"]
    citizen.says("1").says("2").says("1")
    _shows(citizen)
    world.close()


def test_the_same_in_the_web_chat(world: World) -> None:
    site = web.AppRunner(build(world.house), handler_cancellation=True, access_log=None)
    world.run(site.setup())
    world.run(web.TCPSite(site, "127.0.0.1", 0).start())
    page = Browser(world, f"http://127.0.0.1:{site.addresses[0][1]}")
    page.says("/thutuc mo cong ty").taps("Khác").taps("Xem theo phần việc")
    page.taps("Việc đăng ký công ty").says("doi ten cty").says("1")
    assert "đăng ký đổi tên của doanh nghiệp" in page.messages()[-1]["text"]
    world.run(site.cleanup())


def test_a_code_shows_its_sheet_at_once(world: World) -> None:
    citizen = world.citizen()
    code = sample_agency().procedures[10].code
    citizen.says(f"/thutuc {code}")
    assert code in _shows(citizen)


def test_nothing_found_is_no_dead_end(world: World) -> None:
    citizen = world.citizen()
    citizen.says("/thutuc xyzzy")
    assert citizen.keys == ["procedures.nothing_found", "procedures.what"]
    citizen.says("qwerty")
    assert citizen.keys == ["procedures.nothing_found", "procedures.what"]
    citizen.says("asdfgh").says("zxcvbn")
    assert citizen.keys[0] == "common.unclear_3", "the third time a person is offered"


def test_a_story_told_to_the_search_is_not_lost(world: World) -> None:
    citizen = world.citizen()
    story = "hom truoc toi den quay so ba cho tu bay gio den muoi gio ma khong ai goi"
    citizen.says("thu tuc").says(story)
    assert citizen.keys == ["procedures.is_story"]
    citizen.says("dung")
    assert citizen.keys[-1].startswith("submit.")
    citizen.says("gui luon").taps("Không nêu tên").taps("Gửi")
    assert world.rows("SELECT body FROM case_text WHERE kind = 'story'") == [(story,)]


def test_what_the_source_leaves_blank_is_said_to_be_blank(world: World) -> None:
    blank = next(p for p in sample_agency().procedures if not p.papers and not p.decision)
    citizen = world.citizen()
    citizen.says(f"/thutuc {blank.code}")
    assert "Giấy tờ: nguồn chưa ghi" in citizen.text
    assert "Quyết định công bố" not in citizen.text
    citizen.says("english").says(f"/procedures {blank.code}")
    assert "not stated in the source" in citizen.text


def test_every_sheet_of_the_catalogue_can_be_shown_in_both_languages(world: World) -> None:
    citizen = world.citizen()
    for language in ("tieng viet", "english"):
        citizen.says(language)
        for procedure in sample_agency().procedures:
            citizen.says(f"/thutuc {procedure.code}")
            sheet = _shows(citizen)
            assert procedure.code in sheet and "2026" in sheet and "None" not in sheet


def test_sample_numbers_are_marked(world: World) -> None:
    citizen = world.citizen()
    citizen.says(f"/thutuc {sample_agency().procedures[0].code}")
    assert "số mẫu" in _shows(citizen)


# --- feedback about a procedure ------------------------------------------------------------------


def test_feedback_about_the_procedure_read_is_not_asked_its_subject(world: World) -> None:
    citizen = world.citizen()
    citizen.says("/thutuc mo cong ty").says("1").taps("Phản ánh về thủ tục này")
    assert citizen.keys == ["submit.story"]
    citizen.says("phai nop di nop lai ba lan moi xong")
    assert citizen.got("submit.identity")
    citizen.taps("Không nêu tên").taps("Gửi")
    case = world.cases()[0]
    assert case.kind == "regulation" and case.procedure_code


def test_a_submission_interrupted_by_the_catalogue_goes_on(world: World) -> None:
    citizen = world.citizen()
    citizen.says("van phong dai dien lam thu tuc rat lau va kho hieu")
    asked = citizen.keys[-1]
    citizen.says("/thutuc mo cong ty").says("1")
    assert citizen.keys == ["procedures.sheet", asked]
    citizen.taps("Phản ánh về thủ tục này")
    assert citizen.got("submit.identity"), "the tap says what the story is about"


def test_a_draft_from_before_is_offered_first(world: World) -> None:
    citizen = world.citizen()
    citizen.says("van phong dai dien lam thu tuc rat lau va kho hieu").says("de luc khac")
    citizen.says("/thutuc mo cong ty").says("1").taps("Phản ánh về thủ tục này")
    assert citizen.keys == ["submit.kept_draft"]


def test_a_procedure_gone_from_the_catalogue_is_said_to_be_gone(world: World) -> None:
    citizen = world.citizen()
    citizen.says("/phananhve 9.999999")
    assert citizen.keys == ["procedures.gone"]
    citizen.taps("Tìm thủ tục khác")
    assert citizen.keys == ["procedures.what"]
