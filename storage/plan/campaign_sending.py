"""How far the broadcasts under way have come: what is due, written, sent, failed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import orjson

from cases.plan.campaigns import Audience, State
from storage.clock.due import ids_of
from storage.columns.plain import dump
from storage.engine.tx import Tx
from storage.mailbox.switches import OFF
from storage.tables.plan import Campaign

_LATELY = 5000  # messages of ours, whoever they are for: those sent of late are among them


def to_begin(tx: Tx, now: datetime) -> list[int]:
    """Approved ones whose time has come; also those put off before they began, and taken up
    again."""
    return ids_of(
        tx,
        f"SELECT id FROM campaign WHERE (state = '{State.APPROVED}' OR state = '{State.RUNNING}'"
        " AND started_at IS NULL) AND (send_at IS NULL OR send_at <= :now)",
        now=now,
    )


def running(tx: Tx) -> list[int]:
    return ids_of(
        tx,
        f"SELECT id FROM campaign WHERE state = '{State.RUNNING}' AND started_at IS NOT NULL",
    )


def locked(tx: Tx, campaign_id: int) -> Campaign | None:
    """Nobody else moves it before the commit."""
    tx.one("SELECT id FROM campaign WHERE id = :id" + tx.lock, id=campaign_id)
    return tx.get(Campaign, campaign_id)


def begun(tx: Tx, campaign_id: int, by_channel: dict[str, int], now: datetime) -> None:
    tx.run(
        "UPDATE campaign SET size = :size, spread = :spread, reached = '{}', started_at = :now,"
        " watched_since = :now WHERE id = :id",
        size=sum(by_channel.values()),
        spread=dump(by_channel),
        now=now,
        id=campaign_id,
    )


def written(tx: Tx, campaign_id: int, reached: dict[str, int | None], *, everybody: bool) -> None:
    """Up to whom it was written, by channel."""
    tx.run(
        "UPDATE campaign SET reached = :reached, all_written = :all WHERE id = :id",
        reached=dump(reached),
        all=int(everybody),
        id=campaign_id,
    )


def pending(tx: Tx, campaign_id: int) -> dict[str, int]:
    """Messages on their way, by channel."""
    # The plus and the time keep SQLite to the index of what is pending, which is short.
    rows = tx.all(
        "SELECT c.channel, COUNT(*) FROM outbox o JOIN chat c ON c.id = o.chat_id"
        " WHERE o.state = 'pending' AND o.due_at > '' AND +o.campaign_id = :id"
        " GROUP BY c.channel",
        id=campaign_id,
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True, slots=True)
class Told:
    """So many messages are in that state in that channel; `twice` of them may have come twice."""

    state: str
    channel: str
    count: int
    twice: int


def told(tx: Tx, campaign_id: int) -> list[Told]:
    rows = tx.all(
        "SELECT o.state, c.channel, COUNT(*), SUM(o.maybe_twice) FROM outbox o"
        " JOIN chat c ON c.id = o.chat_id WHERE o.campaign_id = :id GROUP BY 1, 2",
        id=campaign_id,
    )
    return [Told(row[0], row[1], row[2], row[3]) for row in rows]


def gathered(tx: Tx, campaign_id: int) -> int:
    row = tx.one("SELECT COUNT(*) FROM gathered WHERE campaign_id = :id", id=campaign_id)
    return int(row[0]) if row else 0


def failed_lately(tx: Tx, campaign_id: int, among: int) -> int:
    """How many of the last so many sends failed, since it began or stopped last. A channel that was
    switched off here is no failure."""
    rows = tx.all(
        "SELECT o.state FROM outbox o JOIN campaign k ON k.id = o.campaign_id"
        " WHERE o.id > (SELECT MAX(id) FROM outbox) - :lately AND +o.campaign_id = :id"
        " AND o.state IN ('sent', 'refused', 'unreachable', 'unknown') AND o.reason <> :off"
        " AND COALESCE(o.sent_at, o.due_at) >= k.watched_since ORDER BY o.id DESC LIMIT :among",
        lately=_LATELY,
        id=campaign_id,
        off=OFF,
        among=among,
    )
    return sum(row[0] != "sent" for row in rows)


def in_seven_days(tx: Tx, since: datetime) -> list[Campaign]:
    """Those of which something was sent since then."""
    rows = tx.all(
        "SELECT id FROM campaign WHERE started_at IS NOT NULL"
        " AND (ended_at IS NULL OR ended_at > :since) ORDER BY id",
        since=since,
    )
    return [found for row in rows if (found := tx.get(Campaign, row[0]))]


def held_since(tx: Tx, until: datetime, after: int) -> list[int]:
    """Messages of broadcasts that have waited behind a closed window since before then."""
    return ids_of(
        tx,
        # So that SQLite takes the index of what is held, which is short.
        "SELECT +id FROM outbox WHERE state = 'held' AND chat_id > 0 AND campaign_id IS NOT NULL"
        " AND at <= :until AND +id > :after",
        until=until,
        after=after,
    )


def give_up_held(tx: Tx, outbox_id: int) -> None:
    tx.run("UPDATE outbox SET state = 'dropped' WHERE id = :id AND state = 'held'", id=outbox_id)


@dataclass(frozen=True, slots=True)
class PartOf:
    """Of which broadcast a message is part. `person_id` None: erased since."""

    campaign_id: int
    audience: Audience
    person_id: int | None


def part_of(tx: Tx, outbox_id: int) -> PartOf | None:
    """None for any other message."""
    row = tx.one(
        "SELECT k.id, k.audience, o.person_id FROM outbox o"
        " JOIN campaign k ON k.id = o.campaign_id WHERE o.id = :id",
        id=outbox_id,
    )
    return PartOf(row[0], Audience.of(orjson.loads(row[1])), row[2]) if row else None
