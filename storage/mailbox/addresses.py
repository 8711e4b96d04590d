"""E-mail addresses, each an e-mail chat of its own: the one given with a case belongs to that case
alone, an official's to their work. They are kept sealed."""

from __future__ import annotations

from datetime import datetime

from storage.engine.tx import Tx
from storage.keys import Keys
from storage.mailbox import chats

_THERE = "channel = 'email' AND blocked_at IS NULL AND erased_at IS NULL"


def keep_for_case(
    tx: Tx, keys: Keys, case_id: int, person_id: int, address: str, now: datetime, language: str
) -> int:
    """What is told of this case may be written there, and nothing else."""
    external = f"case {case_id}"
    return _keep(tx, keys, external, address, now, language, person_id=person_id, case_id=case_id)


def keep_for_official(
    tx: Tx, keys: Keys, person_id: int, address: str, now: datetime, language: str
) -> int:
    """In place of the one before."""
    forget_officials(tx, person_id, now)
    external = f"{person_id}:{keys.mark('email', address.lower())}"
    return _keep(tx, keys, external, address, now, language, person_id=person_id)


def keep_for_press(tx: Tx, keys: Keys, address: str, now: datetime, language: str) -> int:
    """The e-mail chat of a newspaper or an agency, who is nobody's person."""
    external = f"press {keys.mark('email', address.lower())}"
    marked = chats.mark(tx, "email", external)
    row = tx.one("SELECT id FROM chat WHERE channel = 'email' AND external = :chat", chat=marked)
    return int(row[0]) if row else _keep(tx, keys, external, address, now, language)


def _keep(
    tx: Tx, keys: Keys, external: str, address: str, now: datetime, language: str, **whose: int
) -> int:
    return tx.insert(
        "chat",
        channel="email",
        external=chats.mark(tx, "email", external),
        sealed=external,
        kind="private",
        language=language,
        created_at=now,
        state={"sealed": keys.seal("email", address).decode()},
        **whose,
    )


def forget_officials(tx: Tx, person_id: int, now: datetime) -> None:
    """Nothing is written to the official's address any more, and it is not kept. What the person
    gave with cases of their own stays."""
    tx.run(
        "UPDATE chat SET erased_at = :now, state = NULL, sealed = '', external = CAST(id AS TEXT)"
        " WHERE person_id = :id AND channel = 'email' AND case_id IS NULL AND erased_at IS NULL",
        now=now,
        id=person_id,
    )


def forget_case(tx: Tx, case_id: int, now: datetime) -> None:
    """Nothing is written any more to the address given with a case, and it is not kept."""
    tx.run(
        "UPDATE chat SET erased_at = :now, state = NULL, sealed = '', person_id = NULL,"
        " external = CAST(id AS TEXT) WHERE case_id = :id AND channel = 'email'"
        " AND erased_at IS NULL",
        now=now,
        id=case_id,
    )


def of_case(tx: Tx, case_id: int) -> int | None:
    """The e-mail chat of who sent the case."""
    row = tx.one(f"SELECT id FROM chat WHERE case_id = :id AND {_THERE}", id=case_id)
    return int(row[0]) if row else None


def of_official(tx: Tx, person_id: int) -> int | None:
    """The e-mail chat of an official's work."""
    row = tx.one(
        f"SELECT id FROM chat WHERE person_id = :id AND case_id IS NULL AND {_THERE}", id=person_id
    )
    return int(row[0]) if row else None


def opened(tx: Tx, keys: Keys, chat_id: int) -> str:
    """The address behind an e-mail chat. Raises WrongKey."""
    row = tx.one("SELECT state FROM chat WHERE id = :id", id=chat_id)
    sealed = tx.opened_json(row[0])["sealed"] if row else ""
    return str(keys.unseal("email", sealed.encode()))
