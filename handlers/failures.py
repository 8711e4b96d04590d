"""What happens when we fail: words are kept, the person is told so, somebody is called."""

from __future__ import annotations

from datetime import datetime

from handlers import dialogue
from handlers.desk import Desk, Ground, Turn
from messages.envelope import ChatKind, Incoming, Parcel, Priority
from storage import mailbox, people
from storage.tx import Tx


def keep(tx: Tx, ground: Ground, update: Incoming, now: datetime, reason: str) -> int:
    """Keep an update whose turn failed, as bytes; say that a person will look. At the second
    failure in a row the dialogue is laid aside, so that it cannot stand in the way for ever.
    Returns the message's seq."""
    inbox_id = mailbox.keep_failed(tx, update, now, reason)
    chat = mailbox.chat_by_address(
        tx, update.channel, update.chat, update.topic if update.chat_kind is ChatKind.GROUP else ""
    )
    if inbox_id is None or chat is None:
        return 0
    seq = chat.seq
    turn = Turn(tx, ground, now, incoming=update, chat=chat, inbox_id=inbox_id)
    turn.state["f"] = turn.state.get("f", 0) + 1
    if turn.state["f"] > 1:
        dialogue.lay_aside(turn)
    turn.say("common.our_fault", phone=ground.agency.contact.phone)
    mailbox.save_chat(tx, chat, now)
    _alarm(turn, inbox_id, update.channel, reason)
    return seq


def keep_unreadable(
    tx: Tx, ground: Ground, channel: str, update_id: str, raw: bytes, now: datetime, reason: str
) -> None:
    inbox_id = mailbox.keep_unreadable(tx, channel, update_id, raw, now, reason)
    if inbox_id is not None:
        _alarm(Desk(tx, ground, now), inbox_id, channel, reason)


def _alarm(desk: Desk, inbox_id: int, channel: str, reason: str) -> None:
    desk.tx.insert(
        "duty",
        kind="read",
        office=desk.agency.reception_office,
        inbox_id=inbox_id,
        created_at=desk.now,
        data={"channel": channel, "reason": reason},
    )
    for admin in people.admins(desk.tx, desk.now):
        desk.tell_person(
            admin, "common.alarm_turn", channel=channel, reason=reason, number=inbox_id
        )


def undelivered(desk: Desk, parcel: Parcel, why: str) -> None:
    """A message that its channel cannot carry. A reply is dropped: the person left. A notice goes
    the person's next way, else somebody of Văn phòng is to call them."""
    row = desk.tx.one(
        "SELECT key, params, person_id, case_id, text, subject FROM outbox WHERE id = :id",
        id=parcel.id,
    )
    if row is None or parcel.priority is not Priority.NOTICE:
        return
    _, _, person_id, case_id, text, subject = row
    tried = [
        r[0]
        for r in desk.tx.all(
            "SELECT chat_id FROM outbox WHERE person_id = :person AND case_id = :case_id"
            " AND key = :key AND state = 'unreachable'",
            person=person_id,
            case_id=case_id,
            key=parcel.message.key,
        )
    ]
    following = (
        people.next_chat(desk.tx, person_id, [*tried, parcel.chat_id]) if person_id else None
    )
    if following is not None:
        chat = mailbox.chat_by_id(desk.tx, following)
        if chat is not None:
            mailbox.post_elsewhere(
                desk.tx,
                chat,
                parcel.message,
                desk.now,
                priority=Priority.NOTICE,
                case_id=case_id,
                person_id=person_id,
                subject=subject or _subject(desk, chat.language, case_id),
            )
            return
    _call(desk, case_id, why)


def _subject(desk: Desk, language: str, case_id: int | None) -> str:
    row = desk.tx.one("SELECT code FROM cases WHERE id = :id", id=case_id) if case_id else None
    return desk.words(language, "mail.subject", code=row[0] if row else "")


def _call(desk: Desk, case_id: int | None, why: str) -> None:
    """One open call per case is enough."""
    if case_id is None:
        return
    open_call = desk.tx.one(
        "SELECT 1 FROM duty WHERE case_id = :id AND kind = 'call' AND done_at IS NULL", id=case_id
    )
    if open_call is None:
        desk.tx.insert(
            "duty",
            kind="call",
            office=desk.agency.reception_office,
            case_id=case_id,
            created_at=desk.now,
            data={"why": why},
        )


def refused(desk: Desk, parcel: Parcel, why: str) -> None:
    """A channel says our request is wrong: a defect of ours, so the admins hear of it."""
    for admin in people.admins(desk.tx, desk.now):
        if people.preferred_chat(desk.tx, admin) != parcel.chat_id:
            desk.tell_person(
                admin,
                "common.alarm_refused",
                channel=parcel.channel,
                message=parcel.message.key,
                why=why,
            )
    undelivered(desk, parcel, why)
