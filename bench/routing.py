"""`make bench-routing`: how well messages are understood, by cross-validation over the public
labelled messages, beside what one would use instead, all in one run."""

from __future__ import annotations

import heapq
import math
import random
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from pathlib import Path

from bot.agency_files import load
from bot.commands.measured_file import measured_file
from cases.agency.agency import Agency
from cases.agency.words import Example
from cases.by_identity import ByIdentity
from cases.kinds import Kind
from cases.understanding import measuring
from cases.understanding.labels import Label
from cases.understanding.learned import learned
from cases.understanding.linear import Counts
from cases.understanding.measuring import Answer
from cases.understanding.routing import Guess
from cases.words.text import fold

HERE = Path(__file__).parent.parent
PUBLIC = HERE / "tests" / "data" / "routing_public.csv"
FOLDS, SEED = 5, 20261125
_NEAREST = 15
_ENGLISH = frozenset("the is we our my you your hello anyone how could".split())
_HEAD = (
    f"{'':34}"
    + "".join(
        f"{name:>9}"
        for name in (
            "top-1",
            "top-2",
            "six-way",
            "kind F1",
            "kind 2",
            "else P",
            "else R",
            "formal R",
        )
    )
    + f"{'false':>9}"
)


def main() -> None:
    agency = load(HERE / "agencies" / "skhdt-quang-ngai")
    public = measured_file(PUBLIC, agency)
    _cost(agency, public)
    print(f"\n{len(public)} messages, {FOLDS} folds, seed {SEED}\n{_HEAD}")
    words_only = replace(agency, routing=replace(agency.routing, examples=()))
    unsaid = replace(agency.routing, offices={}, kinds={}, doors={}, other_bodies=())
    examples_only = replace(agency, routing=unsaid)
    ours = measuring.cross_validated(public, agency, folds=FOLDS, seed=SEED)
    _line("Lắng Nghe", ours)
    _line("  no public message ever seen", _never_seen(public, agency))
    _line("  by examples alone", _crossed(public, examples_only))
    _line("  by words alone", measuring.answers(public, words_only))
    _line("BM25, 15 nearest examples", _crossed(public, agency, _nearest))
    bare = [replace(one, text=measuring.stripped(one.text)) for one in public]
    _line("Lắng Nghe, no diacritics", _crossed(bare, agency))
    english = [a for a in ours if _is_english(a.meant.text)]
    print(f"\nEnglish only ({len(english)} messages)")
    _line("Lắng Nghe", english)


def _never_seen(public: list[Example], agency: Agency) -> list[Answer]:
    return measuring.answers(public, measuring.unseen(agency, public))


def _crossed(
    public: list[Example], agency: Agency, read: measuring.Reading = measuring.answers
) -> list[Answer]:
    return measuring.cross_validated(public, agency, read, folds=FOLDS, seed=SEED)


def _line(name: str, found: Sequence[Answer]) -> None:
    f = measuring.figures(found)
    cells = (*f["office"].values(), *f["kind"].values(), *f["out_of_authority"].values())
    formal = f["formal"].values()
    print(f"{name:34}" + "".join(f"{cell:9.3f}" for cell in (*cells, *formal)), flush=True)


def _is_english(text: str) -> bool:
    words = set(fold(text).split())
    return text.isascii() and bool(words & _ENGLISH)


def _cost(agency: Agency, public: list[Example]) -> None:
    """Of learning, and of one message, in a process that has done nothing else."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    learned(ByIdentity(agency))
    took = time.process_time() - began
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    found = measuring.answers(public, agency)
    figures = measuring.figures(found)["latency_ms"]
    print(
        f"{len(agency.routing.examples)} examples learned in {took:.2f} s of processor,"
        f" {more:.1f} MB more at the most;"
        f" one message p50 {figures['p50']} ms, p95 {figures['p95']} ms"
    )


# --- what one would use instead ------------------------------------------------------------------


def _nearest(messages: Sequence[Example], agency: Agency) -> list[Answer]:
    """The labels of the nearest examples by BM25 over the same features."""
    index = _Index(agency)
    return [index.answer(message) for message in messages]


class _Index:
    def __init__(self, agency: Agency) -> None:
        self._agency = agency
        self._counts = learned(ByIdentity(agency)).counts
        examples = agency.routing.examples
        counted = [self._count(one.text) for one in examples]
        usual = sum(map(Counter.total, counted)) / len(counted)
        self._found: dict[str, list[tuple[int, float]]] = {}
        for at, counts in enumerate(counted):
            longer = 1.2 * (0.25 + 0.75 * counts.total() / usual)
            for feature, n in counts.items():
                self._found.setdefault(feature, []).append((at, n * 2.2 / (n + longer)))

    def _count(self, text: str) -> Counter[str]:
        counts: Counts = self._counts(text, self._agency.routing.abbreviations)
        return Counter(counts)

    def answer(self, message: Example) -> Answer:
        near: dict[int, float] = defaultdict(float)
        examples = self._agency.routing.examples
        for feature in self._count(message.text):
            found = self._found.get(feature, [])
            rare = math.log(1 + (len(examples) - len(found) + 0.5) / (len(found) + 0.5))
            for at, weight in found:
                near[at] += rare * weight
        labels: dict[str, float] = dict.fromkeys(Label, 0.0)
        offices: dict[str, float] = dict.fromkeys(("", *self._offices), 0.0)
        for at, like in heapq.nlargest(_NEAREST, near.items(), key=itemgetter(1)):
            labels[examples[at].label] += like
            if examples[at].office in offices:
                offices[examples[at].office] += like
        return _answer(message, _shares(labels, list(Label)), _shares(offices, self._offices))

    @property
    def _offices(self) -> list[str]:
        return [office.id for office in self._agency.offices]


def _shares(votes: Mapping[str, float], every: Sequence[str]) -> list[tuple[str, float]]:
    whole = sum(votes[one] for one in every) or 1.0
    order = random.Random(SEED).sample(list(every), len(every))  # nobody wins for standing first
    return sorted(((one, votes[one] / whole) for one in order), key=lambda share: -share[1])


def _answer(
    message: Example, labels: list[tuple[str, float]], offices: list[tuple[str, float]]
) -> Answer:
    ranked = tuple((Label(label), share) for label, share in labels)
    shares = dict(ranked)
    formal = shares[Label.COMPLAINT] + shares[Label.DENUNCIATION]
    best = max(shares, key=shares.__getitem__)
    guess = Guess(kind=Kind.QUESTION, office=offices[0][0], labels=ranked, offices=tuple(offices))
    return Answer(message, guess, formal >= 0.2 or best in measuring.FORMAL, 0.0)


if __name__ == "__main__":
    main()
