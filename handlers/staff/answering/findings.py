"""What came of a case that accuses somebody, asked before its answer is sent on: the class of
outcome, which the sender and the public learn, and the measure taken, which the Director learns."""

from __future__ import annotations

from typing import Any

from cases.kinds import Outcome
from handlers.conversation.dialogue import Ask, Option, Unclear
from handlers.desk import Turn
from handlers.staff.act import acts
from handlers.staff.act.acts import Told
from handlers.staff.intake.reception import official_act
from storage.tables.casework import Case

_LONGEST = 1500
_NONE = "~none"


def ask_for(ask: Ask, case: Case) -> None:
    """Nothing of a case that accuses nobody."""
    if not case.restricted:
        return
    said = ask.choice(
        "outcome",
        (
            *(Option(o.value, f"outcome.{o.value}") for o in Outcome),
            Option(acts.CANCEL, "staff.b_cancel", stays=True),
        ),
        text="outcome.found",
        params=lambda: {"code": case.code},
    )
    if said == acts.CANCEL:
        ask.answers["cancelled"] = True
        return
    ask.question(
        "measure",
        text="outcome.measure",
        params=lambda: {"code": case.code},
        options=(Option(_NONE, "outcome.b_no_measure"),),
        read=_read_measure,
    )


def _read_measure(turn: Turn, text: str) -> str:
    said = text.strip().lstrip("~")
    if not said:
        raise Unclear
    if len(said) > _LONGEST:
        raise Unclear("common.too_long", limit=_LONGEST)
    return said


def with_measure(turn: Turn, case: Case, told: Told) -> Case:
    """The case with the measure noted, where there is one. Raises NotAllowed, Overtaken."""
    said = str(told.get("measure", _NONE))
    if said == _NONE:
        return case
    return official_act(turn, case, "measure", words=said, text_kind="measure").case


def columns(case: Case, told: Told) -> dict[str, Any]:
    """What of the case changes with the answer."""
    return {"outcome": told["outcome"]} if case.restricted else {}
