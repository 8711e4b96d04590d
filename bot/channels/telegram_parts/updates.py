"""Raw Telegram updates (core.telegram.org/bots/api#update) as the house's own messages."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from aiogram.enums import ChatMemberStatus, ChatType, ContentType
from aiogram.types import (
    CallbackQuery,
    Chat,
    ChatMemberUpdated,
    Contact,
    Message,
    User,
)

from bot.channels.telegram_parts import parse
from bot.channels.telegram_parts.files import attachments
from bot.channels.telegram_parts.parse import UNREADABLE
from messages.envelope import ChatKind, Event, Incoming, Location, scrub

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]

# fmt: off
_SAID = {
    "text", "animation", "audio", "document", "photo", "sticker", "video", "video_note",
    "voice", "contact", "venue", "location",
}
# fmt: on
# Sent by a person, but nothing we can hand over. Whatever else Telegram reports as a message is
# nobody's word: new titles, members, pins, topics, calls.
# fmt: off
_UNSUPPORTED = {
    "chat_shared", "checklist", "dice", "game", "gift", "giveaway", "invoice", "live_photo",
    "paid_media", "passport_data", "poll", "rich_message", "story", "unique_gift", "unknown",
    "users_shared", "web_app_data",
}
# fmt: on
_COMMAND_FOR = re.compile(r"/(\w{1,32})@(\w{3,})")
_AWAY = {ChatMemberStatus.LEFT, ChatMemberStatus.KICKED}


def read(
    data: dict[str, Any], raw: bytes, me: str = "", now: datetime | None = None
) -> Incoming | None:
    """One update; None when it is nobody's word (a service message, a bot, a channel post).

    `me` is our own user name, "" while unknown; `now` dates the taps, which bear no time. Raises
    pydantic.ValidationError, KeyError, TypeError or ValueError for what is no update.
    """
    common: dict[str, Any] = {
        "channel": "telegram",
        "update_id": str(int(data["update_id"])),
        "raw": raw,
    }
    for kind in ("message", "edited_message"):
        if (body := data.get(kind)) is not None:
            return _message(parse.message(body), common, me, edited=kind != "message")
    if (body := data.get("callback_query")) is not None:
        return _tap(*parse.tap(body), common, now or datetime.now(UTC))
    if (body := data.get("my_chat_member")) is not None:
        return _membership(parse.membership(body), common)
    return None


def _who(user: User | None, chat: Chat) -> dict[str, Any]:
    return {
        "chat": str(chat.id),
        "sender": str(user.id if user else chat.id),
        "language": (user.language_code or "") if user else "",
        "chat_kind": ChatKind.PRIVATE if chat.type == ChatType.PRIVATE else ChatKind.GROUP,
    }


def _message(message: Message, common: dict[str, Any], me: str, edited: bool) -> Incoming | None:
    user = message.from_user
    common |= _who(user, message.chat) | {"at": message.date.astimezone(UTC)}
    if message.migrate_to_chat_id:
        return Incoming(**common, event=Event.MIGRATED, new_chat=str(message.migrate_to_chat_id))
    if user is None or user.is_bot or message.is_automatic_forward:
        return None
    if message.chat.type == ChatType.CHANNEL or (edited and message.location):
        return None  # a live location "edits" itself every few seconds
    content = _content(message, me)
    if content is None:
        return None
    if edited and message.edit_date:
        common["at"] = datetime.fromtimestamp(message.edit_date, UTC)
    return Incoming(
        **common,
        **content,
        message_id=str(message.message_id),
        reply_to=_reply_to(message),
        edited=edited,
        album=message.media_group_id or "",
        topic=_topic(message),
    )


def _content(message: Message, me: str) -> dict[str, Any] | None:
    content: dict[str, Any] = {"files": attachments(message)}
    texts = [message.text or message.caption or ""]
    if place := message.location:
        content["location"] = Location(place.latitude, place.longitude)
    if message.venue:
        texts += [message.venue.title, message.venue.address]
    if contact := message.contact:
        if message.from_user and contact.user_id == message.from_user.id:
            content["phone"] = _international(contact.phone_number)
        else:
            texts.append(_spelt_out(contact))
    content["text"] = scrub("\n".join(text for text in texts if text))
    if not any(content.values()):
        kind = ContentType(message.content_type).value
        if kind in _UNSUPPORTED:
            content["unsupported"] = _newer(message) if kind == "unknown" else kind
        elif kind not in _SAID:
            return None
    elif command := _COMMAND_FOR.match(content["text"]):
        if me and command[2].lower() != me.lower():
            return None  # for another bot in the same group
        content["text"] = f"/{command[1]}{content['text'][command.end() :]}"
    return content


def _newer(message: Message) -> str:
    """What is newer than the library, or unreadable to it, is named by its field."""
    return next(iter(message.model_extra or {}), "unknown").removeprefix(UNREADABLE)


def _international(number: str) -> str:
    """Telegram writes a person's own number with its country code, but often without the plus."""
    return number if number.startswith(("+", "0")) else f"+{number}"


def _spelt_out(contact: Contact) -> str:
    return " ".join(
        part for part in (contact.first_name, contact.last_name, contact.phone_number) if part
    )


def _topic(message: Message) -> str:
    return str(message.message_thread_id) if message.is_topic_message else ""


def _reply_to(message: Message) -> str:
    replied = message.reply_to_message
    # In a topic everything "replies" to the service message that opened it.
    if replied is None or replied.forum_topic_created:
        return ""
    return str(replied.message_id)


def _tap(
    tap: CallbackQuery,
    bearer: parse.Bearer | None,
    common: dict[str, Any],
    now: datetime,
) -> Incoming:
    common |= {"at": now, "sender": str(tap.from_user.id), "chat": str(tap.from_user.id)}
    common["language"] = tap.from_user.language_code or ""
    if bearer is not None:
        common |= _who(tap.from_user, bearer.chat)
        common["choice_on"] = str(bearer.message_id)
        common["topic"] = bearer.topic
    if tap.data is None:
        return Incoming(**common, unsupported="game")
    return Incoming(**common, choice=scrub(tap.data))


def _membership(change: ChatMemberUpdated, common: dict[str, Any]) -> Incoming | None:
    """We were let in or shut out; a mere change of our rights is nobody's concern."""
    away, was_away = (
        member.status in _AWAY for member in (change.new_chat_member, change.old_chat_member)
    )
    if away == was_away or change.chat.type == ChatType.CHANNEL:
        return None
    common |= _who(change.from_user, change.chat) | {"at": change.date.astimezone(UTC)}
    if not away:
        return Incoming(**common, event=Event.UNBLOCKED)
    private = change.chat.type == ChatType.PRIVATE
    return Incoming(**common, event=Event.BLOCKED if private else Event.REMOVED)
