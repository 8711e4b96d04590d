"""While a case is open the window of its sender's chat is kept open: before it closes, a short line
asks for a tap. The same for officials, who must be told of their work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cases.lifecycle import UNANSWERED
from handlers.clock_duty import ClockDuty, daytime
from handlers.desk import Desk
from messages.envelope import Priority
from storage.mailbox import chats, windows
from storage.mailbox.chats import ChatRow

# Nobody is written to at night (twelve hours of it): earlier than that, so that some of the day is
# left for the person to see it.
_BEFORE = timedelta(hours=16)


def _closing(desk: Desk, after: int) -> list[int]:
    if not daytime(desk):
        return []
    found: list[int] = []
    for channel in desk.ground.reach:
        window = desk.ground.window(channel)
        if window is not None:
            since, until = desk.now - window, desk.now - window + _BEFORE
            found += windows.closing(desk.tx, channel, since, until, UNANSWERED, after)
    return sorted(found)


def _ask(desk: Desk, chat_id: int) -> None:
    """Once per word of theirs; a line that is not tapped is not repeated."""
    chat = chats.by_id(desk.tx, chat_id)
    if chat is None or chat_id not in _closing(desk, chat_id - 1)[:1]:
        return
    windows.asked(desk.tx, chat_id, desk.now)
    seen = [desk.label(chat.language, "window.b_seen", "/daxem")]
    channel = desk.words(chat.language, f"source.{chat.channel}")
    key, told = _line(desk, chat)
    # Not a notice: nobody is called because of it.
    desk.tell_chat(chat_id, key, seen, priority=Priority.BROADCAST, channel=channel, **told)


def _line(desk: Desk, chat: ChatRow) -> tuple[str, dict[str, Any]]:
    codes = windows.told_codes(desk.tx, chat.id, UNANSWERED)
    if not codes:
        return "window.keep_official", {}
    return "window.keep", {"codes": codes[0], "more": len(codes) - 1}


DUTIES = (ClockDuty("windows", _closing, _ask, seconds=600),)
