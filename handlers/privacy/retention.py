"""Letting go of what is kept no longer, portion by portion, each with its proof. Read `let_go`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cases.agency.deadlines import Limit
from handlers import door
from handlers.desk import Desk
from handlers.privacy import erasing
from storage.casework import cases, history, notes
from storage.privacy import erasure, retention
from storage.tables.casework import Case

PORTION = 300
_TIPS, _FILES = "tips", "case_file"
_BY_NAME = {f"{kind.name} {kind.what}": kind for kind in retention.KINDS}
NAMES = (*_BY_NAME, _TIPS, _FILES)


@dataclass(frozen=True, slots=True)
class Due:
    """So many of a kind are kept no longer: everything up to `until`."""

    name: str
    count: int
    until: datetime
    limit: Limit


def due(desk: Desk) -> Iterator[Due]:
    """Every kind, those with nothing due too; changes nothing."""
    for name in NAMES:
        limit, until = _limit(desk, name)
        if name in _BY_NAME:
            found = retention.count(desk.tx, _BY_NAME[name], until)
        else:
            found = retention.count_cases(desk.tx, until, tips=name == _TIPS)
        yield Due(name, found, until, limit)


def is_due(desk: Desk, name: str) -> bool:
    return bool(_some(desk, name, _limit(desk, name)[1], 1))


def let_go(desk: Desk, name: str) -> int:
    """One portion of a kind, with its proof; how many went."""
    limit, until = _limit(desk, name)
    gone = [i for i in _some(desk, name, until, PORTION) if _drop(desk, name, i)]
    if gone:
        retention.prove(desk.tx, desk.ground.keys, name, gone, limit.basis, until, desk.now)
    return len(gone)


def _limit(desk: Desk, name: str) -> tuple[Limit, datetime]:
    limit: Limit = getattr(desk.agency.retention, name.partition(" ")[0])
    return limit, desk.now - timedelta(days=limit.days)


def _some(desk: Desk, name: str, until: datetime, limit: int) -> list[int]:
    if name in _BY_NAME:
        return retention.due(desk.tx, _BY_NAME[name], until, limit)
    return retention.cases_over(desk.tx, until, tips=name == _TIPS, limit=limit)


def _drop(desk: Desk, name: str, ident: int) -> bool:
    """Raises Overtaken where somebody has just brought a case back to life: then nothing of the
    portion goes, and it is tried again."""
    if name in _BY_NAME:
        _BY_NAME[name].drop(desk.tx, ident, desk.now)
        return True
    case = desk.tx.get(Case, ident)
    if case is not None:
        _expire(desk, case)
    return case is not None


def _expire(desk: Desk, case: Case) -> None:
    """Nothing of a case is left but its code, its dates and its history."""
    told = cases.identity(desk.tx, desk.ground.keys, case.id)
    cases.forget_identity(desk.tx, case.id)
    retention.forget_consents(desk.tx, case.id)
    history.erase_texts(desk.tx, case.id)
    notes.erase(desk.tx, case.id)
    erasure.forget_files(desk.tx, case.id, desk.now, ours=True)
    erasing.forget_in_chats(desk, case, told)
    erasure.cut_case(desk.tx, case.id, desk.now)
    fields: dict[str, Any] = {"submitter_id": None, "chat_id": None, "receipt_hash": None}
    fields |= {"about": "", "dossier": "", "pseudonymised_at": case.pseudonymised_at or desk.now}
    door.act(desk, case, "expire", door.CLOCK, "clock", **fields)
