"""What an agency's examples teach: which label a message has, and which office it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from cases.agency.agency import Agency
from cases.agency.words import Example
from cases.by_identity import ByIdentity
from cases.understanding.features import Marks, features, words_of
from cases.understanding.labels import Label
from cases.understanding.linear import Counts, Linear, Space


class Learned(NamedTuple):
    """`labels` are those of `cases.understanding.labels`, `offices` and `bodies` the agency's ids.
    Without examples none has anything to say."""

    space: Space
    labels: Linear
    offices: Linear
    bodies: Linear  # of other authorities
    marked: frozenset[str]  # pairs of words that are never written without diacritics

    def counts(self, text: str, abbreviations: Mapping[str, str]) -> Counts:
        return features(text, words_of(text, abbreviations), self.marked)


@lru_cache(maxsize=2)  # the one in force and the one before: each takes some five megabytes
def learned(key: ByIdentity[Agency]) -> Learned:
    """Takes about two seconds where the examples are new; see `learn`."""
    routing = key.kept.routing
    return learn(routing.examples, tuple(routing.abbreviations.items()))


@lru_cache(maxsize=2)
def learn(examples: tuple[Example, ...], abbreviations: tuple[tuple[str, str], ...]) -> Learned:
    """Kept by what the examples say: an agency read again from the same folder learns nothing
    anew."""
    marks = Marks()
    space = Space(_counted(examples, dict(abbreviations), marks))
    made = Learned(
        space,
        Linear(space, [one.label for one in examples]),
        Linear(space, ["" if one.label == Label.ELSEWHERE else one.office for one in examples]),
        Linear(space, [one.office if one.label == Label.ELSEWHERE else "" for one in examples]),
        marks.always(),
    )
    space.examples.clear()  # they are needed no more
    return made


def _counted(
    examples: Iterable[Example], abbreviations: Mapping[str, str], marks: Marks
) -> Iterator[Counts]:
    """One after the other: all of them at once would fill more memory than what is learned."""
    for one in examples:
        words = words_of(one.text, abbreviations)
        marks.see(words)
        yield features(one.text, words)
