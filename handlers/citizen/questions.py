"""A question answered at once out of the catalogue or the agency's own data, first of all or in the
middle of a submission. What the answer does not settle goes to a person, with all that was said.
Read `answered` first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cases import questions, routing
from cases.agency import Agency, Procedure
from cases.catalogue import search
from cases.codes import looks_like_code
from cases.labels import Label
from cases.lifecycle import Status
from cases.questions import Facet, Question
from handlers import replay
from handlers.citizen import (
    asked,
    catalogue_answers,
    first_words,
    plain_words,
    submit,
    supplement,
    whereabouts,
)
from handlers.citizen.catalogue_answers import Said
from handlers.citizen.interludes import begin_over, ended
from handlers.citizen.subjects import named, short
from handlers.desk import Turn
from handlers.dialogue import Ask, Option, Several, Unclear, dialogue
from handlers.router import command
from messages.envelope import Choice
from storage import tallies

_SUGGESTED = 3
_OTHER, _STORY = "other", "story"
_SURE = 0.6  # what names nothing we can answer must at least be a question beyond doubt
_LIKELY = 0.55  # "where?" may stand in a story, too
_INVITED = 1.0
_SHORT = 60  # characters of a question about what was just answered: "còn lệ phí thì sao?"
_STORY_FROM = 40  # characters
_GIVE_WAY = frozenset({"question", "procedures"})
_SUBMIT = "submit"


def answered(turn: Turn) -> bool:
    """Whether what was said first of all was a question, and was answered. It is kept as a draft,
    so that nothing is lost where the answer does not help."""
    if not _only_words(turn) or turn.viewer:
        return False
    if plain_words.is_thanks(turn.text) and asked.talk(turn):
        asked.ended(turn)
        turn.say("human.welcome")
        return True
    found = _question(turn)
    if found is None or found.sure < _enough(found) or _for_a_case(turn, found):
        return False
    if turn.chat.fresh:
        first_words.introduce(turn)
    asked.note(turn)
    _reply(turn, found)
    return True


def interposed(turn: Turn) -> bool:
    """Whether what was said at a step was a question we can answer: then it was, and the step goes
    on. Anything else is left to the step."""
    name = replay.under_way(turn)
    if name not in (_SUBMIT, *_GIVE_WAY) or not _only_words(turn) or turn.viewer:
        return False
    found = _question(turn)
    if found is None or not found.about or not (found.topic or _candidates(turn, found)):
        return False
    if found.sure < _SURE and "?" not in turn.text:
        return False  # "em xin giấu tên ạ" is an answer
    if name == _SUBMIT and not replay.holds_words(turn.state["d"]):
        replay.drop(turn)
    elif turn.state["d"]["k"] == "story" and not found.topic:
        return False  # what a photo shows, or what was told before, goes on
    asked.note(turn)
    _reply(turn, found)
    return True


def _enough(found: Question) -> float:
    """How sure it must be a question; what asks of the department itself can be hardly else."""
    if found.topic or found.label is Label.STATUS:
        return 0.0
    return _LIKELY if found.facet else _SURE


def _only_words(turn: Turn) -> bool:
    unlike = turn.choice or turn.file_ids or turn.incoming.edited or turn.incoming.location
    return turn.private and bool(turn.text) and not unlike


def _for_a_case(turn: Turn, found: Question) -> bool:
    """What an official waits for, or was just added to, is asked about as ever; who asks where a
    case is adds nothing to it."""
    if found.label is Label.STATUS and looks_like_code(turn.text):
        return False
    case = supplement.waiting_case(turn)
    return case is not None and case.status != Status.ANSWERED


def _question(turn: Turn) -> Question | None:
    """Also what would be no question by itself, after an answer or where one was asked for."""
    invited = asked.invited(turn) or replay.under_way(turn) in _GIVE_WAY
    if found := questions.question(turn.text, turn.agency):
        return found
    if questions.tells_trouble(turn.text, turn.agency):
        return None
    read = questions.named(turn.text, turn.agency)
    follows = bool(read.about) and len(turn.text) <= _SHORT and asked.procedure_before(turn)
    likely = len(turn.text) <= questions.LONGEST and (invited or follows)
    return read._replace(sure=_INVITED) if likely else None


# --- what is answered ----------------------------------------------------------------------------


def _reply(turn: Turn, found: Question) -> None:
    if found.label is Label.STATUS:
        whereabouts.tell(turn)
        return
    candidates = _candidates(turn, found)
    if found.topic:
        _say(turn, catalogue_answers.of_department(turn, found.topic), found.about)
    elif found.facet and len(candidates) == 1:
        _answer(turn, candidates[0], found.facet)
    elif found.facet and candidates:
        codes = [procedure.code for procedure in candidates]
        begin_over(turn, "question", {"about": found.about, "codes": codes})
        return
    elif candidates and found.sure == _INVITED:
        begin_over(turn, "procedures", {"words": found.rest})
        return
    else:
        _unanswered(turn, candidates)
    _go_on(turn)


def _go_on(turn: Turn) -> None:
    """With the step in which it was asked."""
    if replay.under_way(turn) in _GIVE_WAY:
        replay.drop(turn)
    if replay.under_way(turn):
        replay.ask_again(turn)
    else:
        ended(turn)


def _candidates(turn: Turn, found: Question) -> list[Procedure]:
    """The one whose own words were said, where the search agrees; else up to three to choose from;
    without any, the one the last answer was about."""
    agency = turn.agency
    near = _search(agency, found.rest) or _search(agency, turn.text)
    code = routing.guess(found.rest or turn.text, agency).procedure
    own = agency.procedure(code) if code else None
    if own is not None and (not near or near[0].code == own.code):
        return [own]
    if own is not None:
        near = [own, *(p for p in near if p.code != own.code)][:_SUGGESTED]
    before = agency.procedure(asked.procedure_before(turn)) if not near else None
    return [before] if before is not None else near


def _search(agency: Agency, words: str) -> list[Procedure]:
    return search(words, agency, limit=_SUGGESTED) if words else []


def _answer(turn: Turn, procedure: Procedure, facet: Facet) -> None:
    said = catalogue_answers.of_procedure(turn, procedure, facet)
    _say(turn, said, facet, procedure.code)


def _say(turn: Turn, said: Said, about: str, code: str = "") -> None:
    key, params = said
    tallies.add(turn.tx, f"question.{about}", turn.now)
    asked.answered(turn, catalogue_answers.plain(turn, key, params), code)
    full = [turn.button("questions.b_full", f"/thutuc {code}")] if code else []
    person = "questions.b_official" if key == "questions.blank" else "questions.b_not_helped"
    turn.say(key, [*full, *_ways_on(turn, person)], **params)


def _ways_on(turn: Turn, label: str) -> list[Choice]:
    return [
        turn.button(label, "/chuadungytoi"),
        turn.button("questions.b_another", "/hoicaukhac"),
        turn.button("questions.b_feedback", "/gui"),
    ]


def _unanswered(turn: Turn, near: list[Procedure]) -> None:
    """Handed to the office at a tap; what was taken for a question by mistake goes on as told."""
    tallies.add(turn.tx, "question.unanswered", turn.now)
    portals, phone = turn.agency.portals, turn.agency.contact.phone
    params: dict[str, Any] = {"phone": phone, "portal": portals[0][1] if portals else ""}
    asked.answered(turn, catalogue_answers.plain(turn, "questions.unanswered", params))
    official, another, feedback = _ways_on(turn, "questions.b_official")
    if not (replay.under_way(turn) or turn.state.get("over")):
        feedback = turn.button("questions.b_is_feedback", "/tieptuc")
    sheets = [Choice(_name(turn, p), f"/thutuc {p.code}") for p in near[:1]]
    turn.say("questions.unanswered", [official, *sheets, another, feedback], **params)


def _name(turn: Turn, procedure: Procedure) -> str:
    return short(named(turn, procedure.name, procedure.name_en))


@command("hoicaukhac", "askanother", hidden=True)
def another(turn: Turn, words: str) -> None:
    """What is written next is taken for a question."""
    asked.invite(turn)
    turn.say("questions.what")


# --- which of several procedures -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Meant:
    """A procedure's code or `_OTHER`, or the story somebody told where a choice was expected."""

    facet: Facet
    code: str = ""
    story: str = ""


def _chosen(turn: Turn, meant: Meant) -> None:
    if meant.story:
        turn.state.pop("over", None)
        asked.gives_way(turn)
        submit.begin_with(turn, {"text": meant.story})
        return
    procedure = turn.agency.procedure(meant.code)
    if procedure is None:
        _unanswered(turn, [])
    else:
        _answer(turn, procedure, meant.facet)
    ended(turn)


@dialogue("question", _chosen)
def choosing(ask: Ask) -> Meant:
    facet = Facet(ask.answers["about"])
    options = [
        *_options(ask.turn, ask.answers["codes"]),
        Option(_OTHER, "questions.b_other"),
    ]
    which = ask.choice("which", options, read=_other_words, text="questions.which")
    return Meant(facet, which, ask.answers["story"] if which == _STORY else "")


def _options(turn: Turn, codes: list[str]) -> list[Option]:
    found = filter(None, map(turn.agency.procedure, codes))
    return [Option(p.code, label=_name(turn, p)) for p in found]


def _other_words(turn: Turn, text: str) -> Any:
    """A name typed in place of a choice is looked for; a story is never lost."""
    if found := _search(turn.agency, text):
        return Several({"codes": [p.code for p in found], "which": None})
    if len(text) >= _STORY_FROM:
        return Several({"story": text, "which": _STORY})
    raise Unclear
