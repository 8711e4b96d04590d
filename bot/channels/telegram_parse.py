"""Raw updates into aiogram's types, forgiving what we do not need."""

from __future__ import annotations

from typing import Any

from aiogram.types import Update
from pydantic import ValidationError

_MESSAGES = {"message", "edited_message"}
_NEEDED = {"message_id", "date", "chat", "from"}
UNREADABLE = "unreadable "


def parse(data: dict[str, Any]) -> Update:
    """An update, if need be without the parts that cannot be read; raises ValidationError.

    aiogram demands the fields of its own version of the Bot API, so an older or a newer server may
    send a poll, or a reply to a poll, that it refuses. The words beside it must not be lost.
    """
    try:
        return Update.model_validate(data)
    except ValidationError as error:
        simpler = dict(data)
        for place in {each["loc"][:2] for each in error.errors(include_input=False)}:
            if len(place) < 2 or not _simplify(simpler, str(place[0]), str(place[1])):
                raise
        return Update.model_validate(simpler)


def _simplify(update: dict[str, Any], kind: str, part: str) -> bool:
    body = update.get(kind)
    if not isinstance(body, dict) or part not in body:
        return False
    if kind in _MESSAGES and part not in _NEEDED:
        # The name stays, for people to be told what did not come through.
        rest = {key: value for key, value in body.items() if key != part}
        update[kind] = rest | {UNREADABLE + part: True}
        return True
    member = body[part]
    if kind == "my_chat_member" and isinstance(member, dict) and "status" in member:
        away = member["status"] in ("left", "kicked")
        bare = {"user": member.get("user"), "status": "left" if away else "member"}
        update[kind] = body | {part: bare}
        return True
    return False
