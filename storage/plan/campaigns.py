"""Campaigns as they are kept, and the one door through which their state changes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlmodel import col

from cases.plan.campaigns import MOVES, Audience, CampaignKind, State
from storage.columns.plain import dump
from storage.engine.tx import Tx
from storage.house.numbers import numbered
from storage.mailbox import outbox
from storage.tables.plan import Campaign

_PREFIX = "TB"


class WrongState(Exception):
    """Somebody else was there first, or it is too late for that."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


def add(
    tx: Tx,
    kind: CampaignKind,
    now: datetime,
    *,
    title: str,
    words_vi: str,
    title_en: str = "",
    words_en: str = "",
    audience: Audience,
    item: str = "",
    occasion: str | None = None,
    author_id: int | None = None,
    **details: Any,
) -> Campaign | None:
    """A draft. None where that occasion had its campaign already: the clock may ask again.
    `details`: file_id, link, procedure, send_at, every, repeats_id."""
    if occasion and of_occasion(tx, occasion):
        return None
    ident = tx.insert(
        "campaign",
        number=numbered(tx, _PREFIX, "campaign", now),
        kind=kind,
        occasion=occasion,
        item=item,
        title=title,
        title_en=title_en,
        words_vi=words_vi,
        words_en=words_en,
        audience=dump(audience.kept()),
        author_id=author_id,
        created_at=now,
        **details,
    )
    return tx.get(Campaign, ident)


def of_occasion(tx: Tx, occasion: str) -> Campaign | None:
    row = tx.one("SELECT id FROM campaign WHERE occasion = :occasion", occasion=occasion)
    return tx.get(Campaign, row[0]) if row else None


def free_occasion(tx: Tx, occasion: str) -> None:
    """Where its campaign was cancelled before anybody got it there may be another."""
    tx.run(
        "UPDATE campaign SET occasion = NULL WHERE occasion = :occasion"
        f" AND state = '{State.CANCELLED}' AND started_at IS NULL",
        occasion=occasion,
    )


def by_number(tx: Tx, number: str) -> Campaign | None:
    row = tx.one("SELECT id FROM campaign WHERE number = :number", number=number.upper())
    return tx.get(Campaign, row[0]) if row else None


def move(tx: Tx, campaign_id: int, name: str, **changes: Any) -> State:
    """The state it has now. `changes` are other columns set along with it. What is on its way rests
    while it is paused or stopped, goes on where it is taken up again, and is let go where it is
    cancelled. Raises WrongState."""
    sources, target = MOVES[name]
    columns = "".join(f", {column} = :{column}" for column in changes)
    among = ", ".join(f"'{state}'" for state in sorted(sources))
    moved = tx.run(
        f"UPDATE campaign SET state = '{target}'{columns} WHERE id = :id AND state IN ({among})",
        id=campaign_id,
        **changes,
    )
    if not moved:
        row = tx.one("SELECT state FROM campaign WHERE id = :id", id=campaign_id)
        raise WrongState(row[0] if row else "")
    if name == "cancel":
        outbox.drop_broadcast(tx, campaign_id)
    elif name == "resume":
        tx.posted.extend(outbox.pending_of_broadcast(tx, campaign_id))
    return target


def rewrite(tx: Tx, campaign_id: int, audience: Audience, **columns: Any) -> Campaign:
    """Other words, another audience, of a draft only. Raises WrongState."""
    columns["audience"] = dump(audience.kept())
    sets = ", ".join(f"{column} = :{column}" for column in columns)
    written = tx.run(
        f"UPDATE campaign SET {sets} WHERE id = :id AND state = '{State.DRAFT}'",
        id=campaign_id,
        **columns,
    )
    found = tx.get(Campaign, campaign_id)
    if not written or found is None:
        raise WrongState(found.state if found else "")
    return found


def in_states(tx: Tx, states: Collection[State], limit: int) -> list[Campaign]:
    """The newest first."""
    among = col(Campaign.state).in_([state.value for state in states])
    return tx.find(Campaign, among, order=col(Campaign.id).desc(), limit=limit)
