"""Channels that let us write only for a while after a person's last word: what waits behind a
closed window, and which windows are about to close."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from storage.clock.due import ids_of
from storage.columns.plain import unstamp
from storage.engine.tx import Tx
from storage.mailbox import outbox

# The sender of case `k` is told in chat `c` of person `p`: where they sent it from, or chose to be.
_TOLD_THERE = (
    "k.chat_id IS NOT NULL AND (c.id = p.notices_chat_id AND k.submitter_id = p.id"
    " OR k.chat_id = c.id AND p.notices_chat_id IS NULL)"
)


@dataclass(frozen=True, slots=True)
class Held:
    """A message of ours that waits until the person writes again."""

    id: int
    key: str
    case_id: int | None
    at: datetime


def heard_at(tx: Tx, chat_id: int) -> datetime | None:
    """When the person last spoke there; None for somebody who never did."""
    row = tx.one("SELECT heard_at FROM chat WHERE id = :id", id=chat_id)
    return unstamp(row[0]) if row and row[0] else None


def held(tx: Tx, chat_id: int) -> list[Held]:
    """What waits in a chat, oldest first. A broadcast that rests waits on."""
    rows = tx.all(
        "SELECT id, key, case_id, at FROM outbox o WHERE state = 'held' AND chat_id = :chat"
        f" AND NOT {outbox.RESTING} ORDER BY id",
        chat=chat_id,
    )
    return [Held(row[0], row[1], row[2], unstamp(row[3])) for row in rows]


def let_go(tx: Tx, outbox_id: int, now: datetime) -> None:
    """It is to be sent now; it goes out after the commit, before what is posted later."""
    outbox.send_again(tx, outbox_id, now)
    tx.posted.extend(outbox.pending_among(tx, [outbox_id]))


def drop(tx: Tx, outbox_id: int) -> None:
    """It has become pointless."""
    tx.run("UPDATE outbox SET state = 'dropped' WHERE id = :id", id=outbox_id)


def drop_older(tx: Tx, chat_id: int, key: str, outbox_id: int) -> None:
    """Of messages of one key that wait, only the newest still says something."""
    tx.run(
        "UPDATE outbox SET state = 'dropped' WHERE state = 'held' AND chat_id = :chat"
        " AND key = :key AND id < :id",
        chat=chat_id,
        key=key,
        id=outbox_id,
    )


def closing(
    tx: Tx,
    channel: str,
    since: datetime,
    until: datetime,
    statuses: Collection[str],
    after: int,
) -> list[int]:
    """Chats whose person last spoke between the two times and was not asked for a tap since: those
    where the sender of a case in one of these statuses is told, and those of officials."""
    among = ", ".join(f"'{status}'" for status in sorted(statuses))
    return ids_of(
        tx,
        "SELECT c.id FROM chat c JOIN person p ON p.id = c.person_id"
        " WHERE c.channel = :channel AND c.kind = 'private' AND c.heard_at > :since"
        " AND c.heard_at <= :until AND c.blocked_at IS NULL AND c.erased_at IS NULL"
        " AND (c.window_asked_at IS NULL OR c.window_asked_at < c.heard_at)"
        " AND p.locked_at IS NULL AND p.removed_at IS NULL"
        f" AND (EXISTS (SELECT 1 FROM cases k WHERE {_TOLD_THERE} AND k.status IN ({among}))"
        " OR EXISTS (SELECT 1 FROM role_grant g WHERE g.person_id = p.id)) AND c.id > :after",
        channel=channel,
        since=since,
        until=until,
        after=after,
    )


def asked(tx: Tx, chat_id: int, now: datetime) -> None:
    """A tap that keeps the window open was asked for."""
    tx.run("UPDATE chat SET window_asked_at = :now WHERE id = :id", now=now, id=chat_id)


def told_codes(tx: Tx, chat_id: int, statuses: Collection[str]) -> list[str]:
    """Codes of the cases in one of these statuses whose sender is told there, oldest first."""
    among = ", ".join(f"'{status}'" for status in sorted(statuses))
    rows = tx.all(
        "SELECT k.code FROM cases k JOIN chat c ON c.id = :chat JOIN person p ON p.id = c.person_id"
        f" WHERE {_TOLD_THERE} AND k.status IN ({among}) ORDER BY k.id",
        chat=chat_id,
    )
    return [row[0] for row in rows]
