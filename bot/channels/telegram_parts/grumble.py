"""Trouble with Telegram in the log: at once, then once a minute while it lasts, however many tries
fail meanwhile. Whoever runs the server reads it, so it says what to do, in Vietnamese first."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from aiogram.exceptions import (
    TelegramConflictError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)

from bot.channels.telegram_parts.intake import explain

log = logging.getLogger(__name__)

_EVERY = 60.0  # seconds
_WRONG_TOKEN = "Telegram không nhận mã: chép lại mã của @BotFather vào LANGNGHE_TELEGRAM_TOKEN"
_ADVICE: dict[type[Exception], str] = {
    TelegramNetworkError: "Không kết nối được Telegram: kiểm tra mạng và tường lửa của máy chủ"
    " (api.telegram.org, cổng 443) hoặc LANGNGHE_TELEGRAM_API; bot vẫn tự thử lại",
    TelegramUnauthorizedError: _WRONG_TOKEN,
    TelegramNotFound: _WRONG_TOKEN,
    TelegramConflictError: "Có chương trình khác đang nhận tin bằng cùng mã Telegram: tắt nó đi",
}
_OTHER = "Telegram đang trục trặc; bot vẫn tự thử lại"


class Grumble:
    """One for a channel: its loops meet the same trouble at once."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._said: dict[type[Exception], float] = {}

    def say(self, error: Exception) -> None:
        now, sort = self._clock(), type(error)
        if now - self._said.get(sort, -_EVERY) < _EVERY:
            return
        self._said[sort] = now
        advice = next(
            (words for known, words in _ADVICE.items() if issubclass(sort, known)), _OTHER
        )
        log.warning("telegram: %s / %s", advice, explain(error))
