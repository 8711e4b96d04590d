"""The small dialogue of an act: which case, what is missing, who will read it."""

from __future__ import annotations

from handlers.citizen.interludes import ended
from handlers.conversation.dialogue import Ask, Option, Unclear, dialogue
from handlers.conversation.replay import under_way
from handlers.desk import Turn
from handlers.notices.readers import reader
from handlers.staff.act import acts, which
from handlers.staff.act.acts import ACTS, CANCEL, Act, Need, Told
from handlers.staff.act.meant import leading_code
from storage.casework import duties
from storage.tables.casework import Case


def _finish(turn: Turn, told: Told) -> None:
    case = which.visible(turn, told["case"])
    over = turn.state.get("over")
    if told.get("cancelled"):
        turn.say("staff.cancelled")
    elif case is None:
        which.unknown(turn, told["case"])
    else:
        _perform(turn, ACTS[told["act"]], case, told)
    if not under_way(turn):
        ended(turn)
    elif over:  # one act led to the next; what was interrupted comes back after that
        turn.state["over"] = over


def _perform(turn: Turn, act: Act, case: Case, told: Told) -> None:
    """What was written for an act that is no longer open is given back, to be copied."""
    written = str(told.get("words") or told.get("rest") or "")
    closed = not acts.possible(turn, act, case)
    acts.perform(turn, act, case, told)
    if closed and written and not written.startswith(CANCEL):
        turn.say("staff.your_words", code=case.code, words=written)


@dialogue("casework", _finish, words=("rest", "words", "measure", "document"), official=True)
def casework(ask: Ask) -> Told:
    """Ends early, for `_finish` to say why, where the case is gone or the act no longer open."""
    act = ACTS[ask.answers["act"]]
    case = _picked(ask, act)
    if case is None or not acts.possible(ask.turn, act, case):
        return ask.answers
    _take_typed(ask, act, case)
    for need in act.needs:
        if _asked(ask, need, case) == CANCEL:
            ask.answers["cancelled"] = True
            return ask.answers
    if act.extra:
        act.extra(ask, case)
    return ask.answers


def _picked(ask: Ask, act: Act) -> Case | None:
    code = ask.question(
        "case",
        text="staff.which_case",
        options=lambda: [*_cases_for(ask.turn, act), Option(CANCEL, "staff.b_cancel")],
        read=read_code,
    )
    if code == CANCEL:
        ask.answers["cancelled"] = True
        return None
    return which.visible(ask.turn, code)


def read_code(turn: Turn, text: str) -> str:
    code, _ = leading_code(text)
    if which.visible(turn, code) is None:
        raise Unclear("staff.no_such_case")
    return code


def _cases_for(turn: Turn, act: Act) -> list[Option]:
    viewer = turn.viewer
    found = duties.maybe_theirs(turn.tx, viewer) if viewer else []
    return [Option(c.code, label=c.code) for c in found if acts.possible(turn, act, c)]


def _take_typed(ask: Ask, act: Act, case: Case) -> None:
    """What was typed after the command, before it was clear which case is meant."""
    if "rest" not in ask.answers:
        return
    rest = ask.answers.pop("rest")
    try:
        acts.take(ask.turn, act, case, rest, ask.answers)
    except Unclear:
        return  # it is asked for again, with what is wrong to be seen there


def _asked(ask: Ask, need: Need, case: Case) -> str:
    return str(
        ask.question(
            need.key,
            text=need.asked(case),
            params=lambda: {"code": case.code, "reader": reader(ask.turn, case, ask.turn.language)},
            options=lambda: [*need.options(ask.turn, case), Option(CANCEL, "staff.b_cancel")],
            read=lambda turn, text: need.read(turn, case, text),
        )
    )
