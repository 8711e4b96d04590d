"""What becomes of a broadcast once it is written: kept as a draft, or sent for approval."""

from __future__ import annotations

from dataclasses import replace

from cases.plan.campaigns import State
from handlers.campaigns.approval import COMMAND, ask_for_approval
from handlers.citizen.interludes import ended
from handlers.desk import Turn
from handlers.staff.broadcasts.written import Written
from storage.plan import campaigns
from storage.plan.campaigns import WrongState
from storage.tables.plan import Campaign

_SAVE = "save"


def done(written: Written, how: str) -> Written:
    return replace(written, done=how)


def keep(turn: Turn, written: Written) -> None:
    campaign = _kept(turn, written)
    see = [turn.button("broadcast.b_see", f"{COMMAND} {campaign.number}")]
    if written.done == _SAVE:
        turn.say("broadcast.saved", see, number=campaign.number)
    else:
        submit(turn, campaign)
    ended(turn)


def submit(turn: Turn, campaign: Campaign) -> None:
    """Raises WrongState where it is no draft any more."""
    campaigns.move(turn.tx, campaign.id, "submit", progress_chat_id=turn.chat.id, reason="")
    see = [turn.button("broadcast.b_see", f"{COMMAND} {campaign.number}")]
    turn.say("broadcast.submitted", see, number=campaign.number)
    ask_for_approval(turn, campaign)


def _kept(turn: Turn, written: Written) -> Campaign:
    """In place of the draft it corrects. Where that was sent or cancelled meanwhile, beside it:
    nothing written is lost."""
    before = campaigns.by_number(turn.tx, written.number) if written.number else None
    if before is not None and before.state == State.DRAFT:
        try:
            return campaigns.rewrite(
                turn.tx,
                before.id,
                audience=written.audience,
                author_id=turn.chat.person_id,
                kind=written.kind,
                **written.columns(),
            )
        except WrongState:
            pass
    return _new(turn, written)


def _new(turn: Turn, written: Written) -> Campaign:
    made = campaigns.add(
        turn.tx,
        written.kind,
        turn.now,
        audience=written.audience,
        author_id=turn.chat.person_id,
        **written.columns(),
    )
    assert made is not None  # only what has an occasion may have been made before
    return made
