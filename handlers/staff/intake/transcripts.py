"""A voice note or a letter written by hand is written down by an official; the sender is asked
whether that is what they said."""

from __future__ import annotations

from handlers.desk import Turn
from handlers.router import command
from handlers.staff.act import acts, needs
from handlers.staff.act.acts import Act
from handlers.staff.intake.reception import official_act
from handlers.staff.roles import CASEWORK

_LONGEST = 8000

TRANSCRIBE = acts.add(
    Act(
        "transcribe",
        "ghiloi",
        lambda case: ("transcribe",),
        lambda turn, case, move, told: official_act(
            turn, case, move, words=told["words"], text_kind="transcript"
        ),
        (needs.words("staff.words_transcribe", _LONGEST),),
    )
)


@command("ghiloi", "transcribe", who=CASEWORK)
def transcribe(turn: Turn, words: str) -> None:
    """`/ghiloi CODE TEXT`."""
    acts.start(turn, TRANSCRIBE, words)
