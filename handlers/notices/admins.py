"""Telling those who keep the bot."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from handlers.desk import Desk
from storage.mailbox import chats
from storage.people import people


def tell_admins(
    desk: Desk,
    key: str,
    button: tuple[str, str] | None = None,
    *,
    but: Collection[int] = (),
    **params: Any,
) -> None:
    """All of them `but` some. `button` is its words' key and its command."""
    for admin in set(people.admins(desk.tx, desk.now)) - set(but):
        chat_id = people.preferred_chat(desk.tx, admin)
        chat = chats.by_id(desk.tx, chat_id) if chat_id else None
        if chat is not None:
            buttons = [desk.label(chat.language, *button)] if button else []
            desk.tell_chat(chat.id, key, buttons, details={"person_id": admin}, **params)
