"""The one door through which a case is made and changes: compare-and-swap on its version, and its
history row, together. Nothing else writes `status`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import col

from cases.confidentiality import Facts, is_restricted
from cases.kinds import IdentityMode, Kind, Source
from cases.lifecycle import MOVES, UNANSWERED, Standing, Status, To, may
from cases.numbers.codes import case_code
from storage.casework import history, signed_receipts
from storage.engine import case_rows
from storage.engine.sealed_columns import SEALED_COLUMNS
from storage.engine.tx import Tx
from storage.house.numbers import count_on
from storage.keys import Keys
from storage.mailbox import files
from storage.tables.casework import Case, CaseText

_COMES_BACK = (Status.WAITING, Status.MERGED)


class NotAllowed(Exception):
    """The table does not let this person make this move from this status."""


class Overtaken(Exception):
    """Somebody else changed the case first; `case` is as it is now."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.code)
        self.case = case


@dataclass(frozen=True, slots=True)
class NewCase:
    """A confirmed submission. `identity` is what the sender told of themselves, or None."""

    kind: Kind
    source: Source
    language: str
    story: str
    files: tuple[int, ...] = ()
    identity_mode: IdentityMode = IdentityMode.NAMED
    identity: Mapping[str, str] | None = None
    suggested_office: str = ""
    procedure_code: str = ""
    about: str = ""
    about_office: str = ""
    dossier: str = ""
    promised_on: str = ""
    submitter_id: int | None = None
    chat_id: int | None = None  # where to tell; None: they look it up
    receipt_hash: str | None = None
    entered_by: int | None = None
    due_at: datetime | None = None
    counting: Mapping[str, Any] | None = None  # see cases/days/counting.py
    accuses: bool = False  # an official, though the kind is another
    forwarded_to: str = ""  # the body to which the sender wishes it forwarded
    accused: tuple[int, ...] = ()  # officials it names, and is kept from
    to_director: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A move that was made."""

    case: Case
    move: str
    before: Status
    words: str = ""
    text_id: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


def next_number(tx: Tx, year: int) -> int:
    return count_on(tx, f"case {year}")


# What a new case takes over as it was told.
_TOLD = (
    "language", "suggested_office", "procedure_code", "about", "about_office", "dossier",
    "promised_on", "submitter_id", "chat_id", "receipt_hash", "entered_by", "due_at",
    "counting", "forwarded_to",
)  # fmt: skip


def file_case(
    tx: Tx, keys: Keys, prefix: str, new: NewCase, now: datetime, local_year: int
) -> Case:
    """Make a case of a submission, with its story, identity, files, first history row and
    signed receipt."""
    code = case_code(prefix, local_year, next_number(tx, local_year))
    values: dict[str, Any] = {
        "code": code,
        "kind": new.kind.value,
        "status": Status.RECEIVED.value,
        "version": 1,
        "restricted": int(is_restricted(new.kind, new.accuses)),
        "identity_mode": new.identity_mode.value,
        "source": new.source.value,
        "received_at": now,
        "status_at": now,
        "accused": list(new.accused) or None,
        "to_director": int(new.to_director),
        **{name: getattr(new, name) for name in _TOLD},
    }
    case_id = tx.insert("cases", **values)
    text_id, digest = history.add_text(tx, case_id, "story", new.story, now)
    files.to_case(tx, list(new.files), case_id, text_id)
    if new.identity:
        tx.insert_row("identity", case_id=case_id, sealed=keys.seal("identity", dict(new.identity)))
    actor = f"person:{new.entered_by}" if new.entered_by else "submitter"
    filed = {"code": code, "kind": new.kind.value, "text": digest, "source": new.source.value}
    if new.receipt_hash:
        filed["receipt"] = new.receipt_hash
    history.append(tx, case_id, actor, "file", filed, now)
    case = case_rows.fresh(Case, id=case_id, **values)
    signed_receipts.issue(tx, keys, case, new.story)
    return case


def move(
    tx: Tx,
    case: Case,
    name: str,
    standings: frozenset[Standing],
    actor: str,
    now: datetime,
    *,
    words: str = "",
    to: Status | None = None,
    text_kind: str = "reason",
    text_data: dict[str, Any] | None = None,
    author_id: int | None = None,
    data: dict[str, Any] | None = None,
    **fields: Any,
) -> Change:
    """Make a move, or raise NotAllowed, or Overtaken when the case is no longer as `case` was
    read. `fields` are columns that change with it; `to` chooses among a move's targets."""
    before = Status(case.status)
    if not may(name, before, standings):
        raise NotAllowed(name)
    after = _target(case, name, to)
    changed = {**fields, "status": after.value}
    if after is not before:
        changed.setdefault("status_at", now)
    if after in _COMES_BACK and before is not after:
        changed["returns_to"] = before.value
    sets = ", ".join(f"{column} = :{column}" for column in changed)
    for column in changed.keys() & SEALED_COLUMNS["cases"]:
        changed[column] = tx.seal(changed[column])
    won = tx.run(
        f"UPDATE cases SET {sets}, version = version + 1"
        " WHERE id = :case_id AND version = :seen AND status = :before",
        case_id=case.id,
        seen=case.version,
        before=before.value,
        **changed,
    )
    if won != 1:
        raise Overtaken(_now(tx, case.id))
    kept = dict(data or {})
    text_id = None
    if words:
        text_id, kept["text"] = history.add_text(
            tx, case.id, text_kind, words, now, author_id=author_id, data=text_data
        )
    history.append(tx, case.id, actor, name, {"from": before.value, "to": after.value, **kept}, now)
    return Change(_now(tx, case.id), name, before, words, text_id, kept)


def _target(case: Case, name: str, to: Status | None) -> Status:
    targets = MOVES[name].to
    if to is not None:
        if to not in targets:
            raise NotAllowed(f"{name} to {to}")
        return to
    first = targets[0]
    if first is To.SAME:
        return Status(case.status)
    if first is To.WHENCE:
        return Status(case.returns_to or Status.RECEIVED)
    return Status(first)


def _now(tx: Tx, case_id: int) -> Case:
    case = tx.get(Case, case_id)
    assert case is not None
    return case


def restricted_open(tx: Tx) -> list[Case]:
    """Cases that accuse somebody and are not over."""
    open_ = [s.value for s in UNANSWERED]
    return tx.find(Case, Case.restricted == 1, col(Case.status).in_(open_), order=Case.id)


def keep_from(tx: Tx, case_id: int, accused: list[int]) -> None:
    """For these officials the case does not exist."""
    tx.run("UPDATE cases SET accused = :accused WHERE id = :id", accused=accused, id=case_id)


def by_code(tx: Tx, code: str) -> Case | None:
    found = tx.find(Case, Case.code == code)
    return found[0] if found else None


def by_receipt(tx: Tx, keys: Keys, digits: str) -> Case | None:
    found = tx.find(Case, Case.receipt_hash == keys.mark("receipt", digits))
    return found[0] if found else None


def by_submitter(tx: Tx, person_id: int) -> list[Case]:
    """Newest first; anonymous tips are not tied to anyone and so never among them."""
    if tx.one("SELECT 1 FROM cases WHERE submitter_id = :id LIMIT 1", id=person_id) is None:
        return []  # as most who write for the first time, and asked at every first word
    return tx.find(Case, Case.submitter_id == person_id, order=Case.id.desc())  # type: ignore[attr-defined]


def unsay(tx: Tx, text_id: int) -> None:
    """An answer that nobody was told is a draft again."""
    tx.run("UPDATE case_text SET kind = 'draft' WHERE id = :id AND kind = 'answer'", id=text_id)


def texts(tx: Tx, case_id: int, *kinds: str) -> list[CaseText]:
    """The words of a case in order, of these kinds."""
    return [t for t in history.texts(tx, case_id) if not kinds or t.kind in kinds]


def latest_text(tx: Tx, case_id: int, kind: str) -> CaseText | None:
    found = texts(tx, case_id, kind)
    return found[-1] if found else None


def identity(tx: Tx, keys: Keys, case_id: int) -> dict[str, str]:
    """What the sender told of themselves; empty when nothing. Raises WrongKey."""
    row = tx.one("SELECT sealed FROM identity WHERE case_id = :id", id=case_id)
    opened = keys.unseal("identity", row[0]) if row else {}
    assert isinstance(opened, dict)
    return opened


def reseal(tx: Tx, keys: Keys, case_id: int, told: Mapping[str, str]) -> None:
    """Other words about the sender in the place of those kept."""
    tx.run(
        "UPDATE identity SET sealed = :sealed WHERE case_id = :id",
        sealed=keys.seal("identity", dict(told)),
        id=case_id,
    )


def forget_identity(tx: Tx, case_id: int) -> None:
    """Who sent it is gone for good."""
    tx.run("DELETE FROM identity WHERE case_id = :id", id=case_id)


def facts(tx: Tx, case: Case) -> Facts:
    """What of a case decides rights, without who approves (see handlers/door)."""
    draft = latest_text(tx, case.id, "draft") if case.status == Status.AWAITING_APPROVAL else None
    return Facts(
        status=case.status,
        kind=case.kind,
        restricted=bool(case.restricted),
        identity_mode=case.identity_mode,
        office=case.office,
        about_office=case.about_office,
        owner_id=case.owner_id,
        submitter_id=case.submitter_id,
        draft_author=draft.author_id if draft else None,
        barred=frozenset(case.not_again or ()),
        accused=frozenset(case.accused or ()),
        recused=frozenset(case.recused or ()),
        to_director=bool(case.to_director),
    )
