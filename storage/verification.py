"""Reading every history again: the first thing that is not as it was written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import orjson

from storage import history
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Broken:
    """`seq` is the row of the history; where it is 0, `words` is the kind of text that no row of
    the history knows in its present wording."""

    code: str
    seq: int = 0
    words: str = ""


def first_broken(tx: Tx) -> tuple[int, Broken | None]:
    """How many cases were read, and the first bad row or text among them. Words that were erased
    are gone, and that is no fault; words that were changed are."""
    cases = tx.all("SELECT id, code FROM cases ORDER BY id")
    for number, (case_id, code) in enumerate(cases, 1):
        known = _hashes(tx, case_id)
        seq = history.broken_at(tx, case_id)
        if seq is None and known is None:
            seq = 1  # no history at all
        if seq is not None:
            return number, Broken(code, seq)
        if changed := _changed_words(tx, case_id, known or set()):
            return number, Broken(code, words=changed)
    return len(cases), None


def _hashes(tx: Tx, case_id: int) -> set[str] | None:
    """Of the words that the history knows; None where there is none."""
    rows = tx.all("SELECT data FROM case_history WHERE case_id = :id", id=case_id)
    if not rows:
        return None
    return {orjson.loads(row[0] or "{}").get("text", "") for row in rows}


def _changed_words(tx: Tx, case_id: int, known: set[str]) -> str:
    rows = tx.all(
        "SELECT kind, salt, body FROM case_text WHERE case_id = :id ORDER BY id", id=case_id
    )
    for kind, salt, body in rows:
        if body and hashlib.sha256((salt + body).encode()).hexdigest() not in known:
            return str(kind)
    return ""
