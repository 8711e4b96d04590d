"""Broadcasts of two people who turn out to be one: they get each once, and count once."""

from __future__ import annotations

from storage.engine.tx import Tx

_NEWEST = 50  # broadcasts; older ones are over


def joined(tx: Tx, goes: int, stays: int) -> None:
    for (campaign,) in tx.all(f"SELECT id FROM campaign ORDER BY id DESC LIMIT {_NEWEST}"):
        both = {"campaign": campaign, "goes": goes, "stays": stays}
        tx.run(
            "UPDATE outbox SET state = 'dropped' WHERE campaign_id = :campaign"
            " AND person_id = :goes AND state IN ('pending', 'held') AND EXISTS (SELECT 1"
            " FROM outbox o WHERE o.campaign_id = :campaign AND o.person_id = :stays)",
            **both,
        )
        tx.run(
            "UPDATE outbox SET person_id = :stays"
            " WHERE campaign_id = :campaign AND person_id = :goes",
            **both,
        )
    tx.run(
        "DELETE FROM gathered WHERE person_id = :goes AND campaign_id IN"
        " (SELECT campaign_id FROM gathered WHERE person_id = :stays)",
        goes=goes,
        stays=stays,
    )
    tx.run("UPDATE gathered SET person_id = :stays WHERE person_id = :goes", goes=goes, stays=stays)
