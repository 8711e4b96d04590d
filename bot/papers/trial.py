"""A report that is none, to try the forms of an office with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.agency_files.mistakes import Mistake
from bot.papers import templates
from messages.sheet import Grid, Sheet

_Row = list[str | int | float | None]
_FIELDS = ("Thành lập và hoạt động của doanh nghiệp", "Đầu tư tại Việt Nam", "Đấu thầu")
_OFFICES = ("Phòng Đăng ký kinh doanh", "Phòng Kinh tế Đối ngoại", "Văn phòng Sở")
_COLUMNS = (
    "Tổng số tiếp nhận",
    "Hành vi hành chính",
    "Quy định hành chính",
    "Kỳ trước chuyển qua",
    "Tiếp nhận mới trong kỳ",
    "Thuộc thẩm quyền",
    "Đã xử lý: hành vi",
    "Đã xử lý: quy định",
    "Đang xử lý: hành vi",
    "Đang xử lý: quy định",
    "Đã chuyển",
    "Không tiếp nhận",
    "Người gửi rút",
    "Đã công khai",
)
_NUMBERS = (
    (25, 5, 20, 5, 20, 21, 3, 12, 2, 4, 2, 1, 1, 9),
    (12, 2, 10, 4, 8, 11, 1, 7, 1, 2, 1, 0, 0, 5),
    (9, 1, 8, 2, 7, 9, 1, 6, 0, 2, 0, 0, 0, 3),
)


def _rows(names: Sequence[str]) -> list[_Row]:
    rows: list[_Row] = [[n, name, *_NUMBERS[n - 1]] for n, name in enumerate(names, 1)]
    totals = (sum(column) for column in zip(*_NUMBERS, strict=True))
    return [*rows, [None, "Tổng số", *totals]]


SHEET = Sheet(
    "Kết quả tiếp nhận, xử lý phản ánh, kiến nghị về quy định hành chính",
    ["Kỳ báo cáo: quý III năm 2026", "Đơn vị tính: phản ánh, kiến nghị"],
    [
        Grid("Biểu II.05a", ["STT", "Ngành, lĩnh vực", *_COLUMNS], _rows(_FIELDS), total=True),
        Grid("Biểu II.05b", ["STT", "Đơn vị", *_COLUMNS], _rows(_OFFICES), total=True),
    ],
    "Không gồm tin báo không tên, câu hỏi và lời khen.",
)
WORDS: dict[str, Any] = {
    "co_quan": "SỞ KẾ HOẠCH VÀ ĐẦU TƯ",
    "co_quan_tren": "UBND TỈNH QUẢNG NGÃI",
    "so_ky_hieu": "…/BC-SKHĐT",
    "ma_bao_cao": "BC26-00012",
    "dia_danh": "Quảng Ngãi",
    "ngay": "18",
    "thang": "9",
    "nam": "2026",
    "trich_yeu": "Kết quả tiếp nhận, xử lý phản ánh, kiến nghị quý III năm 2026",
    "kinh_gui": "Ủy ban nhân dân tỉnh Quảng Ngãi",
    "thay_mat": "",
    "chuc_vu": "GIÁM ĐỐC",
    "nguoi_ky": "",
    "ky_bao_cao": "Quý III năm 2026",
    "tu_ngay": "15/6/2026",
    "den_ngay": "14/9/2026",
    "noi_nhan": ["Như trên;", "Văn phòng UBND tỉnh;", "Lưu: VT, VP."],
}


def mistakes(folder: Path) -> list[Mistake]:
    """In the forms of that agency's folder. To be called where a form can do no harm:
    `bot/papers/apart.py`."""
    return list(templates.mistakes(folder, SHEET, WORDS))
