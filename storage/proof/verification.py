"""Reading everything again: the first thing that is not as it was written. What was erased (the
words of a case, a note, a receipt number) is gone, and that is no fault; what was changed is."""

from __future__ import annotations

import re
from typing import Any

import orjson

from cases.lifecycle import Status
from cases.numbers.codes import case_code
from storage.casework import history, notes
from storage.engine.tx import Tx
from storage.keys import Keys, WrongKey
from storage.proof import receipt_verification
from storage.proof.broken import Broken
from storage.reports import reports

_NUMBERED = re.compile(r"([A-Z]+)(\d{2})-(\d+)-[A-Z]")
_COLUMNS = "SELECT id, code, status, version, receipt_hash, received_at FROM cases"


def first_broken(tx: Tx, keys: Keys | None) -> tuple[int, Broken | None]:
    """How many cases were read, and the first bad thing among them. Without `keys` words and
    signatures are passed over."""
    cases = tx.all(f"{_COLUMNS} ORDER BY id")
    for number, row in enumerate(cases, 1):
        broken = _case(tx, keys, *row)
        if broken:
            return number, broken
    codes = [row[1] for row in cases]
    broken = _gone(tx, codes) or receipt_verification.of_days(tx, keys) or _reports(tx)
    return len(cases), broken


def broken_in(tx: Tx, keys: Keys | None, case_id: int) -> Broken | None:
    """The same of one case, without what only all of them together show."""
    return _case(tx, keys, *tx.all(f"{_COLUMNS} WHERE id = :id", id=case_id)[0])


def _case(
    tx: Tx,
    keys: Keys | None,
    case_id: int,
    code: str,
    status: str,
    version: int,
    receipt: str | None,
    received_at: str,
) -> Broken | None:
    seq = history.broken_at(tx, case_id)
    if seq is not None:
        return Broken(code, "history", str(seq))
    told = _told(tx, case_id)
    if not told:
        return Broken(code, "history", "1")
    kind = str(told[0].get("kind", ""))
    return (
        _row(code, status, version, receipt, told)
        or (_words(tx, case_id, code, told) if keys else None)
        or (_notes(tx, keys, case_id, code, told) if keys else None)
        or receipt_verification.of_case(tx, keys, case_id, code, received_at, kind)
    )


def _told(tx: Tx, case_id: int) -> list[dict[str, Any]]:
    rows = tx.all("SELECT data FROM case_history WHERE case_id = :id ORDER BY seq", id=case_id)
    return [orjson.loads(row[0] or "{}") for row in rows]


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


def _row(
    code: str, status: str, version: int, receipt: str | None, told: list[dict[str, Any]]
) -> Broken | None:
    """What the case says of itself, beside what its history says. Each move counts its version up
    by one: so rows cut off at the end show, though no row follows that would miss them."""
    if (filed := told[0].get("code", code)) != code:
        return Broken(code, "code", str(filed))
    if version != 1 + sum("from" in row and "to" in row for row in told):
        return Broken(code, "tail", str(len(told)))
    last = next((row["to"] for row in reversed(told) if "to" in row), Status.RECEIVED.value)
    if status != last:
        return Broken(code, "status", status)
    issued = next((row["receipt"] for row in reversed(told) if row.get("receipt")), None)
    return Broken(code, "receipt") if receipt and receipt != issued else None


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


def _reports(tx: Tx) -> Broken | None:
    number = reports.first_broken(tx)
    return Broken("", "report", number) if number else None


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
