"""The register of proposals to cut business conditions."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col

from cases.kinds import Kind
from cases.lifecycle import Status
from storage.casework import cases
from storage.engine.tx import Tx
from storage.tables.casework import Case

_NONE = (Status.REFUSED, Status.WITHDRAWN)


def register(tx: Tx, since: datetime | None = None, until: datetime | None = None) -> list[Case]:
    """Every proposal received in [since, until) that was not refused or taken back, newest first.
    Rights are narrower: the caller asks about each."""
    where = [Case.kind == Kind.CUT_CONDITIONS.value, col(Case.status).not_in([*_NONE])]
    if since:
        where.append(Case.received_at >= since)
    if until:
        where.append(Case.received_at < until)
    return tx.find(Case, *where, order=col(Case.id).desc())


Letter = tuple[str, str, datetime, str, str, str, str, str]


def letters(tx: Tx, since: datetime | None, until: datetime | None) -> list[Letter]:
    """The register as rows, one per letter and one for a proposal not sent up yet, oldest first:
    code, status, received, to whom, number, day, day of the reply, the reply. Restricted ones and
    the words of their senders are left out."""
    found: list[Letter] = []
    for case in reversed(register(tx, since, until)):
        if not case.restricted:
            found += _rows(tx, case)
    return found


def _rows(tx: Tx, case: Case) -> list[Letter]:
    head = (case.code, case.status, case.received_at)
    replies = [text.body for text in cases.texts(tx, case.id, "reply")]
    rows: list[Letter] = []
    for letter in case.sent_up or [{}]:
        replied = letter.get("replied_on", "")
        reply = replies.pop(0) if replied and replies else ""
        sent = (letter.get("to", ""), letter.get("number", ""), letter.get("on", ""))
        rows.append((*head, *sent, replied, reply))
    return rows
