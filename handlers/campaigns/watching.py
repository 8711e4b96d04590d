"""Whoever wrote a broadcast sees it go out: one message that changes where the channel can change
it, else one at each quarter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cases.plan.broadcast_rights import may_steer
from cases.plan.campaigns import CampaignKind, Progress, State
from handlers.campaigns.progress import progress
from handlers.campaigns.wording import title_in
from handlers.clock_duty import ClockDuty
from handlers.desk import Desk
from messages.envelope import Choice, Priority
from storage.mailbox import chats
from storage.mailbox.chats import ChatRow
from storage.people import people
from storage.plan import campaign_watching
from storage.tables.plan import Campaign

Figures = dict[str, Any]

KEY = "broadcast.progress"
_PORTION = 50
_OFTEN = timedelta(seconds=10)
_QUARTER, _ALL = 25, 100  # percent
_STEERING: dict[State, tuple[tuple[str, str], ...]] = {
    State.RUNNING: (("broadcast.b_pause", "tamdung"), ("broadcast.b_cancel", "huy")),
    State.PAUSED: (("broadcast.b_resume", "tieptuc"), ("broadcast.b_cancel", "huy")),
    State.STOPPED: (("broadcast.b_resume", "tieptuc"), ("broadcast.b_cancel", "huy")),
}
_UNREAD, _WORDS = (("broadcast.b_unread", "chuadoc"),), ("broadcast.b_words", "loi")
OVER = frozenset({State.DONE, State.CANCELLED})


def figures(desk: Desk, campaign: Campaign, language: str) -> Figures:
    found = progress(desk, campaign)
    names = ("size", "sent", "waiting", "held", "failed", "dropped", "gathered", "unknown")
    return {
        "number": campaign.number,
        "title": title_in(campaign, language),
        "state": campaign.state,
        "percent": _percent(found),
        "minutes": -(-found.seconds_left // 60) if campaign.state == State.RUNNING else 0,
        "reason": campaign.reason,
        **{name: getattr(found, name) for name in names},
    }


def _percent(found: Progress) -> int:
    """Of those it is for, of how many it is known what became of it."""
    return 100 * (found.size - found.left - found.waiting) // found.size if found.size else 0


def buttons(desk: Desk, campaign: Campaign, language: str) -> list[Choice]:
    to_staff = campaign.kind == CampaignKind.STAFF
    pairs = (*_STEERING.get(State(campaign.state), ()), *(_UNREAD if to_staff else ()), _WORDS)
    return [desk.label(language, key, f"/thongbao {word} {campaign.number}") for key, word in pairs]


def say(desk: Desk, campaign: Campaign, chat: ChatRow) -> int:
    """How far it has come, as of now, to somebody who asks. Returns the outbox id."""
    return _said(desk, campaign, chat, figures(desk, campaign, chat.language), Priority.REPLY)


def _said(
    desk: Desk,
    campaign: Campaign,
    chat: ChatRow,
    now: Figures,
    priority: Priority = Priority.NOTICE,
    **details: Any,
) -> int:
    viewer = people.viewer(desk.tx, chat.person_id, desk.now) if chat.person_id else None
    steers = viewer is not None and may_steer(viewer, campaign.author_id)
    choices = buttons(desk, campaign, chat.language) if steers else []
    return desk.tell_chat(chat.id, KEY, choices, priority=priority, details=details, **now)


# --- the clock -----------------------------------------------------------------------------------


def _watched(desk: Desk, after: int) -> list[int]:
    return campaign_watching.watched(desk.tx, after, _PORTION)


def _look(desk: Desk, campaign_id: int) -> None:
    campaign = desk.tx.get(Campaign, campaign_id)
    if campaign is None or campaign.progress_chat_id is None:
        return
    chat = _chat(desk, campaign.progress_chat_id)
    over = State(campaign.state) in OVER
    if chat is not None:
        _tell(desk, campaign, chat, over)
    if chat is None or over:
        campaign_watching.watch(desk.tx, campaign.id, None, None)


def _chat(desk: Desk, chat_id: int) -> ChatRow | None:
    """None where it speaks for an official no more."""
    chat = chats.by_id(desk.tx, chat_id)
    if chat is None or chat.person_id is None:
        return chat
    return chat if people.viewer(desk.tx, chat.person_id, desk.now) else None


def _tell(desk: Desk, campaign: Campaign, chat: ChatRow, over: bool) -> None:
    said = campaign.progress_outbox_id
    before = campaign_watching.told_last(desk.tx, chat.id, said) if said else None
    reach = desk.ground.reach.get(chat.channel)
    changes = reach is not None and reach.edits
    if before is None:
        if not over:
            _say_anew(desk, campaign, chat, figures(desk, campaign, chat.language))
    elif not changes:
        now = figures(desk, campaign, chat.language)
        if not over and _next_step(now, before.figures):  # its end is told by itself
            _say_anew(desk, campaign, chat, now)
    elif over or desk.now - before.at >= _OFTEN:
        now = figures(desk, campaign, chat.language)
        if {**now, "minutes": 0} != {**before.figures, "minutes": 0}:
            _said(desk, campaign, chat, now, replaces=said)


def _say_anew(desk: Desk, campaign: Campaign, chat: ChatRow, now: Figures) -> None:
    campaign_watching.watch(desk.tx, campaign.id, chat.id, _said(desk, campaign, chat, now))


def _next_step(now: Figures, before: Figures) -> bool:
    """The last quarter is the end."""
    reached, said = (int(each.get("percent", 0)) // _QUARTER for each in (now, before))
    further = reached != said and int(now["percent"]) < _ALL
    return further or bool(now["state"] != before.get("state"))


DUTIES = (ClockDuty("broadcast progress", _watched, _look, seconds=5),)
