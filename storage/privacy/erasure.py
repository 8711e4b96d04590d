"""What goes when a person has their data erased: both sides of every chat, drafts, files of no
case, and whatever else leads from them to a case. What stays and why is decided above."""

from __future__ import annotations

from datetime import datetime

from storage.engine.tx import Tx
from storage.mailbox import addresses, chat_history, drafts, files
from storage.mailbox.chats import ChatRow
from storage.plan import subscribers
from storage.privacy import consents
from storage.tables.mailbox import StoredFile


def channels_of(tx: Tx, person_id: int) -> list[tuple[int, str]]:
    """The private chats of a person with their channels, without e-mail addresses, which belong to
    cases."""
    rows = tx.all(
        "SELECT id, channel FROM chat WHERE person_id = :id AND kind = 'private'"
        " AND channel <> 'email' ORDER BY id",
        id=person_id,
    )
    return [(row[0], row[1]) for row in rows]


def empty_chat(tx: Tx, chat_id: int, now: datetime) -> None:
    """Everything said there by either side is gone, with drafts and files of no case; what was
    still to be sent there is not sent."""
    tx.run(
        "UPDATE outbox SET state = 'dropped' WHERE chat_id = :chat"
        " AND state IN ('pending', 'held')",
        chat=chat_id,
    )
    chat_history.hide_all(tx, chat_id)
    tx.run("UPDATE outbox SET person_id = NULL WHERE chat_id = :chat", chat=chat_id)
    tx.run("UPDATE inbox SET raw = NULL WHERE chat_id = :chat", chat=chat_id)
    loose = tx.find(StoredFile, StoredFile.chat_id == chat_id, StoredFile.case_id == None)  # noqa: E711
    drafts.forget_files(tx, chat_id, {f.id for f in loose}, now)
    tx.run("UPDATE stored_file SET chat_id = NULL WHERE chat_id = :chat", chat=chat_id)
    tx.run("DELETE FROM link_code WHERE chat_id = :chat OR other_chat_id = :chat", chat=chat_id)


def forget_state(tx: Tx, chat_id: int) -> None:
    """Where a conversation stood; the turn's own chat saves its own (see `clear`)."""
    tx.run(
        "UPDATE chat SET state = NULL, shown = NULL, leftovers = 0, draft_at = NULL,"
        " reminded_at = NULL WHERE id = :id",
        id=chat_id,
    )


def clear(chat: ChatRow) -> None:
    """The same for the chat of the turn under way; the number of its questions goes on, so that old
    buttons stay old."""
    number = chat.state.get("n", 0)
    chat.state.clear()
    chat.state["n"] = number
    chat.shown = []


def cut_case(tx: Tx, case_id: int, now: datetime) -> None:
    """Nothing leads from the case to who sent it, nor back; nobody is to call them."""
    addresses.forget_case(tx, case_id, now)
    consents.cut_from_case(tx, case_id)
    tx.run("UPDATE outbox SET case_id = NULL, person_id = NULL WHERE case_id = :id AND chat_id IN"
           " (SELECT c.id FROM chat c LEFT JOIN person p ON p.id = c.person_id"
           " WHERE COALESCE(p.official, 0) = 0 AND c.kind = 'private')", id=case_id)  # fmt: skip
    tx.run("UPDATE data_request SET case_id = NULL WHERE case_id = :id", id=case_id)
    tx.run(
        "UPDATE duty SET done_at = :now WHERE case_id = :id AND kind = 'call' AND done_at IS NULL",
        now=now,
        id=case_id,
    )


def holding(tx: Tx, case_id: int) -> list[int]:
    """Chats in which something of the case stands."""
    rows = tx.all("SELECT DISTINCT chat_id FROM outbox WHERE case_id = :id", id=case_id)
    return sorted(row[0] for row in rows)


def forget_files(tx: Tx, case_id: int, now: datetime, *, ours: bool = False) -> int:
    """What the sender attached is deleted: nobody can take a name out of a photo; with `ours` the
    documents of answers too. How many."""
    gone = files.sent_with(tx, case_id, everything=True)
    if ours:
        gone = tx.find(StoredFile, StoredFile.case_id == case_id)
    for file in gone:
        drafts.forget_file(tx, file.id, file.path, now)
    return len(gone)


def forget_person(tx: Tx, person_id: int) -> None:
    """What else hangs on a person."""
    tx.run("DELETE FROM me_too WHERE person_id = :id", id=person_id)
    subscribers.forget(tx, person_id)
    tx.run("UPDATE person SET notices_chat_id = NULL WHERE id = :id", id=person_id)
