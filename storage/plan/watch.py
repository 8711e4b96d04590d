"""Since when each item of the plan is kept here, and of what silence its offices were told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from storage.engine.tx import Tx

_SINCE = "plan item "
_TOLD = "plan told "
_CATALOGUE = "plan catalogue "


def kept_since(tx: Tx) -> dict[str, date]:
    """Days of Vietnam, by item."""
    rows = tx.all(f"SELECT name, value FROM kept WHERE name LIKE '{_SINCE}%'")
    return {row[0].removeprefix(_SINCE): date.fromisoformat(row[1]) for row in rows}


def keep(tx: Tx, items: Iterable[str], today: date) -> None:
    """From today on, those that are not kept yet."""
    for item in items:
        tx.insert_once_plain("kept", name=_SINCE + item, value=today.isoformat())


def was_told(tx: Tx, item: str, since: date, rounds: int) -> bool:
    """Whether its offices were told of this round of the silence that began on that day, or of a
    later one."""
    row = tx.one("SELECT value FROM kept WHERE name = :name", name=_TOLD + item)
    return row is not None and row[0] >= _round(since, rounds)


def note_told(tx: Tx, item: str, since: date, rounds: int) -> None:
    name, value = _TOLD + item, _round(since, rounds)
    if not tx.insert_once_plain("kept", name=name, value=value):
        tx.run("UPDATE kept SET value = :value WHERE name = :name", name=name, value=value)


def _round(since: date, rounds: int) -> str:
    """Later silences, and later rounds of one, are greater."""
    return f"{since.isoformat()} {rounds:04d}"


# --- the list of procedures ----------------------------------------------------------------------


def catalogue(tx: Tx) -> dict[str, str]:
    """The mark of each office's procedures as they were seen last; empty before the first time."""
    rows = tx.all(f"SELECT name, value FROM kept WHERE name LIKE '{_CATALOGUE}%'")
    return {row[0].removeprefix(_CATALOGUE): row[1] for row in rows}


def see_catalogue(tx: Tx, marks: dict[str, str]) -> None:
    tx.run(f"DELETE FROM kept WHERE name LIKE '{_CATALOGUE}%'")
    for office, mark in marks.items():
        tx.insert_once_plain("kept", name=_CATALOGUE + office, value=mark)
