"""Letters prepared for somebody who goes to another door. They hold what the person told, so they
stay for hours, not days."""

from __future__ import annotations

from datetime import datetime

from storage.engine.tx import Tx
from storage.house import jobs
from storage.mailbox.files import LETTER
from storage.tables.mailbox import StoredFile

MAKE = "door_letter"
FORGET = "forget_letter"


def ask_for(tx: Tx, chat_id: int, language: str, now: datetime) -> None:
    """A second tap while it is being made asks for nothing more."""
    waits = tx.one(
        "SELECT 1 FROM job WHERE kind = :kind AND chat_id = :chat AND state = 'waiting'",
        kind=MAKE,
        chat=chat_id,
    )
    if waits is None:
        jobs.add(tx, MAKE, {"language": language}, chat_id, now)


def forget(tx: Tx, file_id: int, now: datetime) -> None:
    """The letter cannot be fetched any more, and its bytes go at once: no other file has the same,
    for a number of its own stands in it. Its row stays for some days (see retention): were its id
    given to the next file, a link to this one would open that."""
    file = tx.get(StoredFile, file_id)
    if file is None or file.kind != LETTER or file.state != "kept":
        return
    tx.run("UPDATE outbox SET file_id = NULL WHERE file_id = :id", id=file_id)
    tx.run(
        "UPDATE stored_file SET state = 'gone', chat_id = NULL, name = '', path = '', sha256 = ''"
        " WHERE id = :id",
        id=file_id,
    )
    jobs.add(tx, "delete_bytes", {"path": file.path, "at_once": True}, None, now)


def forget_all(tx: Tx, chat_id: int, now: datetime) -> None:
    """Every letter that was prepared in a chat."""
    found = tx.find(StoredFile, StoredFile.chat_id == chat_id, StoredFile.kind == LETTER)
    for file in found:
        forget(tx, file.id, now)
