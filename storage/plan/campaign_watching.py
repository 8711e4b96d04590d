"""Where the author of a broadcast watches it go out, and what was said there last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.plan.campaigns import OUT
from storage.columns.plain import unstamp
from storage.engine.tx import Tx


@dataclass(frozen=True, slots=True)
class Told:
    """What was said last of how far it has come: when, and with which figures."""

    at: datetime
    figures: dict[str, Any]


def watched(tx: Tx, after: int, limit: int) -> list[int]:
    """Those whose author is to see them go out, or end."""
    among = ", ".join(sorted(f"'{state}'" for state in OUT))
    rows = tx.all(
        f"SELECT id FROM campaign WHERE state IN ({among}) AND progress_chat_id IS NOT NULL"
        " AND id > :after ORDER BY id LIMIT :limit",
        after=after,
        limit=limit,
    )
    return [row[0] for row in rows]


def watch(tx: Tx, campaign_id: int, chat_id: int | None, outbox_id: int | None) -> None:
    """`outbox_id` says how far it has come, in that chat; None, None: nobody looks any more."""
    tx.run(
        "UPDATE campaign SET progress_chat_id = :chat, progress_outbox_id = :said WHERE id = :id",
        chat=chat_id,
        said=outbox_id,
        id=campaign_id,
    )


def told_last(tx: Tx, chat_id: int, outbox_id: int) -> Told | None:
    """By the message that tells of it or its newest change; None once it was deleted."""
    row = tx.one(
        "SELECT at, params FROM outbox WHERE chat_id = :chat AND (id = :id OR replaces = :id)"
        " ORDER BY seq DESC LIMIT 1",
        chat=chat_id,
        id=outbox_id,
    )
    return Told(unstamp(row[0]), tx.opened_json(row[1]) or {}) if row else None
