"""Why a case is due that day, for officials: with the legal basis, and with what nobody has
confirmed yet."""

from __future__ import annotations

from handlers.case import how_counted, promises
from handlers.desk import Turn
from handlers.router import command
from handlers.staff.act import looking
from handlers.staff.roles import CASEWORK


@command("cachtinh", "counted", who=CASEWORK)
def explain(turn: Turn, words: str) -> None:
    """`/cachtinh CODE`."""
    case = looking.case_meant(turn, words, "cachtinh")
    if case is None:
        return
    counted = promises.counting_of(turn, case)
    back = [turn.button("card.b_details", f"/hoso {case.code}")]
    if counted is None:
        turn.say("deadline.no_day_staff", back, case_id=case.id, code=case.code)
        return
    told = how_counted.params(turn, case, counted, turn.language)
    more = how_counted.basis(turn, case, counted)
    turn.say("deadline.how_staff", back, case_id=case.id, **told, **more)
