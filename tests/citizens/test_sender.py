"""Who sends, and for whom: names, numbers and places as people write them; the slip of a late
dossier."""

from __future__ import annotations

from typing import Any

import pytest

from storage.casework import cases
from tests.people import Person, World


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


STORY = "thu tuc thanh lap cong ty qua nhieu giay to, nop mai khong xong"
LATE = "ho so cua toi bi tre hen, qua ngay hen hai tuan roi chua co ket qua"
ALL = "Võ Thị Tư, 0905123218, xã Bình Hải"


def at_name(world: World) -> Person:
    citizen = world.citizen()
    citizen.says(STORY).taps("Đúng").taps("Người giải quyết")
    return citizen


def at_slip(world: World) -> Person:
    citizen = world.citizen()
    citizen.says(LATE).taps("Đúng" if "Đúng" in citizen.buttons else "Hồ sơ trễ hẹn")
    assert citizen.got("submit.dossier")
    return citizen


def told(world: World, citizen: Person) -> dict[str, Any]:
    """What is kept, sealed, once it has been sent."""
    while not citizen.got("receipt.receipt"):
        citizen.taps("Gửi, nhắn" if citizen.got("submit.check") else "Bỏ qua")
    case = world.cases()[-1]
    kept: dict[str, Any] = world.store(lambda tx: cases.identity(tx, world.house.keys, case.id))
    return kept


# --- name, phone, commune ------------------------------------------------------------------------

TU = {"name": "Võ Thị Tư", "phone": "+84905123218", "commune": "xã Bình Hải"}


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Lê Văn C, (+84) 905-123-218, phường Nghĩa Lộ, 4300123456-001",
         {"name": "Lê Văn C", "phone": "+84905123218", "commune": "phường Nghĩa Lộ",
          "tax_code": "4300123456-001"}),
        ("Vo Thi Tu 0905123218 xa Binh Hai",
         {"name": "Vo Thi Tu", "phone": "+84905123218", "commune": "xa Binh Hai"}),
        ("Tôi tên là Võ Thị Tư\n0905123218\nở xã Bình Hải", TU),
        ("họ tên: Võ Thị Tư; sđt: 0905123218; xã: Bình Hải", TU),
        ("xã Bình Hải, Võ Thị Tư, số đt 0905.123.218", TU),
        ("Tôi là Võ Thị Tư 0084 905123218 tôi ở xã Bình Hải", TU),
        ("Ông Tư sdt 0905123218, thôn 3 xã Bình Hải",
         {"name": "Ông Tư", "phone": "+84905123218", "commune": "thôn 3 xã Bình Hải"}),
        ("tên em là Nguyễn Thị Phương Thảo 0255 3822 868 phường Nghĩa Lộ",
         {"name": "Nguyễn Thị Phương Thảo", "phone": "+842553822868",
          "commune": "phường Nghĩa Lộ"}),
        ("Tanaka, +81 3-1234-5678, Bình Sơn",
         {"name": "Tanaka", "phone": "+81312345678", "commune": "Bình Sơn"}),
        ("Công ty TNHH 2 thành viên Hải Nam, 84 905 123 218, 12 Lê Lợi, phường Nghĩa Lộ",
         {"name": "Công ty TNHH 2 thành viên Hải Nam", "phone": "+84905123218",
          "commune": "12 Lê Lợi, phường Nghĩa Lộ"}),
    ],
)  # fmt: skip
def test_all_in_one_message(world: World, words: str, kept: dict[str, str]) -> None:
    citizen = at_name(world).says(words)
    assert told(world, citizen) == kept


def test_of_a_wrong_number_they_are_told_and_the_rest_is_kept(world: World) -> None:
    citizen = at_name(world).says("Võ Thị Tư 090512321 xã Bình Hải")
    assert citizen.keys == ["submit.phone_misread"]
    assert "090512321" in citizen.text
    citizen.says("0905123218")
    assert told(world, citizen) == TU


def test_a_wrong_number_alone(world: World) -> None:
    citizen = at_name(world).says("Võ Thị Tư").says("090512321")
    assert "submit.phone_misread" in citizen.keys
    citizen.says("sđt của tôi là 0905 123 218 ạ")
    assert citizen.got("submit.commune")


def test_the_number_first_leaves_only_the_rest_to_ask(world: World) -> None:
    citizen = at_name(world).says("0905123218")
    assert citizen.keys == ["submit.name_rest"]
    assert "số điện thoại" not in citizen.text and "xã/phường" in citizen.text
    citizen.says("Võ Thị Tư xã Bình Hải")
    assert told(world, citizen) == TU


def test_an_emergency_number_is_no_commune(world: World) -> None:
    citizen = at_name(world).says("Võ Thị Tư, 0905123218, 113")
    assert citizen.got("submit.commune")
    citizen.says("113")
    assert citizen.got("submit.commune_form")
    citizen.says("xã Bình Hải")
    assert told(world, citizen) == TU


def test_a_shared_number_at_the_name(world: World) -> None:
    citizen = at_name(world).shares_phone("+84905123218")
    assert citizen.got("submit.name_rest")
    citizen.says("Võ Thị Tư, xã Bình Hải")
    assert told(world, citizen) == TU


def test_an_email_beside_the_name_is_sealed_and_hidden(world: World) -> None:
    citizen = at_name(world).says("Võ Thị Tư, tu@example.vn, 0905123218, xã Bình Hải")
    assert citizen.got("submit.check")
    assert "t•••@example.vn" in citizen.text and "tu@example.vn" not in citizen.text
    rows = world.rows("SELECT text FROM inbox UNION ALL SELECT state FROM chat")
    assert "tu@example.vn" not in str(rows)
    assert told(world, citizen) == {**TU, "email": "tu@example.vn"}


@pytest.mark.parametrize(
    "words",
    ["không", "ko muon noi", "không muốn nêu tên", "giấu tên", "ẩn danh", "em xin giấu tên ạ",
     "không tiện nói", "I would rather not say", "k"],
)  # fmt: skip
def test_who_gives_no_name_hears_what_they_can_do(world: World, words: str) -> None:
    citizen = at_name(world).says(words)
    assert citizen.keys == ["submit.name_refused", "submit.name"]
    assert "QUAY LAI" in citizen.text
    citizen.says("quay lai").taps("Không nêu tên").taps("Gửi")
    assert citizen.got("receipt.tip")


@pytest.mark.parametrize("name", ["Khổng Minh Không", "Nguyễn Ân Danh", "Khong Van Nam", "Tới"])
def test_names_that_only_look_so(world: World, name: str) -> None:
    citizen = at_name(world).says(name)
    assert citizen.got("submit.phone")


def test_who_has_no_telephone_hears_what_they_can_do(world: World) -> None:
    citizen = at_name(world).says("Võ Thị Tư").says("toi khong co dien thoai")
    assert citizen.got("submit.phone_refused")


# --- e-mail, tax code ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    ["không có", "khong", "ko", "k co", "thôi", "bỏ qua", "không dùng email", "dạ em không có ạ",
     "toi khong co mst", "no"],
)  # fmt: skip
def test_nothing_to_add_equals_the_tap(world: World, words: str) -> None:
    citizen = at_name(world).says(ALL).says(words)
    assert citizen.got("submit.check")


@pytest.mark.parametrize("number", ["0905123218", "0914 000 123"])
def test_a_telephone_number_is_no_tax_code(world: World, number: str) -> None:
    citizen = at_name(world).says(ALL).says(number)
    assert citizen.got("submit.extra_phone")
    assert "tax_code" not in told(world, citizen.taps("Bỏ qua"))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("0300588569", "0300588569"),  # a number of Viettel's too, but for the check digit
        ("mst 0100109106", "0100109106"),
        ("MST: 4300123456-001", "4300123456-001"),
        ("051085001234", "051085001234"),
    ],
)
def test_tax_codes(world: World, words: str, code: str) -> None:
    citizen = at_name(world).says(ALL).says(words)
    assert told(world, citizen)["tax_code"] == code


# --- for somebody else ---------------------------------------------------------------------------


def test_sent_for_somebody_else_by_the_button(world: World) -> None:
    citizen = at_name(world).says(ALL).taps("Tôi gửi hộ")
    assert citizen.got("submit.behalf")
    citizen.says("mẹ tôi, bà Nguyễn Thị Ba")
    assert citizen.got("submit.extra")
    citizen.says("tu@example.vn")
    assert "gửi hộ cho mẹ tôi, bà Nguyễn Thị Ba" in citizen.text
    kept = told(world, citizen)
    assert kept == {**TU, "behalf": "mẹ tôi, bà Nguyễn Thị Ba", "email": "tu@example.vn"}


@pytest.mark.parametrize("words", ["gui ho", "tôi gửi hộ", "nhắn giùm"])
def test_typed_without_for_whom(world: World, words: str) -> None:
    citizen = at_name(world).says(ALL).says(words)
    assert citizen.got("submit.behalf")
    citizen.says("không")
    assert citizen.got("submit.behalf_form")
    citizen.says("gui ho cho me toi")
    assert told(world, citizen)["behalf"] == "me toi"


@pytest.mark.parametrize(
    ("words", "whom"),
    [
        ("toi gui ho me toi", "me toi"),
        ("tôi viết giúp cho bác Năm, bà Sáu", "bác Năm, bà Sáu"),
        ("đại diện cho hộ ông Bảy", "hộ ông Bảy"),
    ],
)
def test_typed_with_for_whom(world: World, words: str, whom: str) -> None:
    citizen = at_name(world).says(ALL).says(words)
    assert citizen.got("submit.extra")
    assert told(world, citizen)["behalf"] == whom


def test_for_whom_told_with_the_name(world: World) -> None:
    words = "Bảy, 0905123218, xã Bình Hải, gửi hộ mẹ tôi, bà Nguyễn Thị Ba, tu@example.vn"
    citizen = at_name(world).says(words)
    assert citizen.got("submit.check")
    assert "xã Bình Hải, t•••@example.vn, gửi hộ cho mẹ tôi, bà Nguyễn Thị Ba" in citizen.text


def test_back_from_for_whom(world: World) -> None:
    citizen = at_name(world).says(ALL).says("gui ho").says("quay lai")
    assert citizen.got("submit.extra")
    assert "behalf" not in told(world, citizen.taps("Bỏ qua"))


def test_officials_who_may_know_read_for_whom(world: World) -> None:
    dispatcher = world.official("dispatcher")
    citizen = at_name(world).says(ALL).says("gửi hộ mẹ tôi").says("thôi").taps("Gửi, nhắn")
    assert "xã Bình Hải, gửi hộ cho mẹ tôi" in dispatcher.text
    dispatcher.says(f"/hoso {citizen.code}")
    assert "xã Bình Hải, gửi hộ cho mẹ tôi" in dispatcher.text


def test_officials_who_may_not_know_read_nothing_of_it(world: World) -> None:
    world.official("dispatcher")
    handler = world.official("handler", "dang_ky_kinh_doanh")
    citizen = world.citizen()
    citizen.says(STORY).taps("Đúng").taps("Giữ kín").says(ALL).says("gửi hộ mẹ tôi").says("thôi")
    citizen.taps("Gửi, nhắn")
    handler.says(f"/hoso {citizen.code}")
    assert "mẹ tôi" not in handler.text


# --- the line is changed -------------------------------------------------------------------------


def at_change(world: World, extra: str = "tu@example.vn, 4300123456") -> Person:
    citizen = at_name(world).says(ALL).says(extra)
    assert citizen.got("submit.check")
    citizen.says("sửa người gửi")
    assert citizen.got("submit.sender")
    assert "Võ Thị Tư" in citizen.text
    return citizen


KNOWN = {**TU, "email": "tu@example.vn", "tax_code": "4300123456"}


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        ("0914 000 123", {"phone": "+84914000123"}),
        ("xã Bình Sơn", {"commune": "xã Bình Sơn"}),
        ("Bình Hòa", {"commune": "Bình Hòa"}),
        ("Võ Thị Năm", {"name": "Võ Thị Năm"}),
        ("tên tôi là Lan", {"name": "Lan"}),
        ("nam@example.vn", {"email": "nam@example.vn"}),
        ("Lan, 0914000123", {"name": "Lan", "phone": "+84914000123"}),
    ],
)
def test_only_what_is_said_anew_is_changed(
    world: World, words: str, changed: dict[str, str]
) -> None:
    citizen = at_change(world).says(words)
    assert citizen.got("submit.check")
    assert told(world, citizen) == {**KNOWN, **changed}


def test_for_somebody_else_after_all(world: World) -> None:
    citizen = at_change(world).says("gửi hộ mẹ tôi")
    assert citizen.got("submit.check")
    assert told(world, citizen) == {**KNOWN, "behalf": "mẹ tôi"}


def test_nothing_is_changed(world: World) -> None:
    citizen = at_change(world).taps("Giữ nguyên")
    assert citizen.got("submit.check")
    assert told(world, citizen) == KNOWN


def test_all_anew(world: World) -> None:
    citizen = at_change(world).taps("Ghi lại từ đầu")
    assert citizen.got("submit.name")
    citizen.says("Lan, 0914000123, xã Bình Sơn")
    assert citizen.got("submit.extra")
    assert told(world, citizen.taps("Bỏ qua"))["name"] == "Lan"


def test_a_wrong_number_when_changing(world: World) -> None:
    citizen = at_change(world).says("Lan, 091400012")
    assert citizen.keys == ["submit.phone_misread"]
    citizen.says("0914000123")
    assert told(world, citizen) == {**KNOWN, "name": "Lan", "phone": "+84914000123"}


def test_words_that_change_nothing(world: World) -> None:
    citizen = at_change(world).says("???")
    assert citizen.got("submit.sender_form")
    citizen.says("tro giup")
    assert citizen.got("submit.sender")


# --- the slip of a late dossier ------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "khong nho",
        "khong co",
        "không biết",
        "mất giấy rồi",
        "quên số rồi",
        "khong nho ro lam dau a",
    ],
)
def test_who_has_no_number_goes_on(world: World, words: str) -> None:
    citizen = at_slip(world).says(words)
    assert citizen.got("submit.promised")
    citizen.says(words)
    assert citizen.got("submit.identity")


@pytest.mark.parametrize("words", ["so 12", "toi nop o quay so 3 cua so"])
def test_what_is_no_dossier_number(world: World, words: str) -> None:
    citizen = at_slip(world).says(words)
    assert citizen.got("submit.dossier_form")


def test_number_and_day_in_one_message(world: World) -> None:
    citizen = at_slip(world).says("H48.15-261023-0007, hẹn 2/11")
    assert citizen.got("submit.identity")
    citizen.taps("Người giải quyết").says(ALL).says("thôi")
    assert "H48.15-261023-0007 · 2/11/2026" in citizen.text
    told(world, citizen)
    assert world.cases()[-1].promised_on == "2026-11-02"


def test_officials_read_the_promised_day(world: World) -> None:
    dispatcher = world.official("dispatcher")
    citizen = at_slip(world).says("mất giấy rồi").says("hôm qua")
    citizen.taps("Người giải quyết").says(ALL).says("thôi").taps("Gửi, nhắn")
    assert "hẹn trả 15/11/2026" in dispatcher.text
    dispatcher.says(f"/hoso {citizen.code}")
    assert "hẹn trả 15/11/2026" in dispatcher.text


@pytest.mark.parametrize("photo_at", ["dossier", "promised"])
def test_a_photo_of_the_slip_answers_both(world: World, photo_at: str) -> None:
    dispatcher = world.official("dispatcher")
    citizen = at_slip(world)
    if photo_at == "promised":
        citizen.says("không nhớ")
    citizen.sends("photo", b"1", "giay-hen.jpg")
    assert citizen.keys[0] == "submit.slip_received"
    assert citizen.got("submit.identity")
    citizen.taps("Người giải quyết").says(ALL).says("thôi")
    assert "trong ảnh, tệp gửi kèm" in citizen.text
    citizen.taps("Gửi, nhắn")
    assert "Hồ sơ: trong ảnh, tệp gửi kèm" in dispatcher.text
    assert world.rows("SELECT count(*) FROM stored_file WHERE case_id IS NOT NULL") == [(1,)]
    assert world.cases()[-1].promised_on == ""


def test_a_photo_after_the_number_was_typed(world: World) -> None:
    citizen = at_slip(world).says("H48.15-261023-0007").sends("photo", b"1", "giay-hen.jpg")
    citizen.taps("Người giải quyết").says(ALL).says("thôi")
    told(world, citizen)
    assert world.cases()[-1].dossier == "H48.15-261023-0007"


def test_a_place_at_the_slip_is_kept_and_answers_nothing(world: World) -> None:
    citizen = at_slip(world).sends_location(15.12, 108.8)
    assert citizen.keys == ["common.kept_as_story", "submit.dossier"]


@pytest.mark.parametrize("words", ["1/1/2030", "16/11/1926", "ngày 1 tháng 1 năm 2030"])
def test_a_day_far_off_is_asked_again(world: World, words: str) -> None:
    citizen = at_slip(world).says("không nhớ").says(words)
    assert citizen.keys == ["submit.promised_far", "submit.promised"]
    citizen.says("16 tháng 11")
    assert citizen.got("submit.identity")


def test_a_form_that_repeats_the_name_gives_number_and_address(world: World) -> None:
    """Zalo's own form, filled in when only the number was still asked for."""
    citizen = world.citizen()
    citizen.says(STORY).taps("Đúng").taps("Người giải quyết").says("Võ Thị Tư")
    assert citizen.got("submit.phone")
    citizen.says("Võ Thị Tư\n+84905123218\n12 Lê Lợi, Nghĩa Lộ, Quảng Ngãi").taps("Bỏ qua")
    assert "E. Người gửi: Võ Thị Tư, 0905 xxx 218, 12 Lê Lợi, Nghĩa Lộ" in citizen.text


def test_a_place_above_the_number_is_no_name_said_again(world: World) -> None:
    citizen = world.citizen()
    citizen.says(STORY).taps("Đúng").taps("Người giải quyết").says("Võ Thị Tư")
    citizen.says("xã Bình Hải\n0905123218").taps("Bỏ qua")
    assert "E. Người gửi: Võ Thị Tư, 0905 xxx 218, xã Bình Hải" in citizen.text
