"""One broadcast, as it stands, with what may be done to it now."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cases.confidentiality import Viewer
from cases.kinds import Role
from cases.plan.broadcast_rights import approves, may_change, may_steer
from cases.plan.campaigns import OUT, CampaignKind, State
from handlers.campaigns import approval, card, watching
from handlers.campaigns.approval import COMMAND
from handlers.campaigns.wording import title_in
from handlers.desk import Turn
from messages.envelope import Choice, Priority
from storage.plan import campaign_watching
from storage.tables.plan import Campaign

May = Callable[[Viewer, int | None], bool]


def _approver(viewer: Viewer, author_id: int | None) -> bool:
    return approves(viewer)


_EDIT = ("broadcast.b_edit", "sua", may_change)
_CANCEL = ("broadcast.b_cancel", "huy", may_steer)
# Label, word, and who is shown it; whoever types it is asked again.
_BUTTONS: Mapping[State, tuple[tuple[str, str, May], ...]] = {
    State.DRAFT: (
        _EDIT,
        ("broadcast.b_submit", "gui", may_change),
        ("broadcast.b_test", "thu", may_change),
        _CANCEL,
    ),
    State.WAITING: (("broadcast.b_take_back", "sua", may_change), _CANCEL),
    State.APPROVED: (
        ("broadcast.b_take_back", "sua", may_change),
        ("broadcast.b_return", "tralai", _approver),
        _CANCEL,
    ),
}


def show(turn: Turn, campaign: Campaign, more: str) -> None:
    """What waits for approval is shown to who may approve as something to approve; to officials
    what was written to them."""
    viewer = turn.viewer
    if viewer is None or not may_see(viewer, campaign):
        turn.say("broadcast.unknown")
    elif not _works_on(viewer, campaign):
        card.put_words(turn, turn.chat, campaign, Priority.REPLY)
    elif State(campaign.state) in OUT and campaign.started_at:
        _under_way(turn, campaign, viewer)
    elif campaign.state == State.WAITING and approval.can_approve(turn, campaign):
        approval.approve(turn, campaign, "")
    else:
        _stands(turn, campaign, viewer)


def may_see(viewer: Viewer, campaign: Campaign) -> bool:
    """Also what was written to officials, once it is out."""
    out = campaign.kind == CampaignKind.STAFF and State(campaign.state) in OUT
    return out or _works_on(viewer, campaign)


def _works_on(viewer: Viewer, campaign: Campaign) -> bool:
    writes = approves(viewer) or viewer.is_(Role.HEAD) or viewer.is_(Role.ADMIN)
    return writes or campaign.author_id == viewer.person_id


def _stands(turn: Turn, campaign: Campaign, viewer: Viewer) -> None:
    card.put_words(turn, turn.chat, campaign, Priority.REPLY)
    choices = [
        turn.button(key, f"{COMMAND} {word} {campaign.number}")
        for key, word, may in _BUTTONS.get(State(campaign.state), ())
        if may(viewer, campaign.author_id)
    ]
    said = card.particulars(turn, campaign, turn.language)
    turn.say("broadcast.card", choices, **said, state=campaign.state, reason=campaign.reason)


def _under_way(turn: Turn, campaign: Campaign, viewer: Viewer) -> None:
    """Its author watches it here from now on."""
    said = watching.say(turn, campaign, turn.chat)
    if campaign.author_id == viewer.person_id and State(campaign.state) not in watching.OVER:
        campaign_watching.watch(turn.tx, campaign.id, turn.chat.id, said)


def words(turn: Turn, campaign: Campaign, more: str) -> None:
    """What its readers read, with what they may choose."""
    viewer = turn.viewer
    if viewer is None or not may_see(viewer, campaign):
        turn.say("broadcast.unknown")
    else:
        card.put_words(turn, turn.chat, campaign, Priority.REPLY)


def unsure(turn: Turn, campaign: Campaign, key: str, sure: Choice) -> None:
    """Asked once more before something that cannot be taken back."""
    stay = turn.button("broadcast.b_stay", f"{COMMAND} {campaign.number}")
    title = title_in(campaign, turn.language)
    turn.say(key, [sure, stay], number=campaign.number, title=title)
