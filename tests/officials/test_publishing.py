"""Publishing: an official sees exactly what everybody will read, nothing that leads to a person
goes through, and what is published can be taken down again."""

from __future__ import annotations

import pytest

from cases.numbers.codes import check_letter
from cases.privacy.private_data import Sort
from cases.privacy.private_names import Known, findings
from cases.privacy.public_words import parts, shortened
from tests.office import REGISTRY, STORY, Office, actions, answer, put, submitted
from tests.officials.test_staff_secrets import conduct
from tests.officials.test_staff_web import admin, official_at, site
from tests.people import Person, World

__all__ = ["admin", "site"]
TOLD = f"{STORY}. Tôi tên Võ Thị Tư, số 0905 123 218."
ANSWER = "Chị Tư chỉ cần nộp bản điện tử. Hỏi thêm xin gọi 0255 0000 001."


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def answered(world: World, office: Office, citizen: Person) -> str:
    code = submitted(citizen, TOLD)
    office.dispatcher.says(f"/tiepnhan {code} dkkd")
    office.handler.says(f"/nhan {code}")
    answer(office.handler, code, ANSWER)
    office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    return code


def test_the_machine_proposes_what_was_asked_and_answered_without_who_it_was(world, office):
    code = answered(world, office, world.citizen("Tư"))
    dispatcher = office.dispatcher.says(f"/congkhai {code}")
    assert dispatcher.keys == ["publish.check"]
    shown = dispatcher.text
    for said in (code, "Phòng Đăng ký kinh doanh", STORY, "bản điện tử"):
        assert said in shown, said
    assert "0255 0000 001" in shown, "our own number may stand"
    for told in ("Võ Thị Tư", "0905 123 218", "Chị Tư"):
        assert told not in shown, told
    dispatcher.taps("Đã bỏ, công khai")
    assert dispatcher.got("staff.done_publish")
    question, said = parts(world.case(code).published)
    assert STORY in question and said.startswith("Chị [tên đã che] chỉ cần")


@pytest.mark.parametrize(
    "trace",
    [
        "bà Võ Thị Tư",
        "vo thi tu",
        "anh Nam",
        "Nguyễn Văn Bảy",
        "0905 123 218",
        "tu@example.vn",
        "CCCD 051185001234",
        "số 12 đường Lê Lợi",
        "thôn 3",
        "hồ sơ 000.20.14.H48-261002-0007",
        "việc PA26-00077-{letter}",
        "Lê Thị Hạnh",
    ],
)
def test_nothing_that_leads_to_somebody_is_ever_published(world, office, trace):
    said = trace.format(letter=check_letter(26, 77))
    code = office.answered(world.citizen("Tư"))
    dispatcher = office.dispatcher.says(f"/congkhai {code} Hỏi về giấy tờ, {said} đã biết.")
    assert dispatcher.keys == ["publish.marked"]
    assert "⟦" in dispatcher.text and not any("công khai" in b for b in dispatcher.buttons)
    dispatcher.says("có")
    dispatcher.says(f"/congkhai {code} Hỏi về giấy tờ, {said} đã biết.").taps("Che các chỗ ấy")
    assert dispatcher.keys == ["publish.check"] and "đã che]" in dispatcher.text
    dispatcher.taps("Đã bỏ, công khai")
    kept = world.case(code).published
    assert kept.startswith("Hỏi về giấy tờ") and "đã che]" in kept


def test_words_typed_at_the_check_stand_in_place_of_those_proposed(world, office):
    code = answered(world, office, world.citizen("Tư"))
    dispatcher = office.dispatcher.says(f"/congkhai {code}")
    dispatcher.says("Hỏi: nộp qua mạng có phải nộp bản giấy không? Đáp: không.")
    assert dispatcher.keys == ["publish.check"] and STORY not in dispatcher.text
    dispatcher.says("Hỏi: gọi 0905 123 218 được không? Đáp: được.")
    assert dispatcher.keys == ["publish.marked"]
    dispatcher.taps("Thôi")
    assert world.case(code).published == ""


def test_what_changed_since_it_was_shown_is_shown_again(world, office):
    code = office.answered(world.citizen("Tư"))
    office.dispatcher.says(f"/congkhai {code} Hỏi về giấy tờ, đã trả lời.")
    put(world, code, "answered", office="kinh_te_doi_ngoai")
    office.dispatcher.taps("Đã bỏ, công khai")
    assert office.dispatcher.keys == ["publish.check"] and "Đối ngoại" in office.dispatcher.text
    office.dispatcher.taps("Đã bỏ, công khai")
    assert office.dispatcher.got("staff.done_publish") and world.case(code).published


def test_an_official_in_the_web_chat_publishes_and_takes_down(world, office, admin, site):
    code = office.answered(world.citizen("Tư"))
    office.dispatcher.says(f"/goxuong {code} Nhầm.")
    assert office.dispatcher.keys == ["publish.nothing_there"], "nothing stands there yet"
    clerk = official_at(world, site, admin, "dispatcher", "Lê Thị Sáu")
    clerk.says(f"/congkhai {code} Hỏi về giấy tờ, đã trả lời.").taps("Đã bỏ, công khai")
    assert world.case(code).published == "Hỏi về giấy tờ, đã trả lời."
    clerk.says(f"/goxuong {code} Còn nhận ra được người gửi.")
    assert world.case(code).published == "" and actions(world, code)[-1] == "unpublish"
    clerk.says(f"/hoso {code}")
    assert "Còn nhận ra được người gửi" in clerk.text
    citizen = world.citizen("Tư").says(f"/tracuu {code}")
    assert "Còn nhận ra" not in citizen.text


def test_whoever_does_not_publish_takes_nothing_down(world, office):
    code = office.answered(world.citizen("Tư"))
    office.dispatcher.says(f"/congkhai {code} Đã trả lời.").taps("Đã bỏ, công khai")
    for person in (office.handler, office.head):
        person.says(f"/goxuong {code} Không thích.")
        assert world.case(code).published


def test_an_accusation_is_shown_as_one_more_in_a_number(world, office):
    code = conduct(world)
    put(world, code, "closed", office="van_phong", outcome="partly")
    office.dispatcher.says(f"/congkhai {code}")
    assert office.dispatcher.keys == ["publish.counted"]
    assert REGISTRY not in office.dispatcher.text
    office.dispatcher.taps("Đã bỏ, công khai")
    assert code not in str(world.rows("SELECT * FROM evidence"))


# --- the rules -----------------------------------------------------------------------------------

OURS = Known(
    names=("Võ Thị Tư", "Hạnh"),
    words=("xã Bình Sơn",),
    code="PA26-00001-K",
    ours=frozenset({"0255 0000 001"}),
    places=("96 đường Nguyễn Nghiêm, thành phố Quảng Ngãi",),
)


@pytest.mark.parametrize(
    "text",
    [
        "Ông/bà nộp tại Phòng Đăng ký kinh doanh, ông Giám đốc Sở đã duyệt.",
        "Thủ tục hành chính theo Nghị định 168/2025/NĐ-CP, Luật Doanh nghiệp 2020.",
        "Ở Bà Rịa - Vũng Tàu, đảo Lý Sơn, TP Hồ Chí Minh cũng vậy.",
        "Nộp tại 96 đường Nguyễn Nghiêm, gọi 0255 0000 001.",
        "Lệ phí 50.000 đồng, 3 ngày làm việc, từ ngày 16/11/2026, theo đường bưu điện.",
    ],
)
def test_what_names_nobody_may_stand(text):
    assert findings(text, OURS) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CÔ LAN nói vậy", [(Sort.NAME, "LAN")]),
        ("ông A ở tổ dân phố 5", [(Sort.NAME, "A"), (Sort.ADDRESS, "tổ dân phố 5")]),
        ("Mr Smith asked", [(Sort.NAME, "Smith")]),
        ("Hạnh làm hành chính", [(Sort.NAME, "Hạnh")]),
        ("ở xa binh son cũng vậy", [(Sort.ADDRESS, "xa binh son")]),
    ],
)
def test_what_names_somebody_is_found(text, found):
    assert [(t.sort, t.text) for t in findings(text, OURS)] == found


def test_a_long_text_keeps_whole_sentences():
    assert shortened("Một câu. Hai câu. Ba câu dài hơn nữa.", 20) == "Một câu. Hai câu."
    assert shortened("không có dấu chấm nào cả", 12) == "không có…"
