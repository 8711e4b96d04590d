"""Chats of people who had everything erased: once nothing more is to be said there, we forget the
address too."""

from __future__ import annotations

from datetime import datetime

from storage.clock.due import ids_of
from storage.engine.tx import Tx

_SILENT = (
    " FROM chat c JOIN person p ON p.id = c.person_id WHERE p.official = 0 AND c.kind = 'private'"
    " AND c.channel <> 'email' AND c.sealed <> '' AND EXISTS (SELECT 1 FROM data_request r"
    " WHERE r.person_id = p.id AND r.kind = 'erase' AND r.outcome = 'done' AND r.done_by IS NULL)"
    " AND NOT EXISTS (SELECT 1 FROM chat o WHERE o.person_id = p.id AND o.kind = 'private'"
    " AND (COALESCE(o.heard_at, o.created_at) > :until OR o.draft_at IS NOT NULL))"
    " AND NOT EXISTS (SELECT 1 FROM cases k WHERE k.submitter_id = p.id OR k.chat_id = c.id)"
    " AND NOT EXISTS (SELECT 1 FROM data_request r WHERE r.person_id = p.id AND r.done_at IS NULL)"
    " AND NOT EXISTS (SELECT 1 FROM me_too m WHERE m.person_id = p.id)"
    " AND NOT EXISTS (SELECT 1 FROM outbox m WHERE m.chat_id = c.id"
    " AND m.state IN ('pending', 'held'))"
)


def over(tx: Tx, until: datetime, after: int) -> list[int]:
    """Chats in which all was erased and told, whose person has been silent since `until` and has
    nothing with us that would bring them an answer."""
    return ids_of(tx, f"SELECT c.id{_SILENT} AND c.id > :after", until=until, after=after)


def forget_address(tx: Tx, chat_id: int, until: datetime, now: datetime) -> bool:
    """The next word from there comes from somebody new. False where they have spoken since."""
    gone = tx.run(
        "UPDATE chat SET external = 'gone:' || id, sealed = '', erased_at = :now"
        f" WHERE id = :id AND id IN (SELECT c.id{_SILENT})",
        now=now,
        id=chat_id,
        until=until,
    )
    if gone:
        # Some channels put the address into the numbers of their messages.
        tx.run(
            "UPDATE inbox SET update_id = 'gone:' || id, message_id = '' WHERE chat_id = :id",
            id=chat_id,
        )
        tx.run("UPDATE outbox SET message_id = '' WHERE chat_id = :id", id=chat_id)
    return gone == 1
