"""A case goes to another office; one of conduct stays with Văn phòng."""

from __future__ import annotations

from handlers.desk import Turn
from handlers.router import command
from handlers.staff.act import acts, needs
from handlers.staff.act.acts import Act, Told
from handlers.staff.intake.reception import official_act
from handlers.staff.roles import CASEWORK
from storage.casework.cases import Change
from storage.tables.casework import Case

_LONGEST_REASON = 1000


def _transfer(turn: Turn, case: Case, move: str, told: Told) -> Change:
    office = told["office"]
    return official_act(
        turn,
        case,
        move,
        words=told["words"],
        office=office,
        owner_id=None,
        data={"office": office, "from_office": case.office},
    )


TRANSFER = acts.add(
    Act(
        "transfer",
        "chuyen",
        lambda case: ("transfer",),
        _transfer,
        (needs.OFFICE, needs.words("staff.words_transfer", _LONGEST_REASON)),
    )
)


@command("chuyen", "transfer", who=CASEWORK, group=True)
def transfer(turn: Turn, words: str) -> None:
    """`/chuyen CODE OFFICE REASON`."""
    acts.start(turn, TRANSFER, words)
