"""The catalogue of procedures: searched in people's words, or browsed by office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cases.agency.procedures import Procedure
from cases.catalogue.finding import of_code, search
from cases.kinds import Kind
from handlers.citizen.interludes import begin_over, ended
from handlers.citizen.plain_words import yes_no
from handlers.citizen.questions import procedure_sheet
from handlers.citizen.subject.subjects import Subject, everyday, named, short
from handlers.citizen.submission import submit
from handlers.conversation.dialogue import Ask, Option, Several, Unclear, dialogue
from handlers.conversation.replay import advance, begin, kept, under_way
from handlers.desk import Turn
from handlers.router import command

_SUGGESTED = 3
_OTHER = "other"
_BEYOND = (
    Option("browse", "catalogue.b_browse"),
    Option("/gui", "catalogue.b_tell"),
    Option("/gapcanbo", "procedures.b_human"),
)
_STORY_FROM = 40
"""Characters: a text this long that finds nothing is somebody's story, not a search."""


@command("thutuc", "procedures", "procedure")
def procedures(turn: Turn, words: str) -> None:
    """Search for a procedure, or browse."""
    words = words.strip()
    if words and (procedure := of_code(words, turn.agency)):
        procedure_sheet.show(turn, procedure)
        return
    found = search(words, turn.agency, limit=1) if words else []
    if words and not found:
        turn.say("procedures.nothing_found", words=short(words))
    begin_over(turn, "procedures", {"words": words} if found else {})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A procedure's code, or the story somebody told where a search was expected."""

    code: str = ""
    story: str = ""


def _finish(turn: Turn, wanted: Wanted) -> None:
    if wanted.story:
        turn.state.pop("over", None)
        submit.begin_with(turn, {"text": wanted.story})
        return
    procedure = turn.agency.procedure(wanted.code)
    if procedure is None:  # the catalogue was replaced in the meantime
        turn.say("procedures.gone", [turn.button("procedures.b_another", "/thutuc")])
    else:
        procedure_sheet.show(turn, procedure)
    ended(turn)


@dialogue("procedures", _finish)
def finding(ask: Ask) -> Wanted:
    if story := ask.answers.get("story"):
        wanted = ask.choice(
            "as_story",
            (Option("yes", "procedures.b_send"), Option("no", "procedures.b_search_again")),
            text="procedures.is_story",
            read=yes_no,
        )
        if wanted == "yes":
            return Wanted(story=story)
    if words := ask.answers.get("words"):
        which = ask.choice(
            "which",
            lambda: _suggestions(ask.turn, words),
            read=_search,
            text="procedures.found",
            params=lambda: {"words": short(words)},
        )
        if which != _OTHER:
            return Wanted(which)
        ask.choice("beyond", _BEYOND, text="catalogue.beyond", read=_search)
    office = ask.choice("office", lambda: _offices(ask.turn), text="procedures.what", read=_search)
    return Wanted(
        ask.choice(
            "procedure", lambda: _of_office(ask.turn, office), text="procedures.pick", read=_search
        )
    )


def _suggestions(turn: Turn, words: str) -> list[Option]:
    found = search(words, turn.agency, limit=_SUGGESTED)
    return [*(_option(turn, p) for p in found), Option(_OTHER, "procedures.b_none_of_these")]


def _option(turn: Turn, procedure: Procedure) -> Option:
    return Option(procedure.code, label=short(named(turn, procedure.name, procedure.name_en)))


def _offices(turn: Turn) -> list[Option]:
    with_procedures = {p.office for p in turn.agency.procedures}
    return [
        Option(o.id, label=everyday(turn, o))
        for o in turn.agency.offices
        if o.id in with_procedures
    ]


def _of_office(turn: Turn, office: str) -> list[Option]:
    return [_option(turn, p) for p in turn.agency.procedures if p.office == office]


_AFTER_WORDS = ("which", "beyond", "office", "procedure", "story", "as_story")


def _search(turn: Turn, text: str) -> Any:
    """New words start the search anew, at whichever question they come."""
    text = text.strip()
    anew: dict[str, Any] = dict.fromkeys(_AFTER_WORDS)
    if text and (procedure := of_code(text, turn.agency)):
        return Several({**anew, "words": text, "which": procedure.code})
    if text and search(text, turn.agency, limit=1):
        return Several({**anew, "words": text})
    if len(text) >= _STORY_FROM:
        return Several({**anew, "story": text})
    raise Unclear("procedures.nothing_found", words=short(text))


# --- feedback about one --------------------------------------------------------------------------


def wrong_information(turn: Turn, code: str) -> None:
    """What is written about a procedure is wrong somewhere, says a reader of its page; what is
    wrong is asked."""
    procedure = of_code(code, turn.agency)
    if procedure is not None:
        turn.say("procedures.wrong", name=named(turn, procedure.name, procedure.name_en))
    feedback(turn, procedure.code if procedure else "")


@command("phananhve", "feedbackon", hidden=True)
def feedback(turn: Turn, words: str) -> None:
    """Feedback about the procedure just read: its subject is known."""
    procedure = turn.agency.procedure(words.strip())
    if procedure is None:
        turn.say("procedures.gone", [turn.button("procedures.b_another", "/thutuc")])
        return
    subject = Subject(Kind.REGULATION, procedure.office, procedure.code).value()
    if under_way(turn) == "submit":
        turn.state["d"]["a"]["subject"] = subject
        advance(turn)
    elif kept(turn, "submit"):
        submit.offer_kept(turn)
    else:
        begin(turn, "submit", {"subject": subject})
