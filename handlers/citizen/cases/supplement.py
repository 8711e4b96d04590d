"""Adding words and files to a case that was sent: what was asked for, or what comes to mind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cases.lifecycle import UNANSWERED, Status
from cases.numbers.codes import find_code, split_code
from handlers.citizen import own_cases
from handlers.citizen.additions import MOVES, add, add_nothing, just_added_to, read_part
from handlers.citizen.cases import receipt_number
from handlers.citizen.interludes import ended
from handlers.citizen.plain_words import is_nothing, yes_no
from handlers.citizen.submission import submit
from handlers.conversation.dialogue import Ask, Option, dialogue
from handlers.conversation.replay import begin
from handlers.conversation.story import said_part, story_of
from handlers.desk import Turn
from handlers.router import command
from storage.tables.casework import Case

_ANSWERED_LATELY = timedelta(days=7)

# --- /bosung -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Addition:
    case: Case
    part: dict[str, Any] | None  # None: nothing to add


def _added(turn: Turn, addition: Addition) -> None:
    if addition.part is None:
        add_nothing(turn, addition.case)
    else:
        add(turn, addition.case, addition.part)
    ended(turn)


@command("bosung", "add", "themy", "guithem")
def supplement(turn: Turn, words: str) -> None:
    """Add to a case; what follows the code, or comes with the command, is added at once."""
    meant = receipt_number.named(turn, words)
    if meant is None:
        return
    words = meant
    _, rest = split_code(words)
    known: dict[str, Any] = {}
    if rest or turn.file_ids:
        part = said_part(turn)
        known["words"] = {k: v for k, v in {**part, "text": rest}.items() if v}
        if is_nothing(rest) and not turn.file_ids:
            known["words"] = {"nothing": True}
    own_cases.begin_about(turn, words, "supplement", MOVES, "supplement.no_case", known)


@dialogue("supplement", _added, words=("words",))
def adding(ask: Ask) -> Addition:
    case = own_cases.pick(ask, MOVES)
    waiting, wrong = case.status == Status.WAITING, "wrong" in ask.answers
    part = ask.question(
        "words",
        takes_files=True,
        read=_read_words,
        text="supplement.ask_wrong" if wrong else f"supplement.ask{'_waiting' if waiting else ''}",
        options=(Option("nothing", "supplement.b_nothing"),) if waiting else (),
        params=lambda: {"code": case.code},
    )
    return Addition(case, None if part.get("nothing") else part)


def _read_words(turn: Turn, text: str) -> dict[str, Any]:
    if text == "=nothing" or (is_nothing(text) and not turn.file_ids):
        return {"nothing": True}
    return read_part(turn, text)


# --- said without a command ----------------------------------------------------------------------


def waiting_case(turn: Turn) -> Case | None:
    """The own case that an ordinary message may be meant for: one whose code stands in it, the one
    just added to, the newest that waits for its sender, or the newest just answered."""
    if turn.chat.fresh:
        return None
    code = find_code(turn.text)
    meant = own_cases.by_code(turn, code) if code else None
    if meant is not None and own_cases.able(meant, MOVES):
        return meant
    sent = own_cases.own(turn)
    waiting = (c for c in sent if c.status == Status.WAITING)
    answered = (c for c in sent if c.status == Status.ANSWERED and _lately(turn, c))
    return just_added_to(turn) or next(waiting, None) or next(answered, None)


def _lately(turn: Turn, case: Case) -> bool:
    return case.answered_at is not None and turn.now - case.answered_at < _ANSWERED_LATELY


def offer(turn: Turn, case: Case, part: dict[str, Any]) -> None:
    """Ask whether a message belongs to this case; what plainly does is added at once."""
    just = just_added_to(turn)
    if just is not None and just.id == case.id and turn.file_ids:
        add(turn, case, part)
    elif case.status == Status.WAITING and is_nothing(turn.text) and not turn.file_ids:
        add_nothing(turn, case)
    else:
        begin(turn, "addition", {"case": case.code, "told": {"parts": [part]}})


def edited(turn: Turn) -> None:
    """A message changed after its case was filed: added to the newest open case, once confirmed."""
    case = next((c for c in own_cases.own(turn) if Status(c.status) in UNANSWERED), None)
    part = said_part(turn)
    if case is None or not part:
        turn.say("supplement.edit_alone")
    else:
        begin(turn, "addition", {"case": case.code, "told": {"parts": [part]}, "edit": True})


@dataclass(frozen=True, slots=True)
class Belonging:
    case: Case | None  # None: it is about something else
    part: dict[str, Any]
    edit: bool
    again: bool  # they ask for a second look, and say why


def _belongs(turn: Turn, found: Belonging) -> None:
    if found.case is not None and found.again:
        begin(turn, "again", {"case": found.case.code, "why": found.part})
    elif found.case is not None:
        add(turn, found.case, found.part)
    elif found.edit:
        turn.say("supplement.edit_left")
    else:
        submit.begin_with(turn, found.part)


@dialogue("addition", _belongs, collects="told")
def belonging(ask: Ask) -> Belonging:
    edit = bool(ask.answers.get("edit"))
    case = own_cases.pick(ask, MOVES)
    again = [Option("again", "supplement.b_again")] if case.status == Status.ANSWERED else []
    which = ask.choice(
        "which",
        (Option("yes", "supplement.b_yes"), *again, Option("no", "supplement.b_other")),
        text="supplement.offer_edit" if edit else "supplement.offer",
        read=yes_no,
        params=lambda: {"code": case.code},
    )
    part = _one_part(ask.answers["told"]["parts"])
    return Belonging(case if which != "no" else None, part, edit, which == "again")


def _one_part(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Several messages as one: what came while the question was open belongs with the first."""
    story = story_of({"parts": parts})
    one: dict[str, Any] = {k: p[k] for p in reversed(parts) for k in ("m", "place") if k in p}
    return {
        **one,
        **({"text": "\n".join(story.texts)} if story.texts else {}),
        **({"files": story.files} if story.files else {}),
    }
