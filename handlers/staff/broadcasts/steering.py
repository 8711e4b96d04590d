"""A broadcast that goes out, paused, taken up again, cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cases.plan.broadcast_rights import may_steer
from cases.plan.campaigns import MOVES, State
from cases.words.text import fold
from handlers.campaigns import approval
from handlers.campaigns.approval import COMMAND
from handlers.campaigns.wording import title_in
from handlers.clock_duty import spoken
from handlers.desk import Turn
from handlers.staff.broadcasts import showing
from storage.people import people
from storage.plan import campaigns
from storage.plan.campaigns import WrongState
from storage.tables.plan import Campaign

_SURE = "chac"
_SAID: Mapping[str, str] = {
    "pause": "broadcast.paused",
    "resume": "broadcast.resumed",
    "cancel": "broadcast.cancelled",
}


def pause(turn: Turn, campaign: Campaign, more: str) -> None:
    _move(turn, campaign, "pause")


def resume(turn: Turn, campaign: Campaign, more: str) -> None:
    """What failed before does not stop it at once again."""
    _move(turn, campaign, "resume", watched_since=turn.now, reason="")


def cancel(turn: Turn, campaign: Campaign, more: str) -> None:
    """Asked once more: who has not got it yet never will."""
    if fold(more) == _SURE or not _may(turn, campaign, "cancel"):
        _move(turn, campaign, "cancel", ended_at=turn.now)
        return
    sure = turn.button("broadcast.b_sure", f"{COMMAND} huy {campaign.number} {_SURE}")
    showing.unsure(turn, campaign, "broadcast.sure_cancel", sure)


def _may(turn: Turn, campaign: Campaign, name: str) -> bool:
    viewer = turn.viewer
    steers = viewer is not None and may_steer(viewer, campaign.author_id)
    return steers and State(campaign.state) in MOVES[name][0]


def _move(turn: Turn, campaign: Campaign, name: str, **changes: Any) -> None:
    viewer = turn.viewer
    if viewer is None or not may_steer(viewer, campaign.author_id):
        turn.say("broadcast.not_yours", number=campaign.number)
        return
    try:
        campaigns.move(turn.tx, campaign.id, name, **changes)
    except WrongState:
        approval.say_state(turn, campaign)
        return
    see = ("broadcast.b_see", f"{COMMAND} {campaign.number}")
    turn.say(_SAID[name], [turn.button(*see)], number=campaign.number)
    if campaign.author_id and campaign.author_id != viewer.person_id:
        language = spoken(turn, campaign.author_id)
        title = title_in(campaign, language)
        known = {"number": campaign.number, "title": title, "move": name}
        by = people.name_of(turn.tx, viewer.person_id)
        choices = [turn.label(language, *see)]
        turn.tell_person(
            campaign.author_id, "broadcast.steered", choices, details=None, by=by, **known
        )
