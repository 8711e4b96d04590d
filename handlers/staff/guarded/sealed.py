"""What is shown of a sender while it is open, and what is left of it afterwards."""

from __future__ import annotations

from handlers.cards.identity_line import identity_line
from handlers.case import told
from handlers.desk import Desk, Turn
from handlers.rights import masking, rights
from messages.dates import moment_text
from messages.envelope import Priority
from storage.casework import cases, openings
from storage.mailbox import chats
from storage.mailbox.outbox import MAILBOXES
from storage.people import people
from storage.privacy.access import log_access
from storage.tables.casework import Case, IdentityOpening


def show(turn: Turn, case: Case, opened: IdentityOpening) -> None:
    """Who sent it, and what was hidden in the words. Each look is noted."""
    log_access(turn.tx, turn.now, opened.person_id, "identity", case_id=case.id)
    known = cases.identity(turn.tx, turn.ground.keys, case.id)
    words = cases.texts(turn.tx, case.id, *told.SENDERS_WORDS)
    hidden = [found for text in words for found in masking.hidden_in(turn, text.body)]
    assert opened.expires_at is not None
    turn.say(
        openings.SHOWN,
        case_id=case.id,
        code=case.code,
        identity=identity_line(turn, known, turn.language),
        hidden=list(dict.fromkeys([*([case.dossier] if case.dossier else []), *hidden])),
        until=moment_text(opened.expires_at, turn.language),
    )


def put_away(desk: Desk, opening: IdentityOpening) -> None:
    """The time is over: edited to nothing where the channel can, and not kept by us anywhere.
    Elsewhere the official is asked to delete it."""
    case = desk.tx.get(Case, opening.case_id)
    for outbox_id, chat_id in openings.shown(desk.tx, opening.id):
        openings.forget(desk.tx, outbox_id)
        chat = chats.by_id(desk.tx, chat_id)
        if chat is None or case is None or chat.channel not in desk.ground.reach:
            continue
        edits = desk.ground.reach[chat.channel].edits or chat.channel in MAILBOXES
        desk.tell_chat(
            chat_id,
            "opening.over",
            # A nicety: whoever cannot be told is not called for it.
            priority=Priority.BROADCAST,
            details={
                "case_id": case.id,
                "person_id": opening.person_id,
                **({"replaces": outbox_id} if edits else {}),
            },
            code=case.code if _still_theirs(desk, case, opening.person_id) else "",
            stands=not edits,
        )


def _still_theirs(desk: Desk, case: Case, person_id: int) -> bool:
    viewer = people.viewer(desk.tx, person_id, desk.now)
    return viewer is not None and rights.may_see(desk, case, viewer)
