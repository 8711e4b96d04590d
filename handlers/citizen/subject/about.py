"""Whom conduct is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cases.agency.agency import Agency
from cases.words.text import fold
from handlers.citizen.plain_words import is_nothing, is_unknown
from handlers.citizen.refusals import keeps_name
from handlers.citizen.subject.subjects import named
from handlers.conversation.dialogue import Ask, Option, Unclear
from handlers.desk import Turn

UNKNOWN = "-"
_LEADERSHIP = ("giam doc so", "pho giam doc", "lanh dao so", "giam doc", "director")
_SHORTEST = 2  # letters
_LONGEST = 120  # characters of a name or an office; more is a part of the story
# In a story "giám đốc" may be a company's.
_LEADERSHIP_IN_STORY = ("giam doc so", "lanh dao so", "ban giam doc so", "head of the department")


@dataclass(frozen=True, slots=True)
class About:
    """`office` is an office id, if one was named. `leadership`: not ours to judge."""

    whom: str = ""
    office: str = ""
    leadership: bool = False
    asked: bool = False


def about(ask: Ask, story: str) -> About:
    """Whom or which office; may be unknown, and whom the story names counts then all the same. The
    department's own leadership is for others: the person is guided there, or says that somebody
    else was meant."""
    agency = ask.turn.agency
    told = ask.choice("about", lambda: _offices(ask.turn, story), read=_read)
    unknown = told == UNKNOWN
    if _speaks_of(told, _LEADERSHIP) or (unknown and _speaks_of(story, _LEADERSHIP_IN_STORY)):
        which = ask.choice(
            "leadership",
            (
                Option("guide", "submit.b_where"),
                *([Option("others", "submit.b_not_leadership")] if unknown else []),
            ),
            params=lambda: {"inspectorate": agency.inspectorate},
        )
        if which == "guide":
            return About(told, leadership=True, asked=True)
    if unknown:
        return About(office=office_accused(agency, story), asked=True)
    whom = "" if told in _ids(agency) else told
    return About(whom, office_meant(agency, told), asked=True)


def _offices(turn: Turn, story: str) -> list[Option]:
    """Those the story names stand first."""
    named_there = _named_in(turn.agency, story)
    offices = sorted(turn.agency.offices, key=lambda o: o.id not in named_there)
    options = [Option(o.id, label=named(turn, o.short, o.name_en)) for o in offices]
    first = len(named_there)
    return [*options[:first], Option(UNKNOWN, "submit.b_unknown"), *options[first:]]


def _ids(agency: Agency) -> set[str]:
    return {o.id for o in agency.offices}


def _read(turn: Turn, text: str) -> str:
    text = text.strip()
    if text == UNKNOWN or is_unknown(text) or is_nothing(text) or keeps_name(turn, text):
        return UNKNOWN
    if sum(map(str.isalpha, text)) < _SHORTEST or len(text) > _LONGEST:
        raise Unclear
    return text


def office_accused(agency: Agency, story: str) -> str:
    """The office that a story names. Of several the reception office, which must then not receive
    it; else nobody can tell which is meant."""
    named_there = _named_in(agency, story)
    if agency.reception_office in named_there:
        return agency.reception_office
    return next(iter(named_there)) if len(named_there) == 1 else ""


def _named_in(agency: Agency, story: str) -> set[str]:
    """Only by names that can mean nothing else: a story's "đấu thầu" is a matter, and its "văn
    phòng" may be a company's."""
    return _found(agency, story, lambda name: "phong" in name.split() and name != "van phong")


def _found(agency: Agency, text: str, counts: Callable[[str], bool]) -> set[str]:
    said = f" {fold(text)} "
    return {
        office.id
        for office in agency.offices
        for name in map(fold, (office.name, office.short, *office.aliases))
        if name and counts(name) and f" {name} " in said
    }


def office_meant(agency: Agency, text: str) -> str:
    """The office that a text names by id, name, short name or alias; empty if none."""
    if text in _ids(agency):
        return text
    named_there = _found(agency, text, lambda name: True)
    return next((o.id for o in agency.offices if o.id in named_there), "")


def _speaks_of(text: str, phrases: tuple[str, ...]) -> bool:
    said = f" {fold(text)} "
    return any(f" {words} " in said for words in phrases)
