"""Telegram as every contestant meets it here: the same bytes for the same call, at once. It counts
what was sent to whom, which is how a run is checked."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

BOT = {"id": 424242, "is_bot": True, "first_name": "Lắng Nghe", "username": "lang_nghe_bot"}
TOKEN = "424242:AAE-benchmark-benchmark-benchmark-12"

_TEXT = (
    "Xin hỏi ông/bà về việc này. Chúng tôi hiểu rằng phản ánh của ông/bà nói về một thủ tục hành "
    "chính thuộc phòng Đăng ký kinh doanh. Xin xem lại và chọn một câu dưới đây; nếu chưa đúng, "
    "ông/bà có thể viết lại bằng lời của mình, chúng tôi sẽ ghi nhận."
)
_KEYBOARD = {
    "inline_keyboard": [
        [{"text": "Đúng rồi", "callback_data": "answer:0:0001"}],
        [{"text": "Chọn việc khác", "callback_data": "answer:1:0001"}],
    ]
}
_RECEIPT = re.compile(r"PA\d\d-\d{5}-[0-9A-Z]")
_FIRST_ID = 1000
_SENT_AT = 1_780_000_000
_TRUE = b'{"ok":true,"result":true}'
_ME = json.dumps({"ok": True, "result": {**BOT, "can_join_groups": True}}).encode()


def message_of_bot(chat: int, message_id: int, *, buttons: bool) -> dict[str, Any]:
    """A message of ours as Telegram gives it back."""
    message = {
        "message_id": message_id,
        "from": BOT,
        "chat": {"id": chat, "first_name": "An", "last_name": "Nguyễn Văn", "type": "private"},
        "date": _SENT_AT,
        "text": _TEXT,
        "entities": [{"offset": 0, "length": 11, "type": "bold"}],
    }
    return {**message, "reply_markup": _KEYBOARD} if buttons else message


def _canned(buttons: bool) -> bytes:
    message = message_of_bot(-1, -2, buttons=buttons)
    raw = json.dumps({"ok": True, "result": message}, separators=(",", ":")).encode()
    return raw.replace(b"%", b"%%").replace(b":-1,", b":%d,", 1).replace(b":-2,", b":%d,", 1)


_PLAIN, _WITH_BUTTONS = _canned(False), _canned(True)
assert _PLAIN.index(b"%d") < _PLAIN.index(b'"chat"'), "the message's id comes before the chat's"


class Network:
    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.sent: Counter[int] = Counter()
        self.receipts: set[int] = set()
        self.last_buttons: dict[int, tuple[int, Any]] = {}  # chat: message id, reply_markup

    def answer(self, method: str, params: Mapping[str, Any]) -> bytes:
        """The answer to one Bot API call; `params` as form fields, or decoded from JSON."""
        self.calls[method] += 1
        if method.startswith("send"):
            chat = int(params["chat_id"])
            self.sent[chat] = count = self.sent[chat] + 1
            if _RECEIPT.search(params.get("text") or params.get("caption") or ""):
                self.receipts.add(chat)
            return self._message(chat, _FIRST_ID + count, params)
        if method.startswith("editMessage"):
            return self._message(int(params["chat_id"]), int(params["message_id"]), params)
        return _ME if method == "getMe" else _TRUE

    def _message(self, chat: int, message_id: int, params: Mapping[str, Any]) -> bytes:
        markup = params.get("reply_markup")
        if markup and "inline_keyboard" in markup:
            self.last_buttons[chat] = (message_id, markup)
            return _WITH_BUTTONS % (message_id, chat)
        return _PLAIN % (message_id, chat)

    def buttons(self, chat: int) -> tuple[int, list[dict[str, str]]]:
        """The last message with buttons in a chat: its id, and the buttons from top to bottom."""
        message_id, markup = self.last_buttons[chat]
        rows = (json.loads(markup) if isinstance(markup, str) else markup)["inline_keyboard"]
        return message_id, [button for row in rows for button in row]
