"""Words that steer: cancel, restore, back, later, go on, edit, send now, help; and they are content
inside a longer sentence."""

from __future__ import annotations

import json

import pytest

from handlers.router import COMMANDS, spoken
from messages.texts import LANGUAGES
from tests.people import Person, World
from tests.stories import SENDER, STORY, sends_feedback, sends_tip


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


def _at_identity(world: World) -> Person:
    citizen = world.citizen()
    citizen.says(STORY).taps("Đúng")
    assert citizen.got("submit.identity")
    return citizen


# --- cancel and restore --------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["hủy", "huy", "/huy", "/cancel", "Huỷ bỏ"])
def test_cancelling_asks_once_and_can_be_undone(world: World, said: str) -> None:
    citizen = _at_identity(world)
    citizen.says(said)
    assert citizen.keys == ["control.sure"]
    citizen.says("co")
    assert citizen.keys == ["control.cancelled"]
    citizen.says("khôi phục")
    assert citizen.keys[0] == "control.restored" and citizen.keys[-1] == "submit.identity"
    citizen.taps("Không nêu tên").taps("Gửi")
    assert citizen.got("receipt.tip")


def test_saying_it_twice_is_a_yes(world: World) -> None:
    citizen = _at_identity(world)
    citizen.says("huy").says("huy")
    assert citizen.keys == ["control.cancelled"]


@pytest.mark.parametrize("said", ["Viết tiếp", "khong", "tiep tuc", "2"])
def test_or_it_goes_on(world: World, said: str) -> None:
    citizen = _at_identity(world)
    citizen.says("huy").says(said)
    assert citizen.keys[-1] == "submit.identity"


def test_after_a_day_it_is_gone(world: World) -> None:
    citizen = _at_identity(world)
    citizen.says("huy").says("co")
    world.later(hours=25)
    citizen.says("khoi phuc")
    assert citizen.keys == ["control.nothing_to_restore"]


def test_a_newer_draft_is_not_lost_by_restoring(world: World) -> None:
    citizen = _at_identity(world)
    citizen.says("huy").says("co").says("van phong dai dien lam thu tuc rat lau va kho hieu")
    assert citizen.got("submit.subject")
    citizen.says("khoi phuc")
    assert citizen.keys[0] == "control.restored" and citizen.got("submit.identity")
    citizen.taps("Không nêu tên").taps("Gửi")
    assert citizen.keys[-1] == "submit.kept_draft", "the newer one waits still"
    citizen.taps("Viết tiếp")
    assert citizen.got("submit.subject")


def test_a_draft_laid_aside_outlives_another_submission(world: World) -> None:
    citizen = world.citizen()
    citizen.says("van phong dai dien lam thu tuc rat lau va kho hieu").says("de luc khac")
    citizen.says(STORY).taps("Đúng").taps("Không nêu tên").taps("Gửi")
    assert citizen.keys[-1] == "submit.kept_draft"
    citizen.says("/gui").taps("Viết mới").says("bang niem yet o quay bi cu, chu mo khong doc duoc")
    citizen.says("de luc khac").says("tiep tuc")
    assert "bang niem yet" in str(world.rows("SELECT state FROM chat"))
    citizen.says("de luc khac")
    drafts = json.loads(world.rows("SELECT state FROM chat")[0][0])["kept"]
    assert ["van phong" in str(d) for d in drafts] == [True, False]


def test_of_too_many_drafts_the_oldest_is_put_away_and_said(world: World) -> None:
    citizen = world.citizen()
    for number in range(6):
        citizen.says(f"bang niem yet o quay so {number} bi cu, chu mo khong doc duoc")
        citizen.says("de luc khac")
    assert "common.too_many_drafts" in citizen.keys
    citizen.says("khoi phuc")
    assert citizen.keys[0] == "control.restored"
    assert "quay so 0" in str(world.rows("SELECT state FROM chat"))


def test_a_draft_laid_aside_can_be_cancelled(world: World) -> None:
    citizen = _at_identity(world)
    citizen.says("de luc khac").says("huy")
    assert citizen.keys == ["control.sure"]
    citizen.says("co").says("tiep tuc")
    assert citizen.keys[0] == "control.restored"


def test_nothing_to_cancel_points_to_what_was_sent(world: World) -> None:
    citizen = world.citizen()
    sends_feedback(citizen)
    citizen.says("huy")
    assert citizen.keys == ["control.nothing_to_cancel"]
    citizen.taps("Rút việc đã gửi")
    assert citizen.keys == ["actions.withdraw_sure"]
    citizen.says("huy")
    assert citizen.keys == ["control.stopped"], "a question that keeps nothing is just left"


# --- back, later, go on --------------------------------------------------------------------------


def test_back_asks_the_last_question_again(world: World) -> None:
    citizen = _at_identity(world)
    citizen.says("quay lại")
    assert citizen.keys == ["submit.subject"]


def test_back_at_the_beginning_says_so(world: World) -> None:
    citizen = world.citizen()
    citizen.says("quay lai")
    assert citizen.keys == ["control.nothing_to_go_back"]
    citizen.says("/gui").says("/quaylai")
    assert citizen.keys == ["control.first_question", "submit.story"]


def test_later_keeps_it_and_go_on_brings_it_back(world: World) -> None:
    citizen = _at_identity(world)
    citizen.says("để lúc khác")
    assert citizen.keys == ["common.kept_for_later"]
    world.later(days=3)
    citizen.says("tiep tuc")
    assert citizen.got("submit.identity")


def test_later_and_go_on_with_nothing_under_way(world: World) -> None:
    citizen = world.citizen()
    citizen.says("de luc khac")
    assert citizen.keys == ["control.any_time"]
    citizen.says("tiep tuc")
    assert citizen.keys == ["control.nothing_to_go_on"]


# --- edit, send now ------------------------------------------------------------------------------


def test_editing_at_the_check_card(world: World) -> None:
    citizen = _at_identity(world)
    citizen.taps("Người giải quyết").says(SENDER).taps("Bỏ qua")
    assert citizen.got("submit.check")
    citizen.says("sua")
    assert citizen.keys == ["common.edit_which"]
    citizen.taps("D.")
    assert citizen.got("submit.identity")
    citizen.taps("Giữ kín")
    assert citizen.got("submit.check")
    citizen.says("/sua e")
    assert citizen.got("submit.sender")


def test_editing_elsewhere_goes_back_one_answer(world: World) -> None:
    citizen = _at_identity(world)
    citizen.says("sửa")
    assert citizen.keys == ["submit.subject"]
    citizen = world.citizen()
    citizen.says("sua")
    assert citizen.keys == ["control.nothing_to_edit"]


def test_send_now_leaves_the_subject_to_the_department(world: World) -> None:
    citizen = world.citizen()
    citizen.says("hom nay troi dep qua di thoi moi nguoi oi").says("gửi luôn")
    assert citizen.keys[-1] == "submit.identity"
    citizen.says("gui luon")
    assert "control.still_needed" in citizen.keys and citizen.keys[-1] == "submit.identity"
    citizen.taps("Người giải quyết").says(SENDER)
    assert citizen.got("submit.check"), "what is optional is passed over"
    citizen.says("gui luon")
    assert citizen.keys == ["control.still_needed", "submit.check"]
    citizen.taps("Gửi, tôi tự tra")
    assert world.cases()[0].suggested_office == ""


def test_send_now_passes_over_what_a_late_dossier_would_ask(world: World) -> None:
    citizen = world.citizen()
    citizen.says("ho so cua toi bi tre hen, qua ngay hen hai tuan roi chua co ket qua")
    citizen.taps("Đúng")
    assert citizen.got("submit.dossier")
    citizen.says("gui luon")
    assert citizen.keys[-1] == "submit.identity"


def test_send_now_after_photos_only(world: World) -> None:
    citizen = world.citizen()
    citizen.sends("photo", name="don viet tay.jpg").says("gui luon")
    assert citizen.keys[-1] == "submit.identity"


def test_send_now_without_a_story(world: World) -> None:
    citizen = world.citizen()
    citizen.says("gui luon")
    assert citizen.keys == ["control.nothing_to_send"]
    citizen.says("/gui").says("gui luon")
    assert citizen.keys == ["control.story_first", "submit.story"]


def test_inside_a_sentence_such_words_are_content(world: World) -> None:
    citizen = world.citizen()
    for said in ("ho dung ho so cua toi roi huy luon hen voi toi", "xem giup toi ho so nay voi a"):
        citizen.says("/vietmoi").says(said)
        assert citizen.keys[-1].startswith("submit.subject"), said


# --- help ----------------------------------------------------------------------------------------


def test_help_is_short_and_lists_words_as_they_are_typed(world: World) -> None:
    citizen = world.citizen()
    citizen.says("tro giup")
    assert citizen.keys == ["guide.citizen"]
    for word in ("GUI", "TRA CUU", "BO SUNG", "RUT", "THU TUC", "GAP CAN BO", "DU LIEU"):
        assert f"{word} –" in citizen.text
    assert "/gui" not in citizen.text and "TIEP NHAN" not in citizen.text
    assert len(citizen.text) <= 400
    citizen.says("english").says("help")
    assert "SUBMIT –" in citizen.text and "STATUS –" in citizen.text
    assert len(citizen.text) <= 400


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_listed_works_as_it_is_listed(world: World, language: str) -> None:
    citizen = world.citizen()
    citizen.says(f"/ngonngu {language}").says("xem het" if language == "vi" else "all words")
    assert citizen.keys == ["guide.all"]
    listed = [line.split(" – ")[0] for line in citizen.text.splitlines() if " – " in line]
    shown = [c for c in COMMANDS.values() if c.who is None and not c.hidden]
    assert len(listed) == len(shown)
    for word in listed:
        found = spoken(word)
        assert found and found[0] in shown, word


def test_help_lists_officials_what_their_roles_permit(world: World) -> None:
    handler = world.official("handler", "dang_ky_kinh_doanh")
    handler.says("/trogiup")
    assert handler.keys == ["guide.staff"]
    assert "/traloi" in handler.text and "/khoa" not in handler.text
    admin = world.official("admin")
    admin.says("/trogiup")
    assert "/khoa" in admin.text


def test_help_explains_the_question_under_way(world: World) -> None:
    citizen = _at_identity(world)
    citizen.says("trợ giúp")
    assert citizen.keys == ["guide.submit_identity", "submit.identity"]
    citizen.says("huy").says("co").says("/thutuc").says("tro giup")
    assert citizen.keys == ["guide.question", "procedures.what"]


# --- contact, own data ---------------------------------------------------------------------------


def test_contact_of_the_department_and_of_an_office(world: World) -> None:
    citizen = world.citizen()
    citizen.says("lien he")
    assert citizen.keys == ["contact.department"] and "0255 0000 001" in citizen.text
    citizen.taps("Phòng Đăng ký kinh doanh")
    assert citizen.keys == ["contact.office"] and "0255 0000 002" in citizen.text
    citizen.says("/lienhe đấu thầu")
    assert "0255 0000 004" in citizen.text


def test_own_data_lists_cases_and_consents(world: World) -> None:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    citizen.says("DU LIEU")
    assert citizen.keys == ["own_data.overview"]
    assert "1 việc" in citizen.text and "/privacy" in citizen.text
    assert len(citizen.text) <= 300
    citizen.taps("Những điều tôi đã đồng ý")
    in_force = world.house.agency.notice_version
    assert citizen.keys == ["own_data.agreed"] and f"bản {in_force}" in citizen.text
    assert "nhận kết quả tại đây" in citizen.text and len(citizen.text) <= 300
    citizen.says("du lieu").taps("Xem, tải").taps("Các việc đã gửi")
    assert citizen.keys == ["status.mine"] and code in citizen.buttons[0]


def test_own_data_promises_no_more_than_is_so(world: World) -> None:
    """The words of a tip still stand in the chat it was sent from, and that is said."""
    citizen = world.citizen()
    sends_tip(citizen)
    citizen.says("du lieu")
    assert "không gắn với" not in citizen.text and "việc" not in citizen.text.split(".")[0]
    assert "các tin nhắn trong cuộc trò chuyện này" in citizen.text
    citizen.says("/dulieu dongy")
    assert "đã đọc lời báo" in citizen.text


def test_who_agreed_to_nothing_is_told_so(world: World) -> None:
    citizen = world.citizen()
    citizen.says("/dulieu dongy")
    assert citizen.keys == ["own_data.agreed"] and "chưa trả lời" in citizen.text
    assert len(citizen.buttons) == 3, "nothing is agreed to beforehand"


def test_one_open_request_of_a_sort_is_enough(world: World) -> None:
    citizen = world.citizen()
    citizen.says("du lieu").taps("Phản đối").says("Xin đừng giữ số điện thoại của tôi")
    assert citizen.keys == ["data.taken"]
    citizen.says("/dulieu phandoi").says("Xin đừng giữ số điện thoại của tôi")
    assert citizen.keys == ["data.already"]
    assert world.cases() == [], "a right is no question, and stands in no statistics"
    assert "human" not in str(world.rows("SELECT state FROM chat")), "the machine goes on answering"
