"""An official takes an answer of theirs back, as long as nobody was told of it."""

from __future__ import annotations

from handlers.casework import recall
from handlers.desk import Turn
from handlers.router import command
from handlers.staff.act import acts
from handlers.staff.act.acts import Act, Told
from handlers.staff.intake.reception import official_act
from handlers.staff.roles import CASEWORK
from storage.casework.cases import Change, NotAllowed, Overtaken
from storage.tables.casework import Case


def _recall(turn: Turn, case: Case, move: str, told: Told) -> Change | None:
    """The words are given back, to be mended. The job is stopped first: it may be at work."""
    if not recall.stop(turn, case):
        turn.say("recall.too_late", case_id=case.id, code=case.code)
        return None
    try:
        change = official_act(turn, case, move, answered_at=None)
    except (NotAllowed, Overtaken):
        recall.hold(turn, case)
        raise
    words = recall.unsaid(turn, case)
    if words and turn.private:
        turn.say("staff.your_words", case_id=case.id, code=case.code, words=words)
    return change


RECALL = acts.add(Act("recall", "thuhoi", lambda case: ("recall",), _recall))


@command("thuhoi", "recall", who=CASEWORK, group=True)
def take_back(turn: Turn, words: str) -> None:
    """`/thuhoi CODE`: an answer that went straight out, within its minute."""
    acts.start(turn, RECALL, words)
