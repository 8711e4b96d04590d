"""Who will read what an official is about to send: shown before anything goes to a citizen."""

from __future__ import annotations

from enum import StrEnum

from cases.kinds import IdentityMode
from handlers.desk import Desk
from handlers.notices import night, notices
from storage.mailbox.chats import ChatRow
from storage.mailbox.windows import heard_at
from storage.tables.casework import Case


class Way(StrEnum):
    """By which way words reach the sender of a case."""

    CHAT = "chat"
    BY_HAND = "by_hand"  # they have no chat: an official must tell them
    TIP = "tip"  # whoever holds the receipt number
    LOOKS = "looks"  # they look it up


def way(case: Case) -> Way:
    if case.chat_id is not None:
        return Way.CHAT
    if case.identity_mode == IdentityMode.ANONYMOUS:
        return Way.TIP
    return Way.LOOKS if case.entered_by is None else Way.BY_HAND


def _waits(desk: Desk, chat: ChatRow) -> bool:
    """Whether the chat takes nothing of ours until the sender writes again."""
    window, heard = desk.ground.window(chat.channel), heard_at(desk.tx, chat.id)
    return window is not None and (heard is None or desk.now >= heard + window)


def reader(desk: Desk, case: Case, language: str) -> str:
    """In words: by which way the sender reads it, or that somebody must tell them."""
    how = way(case)
    if how is Way.CHAT and (chat := notices.senders_chat(desk, case)) is not None:
        return desk.words(
            language,
            "staff.reader_chat",
            channel=desk.words(language, f"source.{chat.channel}"),
            closed=case.identity_mode == IdentityMode.CLOSED,
            waits=_waits(desk, chat),
            morning=night.read_from(desk, chat),
        )
    if how is Way.BY_HAND:
        source = desk.words(language, f"source.{case.source}")
        return desk.words(language, "staff.reader_by_hand", source=source)
    return desk.words(language, "staff.reader_tip" if how is Way.TIP else "staff.reader_looks")
