"""Notes among colleagues: a type and a table of their own. Nothing that writes to citizens takes a
`Note`, and nothing here returns words for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.tables import CaseNote
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Note:
    """Words for colleagues only; deliberately no string, so that it fits into no reply."""

    body: str
    author_id: int | None
    at: datetime


def write(tx: Tx, case_id: int, note: Note) -> int:
    """Returns the row's id."""
    return tx.insert(
        "case_note", case_id=case_id, body=note.body, author_id=note.author_id, at=note.at
    )


def of_case(tx: Tx, case_id: int) -> list[Note]:
    """Oldest first."""
    rows = tx.find(CaseNote, CaseNote.case_id == case_id, order=CaseNote.id)
    return [Note(r.body, r.author_id, r.at) for r in rows]
