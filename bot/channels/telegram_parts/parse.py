"""Raw updates into aiogram's types: only what is needed of them, and forgiving what is not."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple

from aiogram.types import (
    CallbackQuery,
    Chat,
    ChatMemberUpdated,
    Message,
    User,
)
from pydantic import ValidationError

UNREADABLE = "unreadable "
_NEEDED = {"message_id", "date", "chat", "from"}
# Validating is most of what an update costs, and nothing reads these.
_LEFT_OUT = {
    "entities", "caption_entities", "reply_markup", "link_preview_options", "external_reply",
    "quote", "via_bot",
}  # fmt: skip
_KINDS: dict[str, type[Chat] | type[User]] = {"chat": Chat, "from": User}
_OF_REPLIED = ("message_id", "date", "chat", "forum_topic_created")


def message(body: Any) -> Message:
    """A message, if need be without the parts that cannot be read; raises ValidationError.

    aiogram demands the fields of its own version of the Bot API, so an older or a newer server may
    send a poll, or a file, that it refuses. The words beside it must not be lost.
    """
    needed = _needed_of(body) if isinstance(body, dict) else body
    try:
        return Message.model_validate(needed)
    except ValidationError as error:
        bad = _refused(error)
        if "" in bad or bad & _NEEDED:
            raise
        # The names stay, for people to be told what did not come through.
        rest = {name: part for name, part in needed.items() if name not in bad}
        return Message.model_validate(rest | {UNREADABLE + name: True for name in bad})


@lru_cache(4096)
def _known(kind: type[Chat] | type[User], parts: tuple[tuple[str, Any], ...]) -> Chat | User:
    return kind.model_validate(dict(parts))


def _with_known(needed: dict[str, Any]) -> dict[str, Any]:
    """People write more than once: whoever is just as before need not be validated again."""
    for name, kind in _KINDS.items():
        part = needed.get(name)
        if isinstance(part, dict):
            with suppress(TypeError, ValidationError):  # left to the whole, which says where
                needed[name] = _known(kind, tuple(part.items()))
    return needed


def _needed_of(body: dict[str, Any]) -> dict[str, Any]:
    needed = {name: part for name, part in body.items() if name not in _LEFT_OUT}
    replied = needed.get("reply_to_message")
    if isinstance(replied, dict):
        needed["reply_to_message"] = {n: replied[n] for n in _OF_REPLIED if n in replied}
    return _with_known(needed)


def _refused(error: ValidationError) -> set[str]:
    return {
        str(each["loc"][0]) if each["loc"] else ""
        for each in error.errors(include_input=False, include_url=False)
    }


class Bearer(NamedTuple):
    """Where the message stands that bears a button. What it says, which Telegram repeats, is
    ours."""

    chat: Chat
    message_id: int
    topic: str


def tap(body: Any) -> tuple[CallbackQuery, Bearer | None]:
    """Raises ValidationError, or what `int` raises."""
    given = body if isinstance(body, dict) else {}
    asked = {name: part for name, part in given.items() if name != "message"}
    query = CallbackQuery.model_validate(_with_known(asked))
    message = given.get("message")
    if not isinstance(message, dict):
        return query, None
    chat = _with_known({"chat": message.get("chat")})["chat"]
    topic = message.get("message_thread_id", "") if message.get("is_topic_message") else ""
    return query, Bearer(Chat.model_validate(chat), int(message.get("message_id", 0)), str(topic))


def membership(body: Any) -> ChatMemberUpdated:
    """Raises ValidationError."""
    try:
        return ChatMemberUpdated.model_validate(body)
    except ValidationError as error:
        bad = _refused(error)
        if not bad <= {"old_chat_member", "new_chat_member"}:
            raise
        return ChatMemberUpdated.model_validate(body | {n: _bare(body[n]) for n in bad})


def _bare(member: Any) -> dict[str, Any]:
    """A kind of member that aiogram does not know: in or out is all that matters."""
    given = member if isinstance(member, dict) else {}
    away = given.get("status") in ("left", "kicked")
    return {"user": given.get("user"), "status": "left" if away else "member"}
