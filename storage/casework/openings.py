"""Who asked to see who sent a case, who agreed, and until when it is open."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col

from storage.clock.due import ids_of
from storage.engine.tx import Tx
from storage.tables.casework import IdentityOpening

SHOWN = "opening.shown"
COPIED = "system.copy_opened"
"""The keys of the messages that show an identity."""


def ask(tx: Tx, case_id: int, person_id: int, reason: str, now: datetime) -> int:
    """Returns the opening's id."""
    return tx.insert(
        "identity_opening", case_id=case_id, person_id=person_id, reason=reason, asked_at=now
    )


def get(tx: Tx, opening_id: int) -> IdentityOpening | None:
    return tx.get(IdentityOpening, opening_id)


def grant(
    tx: Tx, opening_id: int, now: datetime, until: datetime, second_id: int | None = None
) -> bool:
    """False where it was decided before."""
    return _decide(tx, opening_id, "granted_at = :now, expires_at = :until", now, second_id, until)


def refuse(tx: Tx, opening_id: int, now: datetime, second_id: int) -> bool:
    """False where it was decided before."""
    return _decide(tx, opening_id, "refused_at = :now", now, second_id)


def _decide(
    tx: Tx,
    opening_id: int,
    sets: str,
    now: datetime,
    second_id: int | None,
    until: datetime | None = None,
) -> bool:
    more = {"until": until} if until else {}
    done = tx.run(
        f"UPDATE identity_opening SET {sets}, second_id = :second WHERE id = :id"
        " AND granted_at IS NULL AND refused_at IS NULL",
        now=now,
        second=second_id,
        id=opening_id,
        **more,
    )
    return done == 1


def open_to(tx: Tx, case_id: int, person_id: int, now: datetime) -> IdentityOpening | None:
    """The opening by which this official may look now."""
    found = _of(tx, case_id, person_id, IdentityOpening.expires_at > now)  # type: ignore[operator]
    return found[-1] if found else None


def waiting(tx: Tx, case_id: int, person_id: int) -> IdentityOpening | None:
    """What this official has asked for and nobody has decided."""
    undecided = (
        col(IdentityOpening.granted_at).is_(None),
        col(IdentityOpening.refused_at).is_(None),
    )
    found = _of(tx, case_id, person_id, *undecided)
    return found[-1] if found else None


def _of(tx: Tx, case_id: int, person_id: int, *where: object) -> list[IdentityOpening]:
    return tx.find(
        IdentityOpening,
        IdentityOpening.case_id == case_id,
        IdentityOpening.person_id == person_id,
        *where,
        order=IdentityOpening.id,
    )


# --- what was shown ------------------------------------------------------------------------------

_KEYS = {"shown": SHOWN, "copied": COPIED}
_STILL_SHOWN = (
    " FROM identity_opening i JOIN outbox o ON o.case_id = i.case_id AND o.key IN (:shown, :copied)"
    " JOIN chat c ON c.id = o.chat_id AND c.person_id = i.person_id"
    " WHERE o.at >= i.granted_at AND o.at < i.expires_at"
)


def over(tx: Tx, now: datetime, after: int) -> list[int]:
    """Openings that have ended and whose identity still stands in a chat."""
    sql = f"SELECT DISTINCT i.id{_STILL_SHOWN} AND i.expires_at <= :now AND i.id > :after"
    return ids_of(tx, sql, **_KEYS, now=now, after=after)


def in_force(tx: Tx, case_id: int, now: datetime) -> list[IdentityOpening]:
    """Everybody to whom it is open."""
    where = (IdentityOpening.case_id == case_id, IdentityOpening.expires_at > now)  # type: ignore[operator]
    return tx.find(IdentityOpening, *where, order=IdentityOpening.id)


def times(tx: Tx, case_id: int) -> int:
    """How often the name behind a case was opened."""
    row = tx.one(
        "SELECT COUNT(*) FROM identity_opening WHERE case_id = :id AND granted_at IS NOT NULL",
        id=case_id,
    )
    return int(row[0]) if row else 0


def end(tx: Tx, opening_id: int, now: datetime) -> None:
    """Before its time: the clock puts away what was shown."""
    tx.run("UPDATE identity_opening SET expires_at = :now WHERE id = :id", now=now, id=opening_id)


def shown(tx: Tx, opening_id: int) -> list[tuple[int, int]]:
    """(outbox id, chat) of every message that shows it."""
    rows = tx.all(
        f"SELECT o.id, o.chat_id{_STILL_SHOWN} AND i.id = :id ORDER BY o.id",
        **_KEYS,
        id=opening_id,
    )
    return [(row[0], row[1]) for row in rows]


def forget(tx: Tx, outbox_id: int) -> None:
    """Nothing of what such a message said is kept."""
    tx.run(
        "UPDATE outbox SET key = 'opening.over', text = '', params = NULL, choices = NULL"
        " WHERE id = :id",
        id=outbox_id,
    )
