"""What is due at an instant, as ids to be handed to the clock's duties: portion by portion, each
id above the last. Nothing here remembers what was done; the rows themselves show it."""

from __future__ import annotations

from datetime import date, datetime

from storage.columns.plain import stamp
from storage.engine.tx import Tx

PORTION = 200


def ids_of(tx: Tx, sql: str, **params: object) -> list[int]:
    return [r[0] for r in tx.all(f"{sql} ORDER BY 1 LIMIT {PORTION}", **params)]


# --- conversations -------------------------------------------------------------------------------


def silent_drafts(tx: Tx, since: datetime, after: int) -> list[int]:
    """Chats with an unfinished submission and no word since then, not reminded yet, where we can
    still speak."""
    return ids_of(
        tx,
        "SELECT id FROM chat WHERE draft_at <= :since AND reminded_at IS NULL"
        " AND blocked_at IS NULL AND erased_at IS NULL AND id > :after",
        since=since,
        after=after,
    )


def old_drafts(tx: Tx, since: datetime, after: int) -> list[int]:
    """Chats with an unfinished submission and no word since then."""
    return ids_of(
        tx, "SELECT id FROM chat WHERE draft_at <= :since AND id > :after", since=since, after=after
    )


def with_leftovers(tx: Tx, after: int) -> list[int]:
    """Chats whose state holds something kept for a day only. Reads every chat: seldom."""
    return ids_of(
        tx,
        "SELECT id FROM chat WHERE leftovers = 1 AND id > :after",
        after=after,
    )


# --- cases ---------------------------------------------------------------------------------------


def answered(tx: Tx, until: datetime, after: int) -> list[int]:
    """Cases answered by then on which their sender has said nothing since that is looked into."""
    return ids_of(
        tx,
        "SELECT id FROM cases WHERE status = 'answered' AND answered_at <= :until"
        " AND second_look = 0 AND id > :after",
        until=until,
        after=after,
    )


def unrated(tx: Tx, since: datetime, until: datetime, after: int) -> list[int]:
    """Those answered between the two and told in a chat, without a rating, and not asked for one
    since the answer."""
    return ids_of(
        tx,
        "SELECT id FROM cases WHERE status = 'answered' AND answered_at > :since"
        " AND answered_at <= :until AND rating IS NULL AND chat_id IS NOT NULL"
        " AND (rating_asked_at IS NULL OR rating_asked_at < answered_at) AND id > :after",
        since=since,
        until=until,
        after=after,
    )


def uncredited(tx: Tx, until: datetime, after: int) -> list[int]:
    """Initiatives answered by then whose sender is known by name and told in a chat, and was not
    asked yet whether that name may be published with it."""
    return ids_of(
        tx,
        "SELECT c.id FROM cases c WHERE c.status = 'answered' AND c.kind = 'initiative'"
        " AND c.verdict IN ('applied', 'studying') AND c.answered_at <= :until"
        " AND c.identity_mode = 'named' AND c.restricted = 0 AND c.chat_id IS NOT NULL"
        " AND c.id > :after AND NOT EXISTS (SELECT 1 FROM case_history h"
        " WHERE h.case_id = c.id AND h.action = 'ask_credit') AND NOT EXISTS (SELECT 1"
        " FROM consent k WHERE k.case_id = c.id AND k.purpose = 'publication')",
        until=until,
        after=after,
    )


def unsupplied(tx: Tx, until: datetime, after: int) -> list[int]:
    """Cases that wait for their sender since then: since the question was delivered, or, if it
    never was, since it was asked, so that no case waits for ever."""
    return ids_of(
        tx,
        "SELECT c.id FROM cases c WHERE c.status = 'waiting' AND c.id > :after AND :until >="
        " COALESCE(c.waiting_since, (SELECT MAX(h.at) FROM case_history h WHERE h.case_id = c.id"
        " AND h.action IN ('ask', 'ask_handling')))",
        until=until,
        after=after,
    )


# --- officials -----------------------------------------------------------------------------------


def not_greeted(tx: Tx, part: str, day: date, after: int) -> list[int]:
    """Officials whose `part` of that day, "morning" or "afternoon", has not been looked at."""
    return ids_of(
        tx,
        "SELECT p.id FROM person p LEFT JOIN kept k ON k.name = :part || p.id"
        " WHERE p.official = 1 AND p.locked_at IS NULL AND p.removed_at IS NULL"
        " AND (k.value IS NULL OR k.value <> :day) AND p.id > :after",
        part=f"{part} ",
        day=day.isoformat(),
        after=after,
    )


def leaves_over(tx: Tx, now: datetime, after: int) -> list[int]:
    """Officials whose leave has ended and who still have a substitute."""
    return ids_of(
        tx,
        "SELECT DISTINCT p.id FROM role_grant g CROSS JOIN person p WHERE p.id = g.person_id"
        " AND p.away_until <= :now AND p.substitute_id IS NOT NULL AND p.id > :after",
        now=now,
        after=after,
    )


def greeted(tx: Tx, part: str, person_id: int, day: date) -> bool:
    """Note it. False where it was noted before."""
    return first_today(tx, f"{part} {person_id}", day)


def first_today(tx: Tx, name: str, day: date) -> bool:
    """Whether something happens for the first time that day, and that it has happened."""
    value = day.isoformat()
    if tx.insert_once_plain("kept", name=name, value=value):
        return True
    return (
        tx.run(
            "UPDATE kept SET value = :value WHERE name = :name AND value <> :value",
            name=name,
            value=value,
        )
        > 0
    )


def first_ever(tx: Tx, name: str, now: datetime) -> bool:
    """Whether something happens for the first time, and that it has happened."""
    return tx.insert_once_plain("kept", name=name, value=stamp(now))


def forgotten_duties(tx: Tx, until: datetime, after: int) -> list[int]:
    """Duties beside the lifecycle that lie since then, and nobody was alarmed. Who is asked to
    explain has a day of their own, and the admins do not learn that anybody is; articles keep
    nobody waiting, and who was given a task by the Director is reminded of it."""
    return ids_of(
        tx,
        "SELECT id FROM duty WHERE done_at IS NULL AND created_at <= :until AND id > :after"
        " AND kind NOT IN ('explain', 'article', 'article_draft', 'task')"
        " AND (data IS NULL OR data NOT LIKE :alarmed)",
        until=until,
        alarmed='%"alarmed":%',
        after=after,
    )


# --- officials who read in the web chat ----------------------------------------------------------

# A card nobody answered to since, whose reader has an address and got no letter about it.
_UNREAD = (
    " FROM case_card k JOIN outbox o ON o.id = k.outbox_id"
    " JOIN chat c ON c.id = k.chat_id AND c.channel = 'web' AND c.kind = 'private'"
    " JOIN chat m ON m.person_id = c.person_id AND m.channel = 'email' AND m.case_id IS NULL"
    " AND m.blocked_at IS NULL AND m.erased_at IS NULL"
    " WHERE o.at <= :until AND o.at > COALESCE(c.heard_at, '') AND NOT EXISTS (SELECT 1"
    " FROM outbox l WHERE l.chat_id = m.id AND l.case_id = k.case_id AND l.at >= o.at)"
)


def with_unread_cards(tx: Tx, until: datetime, after: int) -> list[int]:
    """Officials with cards of before then in a web chat from which they have not spoken since."""
    sql = f"SELECT DISTINCT c.person_id{_UNREAD} AND c.person_id > :after"
    return ids_of(tx, sql, until=until, after=after)


def unread_cards(tx: Tx, person_id: int, until: datetime) -> list[int]:
    """The cases of these cards."""
    sql = f"SELECT DISTINCT k.case_id{_UNREAD} AND c.person_id = :person"
    return ids_of(tx, sql, until=until, person=person_id)


def letters_since(tx: Tx, person_id: int, since: datetime) -> int:
    """How many letters about single cases the official got."""
    row = tx.one(
        "SELECT COUNT(*) FROM chat m JOIN outbox l ON l.chat_id = m.id WHERE m.person_id = :person"
        " AND m.channel = 'email' AND m.case_id IS NULL AND l.key = 'card.letter'"
        " AND l.at >= :since",
        person=person_id,
        since=since,
    )
    return int(row[0]) if row else 0
