"""How an official does something to a case. What an act needs may be typed after its command; what
is missing is asked for in a small dialogue that shows who will read it. Read `start` first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cases.lifecycle import Status, may
from handlers.citizen.interludes import begin_over, ended
from handlers.desk import Turn
from handlers.dialogue import Ask, Option, Unclear, begin, dialogue, under_way
from handlers.rights import standings_of
from handlers.staff import outcome, which
from handlers.staff.meant import leading_code
from handlers.staff.readers import reader, told_by_hand
from messages.envelope import Choice
from storage import duties
from storage.cases import Change, NotAllowed, Overtaken
from storage.tables import Case

CANCEL = "~"
Told = dict[str, Any]


def _no_options(turn: Turn, case: Case) -> Sequence[Option]:
    return ()


@dataclass(frozen=True, slots=True)
class Need:
    """Something an act cannot do without. `take` reads it off the beginning of what was typed after
    the command and gives back the rest; `read` reads an answer to the question. Both may raise
    Unclear. `text` is the question's key."""

    key: str
    text: str
    take: Callable[[Turn, Case, str], tuple[str, str]]
    read: Callable[[Turn, Case, str], str]
    options: Callable[[Turn, Case], Sequence[Option]] = _no_options


@dataclass(frozen=True, slots=True)
class Act:
    """`word` is its command. `moves` are those of the lifecycle table it may be, by case; `guard`
    gives the key of what forbids it beyond the table; `extra` asks what is optional or confirms, in
    private chats only. `do` makes the move."""

    name: str
    word: str
    moves: Callable[[Case], tuple[str, ...]]
    do: Callable[[Turn, Case, str, Told], Change | None]
    needs: tuple[Need, ...] = ()
    extra: Callable[[Ask, Case], None] | None = None
    guard: Callable[[Turn, Case], str] | None = None
    confirms: bool = False  # its `extra` must be answered: never done from a group


ACTS: dict[str, Act] = {}


def add(act: Act) -> Act:
    ACTS[act.name] = act
    return act


def start(turn: Turn, act: Act, words: str, **known: Any) -> None:
    """Do it, or ask for what is missing, or say why not."""
    code, rest = leading_code(words)
    code = code or which.code_here(turn)
    if not code:
        _ask_which(turn, act, rest)
        return
    case = which.visible(turn, code)
    if case is None:
        which.unknown(turn)
        return
    if not _open_to(turn, act, case):
        return
    told: Told = {**known, "act": act.name, "case": case.code}
    try:
        _take(turn, act, case, rest, told)
    except Unclear as unclear:
        turn.say(unclear.reason, **unclear.params)
        return
    _go_on(turn, act, case, told)


def _ask_which(turn: Turn, act: Act, rest: str) -> None:
    if turn.private:
        begin_over(turn, "casework", {"act": act.name, "rest": rest})
    else:
        turn.say("staff.which_in_group", word=f"/{act.word}")


def possible(turn: Turn, act: Act, case: Case) -> str:
    """The move of the table that the act would be now; empty where it lets them make none."""
    viewer = turn.viewer
    if viewer is None:
        return ""
    held = standings_of(turn, case, viewer)
    return next((m for m in act.moves(case) if may(m, Status(case.status), held)), "")


def _open_to(turn: Turn, act: Act, case: Case) -> bool:
    if not possible(turn, act, case):
        outcome.not_now(turn, case)
        return False
    if act.guard and (reason := act.guard(turn, case)):
        turn.say(reason, outcome.choices(turn, case), case_id=case.id, code=case.code)
        return False
    return True


def _take(turn: Turn, act: Act, case: Case, rest: str, told: Told) -> None:
    for need in act.needs:
        value, rest = need.take(turn, case, rest)
        if value:
            told[need.key] = value


def _go_on(turn: Turn, act: Act, case: Case, told: Told) -> None:
    missing = next((n for n in act.needs if n.key not in told), None)
    if turn.private and (missing or act.extra):
        begin_over(turn, "casework", told)
    elif missing or act.confirms:
        _how_in_group(turn, act, case, told, missing)
    else:
        perform(turn, act, case, told)


def _how_in_group(turn: Turn, act: Act, case: Case, told: Told, missing: Need | None) -> None:
    """A group holds no dialogues, since everybody's words would answer them: what can be picked is
    a button with the whole command, what must be written is written in one message."""
    options = missing.options(turn, case) if missing else ()
    head = f"/{act.word} {case.code}"
    if missing is None or not options:
        key = "staff.write_in_group" if missing else "staff.private_only"
        turn.say(key, case_id=case.id, command=head)
        return
    before = [str(told[n.key]) for n in act.needs if n.key in told]
    choices = [Choice(o.words(turn), " ".join((head, *before, o.value))) for o in options]
    turn.say(missing.text, choices, case_id=case.id, code=case.code, reader="")


# --- the dialogue --------------------------------------------------------------------------------


def ask_again(turn: Turn, told: Told) -> None:
    """Put the dialogue again with some of its answers taken back."""
    begin(turn, "casework", told)


def _finish(turn: Turn, told: Told) -> None:
    case = which.visible(turn, told["case"])
    over = turn.state.get("over")
    if told.get("cancelled"):
        turn.say("staff.cancelled")
    elif case is None:
        which.unknown(turn)
    else:
        perform(turn, ACTS[told["act"]], case, told)
    if not under_way(turn):
        ended(turn)
    elif over:  # one act led to the next; what was interrupted comes back after that
        turn.state["over"] = over


@dialogue("casework", _finish)
def casework(ask: Ask) -> Told:
    """Ends early, for `_finish` to say why, where the case is gone or the act no longer open."""
    act = ACTS[ask.answers["act"]]
    case = _picked(ask, act)
    if case is None or not possible(ask.turn, act, case):
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
        options=lambda: _cases_for(ask.turn, act),
        read=_read_code,
    )
    return which.visible(ask.turn, code)


def _read_code(turn: Turn, text: str) -> str:
    code, _ = leading_code(text)
    if which.visible(turn, code) is None:
        raise Unclear("staff.no_such_case")
    return code


def _cases_for(turn: Turn, act: Act) -> list[Option]:
    viewer = turn.viewer
    found = duties.maybe_theirs(turn.tx, viewer) if viewer else []
    return [Option(c.code, label=c.code) for c in found if possible(turn, act, c)]


def _take_typed(ask: Ask, act: Act, case: Case) -> None:
    """What was typed after the command, before it was clear which case is meant."""
    rest = ask.answers.pop("rest", "")
    try:
        _take(ask.turn, act, case, rest, ask.answers)
    except Unclear:
        return  # it is asked for again, with what is wrong to be seen there


def _asked(ask: Ask, need: Need, case: Case) -> str:
    return str(
        ask.question(
            need.key,
            text=need.text,
            params=lambda: {"code": case.code, "reader": reader(ask.turn, case, ask.turn.language)},
            options=lambda: [*need.options(ask.turn, case), Option(CANCEL, "staff.b_cancel")],
            read=lambda turn, text: need.read(turn, case, text),
        )
    )


# --- doing it ------------------------------------------------------------------------------------


def perform(turn: Turn, act: Act, case: Case, told: Told) -> None:
    """Make the move and say what came of it; of two who press at once the second hears who was
    first."""
    if not _open_to(turn, act, case):
        return
    try:
        change = act.do(turn, case, possible(turn, act, case), told)
    except NotAllowed:
        outcome.not_now(turn, case)
    except Overtaken as overtaken:
        outcome.not_now(turn, overtaken.case)
    else:
        if change is not None:
            told_by_hand(turn, change)
            outcome.done(turn, change)
