"""Who sent a case that is sealed: asked for with a reason, in a restricted case agreed to by a
second person, shown for a limited time, and told to the sender."""

from __future__ import annotations

from cases.words.text import fold
from handlers.conversation.dialogue import Ask, Option, Unclear
from handlers.desk import Turn
from handlers.rights import masking, rights
from handlers.router import command
from handlers.staff.act import acts, needs, which
from handlers.staff.act.acts import Act, Told
from handlers.staff.act.meant import leading_code
from handlers.staff.guarded import agreeing
from handlers.staff.guarded.sealed import show
from handlers.staff.intake.reception import official_act
from handlers.staff.roles import RECEPTION
from messages.envelope import Choice
from storage.casework import notes, openings
from storage.casework.cases import Change, NotAllowed
from storage.tables.casework import Case

_LONGEST_REASON = 600
_FEWEST_WORDS = 3
_WHY = ("contact", "verify", "lawful", "other")


@command("danhtinh", "identity", who=RECEPTION)
def identity(turn: Turn, words: str) -> None:
    """`/danhtinh CODE REASON`; while it is open, `/danhtinh CODE` shows it again."""
    code, _ = leading_code(words)
    case = which.visible(turn, code or which.code_here(turn))
    viewer = turn.viewer
    if case is not None and viewer is not None and rights.may_open_identity(turn, case, viewer):
        if opened := openings.open_to(turn.tx, case.id, viewer.person_id, turn.now):
            show(turn, case, opened)
            return
        if openings.waiting(turn.tx, case.id, viewer.person_id):
            turn.say("opening.waits", case_id=case.id, code=case.code)
            return
    acts.start(turn, OPEN, words)


def button(turn: Turn, case: Case) -> list[Choice]:
    """The way to who sent it, for those who may ask."""
    viewer = turn.viewer
    may_ask = viewer is not None and rights.may_open_identity(turn, case, viewer)
    if not may_ask or not rights.is_sealed(turn, case):
        return []
    return [turn.button("opening.b_open", f"/danhtinh {case.code}")]


def _real_reason(turn: Turn, case: Case, said: str) -> None:
    if len([w for w in fold(said).split() if len(w) > 1]) < _FEWEST_WORDS:
        raise Unclear("opening.reason_form")


def _why(ask: Ask, case: Case) -> None:
    """The sender is told the class of the reason, never its words."""
    said = ask.choice(
        "why",
        (
            *(Option(why, f"opening.why_{why}") for why in _WHY),
            Option(acts.CANCEL, "staff.b_cancel", stays=True),
        ),
        text="opening.why",
        params=lambda: {"code": case.code, "second": bool(case.restricted)},
    )
    ask.answers["cancelled"] = said == acts.CANCEL


def _ask(turn: Turn, case: Case, move: str, told: Told) -> Change | None:
    assert turn.viewer is not None
    me = turn.viewer.person_id
    if openings.waiting(turn.tx, case.id, me) or openings.open_to(turn.tx, case.id, me, turn.now):
        raise NotAllowed(move)
    reason = masking.masked_for_all(turn, told["words"], "vi")
    mark = notes.mark(turn.ground.keys, case.id, reason)
    change = official_act(turn, case, move, data={"why": told["why"], "reason": mark})
    opening_id = openings.ask(turn.tx, case.id, me, reason, turn.now)
    if case.restricted:
        agreeing.ask_a_second(turn, change.case, opening_id, told["why"])
    else:
        agreeing.grant(turn, change.case, opening_id, told["why"], turn.viewer)
        opened = openings.get(turn.tx, opening_id)
        assert opened is not None
        show(turn, change.case, opened)
    return None


OPEN = acts.add(
    Act(
        "open_identity",
        "danhtinh",
        lambda case: ("ask_identity",),
        _ask,
        (needs.words("opening.reason", _LONGEST_REASON, check=_real_reason),),
        extra=_why,
        confirms=True,
    )
)
