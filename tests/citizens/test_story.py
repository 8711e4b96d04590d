"""What a citizen tells at any point belongs to the story; what accuses somebody is kept from
them."""

from __future__ import annotations

import json

import pytest

from tests.people import Person, World
from tests.stories import SENDER, STORY


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


ACCUSING = "Cán bộ phòng đăng ký kinh doanh hách dịch, gợi ý bồi dưỡng mới nhận hồ sơ"


def story(world: World) -> str:
    return str(world.rows("SELECT body FROM case_text WHERE kind = 'story' ORDER BY id DESC")[0][0])


def draft(world: World) -> str:
    parts = json.loads(world.rows("SELECT state FROM chat")[0][0])["d"]["a"]["story"]["parts"]
    return " / ".join(part.get("text", "") for part in parts)


# --- several messages ----------------------------------------------------------------------------


def test_a_greeting_is_no_story(world: World) -> None:
    citizen = world.citizen()
    citizen.says("/gui").says("chao anh chi a")
    assert citizen.keys == ["submit.story_more"]
    citizen.says("ho so cua toi bi tra hoai")
    assert citizen.keys[-1].startswith("submit.subject")


def test_said_first_it_is_answered_as_one(world: World) -> None:
    citizen = world.citizen()
    citizen.says("chào anh chị ạ")
    assert citizen.keys == ["greeting.greeting"]


def test_what_is_said_at_the_subject_is_more_of_the_story(world: World) -> None:
    citizen = world.citizen()
    citizen.says("/gui").says("thu tuc o so qua nhieu giay to, bat hop ly")
    citizen.says("mat ca tuan")
    assert citizen.keys[0] == "common.kept_as_story" and citizen.keys[-1].startswith(
        "submit.subject"
    )
    citizen.says("dang ky thanh lap cong ty")
    assert citizen.got("submit.subject"), "understood anew, with all that was said"
    citizen.says("vâng").says("ẩn danh").says("gửi")
    assert citizen.got("receipt.tip")
    told = "thu tuc o so qua nhieu giay to, bat hop ly\nmat ca tuan\ndang ky thanh lap cong ty"
    assert story(world) == told


@pytest.mark.parametrize("said", ["vâng", "ok", "co", "phai", "dung roi", "dạ đúng", "1", "Đúng"])
def test_yes_as_people_say_it(world: World, said: str) -> None:
    citizen = world.citizen()
    citizen.says(STORY).says(said)
    assert citizen.got("submit.identity")


@pytest.mark.parametrize("said", ["không", "ko phai", "sai", "chưa đúng", "viec khac", "2"])
def test_no_as_people_say_it(world: World, said: str) -> None:
    citizen = world.citizen()
    citizen.says(STORY).says(said)
    assert citizen.keys == ["submit.kind"]


@pytest.mark.parametrize("said", ["không biết", "khong ro", "tôi không rõ", "i don't know", "3"])
def test_not_knowing_is_an_answer(world: World, said: str) -> None:
    citizen = world.citizen()
    citizen.says(STORY).says(said)
    assert citizen.got("submit.identity")


def test_a_long_word_to_a_question_is_its_answer_where_it_can_be_read(world: World) -> None:
    citizen = world.citizen()
    citizen.says(STORY).taps("Đúng").taps("Giữ kín").says(SENDER)
    citizen.says("email của tôi là nguyenthibaytamky1960@gmail.com nhé cán bộ")
    assert citizen.got("submit.check")
    assert "nguyenthibaytamky1960" not in str(world.rows("SELECT state FROM chat"))
    assert "nguyenthibaytamky1960" not in str(world.rows("SELECT text FROM inbox"))


@pytest.mark.parametrize(
    ("said", "mode"),
    [("giu kin", "closed"), ("Nêu tên", "named"), ("giấu tên", "anonymous"), ("1", "named")],
)
def test_the_modes_by_their_names_and_numbers(world: World, said: str, mode: str) -> None:
    citizen = world.citizen()
    citizen.says(STORY).taps("Đúng")
    assert "1. Nêu tên" in citizen.text, "in the order of the buttons"
    citizen.says(said)
    if mode != "anonymous":
        citizen.says(SENDER).taps("Bỏ qua")
    citizen.taps("Gửi")
    assert world.cases()[0].identity_mode == mode


def test_send_typed_at_the_check_card_begins_nothing_new(world: World) -> None:
    citizen = world.citizen()
    citizen.says(STORY).taps("Đúng").taps("Giữ kín").says(SENDER).taps("Bỏ qua").says("gửi")
    assert citizen.keys == ["submit.send_how", "submit.check"]
    citizen.says("1")
    assert citizen.got("receipt.receipt")


def test_a_photo_where_none_is_asked_for_is_kept_for_a_submission(world: World) -> None:
    citizen = world.citizen()
    citizen.says("/thutuc").sends("photo", b"\xff\xd8", "don.jpg")
    assert citizen.keys[0] == "common.file_not_here"
    citizen.says("gui")
    assert citizen.keys == ["submit.story_more"] and "1 tệp" in citizen.text


def test_a_story_over_the_limit_is_kept_as_far_as_it_goes(world: World) -> None:
    citizen = world.citizen()
    citizen.says("/gui").says("Hồ sơ của tôi bị giữ lại mãi. " * 400)
    assert citizen.keys[0] == "submit.story_cut"
    assert "Hồ sơ của tôi" in draft(world)


# --- the check card ------------------------------------------------------------------------------


def at_the_card(world: World) -> Person:
    citizen = world.citizen()
    citizen.says("/gui").sends("photo", b"\xff\xd8", "1.jpg").says(STORY)
    citizen.taps("Đúng").taps("Người giải quyết").says(SENDER).taps("Bỏ qua")
    assert citizen.got("submit.check")
    return citizen


@pytest.mark.parametrize("letter", list("ABCDEF"))
def test_every_line_can_be_edited_and_the_edit_undone(world: World, letter: str) -> None:
    citizen = at_the_card(world)
    before = citizen.text
    assert f"{letter}." in before
    citizen.says(letter.lower())
    assert not citizen.got("submit.check")
    citizen.says("quay lại")
    assert citizen.got("submit.check") and citizen.text == before


def test_lines_are_known_by_their_words_too(world: World) -> None:
    citizen = at_the_card(world)
    citizen.says("sửa người gửi")
    assert citizen.got("submit.sender")
    citizen.says("quay lai").says("sua")
    assert citizen.keys == ["common.edit_which"]
    citizen.says("quay lai")
    assert citizen.got("submit.check"), "which line was asked; nothing was dropped"


def test_files_can_be_dropped(world: World) -> None:
    citizen = at_the_card(world)
    citizen.says("sua kem").taps("Bỏ các tệp")
    assert citizen.got("submit.check") and "Kèm" not in citizen.text
    citizen.taps("Gửi, nhắn")
    assert story(world) == STORY


# --- what accuses somebody -----------------------------------------------------------------------


def restricted(world: World) -> tuple[bool, str, str]:
    case = world.cases()[-1]
    return bool(case.restricted), case.suggested_office, case.about_office


def test_whatever_kind_its_sender_takes_it_to_be(world: World) -> None:
    citizen = world.citizen()
    citizen.says(ACCUSING).taps("Chỉ là phản ánh").taps("Việc khác").taps("Thủ tục, quy định")
    citizen.taps("Việc đăng ký công ty").taps("Không có trong danh sách")
    assert citizen.got("submit.about")
    citizen.taps("Không biết").taps("Giữ kín").says(SENDER).taps("Bỏ qua")
    assert "người, phòng được nêu không được xem" in citizen.text
    citizen.taps("Gửi, nhắn")
    assert restricted(world) == (True, "", "dang_ky_kinh_doanh")
    assert "phòng được nêu không được xem" in citizen.text


def test_a_story_edited_into_an_accusation(world: World) -> None:
    citizen = world.citizen()
    citizen.says("ho so cua toi tre hen hai tuan roi").taps("Đúng").says("H48.15-261023-0007")
    citizen.taps("Tôi không nhớ").taps("Người giải quyết").says(SENDER).taps("Bỏ qua").says("a")
    citizen.says(ACCUSING).taps("Chỉ là phản ánh")
    assert citizen.got("submit.about")
    citizen.taps("Phòng Đăng ký").taps("Gửi, nhắn")
    assert restricted(world) == (True, "", "dang_ky_kinh_doanh")


@pytest.mark.parametrize("whom", ["Văn phòng", "Không biết"])
def test_about_the_reception_office_the_director_alone_reads(world: World, whom: str) -> None:
    dispatcher, director = world.official("dispatcher"), world.official("director")
    citizen = world.citizen()
    citizen.says("Cán bộ Văn phòng Sở thái độ hách dịch, quát mắng tôi giữa phòng chờ").taps("Đúng")
    assert citizen.buttons[0] == "Văn phòng", "whom the story names stands first"
    citizen.taps(whom)
    assert "chỉ Giám đốc Sở biết" in citizen.text and "Văn phòng Sở biết" not in citizen.text
    citizen.taps("Giữ kín").says(SENDER).taps("Bỏ qua").taps("Gửi, nhắn")
    assert "Văn phòng không được xem" in citizen.text and "đọc rồi chuyển" not in citizen.text
    code = citizen.code
    citizen.says("tra cuu")
    citizen.says(code)
    assert "Giám đốc Sở đang xem" in citizen.text
    assert director.got("card.card") and not dispatcher.got("card.card")


def test_the_leadership_named_in_the_story_only(world: World) -> None:
    citizen = world.citizen()
    citizen.says("Giám đốc Sở thái độ hách dịch, quát mắng người dân").taps("Đúng").taps(
        "Không biết"
    )
    assert citizen.got("submit.leadership")
    citizen.taps("Không phải về lãnh đạo")
    assert citizen.got("submit.identity")
    citizen.says("quay lai").taps("Tôi sẽ đến nơi đó")
    assert citizen.keys[0] == "doors.go_leadership" and world.cases() == []
    citizen.taps("Đổi ý, gửi tại đây")
    assert "submit.about" in citizen.keys or citizen.keys[-1].startswith("submit.")


def test_a_company_s_director_and_office_are_nobody_of_ours(world: World) -> None:
    citizen = world.citizen()
    citizen.says("Tôi là giám đốc công ty, mở văn phòng đại diện mà cán bộ hách dịch").taps("Đúng")
    assert citizen.buttons[0].startswith("Không biết")
    citizen.taps("Không biết")
    assert citizen.got("submit.identity")


@pytest.mark.parametrize("said", ["khong biet", "không nhớ", "khong co", "chiu"])
def test_not_knowing_whom_is_no_name(world: World, said: str) -> None:
    citizen = world.citizen()
    citizen.says("can bo o quay thai do rat te, quat nat dan").taps("Đúng").says(said)
    assert citizen.got("submit.identity")


@pytest.mark.parametrize("said", ["9", "@", "..."])
def test_nor_is_a_slip_of_the_finger(world: World, said: str) -> None:
    citizen = world.citizen()
    citizen.says("can bo o quay thai do rat te, quat nat dan").taps("Đúng").says(said)
    assert citizen.got("submit.about") and citizen.keys[0] == "common.unclear_1"


def test_praise_is_no_accusation(world: World) -> None:
    citizen = world.citizen()
    citizen.says("Cảm ơn chị Lan ở quầy, tận tình chu đáo, không hề hách dịch như tôi tưởng")
    citizen.taps("Việc khác").taps("Khác").taps("Lời khen")
    assert not citizen.got("submit.about")


# --- other bodies --------------------------------------------------------------------------------


def test_the_wish_to_have_it_forwarded_reaches_the_dispatcher(world: World) -> None:
    dispatcher, citizen = world.official("dispatcher"), world.citizen()
    citizen.says("Nhà tôi bị cúp điện hoài, gọi điện lực không ai nghe").taps("Nhờ Sở chuyển")
    while not citizen.got("receipt.receipt") and not citizen.got("receipt.question"):
        citizen.taps("Không nêu tên" if "Không nêu tên" in citizen.buttons else citizen.buttons[0])
        if citizen.got("receipt.tip"):
            break
    case = world.cases()[0]
    assert case.forwarded_to
    assert case.forwarded_to in dispatcher.seen[-1].message.text
