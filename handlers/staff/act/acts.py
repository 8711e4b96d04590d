"""How an official does something to a case. What an act needs may be typed after its command; what
is missing is asked for (`asking.py`). Read `start` first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cases.lifecycle import Status, may
from handlers.casework import limits, recall
from handlers.citizen.interludes import begin_over
from handlers.conversation.dialogue import Ask, Offer, Option, Unclear
from handlers.conversation.replay import begin, drop
from handlers.desk import Turn
from handlers.notices.by_hand import told_by_hand
from handlers.rights.rights import standings_of
from handlers.staff.act import outcome, which
from handlers.staff.act.meant import leading_code
from messages.envelope import Choice
from storage.casework.cases import Change, NotAllowed, Overtaken
from storage.tables.casework import Case

CANCEL = "~"
Told = dict[str, Any]


def _no_options(turn: Turn, case: Case) -> Sequence[Option]:
    return ()


@dataclass(frozen=True, slots=True)
class Need:
    """Something an act cannot do without. `take` reads it off the beginning of what was typed after
    the command and gives back the rest; `read` reads an answer to the question. Both may raise
    Unclear. `text` is the question's key, which may depend on the case."""

    key: str
    text: str | Callable[[Case], str]
    take: Callable[[Turn, Case, str], tuple[str, str]]
    read: Callable[[Turn, Case, str], str]
    options: Callable[[Turn, Case], Sequence[Option]] = _no_options

    def asked(self, case: Case) -> str:
        return self.text if isinstance(self.text, str) else self.text(case)


@dataclass(frozen=True, slots=True)
class Act:
    """`word` is its command. `moves` are those of the lifecycle table it may be, by case; `extra`
    asks what is optional or confirms, in private chats only. `do` makes the move."""

    name: str
    word: str
    moves: Callable[[Case], tuple[str, ...]]
    do: Callable[[Turn, Case, str, Told], Change | None]
    needs: tuple[Need, ...] = ()
    extra: Callable[[Ask, Case], None] | None = None
    confirms: bool = False  # its `extra` must be answered: never done from a group
    privately: Callable[[Case], bool] = lambda case: False  # the same, for some cases


ACTS: dict[str, Act] = {}


def add(act: Act) -> Act:
    """Make an act known by its name."""
    ACTS[act.name] = act
    return act


def if_readable(read: Callable[[], str], rest: str, after: str = "") -> tuple[str, str]:
    """What `take` gives where what was typed can be read; else nothing, and it is asked for, with
    what is wrong said first."""
    try:
        return read(), after
    except Unclear:
        return "", rest


def start(turn: Turn, act: Act, words: str, **known: Any) -> None:
    """Do it, or ask for what is missing, or say why not."""
    code, rest = leading_code(words)
    code = code or which.code_here(turn)
    if not code:
        _ask_which(turn, act, rest)
        return
    case = which.visible(turn, code)
    if case is None:
        which.unknown(turn, code)
        return
    if not _open_to(turn, act, case):
        return
    told: Told = {**known, "act": act.name, "case": case.code}
    try:
        unread = take(turn, act, case, rest, told)
    except Unclear as unclear:
        turn.say(unclear.reason, **unclear.params)
        return
    _say_unread(turn, act, case, told, unread)
    _instead_of_the_same(turn, told)
    _go_on(turn, act, case, told)


def _say_unread(turn: Turn, act: Act, case: Case, told: Told, unread: str) -> None:
    """Why what was typed after the command is asked for nevertheless."""
    missing = _missing(act, told)
    if not unread or missing is None:
        return
    try:
        missing.read(turn, case, unread)
    except Unclear as unclear:
        if unclear.reason:
            turn.say(unclear.reason, **unclear.params)
    except Offer:
        return  # it may be several: the question asks which


def _instead_of_the_same(turn: Turn, told: Told) -> None:
    """Who types the same command anew means it instead of what they typed before."""
    state = turn.state.get("d")
    if state and all(state["a"].get(key) == told[key] for key in ("act", "case")):
        drop(turn)


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
    if reason := limits.why_not(turn, case, possible(turn, act, case)):
        turn.say(reason, outcome.choices(turn, case), case_id=case.id, code=case.code)
        return False
    return True


def take(turn: Turn, act: Act, case: Case, rest: str, told: Told) -> str:
    """Read what was typed after the command, need by need; the rest that nothing took. Raises
    Unclear."""
    for need in act.needs:
        value, rest = need.take(turn, case, rest)
        if value:
            told[need.key] = value
    return rest


def _missing(act: Act, told: Told) -> Need | None:
    return next((n for n in act.needs if n.key not in told), None)


def _go_on(turn: Turn, act: Act, case: Case, told: Told) -> None:
    missing = _missing(act, told)
    if turn.private and (missing or act.extra):
        begin_over(turn, "casework", told)
    elif missing or act.confirms or act.privately(case):
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
    turn.say(missing.asked(case), choices, case_id=case.id, code=case.code, reader="")


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
            if not recall.straight_out(change):
                told_by_hand(turn, change)
            outcome.done(turn, change)


def ask_again(turn: Turn, told: Told) -> None:
    """Put the dialogue again with some of its answers taken back."""
    begin(turn, "casework", told)
