"""Which item of the plan a broadcast is for: chosen, or named by its number or its words."""

from __future__ import annotations

from cases.agency.plan import PlanItem
from cases.plan.broadcast_rights import may_write
from cases.words.text import fold
from handlers.conversation.dialogue import Ask, Option, Unclear
from handlers.conversation.story import excerpt
from handlers.desk import Turn
from handlers.plan import wording
from handlers.staff.plan.asked import item_named
from messages.texts import LANGUAGES

_SHORTEST_WORD = 3


def item(ask: Ask, *, staff: bool) -> str:
    return ask.choice(
        "item",
        lambda: [Option(i.id, label=_label(ask.turn, i)) for i in _offered(ask.turn, staff)],
        text="broadcast.item",
        read=lambda turn, text: _meant(turn, staff, text),
        enough=lambda item: still_there(ask.turn, item),
    )


def still_there(turn: Turn, item: str) -> bool:
    """A draft may lie until the plan has no such item any more; some belong to none."""
    return not item or turn.agency.plan.item(item) is not None


def _offered(turn: Turn, staff: bool) -> list[PlanItem]:
    """What no topic covers concerns officials only; citizens hear of the rest."""
    plan, viewer = turn.agency.plan, turn.viewer
    mine = [item for item in plan.items if viewer is not None and may_write(viewer, item)]
    if not staff:
        return [item for item in mine if plan.topic_of(item.id)]
    return sorted(mine, key=lambda item: plan.topic_of(item.id) is not None)


def _label(turn: Turn, item: PlanItem) -> str:
    return excerpt(wording.named(turn, item.id, turn.language))


def _meant(turn: Turn, staff: bool, text: str) -> str:
    """ "II.2.a", "ii2a", or words that stand in one item only. A bare number is none of them: "5",
    where four can be chosen, is no part of "2025"."""
    said, offered = fold(text), _offered(turn, staff)
    named = item_named(turn.agency, text)
    if named in offered:
        return named.id
    if len(said) >= _SHORTEST_WORD and not said.isdigit():
        holding = [i.id for i in offered if f" {said}" in f" {_called(turn, i)}"]
        if len(holding) == 1:
            return holding[0]
    raise Unclear("broadcast.item_form")


def _called(turn: Turn, item: PlanItem) -> str:
    return fold(" ".join(wording.called(turn, item, each) for each in LANGUAGES))
