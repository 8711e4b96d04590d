"""What both competitors say, and the little they decide: plain f-strings and a handful of rules, as
cheap as a builder in a hurry would have them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any

BUTTONS = {"subject": "Đúng", "identity": "Phòng xử lý", "email": "Bỏ qua", "send": "Gửi"}

_SUBJECTS = (
    ("hộ kinh doanh", "Phòng Đăng ký kinh doanh", "đăng ký hộ kinh doanh"),
    ("đăng ký doanh nghiệp", "Phòng Đăng ký kinh doanh", "thay đổi đăng ký doanh nghiệp"),
    ("đấu thầu", "Phòng Đấu thầu, Thẩm định và Giám sát đầu tư", "lựa chọn nhà thầu"),
    ("đầu tư", "Phòng Kinh tế Đối ngoại", "cấp giấy chứng nhận đăng ký đầu tư"),
)
_OTHER = ("", "Văn phòng Sở", "một việc khác")
_PHONE = re.compile(r"(?:\+84|0)\d{9}")
_numbers: Iterator[int] = itertools.count(1)

Keyboard = tuple[tuple[str, str], ...]  # label, callback data


@dataclass(frozen=True, slots=True)
class Say:
    text: str
    buttons: Keyboard = ()


def story_please() -> Say:
    return Say(
        "Xin chào ông/bà. Đây là trợ lý tự động của Sở Kế hoạch và Đầu tư tỉnh Quảng Ngãi.\n"
        "Xin kể lại sự việc bằng lời của mình: việc gì, ở đâu, khi nào."
    )


def subject_of(story: str) -> tuple[str, str]:
    """Office and matter, by the first phrase found."""
    lower = story.lower()
    _, office, matter = next((s for s in _SUBJECTS if s[0] in lower), _OTHER)
    return office, matter


def is_subject_right(office: str, matter: str) -> Say:
    return Say(
        f"Cảm ơn ông/bà. Tôi hiểu đây là kiến nghị về <b>{matter}</b>, thuộc {office}. Đúng không?",
        (("Đúng", "subject:yes"), ("Chọn việc khác", "subject:other")),
    )


def identity_please() -> Say:
    return Say(
        "Thông tin của ông/bà chỉ dùng để giải quyết phản ánh này và được lưu theo quy định.\n"
        "Ông/bà muốn ai biết tên mình?",
        (
            ("Phòng xử lý biết tên tôi", "identity:named"),
            ("Chỉ Văn phòng Sở biết", "identity:closed"),
            ("Không nêu tên", "identity:anonymous"),
        ),
    )


def name_please() -> Say:
    return Say("Xin cho biết <b>họ và tên</b> của ông/bà.")


def phone_please(name: str) -> Say:
    return Say(f"Cảm ơn ông/bà {escape(name)}. Xin cho biết <b>số điện thoại</b> để liên hệ.")


def phone_of(text: str) -> str | None:
    digits = text.replace(" ", "").replace(".", "")
    return digits if _PHONE.fullmatch(digits) else None


def phone_wrong() -> Say:
    return Say("Số điện thoại chưa đúng. Ví dụ: 0912 345 678.")


def commune_please() -> Say:
    return Say("Ông/bà ở <b>xã, phường</b> nào?")


def email_please() -> Say:
    return Say("Ông/bà có muốn nhận kết quả qua thư điện tử không?", (("Bỏ qua", "email:skip"),))


def check_please(answers: Mapping[str, Any]) -> Say:
    return Say(
        "<b>Xin kiểm tra lại trước khi gửi</b>\n"
        f"Nội dung: {escape(answers['story'])}\n"
        f"Về việc: {answers['matter']}\n"
        f"Nơi xử lý: {answers['office']}\n"
        f"Người gửi: {escape(answers['name'])}\n"
        f"Điện thoại: {escape(answers['phone'])}\n"
        f"Địa chỉ: {escape(answers['commune'])}",
        (("Gửi", "send:yes"), ("Hủy", "send:no")),
    )


def receipt(answers: Mapping[str, Any]) -> Say:
    number = next(_numbers)
    due = date.today() + timedelta(days=15)
    return Say(
        f"<b>Đã nhận phản ánh của ông/bà.</b>\nMã số: <code>PA26-{number:05}-{number % 10}</code>\n"
        f"{answers['office']} sẽ trả lời trước ngày {due:%d/%m/%Y}.\n"
        "Tra cứu: /tracuu. Bổ sung: /bosung. Rút: /rut."
    )


def cancelled() -> Say:
    return Say("Đã hủy. Khi cần, xin nhắn /gui.")


def not_understood() -> Say:
    return Say("Tôi chưa hiểu. Xin chọn một nút ở trên, hoặc nhắn /gui để bắt đầu.")
