"""Trouble with Telegram fills no log, and says what to do."""

from __future__ import annotations

import logging

from aiogram.exceptions import TelegramConflictError, TelegramNetworkError
from aiogram.methods import GetMe

from bot.channels.telegram_parts.grumble import Grumble


def test_trouble_is_said_once_a_minute_while_it_lasts(caplog):
    caplog.set_level(logging.WARNING)
    now = [0.0]
    grumble = Grumble(lambda: now[0])
    for second in range(125):
        now[0] = float(second)
        for why in ("ClientConnectorError", "TimeoutError"):
            grumble.say(TelegramNetworkError(method=GetMe(), message=why))
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == 3
    assert lines[0].startswith("telegram: Không kết nối được Telegram: kiểm tra mạng")
    assert lines[0].endswith("Telegram cannot be reached (ClientConnectorError)")


def test_other_trouble_is_said_at_once(caplog):
    grumble = Grumble(lambda: 0.0)
    grumble.say(TelegramNetworkError(method=GetMe(), message="x"))
    grumble.say(TelegramConflictError(method=GetMe(), message="x"))
    assert "cùng mã Telegram: tắt nó đi" in caplog.records[-1].getMessage()
