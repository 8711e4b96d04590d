"""Taking a published result down again: nothing of it stands on any page from then on; who did it
and why stays in the history."""

from __future__ import annotations

from handlers.desk import Turn
from handlers.router import command
from handlers.staff.act import acts, needs
from handlers.staff.act.acts import Act, Told
from handlers.staff.intake.reception import official_act
from handlers.staff.roles import able
from storage.casework.cases import Change
from storage.published import publications
from storage.tables.casework import Case

_LONGEST_REASON = 500


def _take_down(turn: Turn, case: Case, move: str, told: Told) -> Change:
    change = official_act(turn, case, move, words=told["words"], published="")
    publications.changed(turn.tx, case.id, turn.now)
    return change


TAKE_DOWN = acts.add(
    Act(
        "unpublish",
        "goxuong",
        lambda case: ("unpublish",),
        _take_down,
        (needs.words("publish.why_down", _LONGEST_REASON),),
    )
)


@command("goxuong", "unpublish", who=able("unpublish"))
def take_down(turn: Turn, words: str) -> None:
    """`/goxuong CODE REASON`."""
    acts.start(turn, TAKE_DOWN, words)
