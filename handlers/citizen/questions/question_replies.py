"""What is said to a question: the one thing asked, or that a person has to answer it; counted, and
noted for whoever takes it over."""

from __future__ import annotations

from typing import Any

from cases.agency.agency import Agency
from cases.agency.procedures import Procedure
from cases.catalogue.finding import search
from cases.understanding import routing
from cases.understanding.questions import Facet, Question, Topic
from handlers.citizen import asked
from handlers.citizen.questions import catalogue_answers
from handlers.citizen.questions.catalogue_answers import Said
from handlers.citizen.subject.subjects import named, short
from handlers.conversation import replay
from handlers.desk import Turn
from messages.envelope import Choice
from storage.house import tallies

_SUGGESTED = 3
_SHORTEST = 4  # letters: what is left of a question, "lệ", names nothing
_HARDLY_ANY = 3  # words beside what is asked: "thế còn … thì sao" names no other procedure
_SUBMIT = "submit"


def candidates(turn: Turn, found: Question) -> list[Procedure]:
    """The one whose own words were said, where the search agrees; else up to three to choose from;
    where hardly anything or nothing is named, the one the last answer was about."""
    agency = turn.agency
    near = find(agency, found.rest) or find(agency, turn.text)
    code = routing.guess(found.rest or turn.text, agency).procedure
    own = agency.procedure(code) if code else None
    before = agency.procedure(asked.procedure_before(turn))
    if own is None and before is not None and len(found.rest.split()) <= _HARDLY_ANY:
        return [before]
    if own is not None and (not near or near[0].code == own.code):
        return [own]
    if own is not None:
        near = [own, *(p for p in near if p.code != own.code)][:_SUGGESTED]
    return [before] if before is not None and not near else near


def find(agency: Agency, words: str) -> list[Procedure]:
    return search(words, agency, limit=_SUGGESTED) if len(words) >= _SHORTEST else []


def of_department(turn: Turn, topic: Topic) -> None:
    _say(turn, catalogue_answers.of_department(turn, topic), topic)


def answer(turn: Turn, procedure: Procedure, facet: Facet) -> None:
    said = catalogue_answers.of_procedure(turn, procedure, facet)
    _say(turn, said, facet, procedure.code)


def _say(turn: Turn, said: Said, about: str, code: str = "") -> None:
    key, params = said
    tallies.add(turn.tx, f"question.{about}", turn.now)
    asked.answered(turn, catalogue_answers.plain(turn, key, params), code)
    full = [turn.button("questions.b_full", f"/thutuc {code}")] if code else []
    person = "questions.b_official" if key == "questions.blank" else "questions.b_not_helped"
    turn.say(key, [*full, *_ways_on(turn, person)], **params)


def _ways_on(turn: Turn, label: str, feedback: str = "/gui") -> list[Choice]:
    """In the middle of a submission it is the submission that goes on."""
    ways = [turn.button(label, "/chuadungytoi"), turn.button("questions.b_another", "/hoicaukhac")]
    if _SUBMIT not in (replay.under_way(turn), turn.state.get("over")):
        key = "questions.b_feedback" if feedback == "/gui" else "questions.b_is_feedback"
        ways.append(turn.button(key, feedback))
    return ways


def unanswered(turn: Turn, near: list[Procedure]) -> None:
    """Handed to the office at a tap; what was taken for a question by mistake goes on as told."""
    tallies.add(turn.tx, "question.unanswered", turn.now)
    portals, phone = turn.agency.portals, turn.agency.contact.phone
    params: dict[str, Any] = {"phone": phone, "portal": portals[0][1] if portals else ""}
    asked.answered(turn, catalogue_answers.plain(turn, "questions.unanswered", params))
    official, *others = _ways_on(turn, "questions.b_official", feedback="/tieptuc")
    sheets = [Choice(name_of(turn, p), f"/thutuc {p.code}") for p in near[:1]]
    turn.say("questions.unanswered", [official, *sheets, *others], **params)


def name_of(turn: Turn, procedure: Procedure) -> str:
    return short(named(turn, procedure.name, procedure.name_en))
