"""Cards taken back from a chat that no longer speaks for an official."""

from __future__ import annotations

from handlers.desk import Desk, Reach
from storage import chats, officials
from storage.tables import Case


def retract(desk: Desk, chat_id: int) -> None:
    """Edit the cards there to nothing where the channel can; elsewhere sending more would only add
    to what stands there."""
    chat = chats.by_id(desk.tx, chat_id)
    if chat is None:
        return
    if desk.ground.reach.get(chat.channel, Reach()).edits:
        for card in officials.cards_in(desk.tx, chat_id):
            case = desk.tx.get(Case, card.case_id)
            if case is not None:
                desk.tell_chat(
                    chat_id, "card.gone", code=case.code, details={"replaces": card.outbox_id}
                )
    officials.forget_cards(desk.tx, chat_id)


def retract_everywhere(desk: Desk, person_id: int) -> None:
    """From all chats of somebody who lost their rights."""
    for chat in officials.chats(desk.tx, person_id):
        retract(desk, chat.id)
