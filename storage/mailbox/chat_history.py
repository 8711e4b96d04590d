"""What stands in a chat, both sides in order: the web chat reads its messages from here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from storage.columns.plain import unstamp
from storage.engine.tx import Row, Tx
from storage.mailbox import chats
from storage.tables.mailbox import Chat

ANEW = frozenset(
    {"people.logged_out", "people.locked_now", "people.removed_you", "own_data.erased"}
)
"""What is said, by key, once everything before it was hidden."""


@dataclass(frozen=True, slots=True)
class Line:
    seq: int
    mine: bool  # said by the person
    text: str
    choices: list[tuple[str, str, str]]  # label, data, kind
    file: tuple[int, str, str, int] | None  # stored file id, name, type, size
    replaces: int | None  # seq
    at: datetime
    key: str = ""
    once: bool = False  # still holds words that are wiped once they were fetched

    @property
    def anew(self) -> bool:
        """Whether all that stood before it is gone: see `hide_all`."""
        return self.key in ANEW


_LINES = """
SELECT seq, 1 AS mine, text, NULL AS choices, body, NULL AS replaces, at, '' AS key,
       NULL AS fid, NULL AS fname, NULL AS ftype, NULL AS fsize, 0 AS once
FROM inbox WHERE chat_id = :chat AND seq > :after AND (text <> '' OR body IS NOT NULL)
UNION ALL
SELECT o.seq, 0, o.text, o.choices, NULL, r.seq, o.at, o.key, f.id, f.name, f.type, f.size,
       o.one_time
FROM outbox o LEFT JOIN outbox r ON r.id = o.replaces
LEFT JOIN stored_file f ON f.id = o.file_id
WHERE o.chat_id = :chat AND o.seq > :after AND (o.text <> '' OR o.file_id IS NOT NULL)
ORDER BY 1 LIMIT :limit
"""


def lines(tx: Tx, chat_id: int, after: int, limit: int = 100) -> list[Line]:
    """Messages of a chat with seq above `after`, oldest first."""
    rows = tx.all(_LINES, chat=chat_id, after=after, limit=limit)
    return [_line(tx, chat_id, row) for row in rows]


def every_line(tx: Tx, chat_id: int) -> list[Line]:
    """All that stands in a chat, oldest first."""
    found: list[Line] = []
    while page := lines(tx, chat_id, found[-1].seq if found else 0, 500):
        found += page
    return found


def _line(tx: Tx, chat_id: int, row: tuple[Any, ...]) -> Line:
    file = (row[8], tx.opened(row[9]), row[10], row[11]) if row[8] else None
    text = tx.opened(row[2])
    if row[1] and row[4]:
        body = tx.opened_json(row[4])
        for sent in body.get("files", []):
            stored = _own_file(tx, chat_id, sent["ref"])
            if stored:
                file = (stored[0], sent["name"] or tx.opened(stored[1]), stored[2], stored[3])
            else:
                text = "\n".join(filter(None, (text, "📎 " + sent["name"])))
        if "location" in body and not text:
            text = "📍 {:.5f}, {:.5f}".format(*body["location"])
    choices = [(c[0], c[1], c[2]) for c in tx.opened_json(row[3]) or []]
    return Line(
        row[0], bool(row[1]), text, choices, file, row[5], unstamp(row[6]), row[7], bool(row[12])
    )


def _own_file(tx: Tx, chat_id: int, ref: str) -> Row | None:
    """(id, name, type, size). Equal files of two people have the same ref, hence the chat; a file
    that is not checked yet cannot be opened."""
    if not ref:
        return None
    return tx.one(
        "SELECT id, name, type, size FROM stored_file WHERE chat_id = :chat AND ref = :ref"
        " AND state = 'kept' ORDER BY id DESC LIMIT 1",
        chat=chat_id,
        ref=ref,
    )


def holds_shown_once(tx: Tx, chat_id: int, upto: int) -> bool:
    """Whether `wipe_shown_once` has something to do: reading it costs no write."""
    found = tx.one(
        "SELECT 1 FROM outbox WHERE chat_id = :chat AND one_time = 1 AND seq <= :upto LIMIT 1",
        chat=chat_id,
        upto=upto,
    )
    return found is not None


def wipe_shown_once(tx: Tx, chat_id: int, upto: int, instead: Callable[[str], str]) -> None:
    """Receipt numbers already fetched are never shown again, nor kept as parameters. `instead`
    gives the words to stand there, by the key of what stood there."""
    shown = tx.all(
        "SELECT id, key FROM outbox WHERE chat_id = :chat AND one_time = 1 AND seq <= :upto",
        chat=chat_id,
        upto=upto,
    )
    for outbox_id, key in shown:
        tx.run(
            "UPDATE outbox SET text = :instead, params = NULL, choices = NULL, one_time = 0"
            " WHERE id = :id AND one_time = 1",
            id=outbox_id,
            instead=tx.seal(instead(key)),
        )


# --- hidden ---------------------------------------------------------------------------------------

_HIDE = (
    "UPDATE outbox SET text = '', choices = NULL, params = NULL, file_id = NULL, replaces = NULL,"
    " one_time = 0, case_id = NULL WHERE chat_id = :chat"
)
_STAFFS = (
    " AND (key LIKE 'staff.%' OR key LIKE 'card.%' OR key LIKE 'intake.%'"
    " OR key LIKE 'opening.%' OR key LIKE 'explain.%' OR key LIKE 'outcome.%'"
    " OR key LIKE 'search.%' OR key LIKE 'alike.%')"
)


def hide_all(tx: Tx, chat_id: int) -> None:
    """Nothing that was said here, by either side, can be fetched any more. Something is to be said
    afterwards, so that those who wait for news do not wait for what is hidden."""
    tx.run(_HIDE, chat=chat_id)
    tx.run("UPDATE inbox SET text = '', body = NULL WHERE chat_id = :chat", chat=chat_id)
    tx.run(
        "UPDATE stored_file SET chat_id = NULL"
        " WHERE chat_id = :chat AND case_id IS NOT NULL AND state = 'kept'",
        chat=chat_id,
    )
    tx.touched.add(chat_id)


def unsay(tx: Tx, chat_id: int, since: int, until: int) -> None:
    """Nothing of what both sides said from seq `since` to before `until` is kept. What is not sent
    yet still goes out, and is wiped then."""
    where = "chat_id = :chat AND seq >= :since AND seq < :until"
    at = {"chat": chat_id, "since": since, "until": until}
    tx.run(f"UPDATE inbox SET text = '', body = NULL, raw = NULL WHERE {where}", **at)
    tx.run(
        "UPDATE outbox SET text = '', choices = NULL, params = NULL, file_id = NULL,"
        f" replaces = NULL, case_id = NULL WHERE {where} AND one_time = 0"
        " AND state NOT IN ('pending', 'held')",
        **at,
    )
    tx.run(f"UPDATE outbox SET one_time = 1 WHERE {where} AND state IN ('pending', 'held')", **at)


def hide_case(tx: Tx, chat_id: int, case_id: int, code: str) -> None:
    """The same for what an official was told of one case."""
    told = tx.all(f"SELECT id, text FROM outbox WHERE chat_id = :chat{_STAFFS}", chat=chat_id)
    for outbox_id in (row[0] for row in told if code in tx.opened(row[1])):
        tx.run(f"{_HIDE} AND id = :id", chat=chat_id, id=outbox_id)
    tx.run(f"{_HIDE}{_STAFFS} AND case_id = :case", chat=chat_id, case=case_id)
    tx.touched.add(chat_id)


def hide_line(tx: Tx, chat_id: int, line: Line) -> None:
    """One message, of whichever side."""
    if line.mine:
        sql = "UPDATE inbox SET text = '', body = NULL, raw = NULL WHERE chat_id = :chat"
        tx.run(f"{sql} AND seq = :seq", chat=chat_id, seq=line.seq)
    else:
        tx.run(_HIDE + " AND seq = :seq", chat=chat_id, seq=line.seq)
    tx.touched.add(chat_id)


def mailboxes_holding(tx: Tx, case_id: int) -> list[tuple[int, int]]:
    """(chat, person) of officials' web chats where something of a case stands."""
    rows = tx.all(
        "SELECT DISTINCT c.id, c.person_id FROM outbox o JOIN chat c ON c.id = o.chat_id"
        " JOIN person p ON p.id = c.person_id WHERE o.case_id = :case AND c.channel = 'web'"
        " AND p.official = 1" + _STAFFS,
        case=case_id,
    )
    return [(row[0], row[1]) for row in rows]


def cases_in(tx: Tx, chat_id: int) -> list[int]:
    """Cases of which an official was told something here."""
    rows = tx.all(
        "SELECT DISTINCT case_id FROM outbox WHERE chat_id = :chat AND case_id IS NOT NULL"
        + _STAFFS,
        chat=chat_id,
    )
    return [row[0] for row in rows]


def last_seq(tx: Tx, chat_id: int) -> int:
    row = tx.one("SELECT seq FROM chat WHERE id = :id", id=chat_id)
    return int(row[0]) if row else 0


def last_seqs(tx: Tx, chats: list[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for start in range(0, len(chats), 500):
        some = chats[start : start + 500]
        rows = tx.session.exec(select(Chat.id, Chat.seq).where(col(Chat.id).in_(some)))
        found.update((row[0], row[1]) for row in rows)
    return found


def seq_of_update(tx: Tx, channel: str, update_id: str) -> int | None:
    """Where an update stands in its chat, if it was taken before."""
    row = tx.one(
        "SELECT seq FROM inbox WHERE channel = :channel AND update_id = :update",
        channel=channel,
        update=update_id,
    )
    return None if row is None else int(row[0])


def open_web_chat(tx: Tx, external: str) -> tuple[int, str] | None:
    """(id, language) of a web chat, unless it was erased. Locks nothing, unlike the turn's own
    look-up: readers must never hold up a turn."""
    row = tx.one(
        "SELECT id, language FROM chat WHERE channel = 'web' AND external = :external"
        " AND topic = '' AND erased_at IS NULL",
        external=chats.mark(tx, "web", external),
    )
    return None if row is None else (row[0], row[1])


def answers_shown(tx: Tx, chat_id: int) -> list[list[str]] | None:
    """(label, data) of the answers a typed number chooses from now, in their order; None for a chat
    that was erased."""
    row = tx.one("SELECT shown FROM chat WHERE id = :id AND erased_at IS NULL", id=chat_id)
    return None if row is None else (tx.opened_json(row[0]) or [])


def erase(tx: Tx, chat_id: int, now: datetime) -> None:
    """The person erased the chat from their machine; who reads along is woken and told."""
    tx.run(
        "UPDATE chat SET erased_at = :now WHERE id = :id AND erased_at IS NULL", now=now, id=chat_id
    )
    tx.touched.add(chat_id)


def kept_file(tx: Tx, file_id: int) -> tuple[str, str, str] | None:
    """(path, name, type) of a file whose bytes are on disk."""
    row = tx.one(
        "SELECT path, name, type FROM stored_file WHERE id = :id AND state = 'kept' AND path <> ''",
        id=file_id,
    )
    return None if row is None else (row[0], tx.opened(row[1]), row[2])


def stands_in(tx: Tx, chat_id: int, file_id: int) -> bool:
    """Whether a file was sent in this chat, by either side."""
    row = tx.one(
        "SELECT 1 FROM stored_file WHERE id = :file AND chat_id = :chat UNION ALL"
        " SELECT 1 FROM outbox WHERE chat_id = :chat AND file_id = :file LIMIT 1",
        file=file_id,
        chat=chat_id,
    )
    return row is not None
