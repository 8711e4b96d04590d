"""People, their roles, their chats, and the one-time codes that make officials of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.confidentiality import Viewer
from cases.kinds import Role
from storage.columns.plain import stamp, unstamp
from storage.engine.tx import Row, Tx
from storage.keys import Keys
from storage.mailbox.switches import REACHED
from storage.plan import campaign_people, subscribers
from storage.published import me_too
from storage.tables.casework import Case

CODE_LIFE = timedelta(days=7)


def roles_of(tx: Tx, person_id: int) -> frozenset[tuple[str, str]]:
    rows = tx.all("SELECT role, office FROM role_grant WHERE person_id = :id", id=person_id)
    return frozenset((r[0], r[1]) for r in rows)


# From the few who hold a role to their person: a plain join may read every citizen there is.
_HELD = (
    "SELECT p.id, g.role, g.office, p.substitute_id, p.away_from, p.away_until FROM role_grant g"
    " CROSS JOIN person p WHERE p.id = g.person_id"
    " AND p.official = 1 AND p.locked_at IS NULL AND p.removed_at IS NULL"
)


def viewer(tx: Tx, person_id: int, now: datetime) -> Viewer | None:
    """The official as rights see them; None when locked, removed or without any role. Somebody who
    stands in for a colleague who is away holds that colleague's roles too."""
    rows = tx.all(_HELD + " AND (p.id = :id OR p.substitute_id = :id) ORDER BY p.id", id=person_id)
    return next((v for v in _viewers(rows, now) if v.person_id == person_id), None)


def viewers(tx: Tx, now: datetime) -> list[Viewer]:
    """Every official who may act now."""
    return _viewers(tx.all(_HELD + " ORDER BY p.id"), now)


def _viewers(rows: list[Row], now: datetime) -> list[Viewer]:
    own: dict[int, set[tuple[str, str]]] = {}
    absent: dict[int, set[int]] = {}  # by substitute
    at = stamp(now)
    for person_id, role, office, substitute, away_from, away_until in rows:
        own.setdefault(person_id, set()).add((role, office))
        if substitute and away_from and away_from <= at < (away_until or ""):
            absent.setdefault(substitute, set()).add(person_id)
    return [
        Viewer(person_id, frozenset(roles | _lent(own, stands_for)), frozenset(stands_for))
        for person_id, roles in own.items()
        for stands_for in (absent.get(person_id, set()),)
    ]


def _lent(own: dict[int, set[tuple[str, str]]], absent: set[int]) -> set[tuple[str, str]]:
    """What a substitute holds for those who are away; running the system is not lent."""
    return {(role, office) for away in absent for role, office in own[away] if role != Role.ADMIN}


def is_away(tx: Tx, person_id: int, now: datetime) -> bool:
    row = tx.one(
        "SELECT 1 FROM person WHERE id = :id AND away_from <= :now AND away_until > :now",
        id=person_id,
        now=now,
    )
    return row is not None


def away(tx: Tx, now: datetime) -> frozenset[int]:
    """Officials who are away now."""
    rows = tx.all(
        "SELECT DISTINCT p.id FROM role_grant g CROSS JOIN person p WHERE p.id = g.person_id"
        " AND p.away_from <= :now AND p.away_until > :now",
        now=now,
    )
    return frozenset(row[0] for row in rows)


def name_of(tx: Tx, person_id: int | None) -> str:
    row = tx.one("SELECT name FROM person WHERE id = :id", id=person_id) if person_id else None
    return tx.opened(row[0]) if row else ""


def preferred_chat(tx: Tx, person_id: int, *, letters: bool = True) -> int | None:
    """The private chat the person chose to be told in, else the one they last wrote from, if it can
    still be reached; without one the e-mail of their work, unless no `letters` will do."""
    ways = _ways(tx, person_id)
    return next((chat for chat, channel in ways if letters or channel != "email"), None)


def chat_beside(tx: Tx, person_id: int, channel: str) -> int | None:
    """The first way to reach the person that is not this channel."""
    return next((chat for chat, other in _ways(tx, person_id) if other != channel), None)


def with_chat(tx: Tx) -> frozenset[int]:
    """Officials who have a chat that reaches them; e-mail alone is none, nobody can act there."""
    rows = tx.all(
        "SELECT DISTINCT c.person_id FROM role_grant g CROSS JOIN chat c"
        f" WHERE c.person_id = g.person_id AND c.channel <> 'email' AND {REACHED}"
    )
    return frozenset(row[0] for row in rows)


def only_by(tx: Tx, channel: str) -> frozenset[int]:
    """Officials whom no chat of another channel reaches."""
    rows = tx.all(
        "SELECT c.person_id FROM role_grant g CROSS JOIN chat c"
        f" WHERE c.person_id = g.person_id AND c.channel <> 'email' AND {REACHED}"
        " GROUP BY c.person_id HAVING MIN(c.channel) = :channel AND MAX(c.channel) = :channel",
        channel=channel,
    )
    return frozenset(row[0] for row in rows)


def channels_of(tx: Tx, person_id: int) -> frozenset[str]:
    """By which channels they can be told something unasked."""
    return frozenset(channel for _, channel in _ways(tx, person_id))


def next_chat(
    tx: Tx, person_id: int, not_chats: list[int], *, case_id: int | None = None
) -> int | None:
    """Another way to reach the person, after those in `not_chats` failed: as the sender of the
    case, or else as an official."""
    ways = _ways(tx, person_id, case_id)
    return next((chat for chat, _ in ways if chat not in not_chats), None)


def senders_chat(tx: Tx, case: Case) -> int | None:
    """Where the sender of a case is told of it: in the chat they chose, else where they sent it
    from, else in another of theirs. Where none can be reached it stays what it was, so that the
    failure shows and somebody calls. None: they look it up."""
    if case.chat_id is None or case.submitter_id is None:
        return case.chat_id
    ways = [chat for chat, channel in _ways(tx, case.submitter_id) if channel != "email"]
    row = tx.one("SELECT notices_chat_id FROM person WHERE id = :id", id=case.submitter_id)
    wanted = (row[0] if row else None, case.chat_id, *ways)
    return next((chat for chat in wanted if chat in ways), case.chat_id)


def _ways(tx: Tx, person_id: int, case_id: int | None = None) -> list[tuple[int, str]]:
    """Chats with their channel; an e-mail address serves only what it was given for."""
    rows = tx.all(
        "SELECT c.id, c.channel FROM chat c JOIN person p ON p.id = c.person_id"
        f" WHERE c.person_id = :id AND {REACHED}"
        " AND (c.channel <> 'email' OR COALESCE(c.case_id, 0) = :given_for)"
        " ORDER BY c.channel = 'email', c.id <> COALESCE(p.notices_chat_id, 0),"
        " c.heard_at DESC, c.id DESC",
        id=person_id,
        given_for=case_id or 0,
    )
    return [(row[0], row[1]) for row in rows]


# --- start codes -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Redeemed:
    """`role` None: let back in as the official they were."""

    role: Role | None
    office: str
    person_id: int


def invite(
    tx: Tx,
    keys: Keys,
    code: str,
    role: Role,
    office: str,
    now: datetime,
    *,
    by: int | None = None,
    life: timedelta = CODE_LIFE,
) -> int:
    """Keep a one-time start code (its keyed hash only)."""
    return tx.insert(
        "invitation",
        code_hash=keys.mark("invitation", code),
        role=role.value,
        office=office,
        created_at=now,
        created_by=by,
        expires_at=now + life,
    )


def invite_back(
    tx: Tx, keys: Keys, code: str, person_id: int, now: datetime, *, by: int | None
) -> int:
    """Keep a one-time code that gives an official another chat; older ones of theirs end."""
    tx.run(
        "UPDATE invitation SET revoked_at = :now"
        " WHERE person_id = :id AND used_at IS NULL AND revoked_at IS NULL",
        now=now,
        id=person_id,
    )
    return tx.insert(
        "invitation",
        code_hash=keys.mark("invitation", code),
        person_id=person_id,
        created_at=now,
        created_by=by,
        expires_at=now + CODE_LIFE,
    )


def redeem(tx: Tx, keys: Keys, code: str, person_id: int, now: datetime) -> Redeemed | str:
    """Use a code up. Returns why not: "unknown", "used", "expired", "revoked", or "taken" where a
    code that lets an official back in is typed in another official's chat. The chat is not moved
    here: see `attach`."""
    row = tx.one(
        "SELECT id, role, office, expires_at, used_at, revoked_at, person_id FROM invitation"
        " WHERE code_hash = :hash" + tx.lock,
        hash=keys.mark("invitation", code),
    )
    if row is None:
        return "unknown"
    if row[5] is not None:
        return "revoked"
    if row[4] is not None:
        return "used"
    if unstamp(row[3]) <= now:
        return "expired"
    back = row[6]
    if back and (why_not := _not_back(tx, back, person_id)):
        return why_not
    tx.run(
        "UPDATE invitation SET used_at = :now, used_by = :who WHERE id = :id",
        now=now,
        who=person_id,
        id=row[0],
    )
    if back:
        return Redeemed(None, "", back)
    role, office = Role(row[1]), row[2]
    tx.run("UPDATE person SET official = 1, removed_at = NULL WHERE id = :id", id=person_id)
    grant(tx, person_id, role, office, now)
    return Redeemed(role, office, person_id)


def _not_back(tx: Tx, official_id: int, person_id: int) -> str:
    """Why the official cannot be let in here, or empty."""
    row = tx.one("SELECT official, locked_at FROM person WHERE id = :id", id=official_id)
    if row is None or not row[0] or row[1] is not None:
        return "revoked"
    here = tx.one("SELECT official FROM person WHERE id = :id", id=person_id)
    return "taken" if here and here[0] and person_id != official_id else ""


def attach(tx: Tx, chat_id: int, before: int, person_id: int) -> None:
    """The chat speaks for this official from now on. What its person sent as a citizen is theirs
    too: nobody meets their own case as an official."""
    if before == person_id:
        return
    tx.run("UPDATE chat SET person_id = :person WHERE id = :id", person=person_id, id=chat_id)
    other = tx.one(
        "SELECT 1 FROM chat WHERE person_id = :id AND kind = 'private' AND channel <> 'email'",
        id=before,
    )
    if other is None:
        _inherit(tx, before, person_id)


def join(tx: Tx, before: int, person_id: int) -> None:
    """Two turn out to be one: every chat of the first, and all they sent, is the second's."""
    if before == person_id:
        return
    tx.run(
        "UPDATE chat SET person_id = :person WHERE person_id = :before AND kind = 'private'"
        " AND channel <> 'email'",
        person=person_id,
        before=before,
    )
    me_too.joined(tx, before, person_id)
    _inherit(tx, before, person_id)


# Whose something is, by table, column, and which rows of it. The state of a message stands in the
# text: with a parameter SQLite would not use the index.
_THEIRS = (
    ("cases", "submitter_id", ""),
    ("consent", "person_id", ""),
    ("chat", "person_id", " AND channel = 'email' AND case_id IS NOT NULL"),
    ("outbox", "person_id", " AND state = 'pending'"),
    ("outbox", "person_id", " AND state = 'held'"),
)


def _inherit(tx: Tx, before: int, person_id: int) -> None:
    subscribers.joined(tx, before, person_id)
    campaign_people.joined(tx, before, person_id)
    for table, column, which in _THEIRS:
        tx.run(
            f"UPDATE {table} SET {column} = :person WHERE {column} = :before{which}",
            person=person_id,
            before=before,
        )


def grant(tx: Tx, person_id: int, role: Role, office: str, now: datetime) -> None:
    tx.insert_once(
        "role_grant", person_id=person_id, role=role.value, office=office, granted_at=now
    )


def has_admin(tx: Tx) -> bool:
    row = tx.one(
        "SELECT 1 FROM role_grant g JOIN person p ON p.id = g.person_id WHERE g.role = 'admin'"
        " AND p.locked_at IS NULL AND p.removed_at IS NULL LIMIT 1"
    )
    return row is not None


def replace_admin_code(tx: Tx, keys: Keys, code: str, now: datetime) -> None:
    """Revoke the start code printed last time and keep a new one; used until an admin exists."""
    tx.run(
        "UPDATE invitation SET revoked_at = :now WHERE role = 'admin' AND created_by IS NULL"
        " AND used_at IS NULL AND revoked_at IS NULL",
        now=now,
    )
    invite(tx, keys, code, Role.ADMIN, "", now)


def admins(tx: Tx, now: datetime) -> list[int]:
    return [v.person_id for v in viewers(tx, now) if v.is_(Role.ADMIN)]
