"""Topics in words: their names, and which somebody means by number, several at once, by name, or
all."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from cases.agency.agency import Agency
from cases.agency.plan import Topic
from cases.words.text import fold

ALL = frozenset(
    "tat ca, tat ca cac chu de, het, ca, nhan het, nhan tat ca, moi chu de, all, all of them,"
    " everything".split(", ")
)
_SHORTEST_NAME = 4  # letters of a topic's name that tell it from a stray word
_AROUND = re.compile(r"\b(so|chu de|muc|cau|chon|va|voi|and|topics?|numbers?|toi|a)\b")


def name(topic: Topic, language: str) -> str:
    return topic.name if language == "vi" else topic.name_en


def names(agency: Agency, topic_ids: Collection[str], language: str) -> list[str]:
    """In the order of the plan; a topic that is no longer in it has none."""
    return [name(t, language) for t in agency.plan.topics if t.id in topic_ids]


def topics_meant(text: str, topics: Sequence[Topic]) -> list[str]:
    """Their ids, in the order of the list; empty where that cannot be read."""
    said = fold(text)
    if said in ALL:
        return [topic.id for topic in topics]
    numbers = _AROUND.sub(" ", said).split()
    if numbers and all(word.isascii() and word.isdigit() for word in numbers):
        wanted = {int(word) for word in numbers}
        known = set(range(1, len(topics) + 1))
        return [t.id for n, t in enumerate(topics, 1) if n in wanted] if wanted <= known else []
    return [t.id for t in topics if _names(said, t)]


def _names(said: str, topic: Topic) -> bool:
    if len(said) < _SHORTEST_NAME:
        return False
    names = (fold(topic.name), fold(topic.name_en))
    return any(f" {said} " in f" {name} " or f" {name} " in f" {said} " for name in names)
