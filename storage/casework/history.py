"""The history of a case: append-only, each row hashed together with the one before it. Words that
may have to be erased stand apart and enter the chain only as a salted hash."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import orjson

from storage.columns.plain import stamp
from storage.engine.tx import Row, Tx
from storage.tables.casework import CaseHistory, CaseText


def row_hash(case_id: int, seq: int, at: str, actor: str, action: str, data: str, prev: str) -> str:
    """SHA-256 over the row's fields in a fixed order, as JSON so that no field can run into the
    next."""
    fields = [case_id, seq, at, actor, action, data, prev]
    return hashlib.sha256(orjson.dumps(fields)).hexdigest()


def append(
    tx: Tx, case_id: int, actor: str, action: str, data: dict[str, Any], now: datetime
) -> int:
    """Returns the row's seq. The caller holds the case's row, so seqs cannot collide."""
    last = tx.one(
        "SELECT seq, hash FROM case_history WHERE case_id = :id ORDER BY seq DESC LIMIT 1",
        id=case_id,
    )
    seq, prev = (last[0] + 1, last[1]) if last else (1, "")
    at, kept = stamp(now), orjson.dumps(data, option=orjson.OPT_SORT_KEYS).decode()
    tx.insert_row(
        "case_history",
        case_id=case_id,
        seq=seq,
        at=at,
        actor=actor,
        action=action,
        data=kept,
        prev_hash=prev,
        hash=row_hash(case_id, seq, at, actor, action, kept, prev),
    )
    return seq


def add_text(
    tx: Tx,
    case_id: int,
    kind: str,
    body: str,
    now: datetime,
    *,
    author_id: int | None = None,
    data: dict[str, Any] | None = None,
) -> tuple[int, str]:
    """Keep erasable words; returns their id and the salted hash for the chain."""
    salt = secrets.token_hex(16)
    text_id = tx.insert(
        "case_text",
        case_id=case_id,
        kind=kind,
        body=body,
        data=data,
        author_id=author_id,
        at=now,
        salt=salt,
    )
    return text_id, digest(salt, body)


def texts(tx: Tx, case_id: int) -> list[CaseText]:
    """The words of a case, in order."""
    return tx.of_case(CaseText, case_id)


def digest(salt: str, body: str) -> str:
    """What the chain holds of words."""
    return hashlib.sha256((salt + body).encode()).hexdigest()


_NO_PROOF_OF_WORDS = "UPDATE signed_receipt SET salt = '' WHERE case_id = :case"
"""The receipt proves the words of the story by this salt; without them it proves the rest."""


def replace_text(
    tx: Tx, text_id: int, case_id: int, actor: str, action: str, body: str, now: datetime
) -> None:
    """Other words in the place of those kept, which are gone for good: a row of the chain says that
    it was done, and holds the hash of the new ones. An empty `body` erases."""
    salt = secrets.token_hex(16)
    tx.run(
        "UPDATE case_text SET body = :body, salt = :salt WHERE id = :id AND case_id = :case",
        body=tx.seal(body),
        salt=tx.seal(salt),
        id=text_id,
        case=case_id,
    )
    tx.run(
        f"{_NO_PROOF_OF_WORDS} AND EXISTS"
        " (SELECT 1 FROM case_text t WHERE t.id = :text AND t.kind = 'story')",
        case=case_id,
        text=text_id,
    )
    said = {"text": digest(salt, body)} if body else {}
    append(tx, case_id, actor, action, said, now)


def erase_texts(tx: Tx, case_id: int) -> int:
    """All words of a case are gone; the chain stays whole without them. How many there were."""
    tx.run(_NO_PROOF_OF_WORDS, case=case_id)
    return tx.run(
        "UPDATE case_text SET body = '', data = NULL, salt = '' WHERE case_id = :case"
        " AND body <> ''",
        case=case_id,
    )


def of_case(tx: Tx, case_id: int) -> list[CaseHistory]:
    return tx.of_case(CaseHistory, case_id)


def text_of(tx: Tx, row: CaseHistory) -> CaseText | None:
    """The words that came with a row, unless they were erased: the row knows their hash."""
    said = (row.data or {}).get("text")
    if not said:
        return None
    return next((t for t in texts(tx, row.case_id) if digest(t.salt, t.body) == said), None)


def rows_by_text(tx: Tx, case_id: int) -> dict[int, CaseHistory]:
    """By the id of each text of a case, the row it came with."""
    rows = {(r.data or {}).get("text"): r for r in of_case(tx, case_id)}
    hashed = {t.id: digest(t.salt, t.body) for t in texts(tx, case_id)}
    return {text_id: rows[said] for text_id, said in hashed.items() if said in rows}


def broken_at(tx: Tx, case_id: int) -> int | None:
    """The seq of the first row that is not as it was written, or not there, or None."""
    prev, expected = "", 1
    for row in _rows(tx, case_id):
        if row is None:
            return expected
        seq, at, actor, action, data, prev_hash, kept = row
        if seq != expected or prev_hash != prev:
            return expected
        if kept != row_hash(case_id, seq, at, actor, action, data, prev):
            return expected
        prev, expected = kept, seq + 1
    return None


def _rows(tx: Tx, case_id: int) -> Iterator[Row | None]:
    """In order, each read alone: None stands for one whose bytes are no text any more."""
    seqs = tx.all("SELECT seq FROM case_history WHERE case_id = :id ORDER BY seq", id=case_id)
    for (seq,) in seqs:
        try:
            yield tx.one(
                "SELECT seq, at, actor, action, data, prev_hash, hash FROM case_history"
                " WHERE case_id = :id AND seq = :seq",
                id=case_id,
                seq=seq,
            )
        except sqlite3.OperationalError as error:
            if "UTF-8" not in str(error):
                raise
            yield None
