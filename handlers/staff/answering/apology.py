"""Before the answer to a late dossier: was the written apology given? (facts/law: Mẫu 04 of TT
03/2025/TT-VPCP; it is asked for, and stops nothing.)"""

from __future__ import annotations

from typing import Any

from cases.kinds import Kind
from handlers.conversation.dialogue import Ask, Option
from handlers.staff.act.acts import CANCEL, Told
from storage.tables.casework import Case

ANSWERS = ("yes", "no", "not_late")


def wanted(case: Case) -> bool:
    return case.kind == Kind.LATE_DOSSIER


def ask_for(ask: Ask, codes: str) -> None:
    """`codes`: of which cases it is asked."""
    said = ask.choice(
        "apology",
        (*(Option(a, f"answers.b_apology_{a}") for a in ANSWERS), Option(CANCEL, "staff.b_cancel")),
        text="answers.apology_given",
        params=lambda: {
            "code": codes,
            "form": ask.turn.agency.answers.apology_form,
            "basis": ask.turn.agency.answers.apology_basis,
        },
    )
    if said == CANCEL:
        ask.answers["cancelled"] = True


def details(case: Case, told: Told) -> dict[str, Any]:
    """What goes with the move: the case keeps it, and its history."""
    if not wanted(case) or told.get("apology") not in ANSWERS:
        return {}
    return {"apology": told["apology"], "data": {"apology": told["apology"]}}
