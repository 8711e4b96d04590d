"""Codes and days, read out of what people write."""

from __future__ import annotations

from datetime import date

import pytest

from cases.numbers.dossiers import told_number
from cases.numbers.tax_codes import checks, tax_code
from handlers.conversation.spoken_days import spoken_day


def test_the_check_digit() -> None:
    assert checks("0100109106") and checks("0300588569") and not checks("0905123218")
    assert [tax_code(w) for w in ("113", "0905123218", "43001234567")] == ["", "", ""]


def test_numbers_of_other_shapes() -> None:
    assert told_number("số H48.15-261023-0007 ạ") == "H48.15-261023-0007"
    assert told_number("4512/BN") == "4512/BN"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("16/11", "2026-11-16"), ("hẹn 2-11-2026", "2026-11-02"), ("16 tháng 11", "2026-11-16"),
        ("16 thang 11 nam 2025", "2025-11-16"), ("hôm qua", "2026-11-15"),
        ("hom kia", "2026-11-14"), ("thứ hai tuần trước", "2026-11-09"),
        ("t2 tuan roi", "2026-11-09"), ("thứ sáu", "2026-11-13"), ("chủ nhật", "2026-11-15"),
        ("thứ 2 16/11", "2026-11-16"), ("ngày 16", "2026-11-16"), ("ngày 20", "2026-10-20"),
        ("ngay 5 thang truoc", "2026-10-05"), ("5 tháng trước", "2026-06-19"),
        ("mùng 5", "2026-11-05"), ("cách đây hai tuần", "2026-11-02"),
        ("3 ngày trước", "2026-11-13"), ("cuối tháng trước", "2026-10-31"),
        ("Nov 16, 2026", "2026-11-16"), ("2nd of November", "2026-11-02"),
        ("yesterday", "2026-11-15"), ("30/2", ""), ("ngày 31 tháng 2", ""), ("lâu lắm", ""),
    ],
)  # fmt: skip
def test_days_as_people_say_them(words: str, day: str) -> None:
    found = spoken_day(words, date(2026, 11, 16))
    assert (found.isoformat() if found else "") == day
