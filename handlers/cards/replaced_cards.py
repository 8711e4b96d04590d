"""Cards in channels where nothing sent can be edited: the older ones stay, with their buttons. A
button of a card that a newer one replaced shows that one, and does nothing else."""

from __future__ import annotations

from handlers.cards import cards
from handlers.desk import Turn
from handlers.rights import rights
from storage.people import officials
from storage.tables.casework import Case


def tapped(turn: Turn) -> bool:
    """Answer a button of a card that is no longer the newest of its case in this chat. False for
    every other button."""
    tapped_on = turn.incoming.choice_from
    if not tapped_on or turn.viewer is None or turn.reach.edits:
        return False
    case_id = officials.replaced_card(turn.tx, turn.chat.id, tapped_on)
    case = turn.tx.get(Case, case_id) if case_id else None
    if case is None or not rights.may_see(turn, case, turn.viewer):
        return False
    turn.say("card.replaced", code=case.code)
    cards.show(turn, case, turn.viewer, turn.chat.id)
    return True
