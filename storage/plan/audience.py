"""Whom a broadcast reaches: the people who fit its audience, each with the one chat they are told
in. Read portion by portion in the order of people, so that a hundred thousand take no more memory
than two hundred."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.plan.campaigns import Audience
from storage.columns.plain import stamp
from storage.engine.tx import Tx
from storage.plan.audience_query import Asked, Query

_LOOKED_AT = 3  # times as many people as are wanted: some of them are told elsewhere
_AT_LEAST = 200


@dataclass(frozen=True, slots=True)
class Reader:
    """`frequency` as they chose it, empty where they never subscribed; `had`: how many of the
    broadcasts asked for."""

    person_id: int
    chat_id: int
    channel: str
    language: str
    frequency: str
    had: int


def portion(tx: Tx, asked: Asked, after: int, limit: int) -> tuple[list[Reader], int | None]:
    """At most `limit` of the people above `after`, and up to whom it was looked (None: nobody is
    left)."""
    query, looked_at = Query(asked), max(limit * _LOOKED_AT, _AT_LEAST)
    columns = f"d.person_id, c.id, c.channel, c.language, COALESCE(s.frequency, ''), {query.had()}"
    sql = f"SELECT {columns}, CASE WHEN {query.fits()} THEN 1 ELSE 0 END {query.source(limit=True)}"
    rows = tx.all(f"{sql} ORDER BY d.person_id", **query.params, after=after, limit=looked_at)
    found = [Reader(*row[:6]) for row in rows if row[6]]
    if len(found) > limit:
        return found[:limit], found[limit - 1].person_id
    return found, rows[-1][0] if len(rows) == looked_at else None


@dataclass(frozen=True, slots=True)
class Spread:
    """How many are told in each channel; of these, how many spoke there since each of the times
    asked for."""

    by_channel: dict[str, int]
    spoke_since: dict[str, tuple[int, ...]]

    @property
    def size(self) -> int:
        return sum(self.by_channel.values())


def spread(tx: Tx, asked: Asked, since: Sequence[datetime] = ()) -> Spread:
    """Goes through everybody: a second for a hundred thousand."""
    query = Query(asked)
    spoke = "".join(
        f", SUM(CASE WHEN c.heard_at > {query.among([stamp(at)])} THEN 1 ELSE 0 END)"
        for at in since
    )
    rows = tx.all(
        f"SELECT c.channel, COUNT(*){spoke} {query.source(limit=False)} WHERE {query.fits()}"
        " GROUP BY c.channel ORDER BY c.channel",
        **query.params,
        after=0,
    )
    return Spread({r[0]: r[1] for r in rows}, {r[0]: tuple(r[2:]) for r in rows})


def still_wants(tx: Tx, audience: Audience, person_id: int) -> bool:
    """Whether somebody to whom a broadcast was written has not stopped since, or ceased to be an
    official."""
    if audience.staff:
        sql = (
            "SELECT 1 FROM person p JOIN role_grant g ON g.person_id = p.id WHERE p.id = :id"
            " AND p.official = 1 AND p.locked_at IS NULL AND p.removed_at IS NULL LIMIT 1"
        )
        return tx.one(sql, id=person_id) is not None
    row = tx.one("SELECT stopped_at FROM subscriber WHERE person_id = :id", id=person_id)
    if row is not None and row[0] is not None:
        return False
    topics = {f"t{n}": topic for n, topic in enumerate(audience.topics)}
    if not topics:
        return True
    among = ", ".join(f":{name}" for name in topics)
    on = tx.one(
        "SELECT 1 FROM subscription WHERE person_id = :id AND ended_at IS NULL"
        f" AND topic IN ({among}) LIMIT 1",
        id=person_id,
        **topics,
    )
    return on is not None
