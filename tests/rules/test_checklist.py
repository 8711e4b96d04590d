"""The checklist of a draft answer: by words alone, and beside the draft where it is read."""

from __future__ import annotations

import pytest

from cases.words.checklist import check
from tests.office import Office, answer
from tests.people import World, sample_agency

RULES = sample_agency().answers
ASKED = "Bao giờ tôi nhận được giấy chứng nhận? Cho hỏi nộp phí ở quầy nào"
STORY = f"Hồ sơ yêu cầu quá nhiều giấy tờ. {ASKED}"
GOOD = (
    "Theo Điều 26 Luật Doanh nghiệp và Nghị định 168/2025/NĐ-CP, giấy chứng nhận đã có. Phí nộp ở"
    " quầy số 3. Mời ông/bà đến nhận trước ngày 7/12."
)


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


def test_questions_are_found_by_mark_and_by_words_and_compared_with_the_answer() -> None:
    found = check([STORY], GOOD, RULES, "")
    assert [q.sentence for q in found.questions] == [
        "Bao giờ tôi nhận được giấy chứng nhận?",
        "Cho hỏi nộp phí ở quầy nào",
    ]
    assert found.missing == ()
    silent = check([STORY], "Theo Luật số 76/2025, mời ông/bà liên hệ Sở về phí nộp.", RULES, "")
    assert [q.taken_up for q in silent.questions] == [False, True]
    assert silent.missing == ("questions",)


@pytest.mark.parametrize(
    ("words", "law"),
    [
        ("theo nghi dinh 20/2008", True),
        ("THÔNG TƯ SỐ 03/2025/TT-VPCP", True),
        ("khoản 2 Điều 5", True),
        ("điều này đúng theo pháp luật", False),
        ("quyết định của ông/bà", False),
    ],
)
def test_a_legal_document_is_a_kind_and_a_number(words: str, law: bool) -> None:
    assert check([], words, RULES, "").law is law


@pytest.mark.parametrize(
    ("words", "step"),
    [("Mời ông/bà đến nhận.", True), ("hen ngay 7/12", True), ("Sở đã ghi nhận.", False)],
)
def test_a_next_step_is_something_to_do_or_a_day(words: str, step: bool) -> None:
    assert check([], words, RULES, "").next_step is step


def test_without_the_agencys_words_nothing_is_found_and_nothing_breaks() -> None:
    assert check([STORY], GOOD, type(RULES)(), "").missing == ("law", "next_step")


def test_author_and_approver_see_what_is_missing_and_may_send_it_all_the_same(
    world: World,
) -> None:
    office, citizen = Office(world), world.citizen("Tư")
    code = office.taken(citizen)
    citizen.says(f"/bosung {code} {ASKED}")
    office.handler.says(f"/traloi {code} Đã xong, chị Lan giữ máy 0905 777 888.")
    said = office.handler.text
    assert "Còn thiếu: có câu hỏi chưa thấy trả lời, văn bản pháp luật, bước tiếp theo" in said
    assert "bỏ dữ liệu riêng" in said
    office.head.forget()
    office.handler.taps("Không kèm, gửi luôn")
    card = office.head.text
    assert "– nêu văn bản pháp luật" in card and "– người gửi hỏi: “Bao giờ" in card
    assert "– không có dữ liệu riêng: có “0905 777 888”" in card
    office.head.says(f"/tralai {code} Xin viết đủ.")
    answer(office.handler, code, GOOD)
    office.head.says(f"/duyet {code}")
    check_text = office.head.text
    assert "✓ nêu văn bản pháp luật" in check_text and "✓ nêu bước tiếp theo" in check_text
    assert "✓ người gửi hỏi: “Bao giờ" in check_text and "✓ không có dữ liệu riêng" in check_text
    office.handler.says(f"/hoso {code}")
    assert "Rà soát" in office.handler.text


def test_a_full_answer_and_the_departments_own_number_are_not_nagged_about(world: World) -> None:
    office = Office(world)
    code = office.taken(world.citizen("Tư"))
    office.handler.says(f"/traloi {code} {GOOD} Cần hỏi, gọi 0255 0000 002.")
    assert office.handler.got("staff.document") and "Còn thiếu" not in office.handler.text
