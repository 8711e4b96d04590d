"""What somebody types after a command with the code of a case, where not any words would do."""

from __future__ import annotations

_AFTER_CODE = {
    "tiepnhan": "dkkd",
    "chuyenngoai": "Kho bạc khu vực XIII",
    "giao": "{colleague}",
    "chuyen": "ktdn Việc của phòng bạn.",
    "giahan": "15/12 Chờ ý kiến.",
    "duyet": "",
    "nhan": "",
    "lienquan": "",
    "dong": "",
    "danhgia": "2",
}
_ANYTHING = "Xin xem lại việc này giúp."


def about(command: str, code: str, **known: object) -> str:
    """`known`: who `colleague` is."""
    words = _AFTER_CODE.get(command, _ANYTHING).format(**known)
    return f"/{command} {code} {words}".strip()
