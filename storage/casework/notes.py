"""Notes among colleagues: a type and a table of their own. Nothing that writes to citizens takes a
`Note`, and nothing here returns words for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.casework import history
from storage.engine.tx import Tx
from storage.keys import Keys
from storage.tables.casework import CaseNote


@dataclass(frozen=True, slots=True)
class Note:
    """Words for colleagues only; deliberately no string, so that it fits into no reply."""

    body: str
    author_id: int | None
    at: datetime


def mark(keys: Keys, case_id: int, body: str) -> str:
    """What the history keeps of a note's words, so that they can be erased and not changed."""
    return keys.mark("note", f"{case_id}:{body}")


def write_in_history(tx: Tx, keys: Keys, case_id: int, note: Note) -> None:
    """A note that comes with no move of its own."""
    data = {"note": mark(keys, case_id, note.body)}
    history.append(tx, case_id, f"person:{note.author_id}", "note", data, note.at)
    write(tx, case_id, note)


def write(tx: Tx, case_id: int, note: Note) -> int:
    """Returns the row's id."""
    return tx.insert(
        "case_note", case_id=case_id, body=note.body, author_id=note.author_id, at=note.at
    )


def replace(
    tx: Tx, keys: Keys, case_id: int, note_id: int, actor: str, body: str, now: datetime
) -> None:
    """Other words in the place of a note's, as `history.replace_text` does."""
    tx.run("UPDATE case_note SET body = :body WHERE id = :id", body=tx.seal(body), id=note_id)
    history.append(tx, case_id, actor, "mask", {"note": mark(keys, case_id, body)}, now)


def numbered(tx: Tx, case_id: int) -> list[tuple[int, str]]:
    """(id, words), oldest first."""
    rows = tx.find(CaseNote, CaseNote.case_id == case_id, order=CaseNote.id)
    return [(r.id, r.body) for r in rows]


def erase(tx: Tx, case_id: int) -> None:
    """All notes of a case are gone; the chain stays whole without them."""
    tx.run("UPDATE case_note SET body = '' WHERE case_id = :case", case=case_id)


def of_case(tx: Tx, case_id: int) -> list[Note]:
    """Oldest first."""
    rows = tx.find(CaseNote, CaseNote.case_id == case_id, order=CaseNote.id)
    return [Note(r.body, r.author_id, r.at) for r in rows]
