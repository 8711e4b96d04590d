"""Questions answered from the catalogue, and what becomes of those it does not answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.agency_files import load
from cases.understanding.questions import question
from tests.agency_folder import Folder
from tests.oa_town import OaTown
from tests.office import Office
from tests.officials.test_staff_web import Browser, site
from tests.people import World, sample_agency
from tests.town import Town

__all__ = ["site"]

GRIEVANCE = "Thủ tục thành lập công ty cổ phần rườm rà quá, đòi thêm giấy tờ hoài"
ANSWER = "Cổ đông nước ngoài nộp thêm bản dịch công chứng."


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def _story(world: World) -> str:
    [(story,)] = world.rows("SELECT body FROM case_text WHERE kind = 'story'")
    return str(story)


# --- answered ------------------------------------------------------------------------------------

FACETS = [
    ("mở công ty cổ phần cần giấy tờ gì?", "papers", "1. Giấy đề nghị đăng ký doanh nghiệp"),
    ("mở công ty cổ phần mất mấy ngày?", "time", "3 ngày làm việc"),
    ("mở công ty cổ phần lệ phí bao nhiêu?", "fee", "50.000 đồng"),
    ("mở công ty cổ phần nộp hồ sơ ở đâu?", "where", "dangkykinhdoanh.gov.vn"),
    ("mở công ty cổ phần gửi qua bưu điện được không?", "by_post", "Nộp qua bưu điện: được"),
    ("mở công ty cổ phần nộp qua mạng được không?", "online", "được, từ đầu đến cuối"),
    ("mở công ty cổ phần gồm các bước nào, làm thế nào?", "steps", "1. Chuẩn bị hồ sơ"),
    ("mo cong ty co phan can giay to gi", "papers", "Giấy đề nghị"),
    ("cho e hỏi mở cty cp mất bao lâu vậy ad", "time", "3 ngày làm việc"),
    ("mo cong ty co phan can giya to gi", "papers", "Giấy đề nghị"),
    ("mở công ty cổ phần mất mấy ngày, phí bao nhiêu?", "time", "3 ngày làm việc"),
]


@pytest.mark.parametrize(("said", "facet", "answer"), FACETS)
def test_the_facet_asked_about_first_with_source_and_day(
    world: World, said: str, facet: str, answer: str
) -> None:
    citizen = world.citizen()
    citizen.says(said)
    assert citizen.keys == ["greeting.short", f"questions.{facet}"]
    told = citizen.news[-1].message.text.lower()
    assert answer.lower() in told and "công ty cổ phần</b> (2.002043)" in told
    assert "theo danh mục thủ tục, cập nhật ngày 18/7/2026" in told
    assert citizen.buttons == ["Xem đầy đủ", "Chưa đúng ý tôi", "Hỏi câu khác", "Gửi phản ánh"]
    assert world.cases() == []


def test_a_procedure_misspelt_is_found_or_offered(world: World) -> None:
    citizen = world.citizen()
    citizen.says("mo cong ty co phna mat may ngay")
    if citizen.got("questions.which"):
        citizen.says("1")
    assert citizen.keys[-1] == "questions.time"


def test_in_english(world: World) -> None:
    citizen = world.citizen()
    citizen.says("How long does it take to register a joint stock company?")
    assert citizen.keys[-1] == "questions.time"
    assert "3 working days" in citizen.text and "updated 18 Jul 2026" in citizen.text


TOPICS = [
    ("Sở Kế hoạch ở đường nào vậy?", "address", "96 Nguyễn Nghiêm"),
    ("thu 7 co lam khong", "hours", "thứ Hai đến thứ Sáu"),
    ("thứ 7 mấy giờ Sở mở cửa?", "hours", "13:30–17:00"),
    ("cho xin số điện thoại của Sở được không?", "phone", "0255 0000 001"),
    ("Gửi phản ánh ẩn danh được không?", "nameless", "không hẹn ngày"),
    ("gửi phản ánh bao lâu thì trả lời?", "answer_time", "15 ngày làm việc"),
    ("Can I send feedback anonymously?", "nameless", "16-digit"),
]


@pytest.mark.parametrize(("said", "topic", "answer"), TOPICS)
def test_of_the_department_and_of_feedback_itself(
    world: World, said: str, topic: str, answer: str
) -> None:
    citizen = world.citizen()
    citizen.says(said)
    assert citizen.keys[-1] == f"questions.{topic}" and answer in citizen.text
    assert "heo " in citizen.text or "As the department" in citizen.text, "the source"


def test_what_the_source_leaves_blank_is_said_to_be_blank(world: World) -> None:
    citizen = world.citizen()
    citizen.says("xin chấp thuận chủ trương đầu tư mất mấy ngày?")
    assert citizen.keys[-1] == "questions.blank"
    assert "chưa ghi thời hạn" in citizen.text and "0255 0000 003" in citizen.text
    assert "Nhờ cán bộ trả lời" in citizen.buttons


def test_every_answer_of_the_catalogue_fits_a_turn(world: World) -> None:
    citizen = world.citizen()
    citizen.says("xin chao")
    for procedure in sample_agency().procedures[::3]:
        for asked in ("cần giấy tờ gì?", "các bước làm thế nào?", "lệ phí bao nhiêu?"):
            citizen.says(f"{procedure.name} {asked}")
            if citizen.got("questions.which"):
                citizen.says("1")
            told = [p for p in citizen.news if p.message.key.startswith("questions.")]
            assert all(len(re.sub("<[^>]+>", "", p.message.text)) <= 300 for p in told), asked


def test_several_that_fit_are_chosen_from(world: World) -> None:
    citizen = world.citizen()
    citizen.says("mở công ty TNHH mất mấy ngày?")
    assert citizen.keys[-1] == "questions.which"
    assert len(citizen.buttons) == 4 and citizen.buttons[-1] == "Khác"
    citizen.says("cong ty hop danh").says("1")
    assert citizen.keys == ["questions.time"] and "hợp danh" in citizen.text
    citizen.says("thành lập công ty TNHH mất mấy ngày?").taps("Khác")
    assert citizen.keys == ["questions.unanswered"]


def test_a_story_told_at_that_choice_is_a_story(world: World) -> None:
    citizen = world.citizen()
    citizen.says("mở công ty TNHH mất mấy ngày?")
    citizen.says(GRIEVANCE)
    assert citizen.keys[-1].startswith("submit.subject")
    citizen.taps("Đúng").taps("Không nêu tên").taps("Gửi")
    assert _story(world) == GRIEVANCE


def test_the_next_question_may_leave_the_procedure_out(world: World) -> None:
    citizen = world.citizen()
    citizen.says("mở công ty cổ phần cần giấy tờ gì?").says("còn lệ phí thì sao")
    assert citizen.keys == ["questions.fee"] and "công ty cổ phần" in citizen.text
    world.later(minutes=40)
    citizen.says("lệ phí bao nhiêu?")
    assert citizen.keys == ["questions.unanswered"], "an hour later it may be about anything"


def test_the_whole_sheet_and_another_question(world: World) -> None:
    citizen = world.citizen()
    citizen.says("mở công ty cổ phần cần giấy tờ gì?").taps("Xem đầy đủ")
    assert citizen.keys == ["procedures.sheet"]
    citizen.taps("Hỏi câu khác")
    assert citizen.keys == ["questions.what"]
    citizen.says("giải thể công ty")
    assert citizen.keys == ["procedures.found"], "whatever comes now is taken for a question"


def test_a_value_too_long_for_a_turn_ends_in_dots(sqlite_database: str, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.change("procedures.csv", "Nộp qua mạng: miễn lệ phí", "Nộp qua mạng: miễn lệ phí " * 20)
    world = World(sqlite_database, tmp_path, agency_folder=folder.path)
    citizen = world.citizen()
    citizen.says("mở doanh nghiệp tư nhân lệ phí bao nhiêu?")
    told = re.sub("<[^>]+>", "", citizen.news[-1].message.text)
    assert citizen.keys[-1] == "questions.fee" and "…\n" in told and len(told) <= 300
    world.close()


# --- not a question, or not ours -----------------------------------------------------------------

STORIES = [
    "Sao cán bộ cứ bắt bổ sung giấy tờ hoài vậy?",
    "Tôi nộp 3 lần đều bị trả, bao lâu nữa mới xong?",
    "thủ tục giải thể lâu quá, bao lâu mới xong?",
    "Cán bộ quát mắng dân như vậy được không?",
    "Hỏi nộp hồ sơ ở đâu thì bảo tự lên mạng mà coi, thái độ vậy được không?",
    "My application takes too long, how long do we have to wait?",
    "toi muon to cao can bo nhan hoi lo thi gui don o dau?",
    "Giấy vệ sinh an toàn thực phẩm cho quán bún thì xin ở đâu, bao nhiêu tiền?",
]


@pytest.mark.parametrize("said", STORIES)
def test_a_question_mark_makes_no_question(world: World, said: str) -> None:
    citizen = world.citizen()
    citizen.says(said)
    assert citizen.keys[-1].startswith(("submit.", "doors.")), citizen.keys


def test_diacritics_count_where_they_were_typed() -> None:
    asked = question("xã trình từ tháng 1 có được duyệt không ạ?", sample_agency())
    assert asked is None or asked.about != "steps", "no “trình tự”"


# --- nothing is lost -----------------------------------------------------------------------------


def test_left_there_the_question_is_a_draft(world: World) -> None:
    citizen = world.citizen()
    citizen.says("mở công ty cổ phần mất mấy ngày?")
    world.later(hours=30)
    world.tick()
    assert citizen.got("clock.draft_reminder")
    citizen.taps("Viết tiếp").taps("Đúng").taps("Gửi, nhắn")
    assert citizen.got("receipt.question")
    assert _story(world) == "mở công ty cổ phần mất mấy ngày?"


def test_after_thanks_nothing_is_left_of_it(world: World) -> None:
    citizen = world.citizen()
    citizen.says("mở công ty cổ phần mất mấy ngày?").says("cảm ơn nhiều nhé")
    assert citizen.keys == ["human.welcome"]
    world.later(days=2)
    world.tick()
    assert not citizen.got("clock.draft_reminder") and world.cases() == []
    citizen.says("/tieptuc")
    assert citizen.keys == ["control.nothing_to_go_on"]


def test_a_story_told_next_begins_a_submission_of_its_own(world: World) -> None:
    citizen = world.citizen()
    citizen.says("mở công ty cổ phần mất mấy ngày?").says(GRIEVANCE)
    assert citizen.keys == ["submit.subject"]
    citizen.taps("Đúng").taps("Không nêu tên").taps("Gửi")
    assert citizen.keys[:1] == ["receipt.tip"] and not citizen.got("submit.kept_draft")
    assert _story(world) == GRIEVANCE
    assert "mấy ngày" not in str(world.rows("SELECT state FROM chat")).split('"dropped"')[0]


def test_what_was_taken_for_a_question_by_mistake_goes_on_at_a_tap(world: World) -> None:
    said = "mua lại công ty còn nợ thuế có đổi chủ được không ạ"
    citizen = world.citizen()
    citizen.says(said)
    assert citizen.keys[-1] == "questions.unanswered" and "0255 0000 001" in citizen.text
    citizen.taps("Đây là phản ánh").says("gui luon").taps("Gửi, nhắn")
    assert _story(world) == said


# --- handed over ---------------------------------------------------------------------------------


def test_a_person_gets_the_conversation_and_answers(world: World, office: Office) -> None:
    citizen = world.citizen()
    citizen.says("mở công ty cổ phần cần giấy tờ gì?").says("còn lệ phí thì sao")
    citizen.taps("Chưa đúng ý tôi")
    assert citizen.keys == ["questions.handed_over", "submit.privacy"]
    case = world.case(citizen.code)
    assert (case.kind, case.suggested_office) == ("question", "dang_ky_kinh_doanh")
    assert case.procedure_code == "2.002043" and case.due_at
    card = office.dispatcher.seen[-1].message.text
    for line in ("Người hỏi: mở công ty cổ phần cần giấy tờ gì?", "Máy trả lời:", "còn lệ phí"):
        assert line in card
    citizen.says("co dong la nguoi nuoc ngoai")
    assert citizen.keys == ["human.passed_on"], "nothing is asked again, what they add goes there"
    office.dispatcher.says(f"/tiepnhan {case.code}")
    office.handler.says(f"/nhan {case.code}").says(f"/traloi {case.code} {ANSWER}")
    office.handler.taps("Không kèm")
    world.minute_passes()
    assert citizen.seen[-1].message.key == "notice.answer" and ANSWER in citizen.text
    citizen.says("/tieptuc")
    assert citizen.keys == ["control.nothing_to_go_on"], "the draft became the case"


@pytest.mark.parametrize("said", ["chua dung y toi", "không giúp được gì", "not what I asked"])
def test_in_words_too_and_once(world: World, said: str) -> None:
    citizen = world.citizen()
    citizen.says("thứ 7 có làm không").says(said)
    assert citizen.keys[0] == "questions.handed_over"
    citizen.taps("Chưa đúng ý tôi")
    assert citizen.keys == ["human.already"] and len(world.cases()) == 1


def test_markup_in_a_question_reaches_the_official_as_typed(world: World) -> None:
    said = "mở công ty cổ phần <b>R&D</b> mất mấy ngày?"
    citizen = world.citizen()
    citizen.says(said).taps("Chưa đúng ý tôi")
    assert f"Người hỏi: {said}" in _story(world)


def test_without_anything_asked_before_a_person_is_asked_as_ever(world: World) -> None:
    citizen = world.citizen()
    citizen.says("/chuadungytoi")
    assert citizen.keys[-1] == "human.ask"


# --- in the middle of a submission ---------------------------------------------------------------


def test_in_the_middle_of_a_submission_the_step_goes_on(world: World, office: Office) -> None:
    citizen = world.citizen()
    citizen.says(GRIEVANCE).says("thế mở công ty cổ phần mất mấy ngày?")
    assert citizen.keys == ["questions.time", "submit.subject"]
    assert "Gửi phản ánh" not in [c.label for c in citizen.news[0].message.choices]
    citizen.taps("Đúng").says("gửi ẩn danh thì có ai biết tên không?")
    assert citizen.keys == ["questions.nameless", "submit.identity"]
    world.restart()
    citizen.taps("Chưa đúng ý tôi")
    assert citizen.keys[0] == "questions.handed_over" and citizen.keys[-1] == "submit.identity"
    asked = _story(world)
    assert "mất mấy ngày" in asked and "ai biết tên" in asked and GRIEVANCE not in asked
    citizen.taps("Không nêu tên").taps("Gửi")
    assert citizen.keys[0] == "receipt.tip"
    stories = {str(row[0]) for row in world.rows("SELECT body FROM case_text")}
    assert GRIEVANCE in stories and len(world.cases()) == 2


def test_a_choice_of_procedures_there_comes_back_to_the_step(world: World) -> None:
    citizen = world.citizen()
    citizen.says(GRIEVANCE).says("thế mở công ty TNHH mất mấy ngày?")
    assert citizen.keys == ["questions.which"]
    world.restart()
    citizen.says("1")
    assert citizen.keys == ["questions.time", "submit.subject"]


def test_an_answer_to_a_step_is_no_question(world: World) -> None:
    citizen = world.citizen()
    citizen.says("/gui").sends("photo", name="don.jpg")
    citizen.says("mở công ty cổ phần mất mấy ngày?")
    assert citizen.keys == ["submit.subject"], "what the photo is about"


def test_a_submission_with_nothing_told_yet_gives_way(world: World) -> None:
    citizen = world.citizen()
    citizen.says("/gui").says("mở công ty cổ phần mất mấy ngày?")
    assert citizen.keys == ["questions.time"]
    citizen.taps("Gửi phản ánh").taps("Viết tiếp")
    assert citizen.keys == ["submit.subject"]


# --- where is my dossier? ------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["hs của tôi tới đâu rồi", "phieu hen 15/3 chua thay gi"])
def test_where_something_is(world: World, said: str) -> None:
    citizen = world.citizen()
    citizen.says(said)
    assert citizen.keys[-1] == "questions.where_is" and "số hồ sơ" in citizen.text
    citizen.taps("Báo hồ sơ trễ hẹn")
    assert citizen.keys == ["submit.dossier"], "and what was said is the story"
    citizen.says("/huy").taps("Bỏ").says("/khoiphuc")
    assert citizen.keys[-1] == "submit.dossier"


def test_by_a_number_or_a_code_that_stands_in_it(world: World, office: Office) -> None:
    citizen = world.citizen()
    code = office.accepted(citizen)
    citizen.says(f"việc {code} của tôi tới đâu rồi ạ?")
    assert citizen.keys == ["status.view"] and code in citizen.text
    citizen.says("hồ sơ H48.15-261023-0007 tới đâu rồi")
    assert citizen.got("status.dossier") and "H48.15-261023-0007" in citizen.text


def test_a_person_looks_at_it_with_what_was_said(world: World) -> None:
    citizen = world.citizen()
    citizen.says("phiếu hẹn 15/3 chưa thấy gì").taps("Nhờ cán bộ trả lời")
    assert citizen.keys[0] == "questions.handed_over"
    assert "phiếu hẹn 15/3" in _story(world)


# --- counted -------------------------------------------------------------------------------------


def test_answers_are_counted_and_words_are_not_kept(world: World) -> None:
    citizen = world.citizen()
    citizen.says("mở công ty cổ phần mất mấy ngày?").says("còn lệ phí thì sao")
    world.citizen().says("mở công ty cổ phần mất mấy ngày?").taps("Chưa đúng ý tôi")
    world.later(days=1)
    world.citizen().says("thứ 7 có làm không")
    assert world.rows("SELECT day, what, count FROM tally ORDER BY day, what") == [
        ("2026-11-16", "question.fee", 1),
        ("2026-11-16", "question.handed_over", 1),
        ("2026-11-16", "question.time", 2),
        ("2026-11-17", "question.hours", 1),
    ]


# --- what the office changes ---------------------------------------------------------------------


def test_the_office_teaches_a_word(sqlite_database: str, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.change("agency.toml", 'fee = ["bao nhiêu tiền"', 'fee = ["hao bao nhiêu"')
    world = World(sqlite_database, tmp_path, agency_folder=folder.path)
    citizen = world.citizen()
    citizen.says("cho hỏi mở công ty cổ phần hao bao nhiêu?")
    assert citizen.keys[-1] == "questions.fee"
    world.close()


def test_a_facet_misspelt_in_the_folder_is_told(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.change("agency.toml", "\nby_post = [", "\nbypost = [")
    assert any("bypost" in told and "by_post" in told for told in folder.told())


def test_without_the_section_people_answer_everything(sqlite_database: str, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    text = folder.file("agency.toml").read_text("utf-8")
    before, _, rest = text.partition("[questions]")
    after = rest.partition("# -----")[2]
    folder.file("agency.toml").write_text(f"{before}# -----{after}", "utf-8")
    assert not load(folder.path).questions.about
    world = World(sqlite_database, tmp_path, agency_folder=folder.path)
    citizen = world.citizen()
    citizen.says("mở công ty cổ phần mất mấy ngày?")
    assert citizen.keys[-1] == "submit.subject"
    world.close()


# --- in the other channels -----------------------------------------------------------------------


def test_on_the_web(world: World, office: Office, site: str) -> None:
    page = Browser(world, site)
    page.says("mo cong ty co phan can giay to gi")
    assert "Giấy đề nghị đăng ký doanh nghiệp" in page.text and "18/7/2026" in page.text
    page.taps("Chưa đúng ý tôi")
    [case] = world.cases()
    assert case.code in page.text and "Máy trả lời" in _story(world)
    office.dispatcher.says(f"/tiepnhan {case.code}")
    office.handler.says(f"/nhan {case.code}").says(f"/traloi {case.code} {ANSWER}")
    office.handler.taps("Không kèm")
    world.minute_passes()
    assert ANSWER in page.text
    assert 'langnghe_machine_did{what="question.handed_over"} 1.0' in world.run(_metrics(site))


async def _metrics(site: str) -> str:
    async with ClientSession() as http, http.get(f"{site}/metrics") as answer:
        return await answer.text()


@pytest.fixture
def zalo(sqlite_database: str, tmp_path: Path) -> Iterator[OaTown]:
    made = OaTown(sqlite_database, tmp_path).opens()
    yield made
    made.ends()


def test_on_zalo(zalo: OaTown) -> None:
    citizen = zalo.citizen(phone="84905123218")
    citizen.says("mo cong ty tnhh mat may ngay").says("1")
    assert citizen.got("questions.time") and "3 ngày làm việc" in citizen.text
    citizen.taps("questions.b_not_helped")
    assert citizen.got("questions.handed_over")
    assert zalo.case(citizen.code).kind == "question"


@pytest.mark.slow
def test_on_telegram(sqlite_database: str, tmp_path: Path) -> None:
    town = Town(sqlite_database, tmp_path).opens()
    citizen = town.citizen()
    dispatcher = town.official("dispatcher", name="Trần Văn Điều")
    citizen.says("mở công ty cổ phần cần giấy tờ gì?")
    assert citizen.got("questions.papers")
    citizen.taps("questions.b_not_helped")
    assert citizen.got("questions.handed_over")
    assert "Máy trả lời" in dispatcher.inbox[-1].text
    town.ends()
