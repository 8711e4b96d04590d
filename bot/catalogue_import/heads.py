"""Which column of a portal's table is which of ours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cases.words.text import fold

BODY = "body"
"""Who carries the procedure out, as the file words it; becomes our `office`."""

_HEADS = {
    "code": ("Mã thủ tục", "Mã TTHC", "Mã số TTHC", "Mã số thủ tục", "Mã số", "Mã", "code"),
    "name": (
        "Tên thủ tục",
        "Tên TTHC",
        "Tên thủ tục hành chính",
        "Thủ tục hành chính",
        "Tên",
        "name",
        "name_vi",
        "procedure",
    ),
    "name_en": ("Tên tiếng Anh", "Tên thủ tục tiếng Anh", "name_en", "English name"),
    "field": ("Lĩnh vực", "Lĩnh vực thực hiện", "Tên lĩnh vực", "field"),
    BODY: (
        "Cơ quan thực hiện",
        "Cơ quan có thẩm quyền",
        "Cơ quan giải quyết",
        "Cơ quan công khai",
        "Đơn vị thực hiện",
        "Đơn vị giải quyết",
        "Phòng",
        "office",
        "department",
    ),
    "papers": ("Thành phần hồ sơ", "Hồ sơ", "Giấy tờ", "Giấy tờ phải nộp", "papers"),
    "steps": ("Trình tự thực hiện", "Các bước", "Các bước thực hiện", "steps"),
    "days": (
        "Thời hạn giải quyết",
        "Thời gian giải quyết",
        "Thời hạn",
        "Số ngày giải quyết",
        "days",
        "time_limit_working_days",
        "time limit",
    ),
    "fee": ("Phí, lệ phí", "Phí", "Lệ phí", "Phí/lệ phí", "Mức phí", "fee"),
    "by_post": (
        "Qua bưu chính công ích",
        "Dịch vụ bưu chính công ích",
        "Bưu chính công ích",
        "BCCI",
        "Qua bưu điện",
        "by_post",
    ),
    "online": (
        "Mức độ",
        "Mức độ DVC",
        "Mức độ dịch vụ công",
        "Mức độ cung cấp dịch vụ công trực tuyến",
        "Dịch vụ công trực tuyến",
        "Qua mạng",
        "online",
    ),
    "where": ("Địa điểm thực hiện", "Nơi nộp hồ sơ", "Địa chỉ tiếp nhận hồ sơ", "where"),
    "decision": (
        "Quyết định công bố",
        "Số quyết định",
        "Số quyết định công bố",
        "Quyết định",
        "decision",
    ),
}
_COLUMN_OF = {fold(head): column for column, heads in _HEADS.items() for head in heads}
_BESIDE = re.compile(r"\(.*?\)|\*")  # "Thời hạn giải quyết (ngày làm việc)", "Tên thủ tục *"


def columns_of(cells: Sequence[str]) -> list[str]:
    """For each cell of a head row our column, or "". The first of two alike counts."""
    found: list[str] = []
    for cell in cells:
        column = _COLUMN_OF.get(fold(cell)) or _COLUMN_OF.get(fold(_BESIDE.sub(" ", cell)), "")
        found.append("" if column in found else column)
    return found


def is_head(columns: Sequence[str]) -> bool:
    """A name, and something that tells procedures apart: a title line has neither."""
    return "name" in columns and bool({"code", "field", BODY}.intersection(columns))
