"""Unfinished submissions: one reminder, deletion with notice, and what is kept for a day only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from handlers.desk import Desk
from handlers.duties.shape import ClockDuty, daytime
from handlers.replay import drafts_in
from storage import chats, drafts, due
from storage.chats import ChatRow
from storage.columns import unstamp

_FOR_A_DAY = timedelta(hours=24)


def _officials(unfinished: list[dict[str, Any]]) -> bool:
    """Whether it is a case being entered for somebody else."""
    return str(unfinished[-1]["name"]) == "intake"


# --- the reminder --------------------------------------------------------------------------------


def _silent(desk: Desk, after: int) -> list[int]:
    if not daytime(desk):
        return []
    hours = desk.agency.limits.draft_reminder_hours
    return due.silent_drafts(desk.tx, desk.now - timedelta(hours=hours), after)


def _remind(desk: Desk, chat_id: int) -> None:
    """Once per draft, however often the person comes back to it: the draft itself bears the
    mark."""
    chat = chats.by_id(desk.tx, chat_id)
    since, reachable = drafts.silent_since(desk.tx, chat_id)
    hours = desk.agency.limits.draft_reminder_hours
    if chat is None or since is None or not reachable:
        return
    if desk.now - since < timedelta(hours=hours):
        return
    unfinished = [d for d in drafts_in(chat.state) if not d.get("reminded")]
    for draft in unfinished:
        draft["reminded"] = True
    drafts.reminded(desk.tx, chat, desk.now)
    if unfinished:
        _say_reminder(desk, chat, officials=_officials(unfinished))


def _say_reminder(desk: Desk, chat: ChatRow, *, officials: bool) -> None:
    if officials:
        key, pairs = "clock.intake_reminder", [("clock.b_go_on", "/nhap")]
    else:
        key, pairs = (
            "clock.draft_reminder",
            [
                ("clock.b_go_on", "/tieptuc"),
                ("clock.b_stop", "/huy"),
            ],
        )
    buttons = [desk.label(chat.language, words, command) for words, command in pairs]
    desk.tell_chat(chat.id, key, buttons, days=_days_left(desk))


def _days_left(desk: Desk) -> int:
    limits = desk.agency.limits
    return max(1, limits.draft_days - limits.draft_reminder_hours // 24)


# --- the end of a draft --------------------------------------------------------------------------


def _old(desk: Desk, after: int) -> list[int]:
    if not daytime(desk):
        return []
    return due.old_drafts(desk.tx, desk.now - timedelta(days=desk.agency.limits.draft_days), after)


def _delete(desk: Desk, chat_id: int) -> None:
    chat = chats.by_id(desk.tx, chat_id)
    since, reachable = drafts.silent_since(desk.tx, chat_id)
    days = desk.agency.limits.draft_days
    if chat is None or since is None or desk.now - since < timedelta(days=days):
        return
    gone = drafts_in(chat.state)
    left = [d for d in chat.state.pop("kept", []) if d not in gone]
    if left:
        chat.state["kept"] = left
    chat.state.pop("over", None)
    if chat.state.get("d") in gone:
        chat.state.pop("d")
    drafts.save_state(desk.tx, chat, draft=False)
    _forget_files(desk, chat_id, gone, chat.state)
    if gone and reachable:
        key, word = ("intake", "/nhap") if _officials(gone) else ("draft", "/gui")
        again = [desk.label(chat.language, "clock.b_write", word)]
        # Neither a person nor a case is named, so nobody is called where this cannot be carried.
        desk.tell_chat(chat_id, f"clock.{key}_deleted", again, days=days)


def _forget_files(desk: Desk, chat_id: int, gone: Any, left: dict[str, Any]) -> None:
    unsent = drafts.file_ids(gone) - drafts.file_ids(left)
    drafts.forget_files(desk.tx, chat_id, unsent, desk.now)


# --- what is kept for a day ----------------------------------------------------------------------


def _leftovers(desk: Desk, after: int) -> list[int]:
    return due.with_leftovers(desk.tx, after)


def _clear(desk: Desk, chat_id: int) -> None:
    """A cancelled draft that nobody brought back, cases opened by receipt number, and what an
    official searched for."""
    chat = chats.by_id(desk.tx, chat_id)
    if chat is None:
        return
    changed = _clear_dropped(desk, chat_id, chat.state) | _clear_search(desk, chat.state)
    opened = chat.state.get("opened", [])
    still = [o for o in opened if desk.now - unstamp(o[1]) < _FOR_A_DAY]
    if len(still) < len(opened):
        changed = True
        chat.state["opened"] = still
        if not still:
            chat.state.pop("opened")
    if changed:
        drafts.save_state(desk.tx, chat, draft=True)


def _clear_dropped(desk: Desk, chat_id: int, state: dict[str, Any]) -> bool:
    dropped = state.get("dropped")
    if not dropped or desk.now - unstamp(dropped["at"]) <= _FOR_A_DAY:
        return False
    state.pop("dropped")
    _forget_files(desk, chat_id, dropped, state)
    return True


def _clear_search(desk: Desk, state: dict[str, Any]) -> bool:
    old = "search" in state and desk.now - unstamp(state["search"]["at"]) > _FOR_A_DAY
    if old:
        state.pop("search")
    return old


DUTIES = (
    ClockDuty("draft deletion", _old, _delete),
    ClockDuty("draft reminder", _silent, _remind),
    ClockDuty("leftovers", _leftovers, _clear, seconds=1800),
)
