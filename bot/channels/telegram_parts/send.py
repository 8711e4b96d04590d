"""Parcels to Telegram, through python-telegram-bot and the one pacer."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ExtBot

from bot.channels.base import Later, Outcome, Refused, Sent, Unknown, Unreachable
from bot.channels.parts.begun import Begun
from bot.channels.parts.http_wire import Wire
from bot.channels.telegram_parts.calls import Call, Unfit, check, edit, new
from bot.channels.telegram_parts.http import SendRequest
from bot.channels.telegram_parts.keyboard import Keyboards, soften
from bot.channels.telegram_parts.pace import Pace, Pacer, seconds_of
from messages.envelope import Parcel

log = logging.getLogger(__name__)

_GONE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "user is deactivated",
    "not enough rights",
    "have no rights",
    "chat_write_forbidden",
    "chat_restricted",
)


def outcome_of(error: TelegramError) -> Outcome:
    """What follows from an answer of Telegram's (or from none)."""
    why = error.message
    match error:
        case RetryAfter():
            return Later(seconds_of(error), why)
        case ChatMigrated():
            return Unreachable(why, str(error.new_chat_id))
        case Forbidden():
            return Unreachable(why)
        case BadRequest():
            gone = any(words in why.lower() for words in _GONE)
            return Unreachable(why) if gone else Refused(why)
        case TimedOut():
            return Unknown(why)
        case InvalidToken():
            return Later(60, "Telegram refuses the token", "telegram_token")
        case NetworkError():
            return Later(15, why)
    return Unknown(why)


class Sender:
    """Sends one parcel at a time per chat; long ones go on where a failed try left off."""

    def __init__(self, token: str, api: str, wire: Wire, files_root: Path, pace: Pace) -> None:
        http = SendRequest(wire)
        self._files_root = files_root
        self._keyboards = Keyboards()
        self._begun = Begun()
        # Never initialized: that calls getMe, fails with it, and sending does not need it.
        self._bot = ExtBot(
            token,
            base_url=f"{api}/bot",
            base_file_url=f"{api}/file/bot",
            request=http,
            get_updates_request=http,
            rate_limiter=Pacer(pace),
        )

    async def call(self, name: str, params: dict[str, Any], priority: int = 0) -> Any:
        """One Bot API method in its turn, `name` in lower case; raises TelegramError."""
        return await self._bot.do_api_request(name, dict(params), rate_limit_args=priority)

    async def send(self, parcel: Parcel) -> Outcome:
        """Never raises."""
        try:
            return await self._send(parcel)
        except TelegramError as error:
            return outcome_of(error)
        except Unfit as error:
            return Refused(str(error))
        except OSError as error:
            return Later(30, f"the file cannot be read: {type(error).__name__}")
        except Exception as error:
            log.exception("telegram: parcel %d", parcel.id)
            return Refused(f"{type(error).__name__}: {error}")

    async def _send(self, parcel: Parcel) -> Outcome:
        check(parcel)
        call = edit(parcel, self._keyboards) if parcel.replaces else None
        if call and await self._edited(call, parcel.priority):
            return Sent(parcel.replaces)
        calls = await new(parcel, self._keyboards, self._files_root)
        told = self._begun.told(parcel)
        for call in calls[len(told) :]:
            answer = await self._insist(call, parcel.priority)
            told.append(str(answer.get("message_id", "")) if isinstance(answer, dict) else "")
            if len(told) < len(calls):
                self._begun.note(parcel, told)
        self._begun.over(parcel)
        self._keyboards.shown(parcel)
        return Sent(told[-1])

    async def _edited(self, call: Call, priority: int) -> bool:
        """False when the message is gone or was never text: it has to be sent anew."""
        try:
            await self._insist(call, priority)
        except BadRequest as error:
            why = error.message.lower()
            if "message is not modified" in why:
                return True
            if any(words in why for words in ("to edit", "can't be edited", "message_id_invalid")):
                return False
            raise
        return True

    async def _insist(self, call: Call, priority: int) -> Any:
        """Sends, giving up what Telegram refuses of it (format, topic, a link) before the words."""
        while True:
            try:
                return await self.call(*call, priority)
            except BadRequest as error:
                softer = soften(*call, error.message.lower())
                if softer is None:
                    raise
                log.warning("telegram: %s goes out plainer: %s", call[0], error.message)
                call = softer
