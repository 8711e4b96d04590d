"""What a good answer has (issue 4), looked for in a draft by plain words: a hint to whoever writes
and approves it, never a hindrance. The words are the agency's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cases.agency.casework import AnswerRules
from cases.words.text import fold

_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;]*")
_MOST_QUESTIONS = 5
_LONGEST = 160
# Of the telling words of a question so many come back in what answers it.
_SHARE = 1 / 3
# Words that tell nothing of what a sentence is about.
_BARE = frozenset(
    "toi minh em anh chi ong ba so cho hoi xin biet la co khong duoc phai can va hay hoac thi ma"
    " cua voi ve trong tren den di nay do nao gi sao the nhu vay a da vang se chua roi luc o"
    " bao nhieu gio lau dau tai vi khi lam may neu".split()
)


@dataclass(frozen=True, slots=True)
class Asked:
    sentence: str
    taken_up: bool  # the answer speaks of the same things


@dataclass(frozen=True, slots=True)
class Checklist:
    """`private` is the first part of the words that leads to a person, or empty."""

    questions: tuple[Asked, ...]
    law: bool
    next_step: bool
    private: str

    @property
    def missing(self) -> tuple[str, ...]:
        """What a second look may be worth: "questions", "law", "next_step", "private"."""
        found = {
            "questions": all(q.taken_up for q in self.questions),
            "law": self.law,
            "next_step": self.next_step,
            "private": not self.private,
        }
        return tuple(name for name, there in found.items() if not there)


def check(told: Iterable[str], answer: str, rules: AnswerRules, private: str) -> Checklist:
    """Look through an answer to what somebody told, part by part."""
    return Checklist(
        tuple(Asked(q, _taken_up(q, answer)) for q in questions(told, rules.asks)),
        _says_one_of(rules.law, answer),
        _says_one_of(rules.next_step, answer),
        private,
    )


def questions(told: Iterable[str], asks: Sequence[str]) -> list[str]:
    """The sentences that ask, in their order: by their mark, or by one of the phrases."""
    sentences = (s.strip() for part in told for s in _SENTENCE.findall(part))
    asked = [s[:_LONGEST] for s in sentences if s.endswith("?") or _says_one_of(tuple(asks), s)]
    return list(dict.fromkeys(asked))[:_MOST_QUESTIONS]


def _taken_up(question: str, answer: str) -> bool:
    telling = set(fold(question).split()) - _BARE
    return len(telling & set(fold(answer).split())) >= len(telling) * _SHARE


def _says_one_of(phrases: tuple[str, ...], text: str) -> bool:
    return bool(phrases) and _pattern(phrases).search(fold(text)) is not None


@lru_cache(maxsize=16)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Whole words, folded; "#" stands for what begins with a digit: "Nghị định #"."""
    return re.compile("|".join(rf"\b{_folded(p)}\b" for p in phrases))


def _folded(phrase: str) -> str:
    words = (r"\d\w*" if word == "#" else re.escape(fold(word)) for word in phrase.split())
    return " ".join(words)
