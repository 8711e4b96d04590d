"""What is kept no longer, kind by kind: which rows are due, and how one of them goes. Each portion
that went leaves a row of proof: how many of what, on which ground, never the thing itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from cases.kinds import IdentityMode
from cases.lifecycle import ENDED, Status
from storage.engine.tx import Tx
from storage.keys import Keys
from storage.mailbox import drafts
from storage.mailbox.files import APART, LETTER, SHORT_LIVED
from storage.tables.mailbox import StoredFile

_ENDED = ", ".join(f"'{status.value}'" for status in sorted(ENDED, key=list(Status).index))

# Whose case is not over, or was not yet by then: what they said is still needed.
_CASE_GOES_ON = (
    "EXISTS (SELECT 1 FROM cases k WHERE k.submitter_id = c.person_id"
    f" AND (k.status NOT IN ({_ENDED}) OR k.ended_at IS NULL OR k.ended_at > :until))"
)
_OF_A_CASE = (
    "EXISTS (SELECT 1 FROM cases k WHERE k.id = o.case_id"
    f" AND (k.status NOT IN ({_ENDED}) OR k.ended_at IS NULL OR k.ended_at > :until))"
)

# SQLite gives the number of a deleted last row away again, and what is in memory knows messages by
# their numbers. The newest message of all waits for the next one.
_NOT_LAST = "{row}.id < (SELECT MAX(id) FROM {table})"


@dataclass(frozen=True, slots=True)
class Kind:
    """`due` is a query for ids, with :until; `drop` lets one go. `name` is the field of `Retention`
    that says how long, `what` tells the kinds of one limit apart."""

    name: str
    what: str
    due: str
    drop: Callable[[Tx, int, datetime], None]


def _deletes(table: str) -> Callable[[Tx, int, datetime], None]:
    def drop(tx: Tx, ident: int, now: datetime) -> None:
        tx.run(f"DELETE FROM {table} WHERE id = :id", id=ident)

    return drop


def _drop_outgoing(tx: Tx, ident: int, now: datetime) -> None:
    """A card that is gone is no card to be brought up to date."""
    tx.run("DELETE FROM case_card WHERE outbox_id = :id", id=ident)
    tx.run("UPDATE outbox SET replaces = NULL WHERE replaces = :id", id=ident)
    tx.run("DELETE FROM outbox WHERE id = :id", id=ident)


def _drop_file(tx: Tx, ident: int, now: datetime) -> None:
    file = tx.get(StoredFile, ident)
    if file is not None:
        tx.run("UPDATE outbox SET file_id = NULL WHERE file_id = :id", id=ident)
        drafts.forget_file(tx, ident, file.path, now)


def _drop_bytes(tx: Tx, ident: int, now: datetime) -> None:
    """That it came, and why it failed, stays: the same update must not be taken again."""
    tx.run("UPDATE inbox SET raw = NULL, text = '', body = NULL WHERE id = :id", id=ident)


KINDS = (
    Kind(
        "chat",
        "inbox",
        "SELECT i.id FROM inbox i JOIN chat c ON c.id = i.chat_id WHERE i.state = 'done'"
        f" AND i.at <= :until AND {_NOT_LAST.format(table='inbox', row='i')}"
        f" AND NOT {_CASE_GOES_ON}",
        _deletes("inbox"),
    ),
    Kind(
        "chat",
        "outbox",
        "SELECT o.id FROM outbox o JOIN chat c ON c.id = o.chat_id"
        " WHERE o.state NOT IN ('pending', 'held')"
        f" AND o.at <= :until AND {_NOT_LAST.format(table='outbox', row='o')}"
        f" AND NOT {_CASE_GOES_ON} AND NOT {_OF_A_CASE}",
        _drop_outgoing,
    ),
    Kind(
        # Which broadcasts somebody was told of in a summary goes with the summary.
        "chat",
        "gathered",
        "SELECT id FROM gathered WHERE told_at <= :until",
        _deletes("gathered"),
    ),
    Kind(
        "quarantined",
        "files",
        f"SELECT id FROM stored_file WHERE at <= :until"
        f" AND (state = '{APART}' OR kind IN ('{SHORT_LIVED}', '{LETTER}'))",
        _drop_file,
    ),
    Kind(
        "failures",
        "bytes",
        "SELECT i.id FROM inbox i WHERE i.state <> 'done' AND i.raw IS NOT NULL AND i.at <= :until"
        " AND NOT EXISTS (SELECT 1 FROM duty d WHERE d.inbox_id = i.id AND d.done_at IS NULL)",
        _drop_bytes,
    ),
    Kind("access_log", "rows", "SELECT id FROM access_log WHERE at <= :until",
         _deletes("access_log")),
)  # fmt: skip
"""What goes without a case changing; cases go through the door (`cases_over`)."""


def due(tx: Tx, kind: Kind, until: datetime, limit: int) -> list[int]:
    rows = tx.all(f"{kind.due} ORDER BY 1 LIMIT :limit", until=until, limit=limit)
    return [row[0] for row in rows]


def count(tx: Tx, kind: Kind, until: datetime) -> int:
    row = tx.one(f"SELECT COUNT(*) FROM ({kind.due}) AS gone", until=until)
    return int(row[0]) if row else 0


# --- cases ---------------------------------------------------------------------------------------

_OVER = (
    "SELECT id FROM cases k WHERE k.status IN ({ended}) AND k.ended_at <= :until"
    " AND k.identity_mode {which} '{anonymous}' AND NOT EXISTS"
    " (SELECT 1 FROM case_history h WHERE h.case_id = k.id AND h.action = 'expire')"
)


def cases_over(tx: Tx, until: datetime, *, tips: bool, limit: int) -> list[int]:
    """Cases that ended by then and whose words are still kept: tips without a name, or others."""
    rows = tx.all(f"{_over(tips)} ORDER BY id LIMIT :limit", until=until, limit=limit)
    return [row[0] for row in rows]


def count_cases(tx: Tx, until: datetime, *, tips: bool) -> int:
    row = tx.one(f"SELECT COUNT(*) FROM ({_over(tips)}) AS gone", until=until)
    return int(row[0]) if row else 0


def _over(tips: bool) -> str:
    which = "=" if tips else "<>"
    return _OVER.format(ended=_ENDED, which=which, anonymous=IdentityMode.ANONYMOUS.value)


def forget_consents(tx: Tx, case_id: int) -> None:
    """The proof of what was agreed to is kept as long as the case."""
    tx.run("DELETE FROM consent WHERE case_id = :id", id=case_id)


# --- proof ---------------------------------------------------------------------------------------


def prove(
    tx: Tx,
    keys: Keys,
    kind: str,
    gone: Collection[int | str],
    basis: str,
    until: datetime | None,
    now: datetime,
    by: int | None = None,
) -> None:
    """`gone` are the ids (or names) of what went; only a digest of their keyed marks is kept."""
    marks = sorted(keys.mark("deletion", f"{kind}:{each}") for each in gone)
    tx.insert(
        "deletion",
        at=now,
        kind=kind,
        basis=basis,
        until=until,
        count=len(marks),
        digest=hashlib.sha256("\n".join(marks).encode()).hexdigest(),
        by=by,
    )
