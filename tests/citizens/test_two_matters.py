"""Two matters in one message: asked about once, sent apart or together, nothing lost, nothing sent
twice, and one half never leading to the other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.oa_town import OaTown
from tests.office import Office
from tests.officials.test_staff_web import Browser, site
from tests.people import FakeChannel, Person, World
from tests.town import Town

__all__ = ["site"]

FIRST = (
    "Đề nghị Sở cho nộp hồ sơ đăng ký doanh nghiệp vào sáng thứ bảy vì chúng tôi đi làm cả tuần."
)
SECOND = "Ngoài ra kiến nghị bố trí vốn sớm để xây trường mầm non xã Bình Hải cho các cháu."
BOTH = f"{FIRST} {SECOND}"
RUDE = "Ngoài ra cán bộ ở quầy số 3 hách dịch, la mắng tôi trước mặt mọi người."
ROAD = "À mà đường ĐT 621 đoạn qua xã Bình Hải ổ gà nhiều quá, bao giờ tỉnh sửa?"
FEE = "Tiện thể cho hỏi mở công ty cổ phần lệ phí bao nhiêu?"
WHO = "Võ Thị Tư, 0905 123 218, xã Bình Hải"


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


@pytest.fixture
def beside(zalo_bot):
    return (zalo_bot,)


def stories(world: World) -> list[str]:
    rows = world.rows("SELECT body FROM case_text WHERE kind = 'story' ORDER BY id")
    return [str(row[0]) for row in rows]


def citizen_reads(world: World) -> str:
    """What a chat would still show of what was said to citizens."""
    said = world.rows("SELECT text FROM outbox WHERE key LIKE 'receipt.%'")
    return re.sub(r"<[^>]+>", "", " ".join(row[0] for row in said))


def sends(person: Person, mode: str = "Người giải quyết cũng biết") -> Person:
    return person.taps("Đúng").taps(mode).says(WHO).taps("Bỏ qua").taps("Gửi, nhắn")


# --- sent apart ----------------------------------------------------------------------------------


def test_each_half_goes_its_own_way_and_the_sender_is_told_once(world: World) -> None:
    citizen = world.citizen()
    citizen.says(BOTH)
    assert citizen.keys == ["greeting.short", "two_matters.ask"]
    assert f"A. {FIRST[:60]}" in citizen.text and f"B. {SECOND[:60]}" in citizen.text
    sends(citizen.says("tach"))
    assert citizen.keys == ["receipt.receipt", "two_matters.now"]
    world.restart()
    citizen.taps("Làm tiếp")
    assert citizen.keys == ["submit.subject"]
    citizen.taps("Đúng")
    assert citizen.keys == ["submit.privacy", "submit.check"]
    assert "Võ Thị Tư" in citizen.text and "Ai biết tên: người giải quyết" in citizen.text
    citizen.taps("Gửi, nhắn")
    assert citizen.keys == ["receipt.receipt"]
    assert stories(world) == [FIRST, SECOND]
    assert [c.suggested_office for c in world.cases()] == ["dang_ky_kinh_doanh", "khoa_giao_van_xa"]


def test_by_numbers_on_a_zalo_bot_without_diacritics(world: World, zalo_bot: FakeChannel) -> None:
    citizen = world.citizen(channel=zalo_bot)
    said = "de nghi so cho nop ho so dang ky doanh nghiep vao sang thu bay vi chung toi di lam"
    citizen.says(f"{said} ngoai ra kien nghi bo tri von som de xay truong mam non xa Binh Hai")
    assert citizen.got("two_matters.ask")
    citizen.says("1").says("1").says("2").says(WHO).says("1").says("1")
    assert citizen.keys == ["receipt.receipt", "two_matters.now"]
    citizen.says("2").says("cảm ơn")
    assert citizen.got("human.welcome"), "what is said after the receipt is no part of a story"
    citizen.says("tiep tuc").says("1").says("1")
    assert len(stories(world)) == 2 and stories(world)[0] == said


def test_photos_stay_with_what_is_told_and_a_question_is_answered_at_once(world: World) -> None:
    citizen = world.citizen()
    citizen.sends("photo", name="anh.jpg").says(f"{FEE} Còn việc nữa: {FIRST}")
    sends(citizen.taps("Tách"))
    assert citizen.keys == ["receipt.receipt", "two_matters.now_question", "questions.fee"]
    assert stories(world) == [f"Còn việc nữa: {FIRST}"]
    assert world.rows("SELECT count(*) FROM stored_file WHERE case_id IS NOT NULL") == [(1,)]
    citizen.taps("Chưa đúng")
    assert citizen.got("questions.handed_over") and FEE in stories(world)[1]


def test_what_goes_elsewhere_is_guided_there_and_the_other_half_stays(world: World) -> None:
    citizen = world.citizen()
    citizen.says(f"{ROAD} Ngoài ra {FIRST[0].lower()}{FIRST[1:]}").taps("Tách")
    assert citizen.got("submit.subject_elsewhere")
    citizen.taps("Chỉ tôi")
    assert citizen.keys == ["doors.go_body", "doors.noted", "two_matters.now"]
    sends(citizen.taps("Làm tiếp"))
    assert len(stories(world)) == 1 and "thứ bảy" in stories(world)[0]


# --- guarded -------------------------------------------------------------------------------------


def test_the_half_that_accuses_is_asked_about_by_itself(world: World) -> None:
    handler = world.official("handler", "dang_ky_kinh_doanh", "Lê Thị Hạnh")
    dispatcher = world.official("dispatcher", name="Trần Văn Điều")
    citizen = world.citizen()
    citizen.says(f"{FIRST} {RUDE}").taps("Tách")
    sends(citizen)
    citizen.taps("Làm tiếp").taps("Đúng").taps("Không biết")
    assert citizen.got("submit.identity"), "not the same way unasked"
    citizen.taps("Không nêu tên").taps("Gửi")
    assert citizen.got("receipt.tip")
    named, tip = world.cases()
    assert (named.restricted, tip.restricted, tip.submitter_id) == (0, 1, None)
    assert "quầy" not in stories(world)[0] and "Ngoài ra" in stories(world)[1]
    dispatcher.says(f"/tiepnhan {named.code} dang_ky_kinh_doanh")
    handler.says(f"/hoso {named.code}")
    assert tip.code not in handler.text and "hách dịch" not in handler.text
    kept = world.rows("SELECT text, body FROM inbox") + world.rows("SELECT text, params FROM outbox"
        " WHERE chat_id = (SELECT id FROM chat WHERE external = :id)", id=citizen.id)  # fmt: skip
    assert "hách dịch" not in repr(kept), "the message that told of both went with the tip"
    assert f"Mã của ông/bà: {named.code}" in citizen_reads(world), "the receipt of the other stays"


def test_who_sends_the_first_as_a_tip_is_asked_again_who_sends_the_second(world: World) -> None:
    citizen = world.citizen()
    citizen.says(BOTH).taps("Tách").taps("Đúng").taps("Không nêu tên").taps("Gửi")
    assert citizen.keys == ["receipt.tip", "receipt.number", "two_matters.now"]
    citizen.taps("Làm tiếp").taps("Đúng")
    assert citizen.got("submit.identity")
    citizen.taps("Giữ kín").says(WHO).taps("Bỏ qua").taps("Gửi, nhắn")
    tip, closed = world.cases()
    assert tip.submitter_id is None and closed.submitter_id is not None


def test_danger_anywhere_warns_first(world: World) -> None:
    citizen = world.citizen()
    citizen.says(f"{FIRST} Ngoài ra có người đe dọa giết tôi vì tôi khiếu nại trường mầm non.")
    assert citizen.keys[0] == "submit.emergency"


# --- changes of mind -----------------------------------------------------------------------------


def test_changing_ones_mind_three_times_loses_nothing(world: World) -> None:
    citizen = world.citizen()
    citizen.says(BOTH).taps("Tách").says("quay lại").says("gửi chung").says("quay lại")
    assert citizen.got("two_matters.ask")
    sends(citizen.says("tách"))
    sends_second = citizen.taps("Làm tiếp").taps("Đúng").taps("Gửi, nhắn")
    assert sends_second.got("receipt.receipt") and stories(world) == [FIRST, SECOND]


def test_together_it_is_one_case_and_the_dispatcher_is_told_of_two(world: World) -> None:
    office = Office(world)
    citizen = world.citizen()
    sends(citizen.says(BOTH).taps("Gửi chung"))
    assert citizen.keys == ["receipt.receipt"] and stories(world) == [BOTH]
    assert "Có thể có hai việc; việc sau: “Ngoài ra" in office.dispatcher.text
    office.dispatcher.says(f"/tiepnhan {citizen.code} dang_ky_kinh_doanh")
    office.dispatcher.says(f"/hoso {citizen.code}")
    assert "Có thể có hai việc" not in office.dispatcher.text


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("tách ra", "submit.subject"),
        ("tách giúp tôi đi", "submit.subject"),
        ("ok", "submit.subject"),
        ("2 viec", "submit.subject"),
        ("không tách", "submit.subject"),
        ("thôi gửi chung đi", "submit.subject"),
        ("khong phai hai viec", "submit.subject"),
        ("as one", "submit.subject"),
        ("kể lại", "submit.story_again"),
        ("sửa", "submit.story_again"),
        ("không biết", "two_matters.ask"),
        ("trợ giúp", "two_matters.ask"),
        ("gặp cán bộ", "human.ask"),
    ],
)
def test_as_people_say_it(world: World, said: str, asked: str) -> None:
    citizen = world.citizen()
    citizen.says(BOTH).says(said)
    assert citizen.keys[-1] == asked
    chat = world.rows("SELECT state FROM chat WHERE external = :id", id=citizen.id)[0][0]
    apart = said in ("tách ra", "tách giúp tôi đi", "ok", "2 viec")
    assert ('"second"' in chat) == apart


def test_told_anew_the_new_words_count(world: World) -> None:
    citizen = world.citizen()
    citizen.says(BOTH).says("khác")
    assert citizen.got("submit.story_again")
    sends(citizen.says(FIRST))
    assert stories(world) == [FIRST]


def test_an_edited_message_is_one_again_and_sent_once(world: World) -> None:
    citizen = world.citizen()
    citizen.says(BOTH, message_id="m1").taps("Tách")
    citizen.says(FIRST.replace("cả tuần", "cả ngày"), message_id="m1", edited=True)
    assert citizen.got("common.edit_taken") and not citizen.got("two_matters.ask")
    sends(citizen)
    assert citizen.keys == ["receipt.receipt"]
    assert stories(world) == [FIRST.replace("cả tuần", "cả ngày")]


def test_an_edit_after_the_first_was_sent_brings_nothing_in_twice(world: World) -> None:
    citizen = world.citizen()
    sends(citizen.says(BOTH, message_id="m1").taps("Tách"))
    citizen.says(BOTH.replace("cả tuần", "cả ngày"), message_id="m1", edited=True)
    citizen.says("tiếp tục").taps("Đúng").taps("Gửi, nhắn")
    assert stories(world) == [FIRST, SECOND]


def test_the_first_told_anew_at_the_card_leaves_the_second_alone(world: World) -> None:
    citizen = world.citizen()
    citizen.says(BOTH).taps("Tách").taps("Đúng").taps("Người giải quyết").says(WHO).taps("Bỏ qua")
    anew = "Đề nghị Sở mở thêm một quầy đăng ký doanh nghiệp vào sáng thứ bảy cho người đi làm."
    citizen.says("A").says(anew).taps("Gửi, nhắn")
    assert citizen.keys == ["receipt.receipt", "two_matters.now"]
    citizen.taps("Làm tiếp").taps("Đúng").taps("Gửi, nhắn")
    assert stories(world) == [anew, SECOND]


def test_cancelling_the_first_keeps_the_second_and_both_come_back(world: World) -> None:
    citizen = world.citizen()
    citizen.says(BOTH).taps("Tách").says("hủy").says("1")
    assert citizen.keys == ["control.cancelled", "two_matters.stays"]
    assert "trường mầm non" in citizen.text
    citizen.says("khôi phục")
    assert citizen.got("submit.subject") and not citizen.got("two_matters.ask")
    sends(citizen)
    assert stories(world) == [FIRST]
    sends(citizen.says("tiếp tục"))
    assert stories(world) == [FIRST, SECOND]


def test_the_second_is_reminded_of_like_any_draft(world: World) -> None:
    citizen = world.citizen()
    sends(citizen.says(BOTH).taps("Tách"))
    citizen.taps("Để lúc khác")
    citizen.forget()
    world.later(days=2)
    world.tick()
    assert "clock.draft_reminder" in [p.message.key for p in citizen.seen]
    citizen.says("tiếp tục").taps("Đúng").taps("Gửi, nhắn")
    assert stories(world) == [FIRST, SECOND]


def test_told_in_two_messages_it_is_asked_about_all_the_same(world: World) -> None:
    citizen = world.citizen()
    citizen.says(FIRST)
    assert citizen.got("submit.subject")
    citizen.says(SECOND, message_id="m2")
    assert citizen.got("two_matters.ask")
    citizen.taps("Tách")
    later = SECOND.replace("cho các cháu", "cho trẻ em")
    citizen.says(later, message_id="m2", edited=True)
    assert citizen.keys == ["common.edit_taken", "two_matters.ask"], "changed, it is asked anew"
    sends(citizen.taps("Tách"))
    citizen.taps("Làm tiếp").taps("Đúng").taps("Gửi, nhắn")
    assert stories(world) == [FIRST, later]


# --- not asked -----------------------------------------------------------------------------------


def test_one_story_is_not_asked_about_and_send_now_skips_it(world: World) -> None:
    one, other = world.citizen(), world.citizen()
    one.says("Tôi nộp hồ sơ mở công ty hôm 2/11. Ba hôm sau lên thì bảo thiếu điều lệ. Lần sau lại"
             " bảo sai tên. Sao không nói hết một lần?")  # fmt: skip
    assert not one.got("two_matters.ask")
    other.says(BOTH).says("gửi luôn")
    assert other.got("submit.identity")
    other.taps("Người giải quyết").says(WHO).taps("Gửi, nhắn")
    assert stories(world) == [BOTH]


# --- in the apps themselves ----------------------------------------------------------------------


@pytest.mark.slow  # sockets of their own
@pytest.mark.parametrize("app", [Town, OaTown], ids=["telegram", "zalo"])
def test_in_the_app(app: Any, sqlite_database: str, tmp_path: Path) -> None:
    town = app(sqlite_database, tmp_path).opens()
    citizen = town.citizen()
    citizen.says(BOTH)
    assert citizen.keys[-1] == "two_matters.ask"
    citizen.taps("two_matters.b_apart").taps("submit.b_right").taps("submit.b_named")
    citizen.says(WHO).taps("submit.b_skip").taps("submit.b_send_here")
    assert citizen.got("receipt.receipt") and citizen.keys[-1] == "two_matters.now"
    citizen.taps("two_matters.b_go_on").taps("submit.b_right").taps("submit.b_send_here")
    assert citizen.got("receipt.receipt")
    assert town.rows("SELECT count(*) FROM cases") == [(2,)]
    town.ends()


def test_on_the_web(world: World, site: str) -> None:
    page = Browser(world, site)
    for said in (BOTH, "1", "1", "2", WHO, "1", "1", "1", "1", "1"):
        page.says(said)
    assert stories(world) == [FIRST, SECOND]
