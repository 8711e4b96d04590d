"""What becomes of an initiative: applied, under study, or not applied, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cases.kinds import Kind
from handlers.conversation.dialogue import Ask, Option
from handlers.desk import Desk
from storage.tables.casework import Case

VERDICTS = ("applied", "studying", "not_applied")
_LONGEST_WHY = 600
_IN_ANSWER = "~"


def needed(case: Case) -> bool:
    return case.kind == Kind.INITIATIVE and not case.restricted


def asked(ask: Ask, case: Case) -> None:
    """The verdict and its reason, kept with the draft until it is approved."""
    if not needed(case):
        return
    ask.choice(
        "verdict",
        tuple(Option(v, f"verdict.b_{v}") for v in VERDICTS),
        text="verdict.which",
        params=lambda: {"code": case.code},
    )
    ask.text(
        "why",
        longest=_LONGEST_WHY,
        text="verdict.why",
        options=(Option(_IN_ANSWER, "verdict.b_in_answer"),),
        params=lambda: {"code": case.code},
    )


def of_told(told: Mapping[str, Any]) -> dict[str, str]:
    """What was answered, as it is kept beside the words of the answer."""
    why = str(told.get("why", ""))
    kept = {"verdict": told.get("verdict", ""), "why": "" if why == _IN_ANSWER else why}
    return {k: v for k, v in kept.items() if v}


def line(desk: Desk, data: Mapping[str, Any], language: str) -> str:
    """In one line; empty where there is none."""
    verdict = data.get("verdict")
    if not verdict:
        return ""
    return desk.words(language, "verdict.line", verdict=verdict, why=data.get("why", ""))
