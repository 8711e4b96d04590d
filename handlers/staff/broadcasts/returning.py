"""A broadcast given back to its author, with the reason."""

from __future__ import annotations

from typing import Any

from cases.plan.campaigns import MOVES, State
from handlers.campaigns import approval
from handlers.citizen.interludes import begin_over, ended
from handlers.conversation.dialogue import Ask, Option, dialogue
from handlers.desk import Turn
from storage.plan import campaigns
from storage.tables.plan import Campaign

_LONGEST = 500
_CANCEL = Option("/huy", "staff.b_cancel", stays=True)


def give_back(turn: Turn, campaign: Campaign, reason: str) -> None:
    """At once where the reason was typed, else it is asked for."""
    if not approval.may_approve(turn, campaign):
        return
    if State(campaign.state) not in MOVES["return"][0]:
        approval.say_state(turn, campaign)
    elif reason:
        approval.give_back(turn, campaign, reason[:_LONGEST])
    else:
        begin_over(turn, "broadcast_return", {"number": campaign.number})


def _finish(turn: Turn, told: dict[str, Any]) -> None:
    campaign = campaigns.by_number(turn.tx, told["number"])
    if campaign is not None:
        give_back(turn, campaign, told["reason"])
    ended(turn)


@dialogue("broadcast_return", _finish, words=("reason",), official=True)
def returning(ask: Ask) -> dict[str, Any]:
    number = ask.answers["number"]
    ask.text(
        "reason",
        longest=_LONGEST,
        text="broadcast.why_return",
        options=(_CANCEL,),
        params=lambda: {"number": number},
    )
    return ask.answers
