"""Looking a case up: one's own by button and code, any by receipt number, nobody else's ever."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from tests.people import FakeChannel, Person, World
from tests.stories import Staff, sends_feedback, sends_tip, staff

WRONG = "9999 9999 9999 999{}"


@pytest.fixture
def zalo() -> FakeChannel:
    return FakeChannel("zalo", buttons=0)


@pytest.fixture
def two_channels(database: str, tmp_path: Path, zalo: FakeChannel) -> Iterator[World]:
    made = World(database, tmp_path, channels=(zalo,))
    yield made
    made.close()


def asks_person(citizen: Person, question: str) -> str:
    """A question to a person: the shortest way to one more case."""
    citizen.says(f"/gapcanbo {question}")
    code = citizen.code
    citizen.says("huy")
    return code


def test_own_case_by_button_then_in_plain_words(world: World) -> None:
    citizen, office = world.citizen(), staff(world)
    code = sends_feedback(citizen)
    office.takes(code)
    citizen.says("tra cuu")
    assert citizen.got("status.mine")
    citizen.taps(code)
    assert citizen.keys == ["status.view"]
    assert "Phòng Đăng ký kinh doanh đang giải quyết" in citizen.text
    assert "thứ Ba 8/12" in citizen.text
    assert citizen.buttons == ["Gửi thêm", "Rút lại", "Hạn này tính thế nào?", "Gặp cán bộ"]


def test_own_case_by_code_however_it_is_typed(world: World) -> None:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    for said in ("xem {}", "TRA CỨU {}", "/tracuu {}", "/status {}", "{}"):
        for typed in (code, code.lower(), code.replace("-", ""), code.replace("-", " ")):
            citizen.says(said.format(typed))
            assert citizen.keys == ["status.view"], said.format(typed)


def test_typing_the_number_of_a_button_opens_it(world: World) -> None:
    citizen = world.citizen()
    first, second = asks_person(citizen, "cau mot"), asks_person(citizen, "cau hai")
    citizen.says("cua toi").says("2")
    assert citizen.got("status.view")
    assert first in citizen.text and second not in citizen.text


def test_many_cases_come_by_pages(world: World) -> None:
    citizen = world.citizen()
    codes = [asks_person(citizen, f"cau hoi so {n}") for n in range(6)]
    citizen.says("/cuatoi")
    assert [b[:12] for b in citizen.buttons] == [*reversed(codes[2:]), "Khác…"]
    citizen.taps("Khác")
    assert [b[:12] for b in citizen.buttons] == [codes[1], codes[0], "Khác…"]
    citizen.taps("Khác")
    assert citizen.buttons[0].startswith(codes[5])


def test_nothing_sent_yet_is_no_dead_end(world: World) -> None:
    citizen = world.citizen()
    citizen.says("xem")
    assert citizen.keys == ["status.no_case"]
    citizen.taps("Gửi phản ánh")
    assert citizen.got("submit.story")


def test_somebody_elses_code_is_answered_like_one_that_does_not_exist(world: World) -> None:
    code = sends_feedback(world.citizen())
    stranger = world.citizen()
    never_issued = "PA26-00777-" + "ABCDEFGHJKLMNPQRSTUVWXY"[_sum("2600777") % 23]
    for command in ("tracuu", "bosung", "rut", "danhgia", "xemlai", "maso", "bienlai", "gapcanbo"):
        stranger.says(f"/{command} {code}")
        theirs = (stranger.keys, stranger.text.replace(code, "?"), stranger.buttons)
        stranger.says(f"/{command} {never_issued}")
        assert theirs == (stranger.keys, stranger.text.replace(never_issued, "?"), stranger.buttons)
        assert stranger.keys == ["status.unknown_code"], command


def _sum(digits: str) -> int:
    return sum(weight * int(d) for weight, d in enumerate(digits, 2))


def test_a_mistyped_code_is_said_to_be_misread(world: World) -> None:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    for said in (f"tra cuu {wrong}", wrong, f"rut {wrong}", f"/bosung {wrong} them y"):
        citizen.says(said)
        assert citizen.keys == ["status.misread"], said


def test_words_without_any_number_get_an_example(world: World) -> None:
    citizen = world.citizen()
    citizen.says("/tracuu phan anh cua toi")
    assert citizen.keys == ["status.not_a_code"]


def test_a_lookup_in_the_middle_of_a_submission_costs_nothing(world: World) -> None:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    citizen.says("van phong dai dien lam thu tuc rat lau va kho hieu").says(f"xem {code}")
    assert citizen.keys[0] == "status.view"
    assert citizen.keys[-1].startswith("submit.")


# --- what is told, and what is not ---------------------------------------------------------------


def test_neither_draft_nor_note_nor_inner_reason_is_shown(world: World) -> None:
    citizen, office = world.citizen(), staff(world)
    code = sends_feedback(citizen)
    office.accepts(code)
    office.handler.says(f"/tralai {code} CHIM-SE-1 khong phai viec phong toi")
    office.takes(code)
    office.handler.says(f"/ghichu {code} CHIM-SE-2 nguoi nay hay phan anh")
    office.drafts(code, "CHIM-SE-3 du thao")
    citizen.says(f"xem {code}")
    assert citizen.got("status.view")
    assert "đang chờ lãnh đạo duyệt" in citizen.text
    assert "CHIM-SE" not in "".join(p.message.text for p in citizen.seen)


def test_the_answer_is_shown_with_the_ways_on(world: World) -> None:
    citizen, office = world.citizen(), staff(world)
    code = sends_feedback(citizen, told_here=False)
    office.answers(code, "Mời ông/bà đến nhận từ thứ Hai 7/12.")
    citizen.says(f"xem {code}")
    assert "Mời ông/bà đến nhận từ thứ Hai 7/12." in citizen.text
    assert citizen.buttons == ["Gửi thêm", "Đánh giá", "Chưa ổn, xin xem lại", "Gặp cán bộ"]


def test_a_refusal_shows_its_own_reason(world: World) -> None:
    citizen, office = world.citizen(), staff(world)
    code = sends_feedback(citizen)
    office.accepts(code)
    office.handler.says(f"/tralai {code} CHIM-SE nham phong")
    office.refuses(code, "Việc này thuộc Sở Xây dựng.")
    citizen.says(f"xem {code}")
    assert "Việc này thuộc Sở Xây dựng." in citizen.text and "CHIM-SE" not in citizen.text
    assert "Xin xem lại" in citizen.buttons


def test_a_late_case_is_apologised_for(world: World) -> None:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    world.later(days=40)
    citizen.says(f"xem {code}")
    assert "Sở xin lỗi" in citizen.text


def test_what_waits_for_its_sender_is_not_late(world: World) -> None:
    citizen, office = world.citizen(), staff(world)
    code = sends_feedback(citizen)
    office.takes(code)
    office.handler.says(f"/hoi {code} Xin gửi ảnh phiếu hẹn.")
    world.later(days=40)
    citizen.says(f"xem {code}")
    assert "Xin gửi ảnh phiếu hẹn." in citizen.text and "Sở xin lỗi" not in citizen.text


def test_the_view_in_english(world: World) -> None:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    citizen.says("english").says(f"see {code}")
    assert citizen.got("status.view")
    assert "You will have an answer by Tue 8 Dec" in citizen.text


# --- the 16-digit number -------------------------------------------------------------------------


def test_a_tip_is_read_and_answered_by_number_from_another_channel(
    two_channels: World, zalo: FakeChannel
) -> None:
    office = staff(two_channels)
    code, number = sends_tip(two_channels.citizen())
    elsewhere = two_channels.citizen(channel=zalo)
    elsewhere.says(f"xem {code}")
    assert elsewhere.keys == ["status.unknown_code"]
    elsewhere.says(f"tra cuu {number}")
    assert elsewhere.keys == ["status.view"] and "Tin báo thì không hẹn ngày" in elsewhere.text
    elsewhere.says(f"bo sung {code} hom qua lai bi nua")
    assert elsewhere.keys == ["supplement.added"]
    assert "hom qua lai bi nua" in office.dispatcher.seen[-1].message.text
    two_channels.later(hours=25)
    elsewhere.says(f"xem {code}")
    assert elsewhere.keys == ["status.unknown_code"]


def test_a_number_is_read_however_it_is_typed(world: World) -> None:
    _, number = sends_tip(world.citizen())
    reader = world.citizen()
    joined, dotted = number.replace(" ", ""), number.replace(" ", ".")
    for said in (number, joined, dotted, f"tra cuu {number}", f"Tra cứu: {joined}",
                 f"/tracuu ma {number}", f"/status {dotted}"):  # fmt: skip
        reader.says(said)
        assert reader.keys == ["status.view"], said


def test_wrong_numbers_cost_a_growing_wait(world: World) -> None:
    _, number = sends_tip(world.citizen())
    guesser = world.citizen()
    for n in range(4):
        guesser.says(WRONG.format(n))
        assert guesser.keys == ["status.unknown_number"]
    guesser.says(number)
    assert guesser.keys == ["status.wait"] and "giây" in guesser.text
    world.later(seconds=61)
    guesser.says(WRONG.format(5)).says(number)
    assert guesser.keys == ["status.wait"]
    world.later(seconds=61)
    guesser.says(number)
    assert guesser.keys == ["status.wait"], "the second wait is longer than the first"
    world.later(seconds=61)
    guesser.says(number)
    assert guesser.keys == ["status.view"]


def test_another_chat_is_not_held_up_by_few_wrong_numbers(world: World) -> None:
    _, number = sends_tip(world.citizen())
    guesser = world.citizen()
    for n in range(6):
        guesser.says(WRONG.format(n))
    other = world.citizen()
    other.says(number)
    assert other.keys == ["status.view"]


def test_guessing_from_ever_new_chats_slows_everybody_for_seconds(world: World) -> None:
    _, number = sends_tip(world.citizen())
    for n in range(66):
        world.citizen().says(f"8888 8888 8888 {n:04d}")
    reader = world.citizen()
    reader.says(number)
    assert reader.keys == ["status.wait"]
    world.later(seconds=31)
    reader.says(number)
    assert reader.keys == ["status.view"]


def test_what_is_no_receipt_number_is_no_failed_guess(world: World) -> None:
    citizen = world.citizen()
    dossiers = ("H48.15-261023-0007", "000.00.12.H48-261023-0007", "H48.15.22-261023-0007")
    others = ("/tracuu 1234 5678", "/tracuu 0905123218", "/tracuu 12345678901234567")
    for said in (*dossiers, *others) * 3:
        citizen.says(said)
        assert not citizen.got("status.unknown_number"), said
    assert world.rows("SELECT failed FROM guess") == []


def test_a_dossier_number_leads_to_where_it_belongs(world: World) -> None:
    citizen = world.citizen()
    for said in ("H48.15-261023-0007", "tra cuu H48.15-261023-0007", "/tracuu h48.15-261023-0007"):
        citizen.says(said)
        assert citizen.keys == ["status.dossier"], said
    citizen.taps("Báo hồ sơ trễ hẹn")
    assert citizen.got("submit.story")
    citizen.says("hen ngay 2/11 ma nay chua co ket qua gi ca")
    assert citizen.got("submit.promised"), "its number is known already"


def test_a_number_on_request_ends_the_older_one(world: World) -> None:
    citizen, reader = world.citizen(), world.citizen()
    code = sends_feedback(citizen)
    citizen.taps("Lấy mã tra cứu")
    assert citizen.keys == ["status.number_for", "receipt.number"]
    first = citizen.text.split("16 số:\n")[1][:19]
    assert citizen.text.count(first) == 2, "it is shown twice at once"
    citizen.says(f"/maso {code}")
    assert citizen.keys == ["status.number_again"]
    citizen.taps("Giữ mã cũ")
    reader.says(first)
    assert reader.keys == ["status.view"]
    citizen.says(f"/maso {code}").taps("Cấp mã mới")
    second = citizen.text.split("16 số:\n")[1][:19]
    reader.says(first)
    assert reader.keys == ["status.unknown_number"]
    reader.says(second)
    assert reader.keys == ["status.view"]


def test_the_number_stands_nowhere_in_the_database(world: World) -> None:
    citizen = world.citizen()
    _, number = sends_tip(citizen)
    digits = number.replace(" ", "")
    citizen.says(digits).says(f"/tracuu {number}")
    kept = [
        *world.rows("SELECT text, body, raw FROM inbox"),
        *world.rows("SELECT text, params FROM outbox"),
        *world.rows("SELECT state, shown FROM chat"),
        *world.rows("SELECT receipt_hash, code FROM cases"),
        *world.rows("SELECT data, hash FROM case_history"),
    ]
    assert not any(digits in str(v).replace(" ", "") for row in kept for v in row)


def test_the_printable_receipt_is_asked_for_once(world: World) -> None:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    citizen.taps("Bản in").says(f"/bienlai {code}")
    assert citizen.keys == ["receipt.making"]
    jobs = world.rows("SELECT params FROM job WHERE kind = 'receipt_pdf' AND state = 'waiting'")
    assert len(jobs) <= 1
    for (params,) in jobs:
        assert orjson.loads(params)["language"] == "vi"


def test_news_of_a_restricted_case_is_read_by_typing_xem(world: World) -> None:
    citizen, office = world.citizen(), staff(world)
    citizen.says("can bo tiep nhan hach dich, la mang toi truoc mat moi nguoi").taps("Đúng")
    citizen.taps("Không biết").taps("Giữ kín").says("Võ Thị Tư, 0905 123 218, xã Bình Hải")
    citizen.taps("Bỏ qua").taps("Gửi, nhắn")
    code = citizen.code
    _reception_answers(office, code)
    notices = [p.message for p in citizen.seen if p.message.key.startswith("notice.")]
    assert {m.key for m in notices} == {"notice.restricted"}
    citizen.says("xem")
    assert citizen.keys == ["status.view"]
    assert "CHUNG-TOI-XIN-LOI" in citizen.text


def _reception_answers(office: Staff, code: str) -> None:
    office.dispatcher.says(f"/tiepnhan {code}").says(f"/nhan {code}")
    office.dispatcher.says(f"/traloi {code} CHUNG-TOI-XIN-LOI").taps("Đúng").taps("Bỏ qua")
    office.dispatcher.taps("Không kèm")
    director = office.dispatcher.world.official("director", name="Giám đốc")
    director.says(f"/duyet {code}")
    if director.got("staff.approve_check"):
        director.taps("Duyệt")
    assert office.dispatcher.world.case(code).status == "answered"


@pytest.mark.parametrize("words", ["ma cua toi la {}", "Mã tra cứu: {} ạ", "xem giup toi {} voi"])
def test_a_receipt_number_among_words_is_looked_up_and_not_kept(world: World, words: str) -> None:
    code, number = sends_tip(world.citizen())
    elsewhere = world.citizen()
    elsewhere.says("xin chao").says(words.format(number))
    assert elsewhere.got("status.view") and code in elsewhere.text
    kept = world.rows("SELECT text FROM inbox UNION ALL SELECT state FROM chat")
    assert not any(number in str(text) for (text,) in kept)


@pytest.mark.parametrize("digits", ["1234 5678 9012 345", "12345678901234567"])
def test_a_digit_short_or_long_is_no_story(world: World, digits: str) -> None:
    citizen = world.citizen()
    citizen.says("xin chao").says(digits)
    assert citizen.keys == ["status.digits"]
    assert not any(digits in str(text) for (text,) in world.rows("SELECT text FROM inbox"))
