"""What is to be told in a call to the sender of a case."""

from __future__ import annotations

from cases.lifecycle import Status
from handlers.desk import Desk
from storage.casework import cases
from storage.tables.casework import Case, CaseText, Duty

# What there is to tell in a status, where the duty itself does not say it.
_SAID: dict[str, str] = {
    Status.WAITING: "question",
    Status.ANSWERED: "answer",
    Status.CLOSED: "answer",
    Status.REFUSED: "reason",
    Status.FORWARDED: "reason",
}


def words_of(desk: Desk, case: Case, duty: Duty) -> str:
    """What is to be told; empty where there is nothing, or it was erased."""
    text = desk.tx.get(CaseText, int((duty.data or {}).get("text") or 0))
    if text is None and (kind := _SAID.get(case.status)):
        text = cases.latest_text(desk.tx, case.id, kind)
    return text.body if text and text.case_id == case.id else ""
