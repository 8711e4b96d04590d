"""What stands of a case in the chats of officials who may no longer see it: edited to nothing where
the channel can, and hidden where the chat is fetched from us."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.rights import rights
from storage.casework import openings
from storage.mailbox import chat_history, chats
from storage.mailbox.outbox import MAILBOXES
from storage.people import officials, people
from storage.tables.casework import Case


def take_away(desk: Desk, case: Case, chat_id: int) -> None:
    """The case is no longer there."""
    chat = chats.by_id(desk.tx, chat_id)
    if chat is None:
        return
    card = next((c for c in officials.cards_in(desk.tx, chat_id) if c.case_id == case.id), None)
    if chat.channel in MAILBOXES:
        chat_history.hide_case(desk.tx, chat_id, case.id, case.code)
    replaces = {"replaces": card.outbox_id} if card else {}
    desk.tell_chat(chat_id, "card.gone", code=case.code, details=replaces)
    officials.forget_card(desk.tx, case.id, chat_id)


def lost_by(desk: Desk, case: Case) -> None:
    """Whoever was told of the case in a mailbox and may not see it any more; cards are brought up
    to date by themselves. Who sent it is open to them no longer."""
    for chat_id, person_id in chat_history.mailboxes_holding(desk.tx, case.id):
        if not _sees(desk, case, person_id):
            take_away(desk, case, chat_id)
    for opening in openings.in_force(desk.tx, case.id, desk.now):
        if not _sees(desk, case, opening.person_id):
            openings.end(desk.tx, opening.id, desk.now)


def lost_to(desk: Desk, person_id: int) -> None:
    """Every case that somebody whose rights changed may not see any more."""
    for chat in officials.chats(desk.tx, person_id):
        cards = officials.cards_in(desk.tx, chat.id)
        held = {c.case_id for c in cards} | set(chat_history.cases_in(desk.tx, chat.id))
        for case_id in sorted(held):
            case = desk.tx.get(Case, case_id)
            if case is not None and not _sees(desk, case, person_id):
                take_away(desk, case, chat.id)


def _sees(desk: Desk, case: Case, person_id: int) -> bool:
    viewer = people.viewer(desk.tx, person_id, desk.now)
    return viewer is not None and rights.may_see(desk, case, viewer)
