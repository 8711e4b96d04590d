"""What the clerk can do when Zalo does not answer as hoped, in both languages."""

from __future__ import annotations

from bot.channels.base import Unknown
from bot.channels.zalo_parts.errors import NotDone

_WAIT = "đợi ít phút rồi thử lại.", "wait some minutes and try again."
_CONSOLE = (
    "mở lại ứng dụng và quyền của nó ở trang quản lý ứng dụng của Zalo.",
    "allow the app and its rights again in Zalo's app console.",
)
_ACCOUNT = (
    "vào trang quản lý Official Account xem tài khoản còn hoạt động không.",
    "see in the Official Account Manager whether the account is still active.",
)
_VERIFY = (
    "nộp giấy tờ xác thực ở trang quản lý Official Account.",
    "have the account verified in the Official Account Manager.",
)
_PACKAGE = (
    "gói của tài khoản không đủ: xem gói ở trang quản lý Official Account.",
    "the account's package does not suffice: see it in the Official Account Manager.",
)
_ASK = (
    "tra mã này ở trang tài liệu của Zalo, hoặc hỏi người hỗ trợ.",
    "look the code up in Zalo's documentation, or ask whoever supports you.",
)
# Facts: channels 1.10.
_TO_DO = {
    -32: _WAIT,
    -200: _WAIT,
    -211: _WAIT,
    -204: _ACCOUNT,
    -205: _ACCOUNT,
    -209: _CONSOLE,
    -212: _CONSOLE,
    -219: _CONSOLE,
    -221: _VERIFY,
    -223: _PACKAGE,
    -224: _PACKAGE,
}


def in_words(error: NotDone) -> tuple[str, str]:
    """A sentence in Vietnamese, and in English: what Zalo said, and what to do next."""
    if error.code:
        vi, en = _TO_DO.get(error.code, _ASK)
        return f"Zalo từ chối (mã {error.code}): {vi}", f"Zalo refuses (code {error.code}): {en}"
    if isinstance(error.outcome, Unknown):
        return f"Zalo đang trục trặc: {_WAIT[0]}", f"Zalo has trouble: {_WAIT[1]}"
    if getattr(error.outcome, "alarm", False):
        return (
            "Nơi trả lời không phải Zalo: xem lại LANGNGHE_ZALO_API (thường để trống).",
            "What answers is not Zalo: look at LANGNGHE_ZALO_API (usually empty).",
        )
    return (
        "Không kết nối được Zalo: kiểm tra mạng của máy chủ.",
        "Zalo cannot be reached: check the server's network.",
    )
