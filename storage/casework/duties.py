"""What is to be done by officials: open cases that may be theirs, and duties beside the lifecycle
(calling a person, reading a message that failed)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlmodel import col, or_

from cases.confidentiality import Viewer
from cases.kinds import OFFICE_ROLES, Role
from cases.lifecycle import OPEN, Status
from storage.engine.tx import Tx
from storage.tables.casework import Case, Duty
from storage.tables.mailbox import Inbox

ARTICLE, ARTICLE_DRAFT = "article", "article_draft"
"""Kinds of duties: an article to approve, an article the machine drafted."""

MOST = 300
"""Cases read for one list: nobody reads further, and a turn must stay short."""


def maybe_theirs(tx: Tx, viewer: Viewer) -> list[Case]:
    """Open cases that may wait for this official, earliest due first. Rights are narrower than
    this query: the caller asks the lifecycle table about each."""
    offices = [o for r, o in viewer.roles if r in OFFICE_ROLES]
    above = viewer.is_(Role.DISPATCHER) or viewer.is_(Role.DIRECTOR)
    status, office = col(Case.status), col(Case.office)
    theirs: list[Any] = [
        (status == Status.IN_PROGRESS)
        & col(Case.owner_id).in_([viewer.person_id, *viewer.stands_for]),
        (status == Status.ASSIGNED) & office.in_(offices),
        (status == Status.AWAITING_APPROVAL) & office.in_(offices),
    ]
    if above:
        theirs += [
            status.in_([Status.RECEIVED, Status.AWAITING_APPROVAL]),
            (status == Status.ASSIGNED) & (col(Case.restricted) == 1),
            (col(Case.second_look) == 1) & status.in_([Status.ANSWERED, Status.CLOSED]),
        ]
    order = (col(Case.due_at).is_(None), col(Case.due_at), col(Case.id))
    return tx.find(Case, or_(*theirs), order=order, limit=MOST)


def of_status(tx: Tx, statuses: Collection[Status]) -> list[Case]:
    """Open cases in these statuses, earliest due first."""
    order = (col(Case.due_at).is_(None), col(Case.due_at), col(Case.id))
    return tx.find(Case, col(Case.status).in_(list(statuses)), order=order, limit=MOST)


def owed_by(tx: Tx, office: str) -> list[Case]:
    """Open cases of an office that do not wait for their sender, earliest due first."""
    ours = (Status.ASSIGNED, Status.IN_PROGRESS, Status.AWAITING_APPROVAL)
    order = (col(Case.due_at).is_(None), col(Case.due_at), col(Case.id))
    return tx.find(Case, Case.office == office, col(Case.status).in_(ours), order=order, limit=MOST)


def owned(tx: Tx, person_id: int, office: str | None = None) -> list[Case]:
    """Open cases a person took, of one office or all."""
    where = [Case.owner_id == person_id, col(Case.status).in_([s.value for s in OPEN])]
    if office is not None:
        where.append(Case.office == office)
    return tx.find(Case, *where, order=Case.id)


def assigned_to(tx: Tx, office: str) -> list[Case]:
    """Cases that an office has and nobody took yet."""
    return tx.find(Case, Case.office == office, Case.status == Status.ASSIGNED.value, order=Case.id)


# --- beside the lifecycle ------------------------------------------------------------------------


def call(
    tx: Tx,
    office: str,
    case_id: int,
    why: str,
    now: datetime,
    *,
    text_id: int | None = None,
    until_heard: bool = False,
) -> None:
    """Somebody is to call (or write to) the sender of a case; one open call per case is enough, and
    says the newest of what there is to tell (`text_id`). `until_heard`: what is to be told waits in
    their chat, and the call is over once they write there."""
    data: dict[str, Any] = {"why": why, **({"text": text_id} if text_id else {})}
    if until_heard:
        data["until_heard"] = True
    there = tx.one(
        "SELECT id FROM duty WHERE case_id = :id AND kind = 'call' AND done_at IS NULL", id=case_id
    )
    if there is None:
        tx.insert("duty", kind="call", office=office, case_id=case_id, created_at=now, data=data)
    elif text_id:
        tx.run("UPDATE duty SET data = :data WHERE id = :id", data=data, id=there[0])


def open_matter(
    tx: Tx, kind: str, office: str, case_id: int | None, data: dict[str, Any], now: datetime
) -> int:
    """A duty that shows itself (see `handlers/staff/matters.py`). Returns its id."""
    return tx.insert("duty", kind=kind, office=office, case_id=case_id, created_at=now, data=data)


def close_matters(tx: Tx, kind: str, mark: str, ident: int, now: datetime) -> None:
    """Those of that kind that are about the row `ident`, by its name in their data."""
    for duty in tx.find(Duty, Duty.kind == kind, col(Duty.done_at).is_(None)):
        if (duty.data or {}).get(mark) == ident:
            tx.run("UPDATE duty SET done_at = :now WHERE id = :id", now=now, id=duty.id)


def heard_from(tx: Tx, case_id: int, now: datetime) -> None:
    """The sender of the case has written: what was to be told them by telephone is told there."""
    tx.run(
        "UPDATE duty SET done_at = :now WHERE case_id = :id AND kind = 'call' AND done_at IS NULL"
        " AND data LIKE :mark",
        now=now,
        id=case_id,
        mark='%"until_heard":true%',
    )


def open_duties(tx: Tx, offices: Collection[str] | None) -> list[Duty]:
    """Those of some offices, or all; oldest first."""
    where: list[Any] = [col(Duty.done_at).is_(None)]
    if offices is not None:
        where.append(col(Duty.office).in_(list(offices)))
    return tx.find(Duty, *where, order=Duty.id, limit=MOST)


def duty(tx: Tx, duty_id: int) -> Duty | None:
    """One of them, open or done."""
    return tx.get(Duty, duty_id)


def finish(tx: Tx, duty_id: int, person_id: int, now: datetime) -> bool:
    """False when somebody else had done it."""
    done = tx.run(
        "UPDATE duty SET done_at = :now, done_by = :who WHERE id = :id AND done_at IS NULL",
        now=now,
        who=person_id,
        id=duty_id,
    )
    return done == 1


def message(tx: Tx, inbox_id: int) -> Inbox | None:
    """The message a reading duty is about."""
    return tx.get(Inbox, inbox_id)
