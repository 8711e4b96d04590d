"""Putting an answer: as a draft before its approver, or straight out where approval is off."""

from __future__ import annotations

from typing import Any

from cases.lifecycle import Status
from handlers import door
from handlers.desk import Turn
from handlers.staff.act.acts import Told
from handlers.staff.answering import apology, findings
from handlers.staff.intake.reception import official_act
from storage.casework.cases import Change
from storage.tables.casework import Case

LONGEST = 6000
"""Characters of an answer."""


def goes_to_approval(turn: Turn, case: Case) -> bool:
    assert turn.viewer is not None
    return door.needs_approval(turn, case, turn.viewer.person_id)


def give(turn: Turn, case: Case, told: Told, document: dict[str, Any]) -> Change:
    """Put `told["words"]`. Raises NotAllowed, Overtaken."""
    details: dict[str, Any] = {"to": Status.AWAITING_APPROVAL, "text_kind": "draft"}
    if not goes_to_approval(turn, case):
        details = {"to": Status.ANSWERED, "text_kind": "answer", "answered_at": turn.now}
        details["verdict"] = document.get("verdict", "")
    details |= apology.details(case, told) | findings.columns(case, told)
    words = told["words"]
    return official_act(turn, case, "answer", words=words, text_data=document or None, **details)
