"""Files people sent, as the database knows them. Their bytes lie in DATA_DIR/files."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import col

from cases.privacy.private_data import masked_name
from messages.envelope import Attachment
from storage.engine.tx import Tx
from storage.tables.mailbox import StoredFile

FETCHED_ELSEWHERE = frozenset({"web"})
"""Channels that hand over bytes before the turn: a file's `ref` is then its path."""

SHORT_LIVED = "own_data"
"""The kind of a file made for one person that is deleted after some days."""
ARTICLE = "article"
"""The kind of a picture of an article: it goes with the article alone, whatever becomes of the chat
it came through."""
LETTER = "letter"
"""The kind of a letter prepared for one person, deleted after some hours."""
APART = "quarantined"
FOR_RECEPTION = "identity paper"
"""The reason of a kept file that only those who receive, and the Director, may open."""


def record(tx: Tx, chat_id: int, channel: str, attachment: Attachment, now: datetime) -> int:
    kept = channel in FETCHED_ELSEWHERE
    return tx.insert(
        "stored_file",
        chat_id=chat_id,
        channel=channel,
        ref=attachment.ref,
        kind=attachment.kind.value,
        name=masked_name(attachment.name),  # people call photos of their papers by the number
        type=attachment.type,
        size=attachment.size or 0,
        path=attachment.ref if kept else "",
        state="kept" if kept else "wanted",
        at=now,
        due_at=now,
    )


def to_case(tx: Tx, file_ids: list[int], case_id: int, text_id: int | None) -> None:
    for file_id in file_ids:
        tx.run(
            "UPDATE stored_file SET case_id = :case_id, text_id = :text_id WHERE id = :id",
            case_id=case_id,
            text_id=text_id,
            id=file_id,
        )


def cut_loose(tx: Tx, case_id: int) -> None:
    """No chat is known any more for what came with an anonymous tip; for what is still to be
    fetched it is forgotten then (see `kept`)."""
    tx.run(
        "UPDATE stored_file SET chat_id = NULL WHERE case_id = :id AND state <> 'wanted'",
        id=case_id,
    )


def move(tx: Tx, file_ids: Collection[int], chat_id: int, to_chat: int) -> None:
    """What was sent in one chat stands in another from now on."""
    for file_id in sorted(file_ids):
        tx.run(
            "UPDATE stored_file SET chat_id = :to WHERE id = :id AND chat_id = :chat",
            to=to_chat,
            id=file_id,
            chat=chat_id,
        )


def wanted(tx: Tx, now: datetime, limit: int = 20) -> list[StoredFile]:
    """Files still to be fetched whose time has come."""
    # The state stands in the text: with a parameter SQLite would not use the index.
    rows = tx.all(
        "SELECT id FROM stored_file WHERE state = 'wanted' AND due_at <= :now"
        " ORDER BY due_at LIMIT :limit",
        now=now,
        limit=limit,
    )
    ids = [r[0] for r in rows]
    return tx.find(StoredFile, col(StoredFile.id).in_(ids), order=StoredFile.id) if ids else []


def kept(tx: Tx, file_id: int, *, name: str, type_: str, size: int, sha256: str, path: str) -> None:
    tx.run(
        f"UPDATE stored_file SET state = CASE state WHEN '{APART}' THEN state ELSE 'kept' END,"
        " name = :name, type = :type_, size = :size, sha256 = :sha256, path = :path,"
        " chat_id = CASE WHEN EXISTS (SELECT 1 FROM cases c WHERE c.id = stored_file.case_id"
        " AND c.identity_mode = 'anonymous') THEN NULL ELSE chat_id END WHERE id = :id",
        name=tx.seal(name),
        type_=type_,
        size=size,
        sha256=sha256,
        path=path,
        id=file_id,
    )


def not_kept(tx: Tx, file_id: int, state: str, reason: str) -> None:
    """`state` is "refused" or "gone"."""
    tx.run(
        "UPDATE stored_file SET state = :state, reason = :reason WHERE id = :id",
        state=state,
        reason=reason,
        id=file_id,
    )


def later(tx: Tx, file_id: int, attempts: int, now: datetime) -> None:
    """Try again after 10 s, 20 s, 40 s ... up to an hour."""
    wait = timedelta(seconds=min(3600, 10 * 2**attempts))
    tx.run(
        "UPDATE stored_file SET attempts = :attempts, due_at = :due WHERE id = :id",
        attempts=attempts + 1,
        due=now + wait,
        id=file_id,
    )


def ours(
    tx: Tx,
    chat_id: int,
    *,
    name: str,
    type_: str,
    size: int,
    sha256: str,
    path: str,
    now: datetime,
    kind: str = "document",
) -> int:
    """A file we made, to be sent into a chat. Returns its id."""
    return tx.insert(
        "stored_file",
        chat_id=chat_id,
        kind=kind,
        name=name,
        type=type_,
        size=size,
        sha256=sha256,
        path=path,
        state="kept",
        at=now,
    )


def of_case(tx: Tx, case_id: int) -> list[StoredFile]:
    """Without what was put apart: see `put_apart`."""
    return [f for f in _all_of_case(tx, case_id) if f.state != APART]


def _all_of_case(tx: Tx, case_id: int) -> list[StoredFile]:
    return tx.of_case(StoredFile, case_id)


def sent_with(tx: Tx, case_id: int, *, everything: bool = False) -> list[StoredFile]:
    """Those of the sender, without the documents of answers; with `everything` also what was put
    apart."""
    rows = tx.all(
        "SELECT id FROM case_text WHERE case_id = :id AND kind IN ('draft', 'answer', 'question')",
        id=case_id,
    )
    ours = {r[0] for r in rows}
    found = _all_of_case(tx, case_id) if everything else of_case(tx, case_id)
    return [f for f in found if f.text_id not in ours]


# --- put apart -----------------------------------------------------------------------------------


def put_apart(tx: Tx, file_ids: Collection[int]) -> None:
    """Photos of identity papers nobody asked for: no official sees them, and they are deleted soon
    unless the sender says otherwise (`let_through`)."""
    for file_id in sorted(file_ids):
        tx.run(
            f"UPDATE stored_file SET state = '{APART}' WHERE id = :id"
            " AND state IN ('wanted', 'kept')",
            id=file_id,
        )


def let_through(tx: Tx, file_ids: Collection[int], now: datetime) -> int:
    """The sender wants them to be read; those who receive may see them (`FOR_RECEPTION`). How many
    there still were."""
    count = 0
    for file_id in sorted(file_ids):
        count += tx.run(
            "UPDATE stored_file SET state = CASE WHEN path = '' THEN 'wanted' ELSE 'kept' END,"
            f" reason = '{FOR_RECEPTION}', due_at = :now WHERE id = :id AND state = '{APART}'",
            now=now,
            id=file_id,
        )
    return count


def apart_among(tx: Tx, file_ids: Collection[int]) -> int:
    """How many of these are put apart."""
    if not file_ids:
        return 0
    found = tx.find(StoredFile, col(StoredFile.id).in_(list(file_ids)), StoredFile.state == APART)
    return len(found)


def is_named(tx: Tx, path: str) -> bool:
    """Whether any row has these bytes."""
    row = tx.one("SELECT 1 FROM stored_file WHERE path = :path LIMIT 1", path=path)
    return row is not None
