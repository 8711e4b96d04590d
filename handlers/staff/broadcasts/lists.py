"""The broadcasts that concern somebody: to be approved, on their way, drafts, the last ones."""

from __future__ import annotations

from cases.confidentiality import Viewer
from cases.plan.broadcast_rights import WRITERS
from cases.plan.campaigns import State
from handlers.campaigns import approval
from handlers.campaigns.approval import COMMAND
from handlers.campaigns.wording import title_in
from handlers.conversation import replay
from handlers.desk import Turn
from handlers.staff.act import meant
from handlers.staff.act.pages import PAGE
from handlers.staff.broadcasts.showing import may_see
from handlers.staff.broadcasts.writing import NAME
from messages.envelope import Choice
from storage.plan import campaigns
from storage.tables.plan import Campaign

_MOST = 100
_OWN_ONLY = frozenset({State.DRAFT})
_IN_ORDER = (
    (State.WAITING,),
    (State.STOPPED, State.PAUSED, State.RUNNING),
    (State.APPROVED,),
    (State.DRAFT,),
    (State.DONE, State.CANCELLED),
)


def show(turn: Turn, words: str) -> None:
    """`words`: the number of the page."""
    viewer = turn.viewer
    if viewer is None:
        return
    found = _found(turn, viewer)
    page = min(max((meant.number(words) or 1) - 1, 0), max((len(found) - 1) // PAGE, 0))
    shown = found[page * PAGE : (page + 1) * PAGE]
    choices = [Choice(each.number, f"{COMMAND} {each.number}") for each in shown]
    if len(found) > (page + 1) * PAGE:
        choices.append(turn.button("staff.b_next", f"{COMMAND} trang {page + 2}"))
    kept = replay.kept(turn, NAME) is not None
    if kept:
        choices.append(turn.button("broadcast.b_go_on", f"{COMMAND} tiep"))
    writes = any(viewer.is_(role) for role in WRITERS)
    if writes:
        choices.append(turn.button("broadcast.b_new", f"{COMMAND} moi"))
    lines = [
        {
            "number": each.number,
            "title": title_in(each, turn.language),
            "state": each.state,
            "yours": each.state == State.WAITING and approval.can_approve(turn, each),
        }
        for each in shown
    ]
    total, first = len(found), page * PAGE + 1
    turn.say(
        "broadcast.list", choices, lines=lines, total=total, first=first, kept=kept, writes=writes
    )


def _found(turn: Turn, viewer: Viewer) -> list[Campaign]:
    return [
        each
        for states in _IN_ORDER
        for each in campaigns.in_states(turn.tx, states, _MOST)
        if may_see(viewer, each) and _theirs(viewer, each)
    ]


def _theirs(viewer: Viewer, campaign: Campaign) -> bool:
    """Drafts are their authors' alone; those of the clock belong to who may change them."""
    own = campaign.author_id in (None, viewer.person_id, *viewer.stands_for)
    return own or State(campaign.state) not in _OWN_ONLY
