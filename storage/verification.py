"""Reading every history again: the first thing that is not as it was written. What was erased (the
words of a case, a note, a receipt number) is gone, and that is no fault; what was changed is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from cases.codes import case_code
from cases.lifecycle import Status
from storage import history, notes
from storage.keys import Keys, WrongKey
from storage.tx import Tx

Part = Literal["gone", "code", "history", "words", "status", "note", "receipt"]

_NUMBERED = re.compile(r"([A-Z]+)(\d{2})-(\d+)-[A-Z]")


@dataclass(frozen=True, slots=True)
class Broken:
    """`detail`: of the history its row, of words their kind, of a note its number in the case, of
    a code the one it was filed under, of a status what the case says now."""

    code: str
    part: Part
    detail: str = ""


def first_broken(tx: Tx, keys: Keys | None) -> tuple[int, Broken | None]:
    """How many cases were read, and the first bad thing among them. Without `keys` words
    are passed over."""
    cases = tx.all("SELECT id, code, status, receipt_hash FROM cases ORDER BY id")
    for number, (case_id, code, status, receipt) in enumerate(cases, 1):
        told = _told(tx, case_id)
        broken = (
            _history(tx, case_id, code, told)
            or (_words(tx, case_id, code, told) if keys else None)
            or _row(code, status, receipt, told)
            or (_notes(tx, keys, case_id, code, told) if keys else None)
        )
        if broken:
            return number, broken
    return len(cases), _gone(tx, [code for _, code, _, _ in cases])


def _told(tx: Tx, case_id: int) -> list[dict[str, Any]]:
    rows = tx.all("SELECT data FROM case_history WHERE case_id = :id ORDER BY seq", id=case_id)
    return [orjson.loads(row[0] or "{}") for row in rows]


def _history(tx: Tx, case_id: int, code: str, told: list[dict[str, Any]]) -> Broken | None:
    seq = history.broken_at(tx, case_id) if told else 1
    return Broken(code, "history", str(seq)) if seq is not None else None


def _words(tx: Tx, case_id: int, code: str, told: list[dict[str, Any]]) -> Broken | None:
    known = {row.get("text") for row in told}
    rows = tx.all(
        "SELECT kind, salt, body FROM case_text WHERE case_id = :id ORDER BY id", id=case_id
    )
    for kind, salt, body in rows:
        read = _opened(tx, salt, body) if body else ()
        if read is None or (read and history.digest(*read) not in known):
            return Broken(code, "words", str(kind))
    return None


def _opened(tx: Tx, *sealed: str) -> list[str] | None:
    """None where something does not open: somebody wrote it without the key."""
    try:
        return [tx.opened(words) for words in sealed]
    except WrongKey:
        return None


def _row(code: str, status: str, receipt: str | None, told: list[dict[str, Any]]) -> Broken | None:
    """What the case says of itself, beside what its history says."""
    if (filed := told[0].get("code", code)) != code:
        return Broken(code, "code", str(filed))
    last = next((row["to"] for row in reversed(told) if "to" in row), Status.RECEIVED.value)
    if status != last:
        return Broken(code, "status", status)
    issued = next((row["receipt"] for row in reversed(told) if row.get("receipt")), None)
    return Broken(code, "receipt") if receipt and issued and receipt != issued else None


def _notes(
    tx: Tx, keys: Keys, case_id: int, code: str, told: list[dict[str, Any]]
) -> Broken | None:
    known = {row.get("note") for row in told}
    rows = tx.all("SELECT body FROM case_note WHERE case_id = :id ORDER BY id", id=case_id)
    for number, (body,) in enumerate(rows, 1):
        read = _opened(tx, body) if body else ()
        if read is None or (read and notes.mark(keys, case_id, *read) not in known):
            return Broken(code, "note", str(number))
    return None


def _gone(tx: Tx, codes: list[str]) -> Broken | None:
    """A case that its history outlived, or a number that was given and is nowhere."""
    left = tx.one(
        "SELECT data FROM case_history WHERE action = 'file' AND case_id NOT IN"
        " (SELECT id FROM cases) ORDER BY case_id LIMIT 1"
    )
    if left is not None:
        return Broken(orjson.loads(left[0]).get("code", "?"), "gone")
    found = {(m[2], int(m[3])): m[1] for m in map(_NUMBERED.fullmatch, codes) if m}
    prefix = next(reversed(found.values()), "")
    for name, given in tx.all("SELECT name, value FROM kept WHERE name LIKE 'case %'"):
        year = name[-2:]
        for number in range(1, int(given) + 1):
            if (year, number) not in found:
                return Broken(case_code(prefix, int(year), number), "gone")
    return None
