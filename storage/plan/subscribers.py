"""Who asked for broadcasts, of which topics, how often; and who wants nothing more."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from messages.envelope import Priority
from storage.columns.plain import unstamp
from storage.engine.tx import Tx


@dataclass(frozen=True, slots=True)
class Wishes:
    """`topics` in the order in which they were asked for. `stopped_at`: nothing is sent since then
    but what concerns their own cases."""

    topics: tuple[str, ...]
    frequency: str
    party: str
    at: datetime
    stopped_at: datetime | None

    @property
    def on(self) -> bool:
        return self.stopped_at is None and bool(self.topics)


def wishes(tx: Tx, person_id: int) -> Wishes | None:
    """None of somebody who never spoke of it."""
    row = tx.one(
        "SELECT frequency, party, at, stopped_at FROM subscriber WHERE person_id = :id",
        id=person_id,
    )
    if row is None:
        return None
    topics = tx.all(
        "SELECT topic FROM subscription WHERE person_id = :id AND ended_at IS NULL ORDER BY at, id",
        id=person_id,
    )
    stopped = unstamp(row[3]) if row[3] else None
    return Wishes(tuple(t[0] for t in topics), row[0], row[1], unstamp(row[2]), stopped)


def keep(
    tx: Tx, person_id: int, topics: Collection[str], frequency: str, party: str, now: datetime
) -> None:
    """From now on these topics and no others, in that way; whoever had stopped has come back."""
    _write(tx, person_id, frequency, party, now, None)
    for topic in _topics_on(tx, person_id) - set(topics):
        tx.run(
            "UPDATE subscription SET ended_at = :now WHERE person_id = :id AND topic = :topic",
            now=now,
            id=person_id,
            topic=topic,
        )
    for topic in topics:
        _begin(tx, person_id, topic, now)


def stop(tx: Tx, person_id: int, now: datetime) -> None:
    """Nothing more: no topic, nothing of what was gathered, nothing about others' published cases.
    Kept also of somebody who never subscribed."""
    before = wishes(tx, person_id)
    frequency, party = (before.frequency, before.party) if before else ("each", "")
    _write(tx, person_id, frequency, party, now, now)
    tx.run(
        "UPDATE subscription SET ended_at = :now WHERE person_id = :id AND ended_at IS NULL",
        now=now,
        id=person_id,
    )
    tx.run("DELETE FROM gathered WHERE person_id = :id AND told_at IS NULL", id=person_id)
    tx.run("UPDATE me_too SET chat_id = NULL WHERE person_id = :id", id=person_id)


def told_since(tx: Tx, person_id: int, since: datetime) -> bool:
    """Whether a broadcast was written to one of their chats since then."""
    row = tx.one(
        "SELECT 1 FROM chat c JOIN outbox o ON o.chat_id = c.id WHERE c.person_id = :id"
        f" AND o.priority = {Priority.BROADCAST:d} AND o.at > :since LIMIT 1",
        id=person_id,
        since=since,
    )
    return row is not None


def told_last(tx: Tx, chat_id: int) -> bool:
    """Whether the newest message in a chat is a broadcast."""
    row = tx.one(
        "SELECT priority FROM outbox WHERE chat_id = :id ORDER BY seq DESC LIMIT 1", id=chat_id
    )
    return row is not None and row[0] == Priority.BROADCAST


def joined(tx: Tx, goes: int, stays: int) -> None:
    """Two chats have become one person's. Of a stop and a wish the later word holds; two who both
    subscribed have the topics of both, in the way chosen last."""
    theirs, ours = wishes(tx, goes), wishes(tx, stays)
    if theirs is None:
        return
    last = max(filter(None, (theirs, ours)), key=lambda each: each.at)
    both = [*(ours.topics if ours else ()), *theirs.topics]
    _drop(tx, goes)
    if last.stopped_at is not None:
        stop(tx, stays, last.stopped_at)
    else:
        keep(tx, stays, dict.fromkeys(both), last.frequency, last.party, last.at)


def forget(tx: Tx, person_id: int) -> None:
    _drop(tx, person_id)
    tx.run("DELETE FROM gathered WHERE person_id = :id", id=person_id)


def _drop(tx: Tx, person_id: int) -> None:
    for table in ("subscription", "subscriber"):
        tx.run(f"DELETE FROM {table} WHERE person_id = :id", id=person_id)


def _topics_on(tx: Tx, person_id: int) -> set[str]:
    rows = tx.all(
        "SELECT topic FROM subscription WHERE person_id = :id AND ended_at IS NULL", id=person_id
    )
    return {row[0] for row in rows}


def _begin(tx: Tx, person_id: int, topic: str, now: datetime) -> None:
    if tx.insert_once("subscription", person_id=person_id, topic=topic, at=now) is None:
        tx.run(
            "UPDATE subscription SET at = :now, ended_at = NULL WHERE person_id = :id"
            " AND topic = :topic AND ended_at IS NOT NULL",
            now=now,
            id=person_id,
            topic=topic,
        )


def _write(
    tx: Tx,
    person_id: int,
    frequency: str,
    party: str,
    now: datetime,
    stopped: datetime | None,
) -> None:
    values = {"frequency": frequency, "party": party, "at": now, "stopped_at": stopped}
    if not tx.insert_once_plain("subscriber", person_id=person_id, **values):
        tx.run(
            "UPDATE subscriber SET frequency = :frequency, party = :party, at = :at,"
            " stopped_at = :stopped_at WHERE person_id = :id",
            id=person_id,
            **values,
        )
