"""What happens when we fail: words are kept, the person is told so, somebody is called."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers import letters
from handlers.conversation import replay
from handlers.desk import Desk, Ground, Turn
from handlers.notices import consulting, late_words
from handlers.notices.notices import office_name
from messages.dates import local
from messages.envelope import ChatKind, Incoming, Outgoing, Parcel, Priority
from storage.casework import duties
from storage.clock import due
from storage.engine.tx import Tx
from storage.mailbox import addresses, chats, inbox, outbox, switches, windows
from storage.mailbox.chats import ChatRow
from storage.people import officials, people
from storage.plan import campaign_sending
from storage.tables.casework import Case

_CARD = "card.card"
_NOT_BY_LETTER = {_CARD: "card.letter", consulting.ASKED: "consult.letter"}
# Of several that wait the older say nothing any more.
_NEWEST_ONLY = frozenset({"clock.morning", "reminder.afternoon"})
_REFUSED, _UNREACHABLE = "common.alarm_refused", "common.alarm_unreachable"


def keep(tx: Tx, ground: Ground, update: Incoming, now: datetime, reason: str) -> int:
    """Keep an update whose turn failed, as bytes; say that a person will look. At the second
    failure in a row the dialogue is laid aside, so that it cannot stand in the way for ever.
    Returns the message's seq."""
    inbox_id = inbox.keep_failed(tx, update, now, reason)
    chat = chats.by_address(
        tx, update.channel, update.chat, update.topic if update.chat_kind is ChatKind.GROUP else ""
    )
    if inbox_id is None or chat is None:
        return 0
    seq = chat.seq
    turn = Turn(tx, ground, now, incoming=update, chat=chat, inbox_id=inbox_id)
    turn.state["f"] = turn.state.get("f", 0) + 1
    if turn.state["f"] > 1:
        replay.lay_aside(turn)
    turn.say("common.our_fault", phone=ground.agency.contact.phone)
    chats.save(tx, chat, now)
    _alarm(turn, inbox_id, update.channel, reason)
    return seq


def keep_unreadable(
    tx: Tx, ground: Ground, channel: str, update_id: str, raw: bytes, now: datetime, reason: str
) -> None:
    inbox_id = inbox.keep_unreadable(tx, channel, update_id, raw, now, reason)
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


def undelivered(desk: Desk, parcel: Parcel, why: str, *, waits: bool = False) -> ChatRow | None:
    """A message that its channel cannot carry. A reply is dropped: the person left. So is a change
    of a message that stands already. A notice goes the person's next way, which is returned; where
    there is none, somebody of Văn phòng is to call the sender of a case, and of officials and
    groups the admins hear. `waits`: it is delivered all the same once the person writes."""
    row = desk.tx.one("SELECT person_id, case_id FROM outbox WHERE id = :id", id=parcel.id)
    if row is None or parcel.priority is not Priority.NOTICE or parcel.replaces_id:
        return None
    if _told_beside(desk, parcel) or late_words.too_late(desk, parcel):
        return None
    person_id, case_id = row
    case = desk.tx.get(Case, case_id) if case_id else None
    senders = case if case and _is_senders(parcel, case, person_id) else None
    following = _next_way(desk, parcel, senders, person_id)
    if following is not None:
        _send_on(desk, parcel, following, case)
    elif senders is not None:
        office = desk.agency.reception_office
        duties.call(desk.tx, office, senders.id, why, desk.now, until_heard=waits)
    else:
        _alarm_unreachable(desk, parcel, why, daily=waits)
    return following


def closed(desk: Desk, parcel: Parcel, why: str) -> None:
    """Too long since the person spoke there. The message waits for their next word; a notice goes
    their next way besides, and where that is another chat they have read it there. What was a mere
    nicety is let go; a broadcast waits for some days (see `handlers/duties/campaigns`)."""
    if parcel.priority is Priority.BROADCAST:
        if campaign_sending.part_of(desk.tx, parcel.id) is None:
            windows.drop(desk.tx, parcel.id)
        return
    if parcel.message.key in _NEWEST_ONLY:
        windows.drop_older(desk.tx, parcel.chat_id, parcel.message.key, parcel.id)
    following = undelivered(desk, parcel, desk.words("vi", "window.why"), waits=True)
    if following is not None and following.channel != letters.CHANNEL:
        windows.drop(desk.tx, parcel.id)


def knocked(desk: Desk, parcel: Parcel, why: str) -> None:
    """Told by a template; the whole of it waits for their next word."""


def _is_senders(parcel: Parcel, case: Case, person_id: int | None) -> bool:
    """Whether it was for the case's sender, not for somebody who deals with it."""
    return parcel.chat_id == case.chat_id or case.submitter_id == person_id is not None


def _send_on(desk: Desk, parcel: Parcel, to: ChatRow, case: Case | None) -> None:
    row = desk.tx.one("SELECT person_id, file_id, params FROM outbox WHERE id = :id", id=parcel.id)
    person_id, file_id, params = row or (None, None, None)
    code = case.code if case else ""
    if parcel.message.key == _CARD:
        subject = desk.words(to.language, "card.letter_subject", code=code)
    else:
        subject = desk.subject(to.language, parcel.message.key, code)
    outbox.post_elsewhere(
        desk.tx,
        to,
        _reworded(desk, parcel, to, code, desk.tx.opened_json(params) or {}),
        desk.now,
        priority=Priority.NOTICE,
        file_id=file_id,
        case_id=case.id if case else None,
        person_id=person_id,
        subject=parcel.subject or subject,
    )


def _reworded(
    desk: Desk, parcel: Parcel, to: ChatRow, code: str, params: dict[str, Any]
) -> Outgoing:
    """In the words of a chat or of a letter, whichever it is now. Where what is needed for that
    was not kept, the words stay."""
    said, is_letter = parcel.message, to.channel == letters.CHANNEL
    if is_letter == (parcel.channel == letters.CHANNEL):
        return said
    if is_letter and said.key in _NOT_BY_LETTER:
        # A card names the sender and tells their story; no letter does.
        return desk.letter(to, "vi", _NOT_BY_LETTER[said.key], code=code)
    if desk.ground.texts.arguments(to.language, said.key) == params.keys():
        if is_letter:
            return desk.letter(to, to.language, said.key, **params)
        return desk.compose(to.language, said.key, said.choices, **params)
    texts, address, sender = desk.ground.texts, desk.ground.public_url, to.case_id is not None
    if is_letter:
        words = letters.closed(texts, address, to.language, said.text, sender=sender)
        return replace(said, text=words, choices=())
    return said


def _told_beside(desk: Desk, parcel: Parcel) -> bool:
    """Whether the same went another way at once: receipts and answers are mailed beside the
    chat. Who wants to look things up has no such chat."""
    row = desk.tx.one(
        "SELECT 1 FROM outbox o JOIN cases c ON c.id = o.case_id"
        " JOIN outbox x ON x.at = o.at AND x.key = o.key AND x.case_id = o.case_id"
        " AND x.chat_id <> o.chat_id AND (x.person_id = o.person_id OR x.chat_id = c.chat_id)"
        " WHERE o.id = :id AND x.state IN ('pending', 'sent')",
        id=parcel.id,
    )
    return row is not None


def _next_way(
    desk: Desk, parcel: Parcel, senders: Case | None, person_id: int | None
) -> ChatRow | None:
    """`senders` is the case whose sender this is: who wants to look it up themselves is written
    to by e-mail at most, never into a chat."""
    if person_id is None or (senders is None and officials.is_shut_out(desk.tx, person_id)):
        return None
    rows = desk.tx.all(
        "SELECT chat_id FROM outbox WHERE person_id = :person AND key = :key"
        " AND COALESCE(case_id, 0) = COALESCE((SELECT case_id FROM outbox WHERE id = :id), 0)"
        " AND state IN ('unreachable', 'refused', 'unknown')",
        person=person_id,
        key=parcel.message.key,
        id=parcel.id,
    )
    tried = [parcel.chat_id, *(row[0] for row in rows)]
    case_id = senders.id if senders else None
    following = people.next_chat(desk.tx, person_id, tried, case_id=case_id)
    chat = chats.by_id(desk.tx, following) if following is not None else None
    if chat is None or senders is None or senders.chat_id is not None or chat.channel == "email":
        return chat
    letter = addresses.of_case(desk.tx, senders.id)
    return chats.by_id(desk.tx, letter) if letter and letter not in tried else None


def _alarm_unreachable(desk: Desk, parcel: Parcel, why: str, *, daily: bool) -> None:
    """Of an official or a group; what is told to a citizen without a case is a nicety. Who switches
    a channel off is told beforehand whom nothing else reaches. `daily`: at most once a day about
    the same chat, which stays as it is."""
    if switches.is_off(desk.tx, parcel.channel):
        return
    chat = chats.by_id(desk.tx, parcel.chat_id)
    if chat is None or not (chat.official or chat.office) or parcel.message.key == _UNREACHABLE:
        return
    if daily and not due.first_today(desk.tx, f"unreached {chat.id}", local(desk.now).date()):
        return
    name = people.name_of(desk.tx, chat.person_id) or office_name(desk, chat.office, "vi")
    for admin in people.admins(desk.tx, desk.now):
        if people.preferred_chat(desk.tx, admin) != parcel.chat_id:
            desk.tell_person(admin, _UNREACHABLE, name=name, channel=parcel.channel, why=why)


def refused(desk: Desk, parcel: Parcel, why: str) -> None:
    """A channel says our request is wrong: a defect of ours, so the admins hear of it. Of a
    broadcast they hear once, when it has failed too often."""
    if campaign_sending.part_of(desk.tx, parcel.id) is not None:
        return
    for admin in people.admins(desk.tx, desk.now):
        again = parcel.message.key == _REFUSED
        if people.preferred_chat(desk.tx, admin) != parcel.chat_id and not again:
            desk.tell_person(
                admin,
                _REFUSED,
                channel=parcel.channel,
                message=parcel.message.key,
                why=why,
            )
    _say_file_did_not_come(desk, parcel)
    undelivered(desk, parcel, why)


def _say_file_did_not_come(desk: Desk, parcel: Parcel) -> None:
    """To an official who waits for it: a chart, the papers of a report."""
    file, chat = parcel.message.file, chats.by_id(desk.tx, parcel.chat_id)
    if file is not None and chat is not None and chat.official:
        desk.tell_chat(chat.id, "common.file_not_sent", name=file.name)
