"""Words by which the machine understands what people write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cases.agency.doors import OtherBody


@dataclass(frozen=True, slots=True)
class Weighted:
    phrase: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Example:
    """A message as people write it, and what it was: `label` a
    `cases.understanding.labels.Label`, `office` the one concerned (of ELSEWHERE the other body),
    empty where none is."""

    text: str
    label: str
    office: str = ""


@dataclass(frozen=True, slots=True)
class RoutingWords:
    """Words and phrases that speak for an office, a kind or a door, with weights; and examples, of
    which the rest is learned."""

    offices: Mapping[str, tuple[Weighted, ...]]
    kinds: Mapping[str, tuple[Weighted, ...]]  # Kind values
    doors: Mapping[str, tuple[Weighted, ...]]  # see `cases.understanding.routing.doors`
    abbreviations: Mapping[str, str]
    other_bodies: tuple[OtherBody, ...] = ()
    examples: tuple[Example, ...] = ()
    measured_as: Mapping[str, str] = field(default_factory=dict)  # names of offices in other files


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """The words, in Vietnamese and English, by which a question is understood. `about` has those of
    each facet and topic (`cases/understanding/questions.py`), `status` of "where is my
    dossier?", `trouble` of what is told rather than asked, `polite` of what only says that
    something is asked. Where nothing is written in `about`, no question is answered by the
    machine."""

    about: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    status: tuple[str, ...] = ()
    trouble: tuple[str, ...] = ()
    polite: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatterWords:
    """`turns`: the words with which people turn to another matter. Without any nobody is asked
    whether what they wrote is two."""

    turns: tuple[str, ...] = ()
