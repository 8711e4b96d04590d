"""The whole job in real browsers against the real program: a citizen is heard, an official answers,
the head of the office approves, the citizen is told and rates. And a frightened citizen's path."""

from __future__ import annotations

import re

import pytest

from tests.browser.house import CODE, DESK, PHONE, Pictures, program, sitter, start_code
from tests.browser.pages import NEEDS_CHROMIUM, chromium, scrolls_sideways

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]

OFFICE = "Phòng Đăng ký kinh doanh"
STORY = "thu tuc dang ky cong ty doi qua nhieu giay to, moi noi mot kieu, khong biet theo ben nao"
SENDER = "Vo Thi Tu, 0905 123 218, xa Binh Hai"
ANSWER = (
    "Hồ sơ của bà chỉ còn thiếu điều lệ có chữ ký. Phòng đã gộp các góp ý vào một danh sách;"
    " bà bổ sung một lần, Phòng trả kết quả trong 3 ngày. Xin lỗi vì để bà đi lại ba lần."
)


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture
def server(tmp_path):
    with program(tmp_path / "var") as running:
        yield running


@pytest.fixture
def pictures(tmp_path):
    return Pictures(tmp_path / "pictures")


def becomes_official(who, address, name):
    """By the one-time code in the address."""
    who.opens(address).sees("tên gì")
    who.says(name).sees(f"Chào {name}")
    assert who.page.url.endswith("/chat")  # the code has left the address


def first(pattern, text):
    found = re.search(pattern, text)
    assert found, text
    return found[0]


def invitation(admin, role, office):
    """What the admin hands to a colleague."""
    admin.says("/moi").sees("vai trò nào")
    admin.taps(role).sees("phòng nào")
    admin.taps(office).sees("dùng một lần")
    return first(r"http\S+start=\d+", admin.newest)


def test_submit_accept_take_answer_approve_rate(browser, server, pictures):
    with (
        sitter(browser, **DESK) as dispatcher,
        sitter(browser, **DESK) as handler,
        sitter(browser, **DESK) as head,
        sitter(browser, **PHONE) as citizen,
    ):
        becomes_official(dispatcher, start_code(server), "Nguyễn Thị Hạnh")
        for who, role, name in (
            (handler, "Cán bộ xử lý", "Lê Văn Bình"),
            (head, "Trưởng phòng", "Phạm Thị Mai"),
        ):
            becomes_official(who, invitation(dispatcher, role, OFFICE), name)

        citizen.opens(f"{server.base}/")
        pictures.take(citizen.page, "portal-phone")
        citizen.page.get_by_role("link", name="Gửi ngay tại đây").click()
        code = submits(citizen, pictures)

        dispatcher.sees(code)
        assert STORY in dispatcher.newest and "Vo Thi Tu, 0905 123 218" in dispatcher.newest
        assert code not in handler.chat + head.chat
        dispatcher.taps("Tiếp nhận").sees(f"{code} đã chuyển {OFFICE}")
        citizen.sees(f"{code} đã có nơi nhận: {OFFICE}")

        handler.sees(code).sees("Đã chuyển xử lý")
        head.sees(code)
        assert "Nhận việc" in handler.buttons and "Tiếp nhận" not in handler.buttons
        pictures.take(handler.page, "card-desktop")
        pictures.take_elsewhere(handler, "card-phone", **PHONE)
        handler.taps("Nhận việc").sees("anh/chị đã nhận")
        dispatcher.sees("Lê Văn Bình")

        handler.taps("Trả lời").sees("Người đọc: người gửi")
        handler.says(ANSWER).sees("trình duyệt trước")
        handler.taps("Không kèm, gửi luôn").sees("đã trình duyệt (Trưởng phòng)")
        assert "Duyệt" not in handler.buttons  # nobody approves what they wrote

        head.sees("Dự thảo trả lời").sees(ANSWER)
        assert ANSWER not in citizen.chat
        pictures.take(head.page, "approval-desktop")
        head.taps("Duyệt").sees("đã duyệt và gửi trả lời")

        citizen.sees(f"{code} đã có trả lời").sees(ANSWER)
        pictures.take(citizen.page, "result-phone")
        citizen.taps("Tôi đã rõ").sees("Khi cần gì thêm")
        citizen.says("danh gia").sees("Sở làm thế nào")
        citizen.taps("Rất hài lòng").sees("Sở đã ghi")
        dispatcher.says(f"/hoso {code}").sees("Đánh giá")

        citizen.page.reload()
        citizen.sees(ANSWER)


def submits(citizen, pictures):
    """Without diacritics; returns the code of the receipt."""
    citizen.says(STORY).sees(f"do {OFFICE} giải quyết")
    citizen.taps("Đúng").sees("muốn ai được biết tên")
    citizen.sees("Sở lưu lời kể")  # the notice stands above the question
    citizen.taps("Người giải quyết cũng biết").sees("họ tên, số điện thoại")
    citizen.says(SENDER).sees("mã số thuế")
    citizen.taps("Bỏ qua").sees("Ông/bà xem lại giúp")
    card = citizen.newest
    assert STORY in card and OFFICE in card and "0905 xxx 218" in card
    assert citizen.buttons[:2] == ["Gửi, nhắn kết quả vào đây", "Gửi, tôi tự tra"]
    pictures.take(citizen.page, "check-phone")
    citizen.taps("Gửi, nhắn kết quả vào đây").sees("Mã của ông/bà")
    assert citizen.said <= 12 and not scrolls_sideways(citizen.page)
    pictures.take(citizen.page, "chat-phone")
    pictures.take_elsewhere(citizen, "chat-desktop", **DESK)
    return first(CODE, citizen.newest)


def test_a_frightened_citizen_on_a_phone(browser, server, pictures):
    """A tip without a name in five messages, looked up later from another browser."""
    with sitter(browser, **DESK) as dispatcher:
        becomes_official(dispatcher, start_code(server), "Nguyễn Thị Hạnh")
        with sitter(browser, **PHONE) as citizen:
            citizen.opens(f"{server.base}/chat")
            assert citizen.page.locator(".advice").get_by_text("dùng máy của cơ quan").is_visible()
            citizen.says("can bo mot cua doi tien boi duong moi nhan ho so cua toi").sees(
                "có thể là tố cáo"
            )
            citizen.taps("Báo tin không nêu tên").sees("Thái độ, cách làm việc của cán bộ")
            citizen.taps("Đúng").sees("về ai, hoặc phòng nào")
            citizen.taps("Không biết, không muốn nói").sees("Ông/bà xem lại giúp")
            citizen.taps("Gửi").sees("Mã tra cứu 16 số")
            assert citizen.said == 5
            number, again = re.findall(r"\d{4} \d{4} \d{4} \d{4}", citizen.newest)
            assert number == again
            assert not scrolls_sideways(citizen.page)
            pictures.take(citizen.page, "tip-phone")
            code = first(CODE, citizen.chat)
            for _ in range(2):
                citizen.page.reload()
                citizen.sees("không hiện lại").sees("không được giữ lại ở đây")
                assert number not in citizen.chat and "boi duong" not in citizen.chat
                assert citizen.page.locator("#log .line").count() == 2
                assert not citizen.page.locator("#earlier").is_visible(), "nothing earlier comes"

        dispatcher.sees(code)
        dispatcher.taps("Tiếp nhận").sees(f"{code} đã chuyển")

        with sitter(browser, **PHONE) as later:
            later.opens(f"{server.base}/chat")
            later.says("/tracuu 1111 2222 3333 4444").sees("không tìm thấy mã 16 số")
            later.says(f"/tracuu {number}").sees(code)
            assert "Đã chuyển xử lý" in later.newest and "Tin báo thì không hẹn ngày" in later.chat
            pictures.take(later.page, "looked-up-phone")


def test_the_first_page_on_a_desk(browser, server, pictures):
    with sitter(browser, **DESK) as citizen:
        citizen.opens(f"{server.base}/")
        assert citizen.page.get_by_role("link", name="Gửi ngay tại đây").is_visible()
        pictures.take(citizen.page, "portal-desktop")
