"""Updates of the Zalo Bot Platform as the house's own messages."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from bot.channels.zalo_bot_parts.traits import NAME
from messages.envelope import Attachment, FileKind, Incoming, scrub

UNSUPPORTED = "zalo"
_SAID = re.compile(r"message\.\w+\.received")
# A heart on a message is nobody's word.
_NO_WORDS = {"message.reaction.received"}
# [conflict] The documentation says `photo`, bodies captured live say `photo_url`.
_FILES = (
    ("photo_url", FileKind.PHOTO, "image/jpeg"),
    ("photo", FileKind.PHOTO, "image/jpeg"),
    ("voice_url", FileKind.VOICE, "audio/aac"),  # raw ADTS frames
)


def unwrapped(body: Any) -> Any:
    """[conflict] Documented bodies are {"ok": true, "result": {...}}, those captured live flat."""
    inner = body.get("result") if isinstance(body, dict) else None
    return inner if isinstance(inner, dict) else body


def is_probe(update: Any) -> bool:
    """Whether it says nothing at all, as what the platform sends to try an address."""
    return not update or (isinstance(update, dict) and not {"event_name", "message"} & set(update))


def read(update: Any, raw: bytes, now: datetime) -> Incoming | None:
    """One update; None when it is nobody's word, or said in a group. `now` dates what bears no
    time. Raises KeyError, TypeError or ValueError for what is no message.

    A group's words are none of ours: the platform calls groups a trial, hands over only what
    mentions the bot, and whoever mentions it there speaks before others. Nothing of it is kept, and
    nothing is answered before strangers."""
    event = str(update.get("event_name", ""))
    if event in _NO_WORDS:
        return None
    if event and not _SAID.fullmatch(event):
        raise ValueError("an event we do not know")
    message = update["message"]
    chat, sender = message["chat"], message.get("from") or {}
    if sender.get("is_bot") or str(chat.get("chat_type", "")).upper() == "GROUP":
        return None
    text = scrub(str(message.get("text") or message.get("caption") or ""))
    files = _files(message)
    chat_id, message_id = _id(chat["id"]), str(message.get("message_id") or "")
    return Incoming(
        channel=NAME,
        update_id=message_id or f"{event} {message.get('date', '')} {chat_id}",
        chat=chat_id,
        sender=str(sender.get("id") or chat_id),
        at=_time(message.get("date"), now),
        text=text,
        files=files,
        message_id=message_id,
        # No content: a link, a file, a place; and, by law, whatever somebody of a protected group
        # says (children, people with disabilities, people who cannot read).
        unsupported="" if text or files else UNSUPPORTED,
        raw=raw,
    )


def _id(given: Any) -> str:
    if not isinstance(given, str | int) or not str(given).strip():
        raise ValueError("a chat without an id")
    return str(given)


def _files(message: dict[str, Any]) -> tuple[Attachment, ...]:
    for field, kind, type_ in _FILES:
        if (url := message.get(field)) and isinstance(url, str):
            return (Attachment(kind, url, "", type_),)
    if message.get("sticker") and isinstance(url := message.get("url"), str) and url:
        return (Attachment(FileKind.STICKER, url, "", "image/webp"),)
    return ()


def _time(given: Any, now: datetime) -> datetime:
    """From milliseconds of the epoch."""
    try:
        return datetime.fromtimestamp(int(given) / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return now
