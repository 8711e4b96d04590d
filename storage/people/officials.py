"""Officials as the office keeps them: who there is, locked, away, removed; open invitations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col

from storage.columns.plain import unstamp
from storage.engine.tx import Tx
from storage.mailbox.switches import ON
from storage.tables.casework import CaseCard
from storage.tables.mailbox import Chat
from storage.tables.people import Invitation, Person


@dataclass(frozen=True, slots=True)
class Official:
    """`roles` are pairs of role and office."""

    id: int
    name: str
    roles: tuple[tuple[str, str], ...]
    locked: bool = False
    away_from: datetime | None = None
    away_until: datetime | None = None
    substitute_id: int | None = None
    has_chat: bool = True
    heard_at: datetime | None = None  # last in any chat that reaches them

    def absent(self, now: datetime) -> bool:
        """Away now, or about to be."""
        return self.away_until is not None and self.away_until > now


def everyone(tx: Tx) -> list[Official]:
    """Every official who was not removed, by name; those locked included."""
    people = tx.find(Person, Person.official == 1, col(Person.removed_at).is_(None))
    return [_official(tx, p) for p in sorted(people, key=lambda p: (p.name, p.id))]


def names(tx: Tx) -> dict[int, str]:
    """Of everybody who holds a role, those locked included, by id."""
    rows = tx.all(
        "SELECT DISTINCT p.id, p.name FROM role_grant g CROSS JOIN person p"
        " WHERE p.id = g.person_id AND p.official = 1 AND p.name <> ''"
    )
    return {row[0]: tx.opened(row[1]) for row in rows}


def get(tx: Tx, person_id: int) -> Official | None:
    """An official; None for citizens and for those removed."""
    person = tx.get(Person, person_id)
    if person is None or not person.official or person.removed_at is not None:
        return None
    return _official(tx, person)


def was_one(tx: Tx, person_id: int) -> bool:
    """Whether the person is an official, or was one."""
    person = tx.get(Person, person_id)
    return person is not None and (bool(person.official) or person.removed_at is not None)


def _official(tx: Tx, person: Person) -> Official:
    rows = tx.all(
        "SELECT role, office FROM role_grant WHERE person_id = :id ORDER BY id", id=person.id
    )
    return Official(
        person.id,
        person.name,
        tuple((r[0], r[1]) for r in rows),
        person.locked_at is not None,
        person.away_from,
        person.away_until,
        person.substitute_id,
        *_reached(tx, person.id),
    )


def _reached(tx: Tx, person_id: int) -> tuple[bool, datetime | None]:
    """Whether a chat reaches them, and when they last wrote in one. A browser that was cleared
    looks like one where nobody writes."""
    row = tx.one(
        "SELECT COUNT(*), MAX(c.heard_at) FROM chat c WHERE c.person_id = :id"
        " AND c.kind = 'private' AND c.channel <> 'email' AND c.blocked_at IS NULL"
        f" AND c.erased_at IS NULL AND {ON}",
        id=person_id,
    )
    assert row is not None
    return row[0] > 0, unstamp(row[1]) if row[1] else None


def has_chat(tx: Tx, person_id: int) -> bool:
    """Whether a chat reaches them; e-mail is none."""
    return _reached(tx, person_id)[0]


def is_locked(tx: Tx, person_id: int) -> bool:
    """Whether an admin locked this person."""
    row = tx.one("SELECT locked_at FROM person WHERE id = :id", id=person_id)
    return row is not None and row[0] is not None


def is_shut_out(tx: Tx, person_id: int) -> bool:
    """Whether an admin locked or removed this person: nothing an official hears is for them."""
    row = tx.one("SELECT locked_at, removed_at FROM person WHERE id = :id", id=person_id)
    return row is not None and any(row)


def of_chat(tx: Tx, chat_id: int) -> int | None:
    """The official whose private chat it is, locked or not."""
    row = tx.one(
        "SELECT p.id FROM chat c JOIN person p ON p.id = c.person_id WHERE c.id = :id"
        " AND c.kind = 'private' AND p.official = 1",
        id=chat_id,
    )
    return row[0] if row else None


def name(tx: Tx, person_id: int, words: str) -> None:
    """Give an official the name colleagues see."""
    tx.run("UPDATE person SET name = :name WHERE id = :id", name=tx.seal(words), id=person_id)


def lock(tx: Tx, person_id: int, now: datetime) -> None:
    """Every right ends at once; whoever stood in for them stops too."""
    tx.run("UPDATE person SET locked_at = :now WHERE id = :id", now=now, id=person_id)


def unlock(tx: Tx, person_id: int) -> None:
    """Their roles hold again."""
    tx.run("UPDATE person SET locked_at = NULL WHERE id = :id", id=person_id)


def remove(tx: Tx, person_id: int, now: datetime) -> None:
    """No official any more. What they did keeps their name; only a new code brings them back."""
    tx.run("DELETE FROM role_grant WHERE person_id = :id", id=person_id)
    tx.run(
        "UPDATE person SET official = 0, removed_at = :now, locked_at = NULL, away_from = NULL,"
        " away_until = NULL, substitute_id = NULL WHERE id = :id",
        now=now,
        id=person_id,
    )
    tx.run("UPDATE person SET substitute_id = NULL WHERE substitute_id = :id", id=person_id)


def revoke(tx: Tx, person_id: int, role: str, office: str) -> bool:
    """Take one role away. False when they do not hold it."""
    gone = tx.run(
        "DELETE FROM role_grant WHERE person_id = :id AND role = :role AND office = :office",
        id=person_id,
        role=role,
        office=office,
    )
    return gone > 0


def away(tx: Tx, person_id: int, start: datetime, end: datetime, substitute_id: int) -> None:
    """Absent from `start` until before `end`."""
    tx.run(
        "UPDATE person SET away_from = :start, away_until = :end, substitute_id = :who"
        " WHERE id = :id",
        start=start,
        end=end,
        who=substitute_id,
        id=person_id,
    )


def back(tx: Tx, person_id: int) -> None:
    """No longer absent."""
    tx.run(
        "UPDATE person SET away_from = NULL, away_until = NULL, substitute_id = NULL"
        " WHERE id = :id",
        id=person_id,
    )


# --- their chats ---------------------------------------------------------------------------------


def chats(tx: Tx, person_id: int) -> list[Chat]:
    """Their private chats, e-mail included."""
    return tx.find(Chat, Chat.person_id == person_id, Chat.kind == "private", order=Chat.id)


def cards_in(tx: Tx, chat_id: int) -> list[CaseCard]:
    """The newest card of each case there."""
    return tx.find(CaseCard, CaseCard.chat_id == chat_id, order=CaseCard.id)


def replaced_card(tx: Tx, chat_id: int, outbox_id: int) -> int | None:
    """The case whose card that message of ours is, where a newer card of it came later."""
    row = tx.one(
        "SELECT o.case_id FROM outbox o JOIN outbox n ON n.chat_id = o.chat_id AND n.key = o.key"
        " AND n.case_id = o.case_id AND n.id > o.id"
        " WHERE o.id = :id AND o.chat_id = :chat AND o.key = 'card.card'"
        " AND n.state <> 'dropped' LIMIT 1",
        id=outbox_id,
        chat=chat_id,
    )
    return int(row[0]) if row else None


def forget_card(tx: Tx, case_id: int, chat_id: int) -> None:
    """It is brought up to date no more."""
    tx.run(
        "DELETE FROM case_card WHERE case_id = :case AND chat_id = :chat",
        case=case_id,
        chat=chat_id,
    )


def forget_state(tx: Tx, person_id: int) -> None:
    """What lies unfinished in their chats holds names and numbers too."""
    tx.run(
        "UPDATE chat SET state = NULL, shown = NULL, leftovers = 0, draft_at = NULL"
        " WHERE person_id = :id AND channel <> 'email'",
        id=person_id,
    )


def forget_cards(tx: Tx, chat_id: int) -> None:
    """They are brought up to date no more."""
    tx.run("DELETE FROM case_card WHERE chat_id = :id", id=chat_id)


def detach(tx: Tx, chat_id: int, now: datetime) -> int:
    """The chat speaks for nobody known from now on. Returns its new person."""
    person_id = tx.insert("person", created_at=now)
    tx.run("UPDATE chat SET person_id = :person WHERE id = :id", person=person_id, id=chat_id)
    return person_id


# --- invitations ---------------------------------------------------------------------------------


def invitations(tx: Tx, now: datetime) -> list[Invitation]:
    """Codes that still open a door."""
    return tx.find(
        Invitation,
        col(Invitation.used_at).is_(None),
        col(Invitation.revoked_at).is_(None),
        Invitation.expires_at > now,
        order=Invitation.id,
    )


def revoke_invitation(tx: Tx, invitation_id: int, now: datetime) -> bool:
    """False when it was used, revoked or never was."""
    gone = tx.run(
        "UPDATE invitation SET revoked_at = :now"
        " WHERE id = :id AND used_at IS NULL AND revoked_at IS NULL",
        now=now,
        id=invitation_id,
    )
    return gone == 1
