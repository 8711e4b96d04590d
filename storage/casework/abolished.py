"""What still speaks of offices that are no longer in the agency's folder. `offices` are those that
are."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col

from cases.lifecycle import Status
from storage.engine.tx import Tx
from storage.tables.casework import Case, Duty
from storage.tables.mailbox import Chat
from storage.tables.people import RoleGrant

_WITH_OFFICE = (Status.ASSIGNED, Status.IN_PROGRESS, Status.WAITING, Status.AWAITING_APPROVAL)


_SPOKEN_OF = (
    "SELECT office FROM cases WHERE status NOT IN ('answered', 'closed', 'refused', 'forwarded',"
    " 'withdrawn') UNION SELECT suggested_office FROM cases WHERE status = 'received'"
    " UNION SELECT office FROM duty WHERE done_at IS NULL"
    " UNION SELECT office FROM chat WHERE kind = 'group' UNION SELECT office FROM role_grant"
)


def any_gone(tx: Tx, offices: Sequence[str]) -> bool:
    """Whether there is anything to do. Looked at on every start."""
    return any(row[0] and row[0] not in offices for row in tx.all(_SPOKEN_OF))


def open_cases(tx: Tx, offices: Sequence[str]) -> list[Case]:
    """Open cases that such an office has."""
    return tx.find(
        Case,
        col(Case.status).in_([s.value for s in _WITH_OFFICE]),
        Case.office != "",
        col(Case.office).not_in(offices),
        order=Case.id,
    )


def forget_suggestions(tx: Tx, offices: Sequence[str]) -> None:
    """New cases are no longer suggested to it."""
    waiting = tx.find(
        Case,
        Case.status == Status.RECEIVED.value,
        Case.suggested_office != "",
        col(Case.suggested_office).not_in(offices),
    )
    for case in waiting:
        tx.run("UPDATE cases SET suggested_office = '' WHERE id = :id", id=case.id)


def move_duties(tx: Tx, offices: Sequence[str], to: str) -> None:
    """Calls it owed are another's."""
    lost = tx.find(
        Duty, col(Duty.done_at).is_(None), Duty.office != "", col(Duty.office).not_in(offices)
    )
    for duty in lost:
        tx.run("UPDATE duty SET office = :to WHERE id = :id", to=to, id=duty.id)


def groups(tx: Tx, offices: Sequence[str]) -> list[int]:
    """Group chats bound to it."""
    found = tx.find(
        Chat,
        Chat.kind == "group",
        Chat.topic == "",
        Chat.office != "",
        col(Chat.office).not_in(offices),
        order=Chat.id,
    )
    return [chat.id for chat in found]


def unbind(tx: Tx, chat_id: int) -> None:
    """The group and its topics."""
    tx.run(
        "UPDATE chat SET office = '' WHERE (channel, external) ="
        " (SELECT channel, external FROM chat WHERE id = :id)",
        id=chat_id,
    )


def people_left(tx: Tx, offices: Sequence[str]) -> list[int]:
    """Who holds a role there."""
    found = tx.find(
        RoleGrant, RoleGrant.office != "", col(RoleGrant.office).not_in(offices), order=RoleGrant.id
    )
    return sorted({grant.person_id for grant in found})
