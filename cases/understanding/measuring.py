"""How well messages are understood: figures over labelled messages, for `langnghe simulate
routing`."""

from __future__ import annotations

import random
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cases.agency.agency import Agency
from cases.agency.words import Example
from cases.understanding import other_doors
from cases.understanding.labels import OFFICELESS, Label
from cases.understanding.other_doors import speaks
from cases.understanding.routing import Guess, doors, guess
from cases.words.text import fold

FORMAL = frozenset({Label.COMPLAINT, Label.DENUNCIATION})


@dataclass(frozen=True, slots=True)
class Answer:
    """What was made of one message. `ms`: milliseconds of one processor, so that what else the
    machine does is not counted."""

    meant: Example
    guess: Guess
    prompts: bool  # the question whether it is a formal complaint or denunciation is put
    ms: float

    @property
    def elsewhere(self) -> bool:
        return self.guess.label is Label.ELSEWHERE

    @property
    def six_way(self) -> str:
        """The office it goes to, or empty."""
        return "" if self.guess.label in OFFICELESS else self.guess.offices[0][0]


Reading = Callable[[Sequence[Example], Agency], list[Answer]]


def answers(messages: Sequence[Example], agency: Agency) -> list[Answer]:
    return [_answer(message, agency) for message in messages]


def _answer(message: Example, agency: Agency) -> Answer:
    began = time.thread_time()
    guessed = guess(message.text, agency)
    opened = doors(message.text, agency)
    prompts = any(speaks(message.text, agency, door, opened) for door in other_doors.FORMAL)
    took = (time.thread_time() - began) * 1000
    return Answer(message, guessed, prompts, took)


def unseen(agency: Agency, messages: Iterable[Example]) -> Agency:
    """The agency without the examples that are among the messages: what was learned by heart
    measures nothing."""
    known = {fold(message.text) for message in messages}
    kept = tuple(e for e in agency.routing.examples if fold(e.text) not in known)
    return replace(agency, routing=replace(agency.routing, examples=kept))


def taught(agency: Agency, messages: Iterable[Example]) -> Agency:
    """The agency with the messages as further examples."""
    examples = (*agency.routing.examples, *messages)
    return replace(agency, routing=replace(agency.routing, examples=examples))


def cross_validated(
    messages: Sequence[Example], agency: Agency, read: Reading = answers, *, folds: int, seed: int
) -> list[Answer]:
    """Each message answered by an agency that knows the other folds and its own examples, never the
    message itself; in the order of the messages."""
    order = list(range(len(messages)))
    random.Random(seed).shuffle(order)
    blank = unseen(agency, messages)
    found: dict[int, Answer] = {}
    for fold_ in range(folds):
        held = order[fold_::folds]
        known = taught(blank, (messages[at] for at in sorted(set(order) - set(held))))
        found |= zip(held, read([messages[at] for at in held], known), strict=True)
    return [found[at] for at in range(len(messages))]


def stripped(text: str) -> str:
    """Without diacritics, as many people type."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D")


def figures(found: Sequence[Answer]) -> dict[str, dict[str, float]]:
    """Shares from 0 to 1, and milliseconds. `office` top1 and top2 are over messages that concern
    an office, `six_way` over all; `formal` is complaint and denunciation together."""
    return {
        "office": _office_figures(found),
        "kind": {"macro_f1": _macro_f1(found), "top2": _share(found, _label_in_two)},
        "out_of_authority": {
            "precision": _share([a for a in found if a.elsewhere], _is_elsewhere),
            "recall": _share([a for a in found if _is_elsewhere(a)], lambda a: a.elsewhere),
        },
        "formal": {
            "recall": _share([a for a in found if _is_formal(a)], lambda a: a.prompts),
            "false_prompts": _share([a for a in found if not _is_formal(a)], lambda a: a.prompts),
        },
        "latency_ms": {"p50": _percentile(found, 0.50), "p95": _percentile(found, 0.95)},
    }


def _office_figures(found: Sequence[Answer]) -> dict[str, float]:
    concerned = [a for a in found if a.meant.office and a.meant.label not in OFFICELESS]
    return {
        "top1": _share(concerned, lambda a: a.guess.offices[0][0] == a.meant.office),
        "top2": _share(concerned, lambda a: a.meant.office in dict(a.guess.offices[:2])),
        "six_way": _share(found, lambda a: a.six_way == _goes_to(a.meant)),
    }


def _goes_to(message: Example) -> str:
    return "" if message.label in OFFICELESS else message.office


def _is_elsewhere(answer: Answer) -> bool:
    return answer.meant.label == Label.ELSEWHERE


def _is_formal(answer: Answer) -> bool:
    return answer.meant.label in FORMAL


def _label_in_two(answer: Answer) -> bool:
    return answer.meant.label in dict(answer.guess.labels[:2])


def _share(among: Sequence[Answer], is_so: Any) -> float:
    return round(sum(map(bool, map(is_so, among))) / len(among), 4) if among else 0.0


def _macro_f1(found: Sequence[Answer]) -> float:
    """The mean over all labels that occur, among the messages or the guesses."""
    pairs = Counter((a.meant.label, str(a.guess.label)) for a in found)
    meant, guessed = Counter[str](), Counter[str]()
    for (label, guess_), count in pairs.items():
        meant[label] += count
        guessed[guess_] += count
    scores = [2 * pairs[o, o] / (meant[o] + guessed[o]) for o in {*meant, *guessed}]
    return round(sum(scores) / len(scores), 4) if scores else 0.0


def _percentile(found: Sequence[Answer], share: float) -> float:
    took = sorted(answer.ms for answer in found)
    return round(took[min(int(share * len(took)), len(took) - 1)], 3) if took else 0.0


def confusion(found: Sequence[Answer]) -> Counter[tuple[str, str]]:
    """How often a label (first) was taken for another (second)."""
    return Counter((a.meant.label, str(a.guess.label)) for a in found)
