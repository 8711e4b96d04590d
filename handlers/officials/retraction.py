"""Cards taken back from a chat that no longer speaks for an official, and all that was said there
where the chat is fetched from us: its token may be in other hands."""

from __future__ import annotations

from handlers.desk import Desk, Reach
from storage.mailbox import chat_history, chats
from storage.mailbox.outbox import MAILBOXES
from storage.people import officials
from storage.tables.casework import Case


def retract(desk: Desk, chat_id: int) -> None:
    """Hide what was said in a mailbox; edit the cards to nothing where the channel can. Elsewhere
    sending more would only add to what stands there."""
    chat = chats.by_id(desk.tx, chat_id)
    if chat is None:
        return
    if chat.channel in MAILBOXES:
        chat_history.hide_all(desk.tx, chat_id)
    elif desk.ground.reach.get(chat.channel, Reach()).edits:
        for card in officials.cards_in(desk.tx, chat_id):
            case = desk.tx.get(Case, card.case_id)
            if case is not None:
                desk.tell_chat(
                    chat_id, "card.gone", code=case.code, details={"replaces": card.outbox_id}
                )
    officials.forget_cards(desk.tx, chat_id)


def retract_everywhere(desk: Desk, person_id: int, key: str) -> None:
    """From all chats of somebody who lost their rights; `key` is what they are told there."""
    officials.forget_state(desk.tx, person_id)
    for chat in officials.chats(desk.tx, person_id):
        retract(desk, chat.id)
        if chat.channel != "email" and chat.blocked_at is None and chat.erased_at is None:
            desk.tell_chat(chat.id, key)
