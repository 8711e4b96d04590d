"""Publishing a result: the official sees exactly what the page will show, with what leads to a
person marked, and nothing marked is ever published. Of what accuses somebody only the class of the
outcome is counted (facts/law 4)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cases.kinds import Outcome
from cases.privacy.private_names import pieces
from cases.privacy.public_words import parts
from handlers.casework import publishing
from handlers.citizen.cases import same_here
from handlers.conversation.dialogue import Ask, Option, Several, Unclear
from handlers.desk import Turn
from handlers.router import command
from handlers.staff.act import acts, needs
from handlers.staff.act.acts import Act, Told
from handlers.staff.intake.reception import official_act, ready_words
from handlers.staff.roles import able
from storage.casework.cases import Change
from storage.published import publications
from storage.tables.casework import Case

_LONGEST = 3000
_DRAFT = "~draft"


def _only_the_outcome(turn: Turn, case: Case, said: str) -> None:
    if case.restricted:
        raise Unclear("staff.only_outcome")


def _outcomes(turn: Turn, case: Case) -> list[Option]:
    if not case.restricted:
        return []
    return [Option(f"~outcome_{o}", f"staff.b_outcome_{o}") for o in Outcome]


def _take(turn: Turn, case: Case, rest: str) -> tuple[str, str]:
    """The class of outcome that came with the answer is the one published; where nothing is typed
    the machine proposes the words."""
    if case.restricted and case.outcome and not rest.strip():
        return f"~outcome_{case.outcome}", ""
    if not rest.strip() and publishing.proposal(turn, case):
        return _DRAFT, ""
    return _WORDS.take(turn, case, rest)


def _question(case: Case) -> str:
    return "staff.outcome_publish" if case.restricted else "staff.words_publish"


_WORDS = needs.words(_question, _LONGEST, _outcomes, _only_the_outcome)


def _confirm(ask: Ask, case: Case) -> None:
    turn, told = ask.turn, ask.answers
    if told["words"] == _DRAFT:
        told["words"] = publishing.proposal(turn, case)
    told.setdefault("seen", publishing.facts(turn, case))
    said = ask.choice(
        "confirm",
        lambda: _may_be_done(turn, case, told["words"]),
        text=lambda: _text(turn, case, told["words"]),
        params=lambda: _version(turn, case, told["words"]),
        read=lambda turn, text: _other_words(turn, case, text),
    )
    told["cancelled"] = said == acts.CANCEL


def _may_be_done(turn: Turn, case: Case, words: str) -> list[Option]:
    found = not case.restricted and publishing.traces(turn, case, words)
    first = Option("hide", "publish.b_hide") if found else Option("yes", "staff.b_publish")
    return [first, Option("again", "staff.b_again"), Option(acts.CANCEL, "staff.b_cancel")]


def _text(turn: Turn, case: Case, words: str) -> str:
    if case.restricted:
        return "publish.counted"
    return "publish.marked" if publishing.traces(turn, case, words) else "publish.check"


def _version(turn: Turn, case: Case, words: str) -> dict[str, Any]:
    if case.restricted:
        return {"code": case.code, "outcome": ready_words(turn, case, words)}
    found = publishing.traces(turn, case, words)
    shown = publishing.shown(turn, case, turn.language)
    if found:
        return {**shown, "pieces": pieces(words, found)}
    question, answer = parts(words)
    return {**shown, "question": question, "answer": answer}


def _other_words(turn: Turn, case: Case, text: str) -> Several:
    """Words typed at the check stand in place of those shown, and are shown in their turn."""
    return Several({"words": _WORDS.read(turn, case, text), "confirm": None, "seen": None})


def _publish(turn: Turn, case: Case, move: str, told: Told) -> Change | None:
    words, facts = told["words"], publishing.facts(turn, case)
    head: Told = {"act": PUBLISH.name, "case": case.code}
    if told["confirm"] == "again":
        acts.ask_again(turn, head)
    elif told["confirm"] == "hide":
        acts.ask_again(turn, {**head, "words": publishing.without_traces(turn, case, words)})
    elif told["seen"] != facts or _may_be_done(turn, case, words)[0].value != "yes":
        acts.ask_again(turn, {**head, "words": words})  # it is no longer what they saw
    else:
        return _published(turn, case, move, words, facts)
    return None


def _published(turn: Turn, case: Case, move: str, words: str, facts: dict[str, str]) -> Change:
    said = ready_words(turn, case, words)
    data = {"outcome": publishing.outcome_in(words)} if case.restricted else {"shown": facts}
    change = official_act(
        turn, case, move, words=said, text_kind="published", published=said, data=data
    )
    publications.changed(turn.tx, case.id, turn.now)
    same_here.tell(turn, change.case)
    return change


PUBLISH = acts.add(
    Act(
        "publish",
        "congkhai",
        lambda case: ("publish",),
        _publish,
        (replace(_WORDS, take=_take),),
        extra=_confirm,
        confirms=True,
    )
)


@command("congkhai", "publish", who=able("publish"))
def publish(turn: Turn, words: str) -> None:
    """`/congkhai CODE [TEXT]`."""
    acts.start(turn, PUBLISH, words)
