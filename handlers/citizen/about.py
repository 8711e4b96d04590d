"""Whom conduct is about."""

from __future__ import annotations

from dataclasses import dataclass

from cases.agency import Agency
from cases.text import fold
from handlers.citizen.subjects import named
from handlers.desk import Turn
from handlers.dialogue import Ask, Option, Unclear

UNKNOWN = "-"
_LEADERSHIP = ("giam doc so", "pho giam doc", "lanh dao so", "giam doc", "director")


@dataclass(frozen=True, slots=True)
class About:
    """`office` is an office id, if one was named. `leadership`: not ours to judge."""

    whom: str = ""
    office: str = ""
    leadership: bool = False


def about(ask: Ask) -> About:
    """Whom or which office; may be unknown. The department's own leadership is for others: the
    person is guided there, and may say that somebody else was meant."""
    told = ask.choice("about", lambda: _offices(ask.turn), read=_read)
    if told == UNKNOWN:
        return About()
    if _is_leadership(told):
        ask.choice(
            "leadership",
            (Option("guide", "submit.b_where"),),
            params=lambda: {"inspectorate": ask.turn.agency.inspectorate},
        )
        return About(told, leadership=True)
    return About("" if told in _ids(ask.turn.agency) else told, office_meant(ask.turn.agency, told))


def _offices(turn: Turn) -> list[Option]:
    offices = [Option(o.id, label=named(turn, o.short, o.name_en)) for o in turn.agency.offices]
    return [Option(UNKNOWN, "submit.b_unknown"), *offices]


def _ids(agency: Agency) -> set[str]:
    return {o.id for o in agency.offices}


def _read(turn: Turn, text: str) -> str:
    text = text.strip()
    if not text:
        raise Unclear
    if len(text) > 300:
        raise Unclear("common.too_long", limit=300)
    return text


def office_meant(agency: Agency, text: str) -> str:
    """The office that a text names by id, name, short name or alias; empty if none."""
    if text in _ids(agency):
        return text
    said = f" {fold(text)} "
    for office in agency.offices:
        names = (office.name, office.short, *office.aliases)
        if any(f" {fold(n)} " in said for n in names if n):
            return office.id
    return ""


def _is_leadership(text: str) -> bool:
    said = f" {fold(text)} "
    return any(f" {words} " in said for words in _LEADERSHIP)
