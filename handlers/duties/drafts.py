"""Unfinished submissions: one reminder, deletion with notice, and what is kept for a day only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from handlers.clock_duty import ClockDuty, daytime
from handlers.conversation.replay import drafts_in
from handlers.desk import Desk
from storage.clock import due
from storage.columns.plain import unstamp
from storage.mailbox import chats, drafts

_FOR_A_DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class _Words:
    """What is said of a draft, and the commands that go on with it or begin another."""

    reminder: str
    buttons: tuple[tuple[str, str], ...]
    deleted: str
    anew: tuple[str, str]


_CITIZENS = _Words(
    "clock.draft_reminder",
    (("clock.b_go_on", "/tieptuc"), ("clock.b_stop", "/huy")),
    "clock.draft_deleted",
    ("clock.b_write", "/gui"),
)
_OFFICIALS = {
    "intake": _Words(
        "clock.intake_reminder",
        (("clock.b_go_on", "/nhap"),),
        "clock.intake_deleted",
        ("clock.b_write", "/nhap"),
    ),
    "broadcast": _Words(
        "broadcast.draft_reminder",
        (("clock.b_go_on", "/thongbao tiep"),),
        "broadcast.draft_deleted",
        ("broadcast.b_new", "/thongbao moi"),
    ),
}


def _words_of(unfinished: list[dict[str, Any]]) -> _Words:
    return _OFFICIALS.get(str(unfinished[-1]["name"]), _CITIZENS)


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
        words = _words_of(unfinished)
        buttons = [desk.label(chat.language, key, command) for key, command in words.buttons]
        desk.tell_chat(chat.id, words.reminder, buttons, days=_days_left(desk))


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
        words = _words_of(gone)
        again = [desk.label(chat.language, *words.anew)]
        # Neither a person nor a case is named, so nobody is called where this cannot be carried.
        desk.tell_chat(chat_id, words.deleted, again, days=days)


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
