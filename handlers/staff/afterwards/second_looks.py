"""An answer its sender is not content with: somebody who had no part in it keeps it, or has it done
again by others. Until then it stands, and the case stays open."""

from __future__ import annotations

from handlers.case.promises import anew
from handlers.desk import Turn
from handlers.rights import deciders
from handlers.router import command
from handlers.staff.act import acts, needs
from handlers.staff.act.acts import Act, Told
from handlers.staff.intake.reception import official_act
from handlers.staff.roles import able
from storage.casework.cases import Change
from storage.tables.casework import Case

_LONGEST = 3000


def _keep(turn: Turn, case: Case, move: str, told: Told) -> Change:
    return official_act(turn, case, move, words=told["words"], second_look=False)


KEEP = acts.add(
    Act(
        "confirm_answer",
        "giunguyen",
        lambda case: ("confirm_answer",),
        _keep,
        (needs.words("second.words_keep", _LONGEST),),
    )
)


@command("giunguyen", "uphold", who=able("confirm_answer"))
def keep(turn: Turn, words: str) -> None:
    """`/giunguyen CODE TEXT`: the answer was right; the sender reads why."""
    acts.start(turn, KEEP, words)


def _again(turn: Turn, case: Case, move: str, told: Told) -> Change:
    """Back to those who receive, barred for who decided first, with a date of its own."""
    barred, _ = deciders.barred(turn, case)
    return official_act(
        turn,
        case,
        move,
        words=told["words"],
        not_again=barred,
        **anew(turn, case),
    )


AGAIN = acts.add(
    Act(
        "send_again",
        "lamlai",
        lambda case: ("send_again",),
        _again,
        (needs.words("second.words_again", _LONGEST),),
    )
)


@command("lamlai", "redo", who=able("send_again"))
def again(turn: Turn, words: str) -> None:
    """`/lamlai CODE TEXT`: others answer it anew; the sender reads why."""
    acts.start(turn, AGAIN, words)
