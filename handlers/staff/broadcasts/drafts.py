"""Broadcasts begun, taken up again, sent for approval, tried on oneself."""

from __future__ import annotations

from cases.plan.broadcast_rights import WRITERS, may_change
from cases.plan.campaigns import MOVES, State
from handlers.campaigns import approval
from handlers.conversation import replay
from handlers.conversation.dialogue import Ask, Pending
from handlers.desk import Turn
from handlers.staff.broadcasts import items, keeping, lists, preview
from handlers.staff.broadcasts.writing import NAME, written_so_far
from handlers.staff.broadcasts.written import answers_of
from storage.plan import campaigns
from storage.tables.plan import Campaign


def begin(turn: Turn, words: str) -> None:
    viewer = turn.viewer
    if viewer is None or not any(viewer.is_(role) for role in WRITERS):
        turn.say("broadcast.not_writer")
    else:
        replay.begin(turn, NAME)


def go_on(turn: Turn, words: str) -> None:
    """With what was laid aside half written."""
    if replay.under_way(turn) == NAME:
        return  # its question is put again
    if not replay.resume(turn, NAME):
        lists.show(turn, "")


def edit(turn: Turn, campaign: Campaign, more: str) -> None:
    """A draft; what waits or was approved is taken back first, and approved anew."""
    if not _mine(turn, campaign):
        return
    if State(campaign.state) in MOVES["return"][0]:
        campaigns.move(turn.tx, campaign.id, "return", reason="")
        turn.say("broadcast.taken_back", number=campaign.number)
    elif campaign.state != State.DRAFT:
        approval.say_state(turn, campaign)
        return
    replay.begin(turn, NAME, answers_of(campaign))


def submit(turn: Turn, campaign: Campaign, more: str) -> None:
    """A time that has passed since it was written is asked anew before, and an item of the plan
    that is gone."""
    if not _mine(turn, campaign):
        return
    if campaign.state != State.DRAFT:
        approval.say_state(turn, campaign)
    elif _passed(turn, campaign) or not items.still_there(turn, campaign.item):
        edit(turn, campaign, "")
    else:
        keeping.submit(turn, campaign)


def _passed(turn: Turn, campaign: Campaign) -> bool:
    return campaign.send_at is not None and campaign.send_at <= turn.now


def test(turn: Turn, campaign: Campaign | None) -> None:
    """Of what is being written here, or of one that was kept."""
    if campaign is not None:
        if _mine(turn, campaign):
            preview.send_test(turn, campaign)
    elif (written := _written_here(turn)) is not None:
        preview.send_test(turn, written)
    else:
        turn.say("broadcast.nothing_to_test")


def _written_here(turn: Turn) -> Campaign | None:
    if replay.under_way(turn) != NAME:
        return None
    try:
        return written_so_far(Ask(turn, NAME, dict(turn.state["d"]["a"]))).campaign()
    except Pending:
        return None


def _mine(turn: Turn, campaign: Campaign) -> bool:
    viewer = turn.viewer
    if viewer is not None and may_change(viewer, campaign.author_id):
        return True
    turn.say("broadcast.not_yours", number=campaign.number)
    return False
