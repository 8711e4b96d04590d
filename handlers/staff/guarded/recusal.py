"""'I am involved in this': an official who says so has nothing to do with the case any more."""

from __future__ import annotations

from handlers.conversation.dialogue import Ask, Option
from handlers.desk import Turn
from handlers.router import command
from handlers.staff.act import acts
from handlers.staff.act.acts import Act, Told
from handlers.staff.intake.reception import official_act
from handlers.staff.roles import CASEWORK
from storage.casework.cases import Change
from storage.tables.casework import Case


def _confirm(ask: Ask, case: Case) -> None:
    said = ask.choice(
        "confirm",
        (Option("yes", "staff.b_recuse"), Option(acts.CANCEL, "staff.b_cancel")),
        text="staff.recuse_check",
        params=lambda: {"code": case.code},
    )
    ask.answers["cancelled"] = said == acts.CANCEL


def _recuse(turn: Turn, case: Case, move: str, told: Told) -> Change:
    assert turn.viewer is not None
    recused = sorted({*(case.recused or ()), turn.viewer.person_id})
    owner = None if move == "recuse_owner" else case.owner_id
    return official_act(turn, case, move, recused=recused, owner_id=owner)


RECUSE = acts.add(
    Act(
        "recuse",
        "lienquan",
        lambda case: ("recuse", "recuse_owner"),
        _recuse,
        extra=_confirm,
        confirms=True,
    )
)


@command("lienquan", "recuse", who=CASEWORK)
def recuse(turn: Turn, words: str) -> None:
    """`/lienquan CODE`."""
    acts.start(turn, RECUSE, words)
