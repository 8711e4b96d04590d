"""Why a case is promised for that day, for its sender."""

from __future__ import annotations

from cases.numbers.codes import split_code
from handlers.case import how_counted, promises
from handlers.citizen import own_cases
from handlers.desk import Turn
from handlers.router import command


@command("tinhhan", "howcounted", hidden=True)
def explain(turn: Turn, words: str) -> None:
    """`/tinhhan CODE`: the button under a case."""
    code, _ = split_code(words)
    if not code:
        own_cases.misread(turn)
        return
    case = own_cases.by_code(turn, code)
    if case is None:
        own_cases.unknown(turn, code)
        return
    counted = promises.counting_of(turn, case)
    back = [
        turn.button("actions.b_view", f"/tracuu {case.code}"),
        turn.button("status.b_human", f"/gapcanbo {case.code}"),
    ]
    if counted is None:
        turn.say("deadline.no_day", back, case_id=case.id, code=case.code)
        return
    told = how_counted.params(turn, case, counted, turn.language)
    turn.say("deadline.how", back, case_id=case.id, **told)
