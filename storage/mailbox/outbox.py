"""Our messages out: written in the turn that caused them, delivered after its commit, and what
became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from messages.envelope import Choice, ChoiceKind, Document, Outgoing, Parcel, Priority
from storage.columns.plain import stamp
from storage.engine.tx import Row, Tx
from storage.mailbox.chats import ChatRow

# A broadcast that was paused, or stopped by itself, rests wherever its messages are (`o`).
RESTING = (
    "EXISTS (SELECT 1 FROM campaign k WHERE k.id = o.campaign_id"
    " AND k.state IN ('paused', 'stopped', 'cancelled'))"
)
_A_TURN = 8  # messages; broadcasts post thousands, and none of them twice into a chat

MAILBOXES = frozenset({"web"})
"""Channels whose people fetch their messages: committing one delivers it."""


@dataclass(slots=True)
class Settled:
    """What became of a parcel; `state` as in the outbox table."""

    id: int
    state: str
    message_id: str = ""
    attempts: int = 1
    due_at: datetime | None = None
    reason: str = ""
    maybe_twice: bool = False
    one_time: bool = field(default=False)


def post(
    tx: Tx,
    chat: ChatRow,
    message: Outgoing,
    now: datetime,
    *,
    params: dict[str, Any] | None = None,
    priority: Priority = Priority.REPLY,
    file_id: int | None = None,
    replaces: int | None = None,
    reply_to: str = "",
    case_id: int | None = None,
    person_id: int | None = None,
    campaign_id: int | None = None,
    subject: str = "",
) -> int:
    """Write a message of ours. `chat` is the turn's own chat, or one locked by `chats.by_id`; its
    `seq` and `shown` move on, and the caller saves the turn's own."""
    chat.seq += 1
    # While a question is open, a typed "1" means its first answer, not a card that came between.
    numbers = priority is Priority.REPLY or "d" not in chat.state
    if message.choices and numbers:
        chat.shown = _typed(message.choices)
        _numbers_end(tx, chat.id)
    mailbox = chat.channel in MAILBOXES and not chat.erased
    if file_id is not None and message.file is None:
        message = replace(message, file=_document(tx, file_id))
    outbox_id = tx.insert(
        "outbox",
        chat_id=chat.id,
        seq=chat.seq,
        at=now,
        key=message.key,
        params=params,
        text=message.text,
        choices=[[c.label, c.data, c.kind] for c in message.choices] or None,
        file_id=file_id,
        priority=int(priority),
        state="sent" if mailbox else "pending",
        due_at=now,
        replaces=replaces,
        reply_to=reply_to,
        case_id=case_id,
        person_id=person_id,
        campaign_id=campaign_id,
        subject=subject,
        one_time=int(message.one_time),
        sent_at=now if mailbox else None,
    )
    tx.posted.append(
        Parcel(
            outbox_id,
            chat.channel,
            chat.id,
            chat.external,
            chat.topic,
            message,
            priority,
            replaces_id=replaces or 0,
            reply_to=reply_to,
            subject=subject,
            erased=chat.erased,
            language=chat.language,
            numbers=numbers,
        )
    )
    return outbox_id


def numbers_mean(tx: Tx, chat: ChatRow, choices: Sequence[Choice]) -> None:
    """From here on a typed number chooses among these, the lines of what was said last, and not
    among its buttons, whose words still do."""
    chat.shown = [*_typed(choices), *chat.shown]
    _numbers_end(tx, chat.id)


def _numbers_end(tx: Tx, chat_id: int) -> None:
    """What was said just before in the same turn is no longer what a typed number means."""
    for at in range(max(0, len(tx.posted) - _A_TURN), len(tx.posted)):
        before = tx.posted[at]
        if before.chat_id == chat_id and before.message.choices:
            tx.posted[at] = replace(before, numbers=False)


def _typed(choices: Sequence[Choice]) -> list[list[str]]:
    """What a typed number chooses among, in its order."""
    return [[c.label, c.data] for c in choices if c.kind is ChoiceKind.REPLY]


def _document(tx: Tx, file_id: int) -> Document | None:
    """A kept file as it is sent; None while its bytes are not here."""
    row = tx.one(
        "SELECT name, path, type, size FROM stored_file WHERE id = :id AND path <> ''", id=file_id
    )
    return None if row is None else Document(tx.opened(row[0]), row[1], row[2], row[3])


def post_elsewhere(tx: Tx, chat: ChatRow, message: Outgoing, now: datetime, **details: Any) -> int:
    """Post into a chat that is not the turn's own, and save where it stands."""
    outbox_id = post(tx, chat, message, now, **details)
    tx.run(
        "UPDATE chat SET seq = :seq, shown = :shown WHERE id = :id",
        seq=chat.seq,
        shown=tx.seal(chat.shown or None),
        id=chat.id,
    )
    return outbox_id


_SENT = (
    "UPDATE outbox SET state = 'sent', message_id = :message_id, attempts = :attempts,"
    " maybe_twice = :maybe_twice, sent_at = :now, text = CASE WHEN one_time = 1 THEN '' ELSE text"
    " END, params = CASE WHEN one_time = 1 THEN NULL ELSE params END,"
    " choices = CASE WHEN one_time = 1 THEN NULL ELSE choices END WHERE id = :id"
)
# What was given up while a send was under way does not wait again: it went another way.
_OTHER = (
    "UPDATE outbox SET state = :state, attempts = :attempts, maybe_twice = :maybe_twice,"
    " due_at = :due_at, reason = :reason, message_id = :message_id WHERE id = :id"
    " AND (state IN ('pending', 'held') OR :state <> 'pending')"
)


def settle(tx: Tx, results: list[Settled], now: datetime) -> None:
    at = stamp(now)
    tx.run_many(
        _SENT,
        [
            {
                "message_id": r.message_id,
                "attempts": r.attempts,
                "maybe_twice": int(r.maybe_twice),
                "now": at,
                "id": r.id,
            }
            for r in results
            if r.state == "sent"
        ],
    )
    tx.run_many(
        _OTHER,
        [
            {
                "state": r.state,
                "attempts": r.attempts,
                "maybe_twice": int(r.maybe_twice),
                "due_at": stamp(r.due_at or now),
                "reason": r.reason,
                "message_id": r.message_id,
                "id": r.id,
            }
            for r in results
            if r.state != "sent"
        ],
    )


_PARCEL = (
    "SELECT o.id, c.channel, c.id, c.sealed, c.topic, o.key, o.text, o.choices, o.one_time,"
    " o.priority, o.replaces, o.reply_to, o.attempts, o.subject, f.name, f.path, f.type, f.size,"
    " o.due_at, c.erased_at, c.language, c.shown, o.maybe_twice FROM outbox o"
    " JOIN chat c ON c.id = o.chat_id LEFT JOIN stored_file f ON f.id = o.file_id WHERE "
)


def _parcel(tx: Tx, row: Row) -> Parcel:
    offered = tx.opened_json(row[7]) or []
    choices = tuple(Choice(c[0], c[1], ChoiceKind(c[2])) for c in offered)
    file = Document(tx.opened(row[14]), row[15], row[16], row[17]) if row[15] else None
    message = Outgoing(row[5], tx.opened(row[6]), choices, file, bool(row[8]))
    return Parcel(
        row[0],
        row[1],
        row[2],
        tx.opened(row[3]),
        row[4],
        message,
        Priority(row[9]),
        replaces_id=row[10] or 0,
        reply_to=row[11],
        attempts=row[12],
        again=bool(row[22]),
        subject=tx.opened(row[13]),
        erased=row[19] is not None,
        language=row[20],
        numbers=(tx.opened_json(row[21]) or []) == _typed(choices),
    )


def pending(tx: Tx, after: int, limit: int) -> list[Parcel]:
    """What is not delivered yet, oldest first."""
    rows = tx.all(
        f"{_PARCEL}o.state = 'pending' AND o.id > :after AND NOT {RESTING}"
        " ORDER BY o.id LIMIT :limit",
        after=after,
        limit=limit,
    )
    return [_parcel(tx, r) for r in rows]


def due_ids(tx: Tx, now: datetime, after: int, limit: int) -> list[int]:
    """Ids of what is not delivered and whose time has come, oldest first."""
    rows = tx.all(
        "SELECT o.id FROM outbox o WHERE o.state = 'pending' AND o.due_at <= :now"
        f" AND o.id > :after AND NOT {RESTING} ORDER BY o.id LIMIT :limit",
        now=now,
        after=after,
        limit=limit,
    )
    return [r[0] for r in rows]


def pending_among(tx: Tx, idents: list[int]) -> list[Parcel]:
    """Those that are not delivered still."""
    rows = (tx.one(_PARCEL + "o.state = 'pending' AND o.id = :id", id=i) for i in idents)
    return [_parcel(tx, r) for r in rows if r is not None]


def pending_of_broadcast(tx: Tx, campaign_id: int) -> list[Parcel]:
    """What of it is on its way, oldest first."""
    # The plus and the time keep SQLite to the index of what is pending, which is short.
    rows = tx.all(
        f"{_PARCEL}o.state = 'pending' AND o.due_at > '' AND +o.campaign_id = :id", id=campaign_id
    )
    return sorted((_parcel(tx, r) for r in rows), key=lambda parcel: parcel.id)


def drop_broadcast(tx: Tx, campaign_id: int) -> None:
    """What of it is on its way, or waits for people to write again, is not sent."""
    tx.run(
        "UPDATE outbox SET state = 'dropped' WHERE campaign_id = :id"
        " AND state IN ('pending', 'held')",
        id=campaign_id,
    )


def sent_as(tx: Tx, outbox_id: int) -> str:
    """The channel's id of a message of ours, empty if it never got one."""
    row = tx.one("SELECT message_id FROM outbox WHERE id = :id", id=outbox_id)
    return row[0] if row else ""


def case_of_message(tx: Tx, chat_id: int, message_id: str) -> int | None:
    """The id of the case that a message of ours, known by the channel's id, is about."""
    row = tx.one(
        "SELECT case_id FROM outbox WHERE chat_id = :chat AND message_id = :message"
        " AND case_id IS NOT NULL ORDER BY id DESC LIMIT 1",
        chat=chat_id,
        message=message_id,
    )
    return None if row is None else row[0]


def key_of_message(tx: Tx, chat_id: int, message_id: str) -> str:
    """What a message of ours, known by the channel's id, says; empty for one that is none."""
    row = tx.one(
        "SELECT key FROM outbox WHERE chat_id = :chat AND message_id = :message"
        " ORDER BY id DESC LIMIT 1",
        chat=chat_id,
        message=message_id,
    )
    return "" if row is None else str(row[0])


def params_of_message(tx: Tx, chat_id: int, message_id: str) -> dict[str, Any]:
    """With what its words were made, as far as that was kept."""
    row = tx.one(
        "SELECT params FROM outbox WHERE chat_id = :chat AND message_id = :message"
        " ORDER BY id DESC LIMIT 1",
        chat=chat_id,
        message=message_id,
    )
    return (tx.opened_json(row[0]) or {}) if row else {}


def on_device(
    tx: Tx, chat_id: int, message_ids: tuple[str, ...], now: datetime, *, seen: bool
) -> None:
    """The channel says that messages about a case have come to the person's device, or were looked
    at. Others are not noted: nobody asks."""
    column = "seen_at" if seen else "received_at"
    for message_id in message_ids:
        tx.run(
            f"UPDATE outbox SET {column} = COALESCE({column}, :now) WHERE chat_id = :chat"
            " AND message_id = :message AND case_id IS NOT NULL",
            now=now,
            chat=chat_id,
            message=message_id,
        )


def newest_notice(tx: Tx, case_id: int, chat_id: int) -> tuple[str, str] | None:
    """What became of the newest notice about a case in its sender's chat, and when: "held", "sent",
    "received" or "seen"; None where there is none or it went another way."""
    row = tx.one(
        "SELECT state, at, sent_at, received_at, seen_at FROM outbox WHERE chat_id = :chat"
        " AND case_id = :case AND priority = :notice AND key LIKE :keys"
        " ORDER BY id DESC LIMIT 1",
        chat=chat_id,
        case=case_id,
        notice=int(Priority.NOTICE),
        keys="notice.%",
    )
    if row is None or row[0] not in ("held", "sent"):
        return None
    if row[0] == "held":
        return "held", row[1]
    ways = zip(("seen", "received", "sent"), (row[4], row[3], row[2]), strict=True)
    return next((how, at) for how, at in ways if at)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a message is for. `letters_of`: the case whose sender gave that address; `office`: of a
    group."""

    case_id: int | None
    chat_id: int
    person_id: int | None
    group: bool
    office: str
    letters_of: int | None


def addressee(tx: Tx, outbox_id: int) -> Addressee | None:
    row = tx.one(
        "SELECT o.case_id, o.chat_id, COALESCE(o.person_id, c.person_id), c.kind = 'group',"
        " c.office, c.case_id FROM outbox o JOIN chat c ON c.id = o.chat_id WHERE o.id = :id",
        id=outbox_id,
    )
    return Addressee(row[0], row[1], row[2], bool(row[3]), row[4], row[5]) if row else None


def send_again(tx: Tx, outbox_id: int, now: datetime) -> None:
    """What bounced is to be sent once more."""
    tx.run(
        "UPDATE outbox SET state = 'pending', due_at = :now WHERE id = :id", now=now, id=outbox_id
    )


# --- what waits where nothing is sent any more ---------------------------------------------------


def waiting_in(
    tx: Tx, limit: int, *, channel: str = "", chat_id: int | None = None
) -> list[Parcel]:
    """Notices and broadcasts that wait in a channel or in one chat, oldest first."""
    where = "c.channel = :channel"
    params: dict[str, Any] = {"channel": channel}
    if chat_id is not None:
        where, params = "o.chat_id = :chat", {"chat": chat_id}
    rows: list[Row] = []
    for state in ("pending", "held"):  # in the text: with a parameter SQLite would use no index
        rows += tx.all(
            f"{_PARCEL}o.state = '{state}' AND o.priority > 0 AND {where}"
            " ORDER BY o.id LIMIT :limit",
            limit=limit,
            **params,
        )
    return sorted((_parcel(tx, r) for r in rows), key=lambda parcel: parcel.id)[:limit]


def waiting_notices(tx: Tx) -> dict[str, int]:
    """How many notices wait to be sent, by channel."""
    counts: dict[str, int] = {}
    for state in ("pending", "held"):
        rows = tx.all(
            "SELECT c.channel, COUNT(*) FROM outbox o JOIN chat c ON c.id = o.chat_id"
            f" WHERE o.state = '{state}' AND o.priority = {int(Priority.NOTICE)}"
            " GROUP BY c.channel ORDER BY c.channel"
        )
        for channel, count in rows:
            counts[channel] = counts.get(channel, 0) + count
    return counts


def give_up(tx: Tx, outbox_id: int, reason: str, now: datetime) -> bool:
    """It is not sent there any more. False where it was sent or given up before: whoever gets True
    sees to what follows, and nobody else."""
    changed = tx.run(
        "UPDATE outbox SET state = 'unreachable', reason = :reason, due_at = :now WHERE id = :id"
        " AND state IN ('pending', 'held')",
        reason=reason,
        now=now,
        id=outbox_id,
    )
    return changed == 1


def still_waits(tx: Tx, outbox_id: int) -> bool:
    """Whether it is still to be sent: what is in memory may have been given up meanwhile, or be
    part of a broadcast that rests."""
    row = tx.one(f"SELECT o.state, {RESTING} FROM outbox o WHERE o.id = :id", id=outbox_id)
    return row is not None and row[0] in ("pending", "held") and not row[1]
