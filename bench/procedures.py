"""`python -m bench.procedures`: how long a search takes in the 128 procedures of the national
portal that concern a department, and in 6,000 made of their words, on one core. Slips of the finger
and words nobody wrote into a catalogue are among the queries."""

from __future__ import annotations

import csv
import random
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import quantiles

from bot.agency_files import load
from cases.agency.agency import Agency
from cases.agency.procedures import Procedure
from cases.catalogue.finding import search

_ROOT = Path(__file__).parent.parent
_DATA = _ROOT / "tests" / "data"
_SAMPLE = _ROOT / "agencies" / "skhdt-quang-ngai"
_MANY = 6_000
_ALIASES = 6
_ROUNDS = 10


def main() -> None:
    agency = load(_SAMPLE)
    real = _portal(agency)
    queries = list(_queries())
    for name, procedures in (("portal", real), ("generated", _generated(real))):
        _tell(name, replace(agency, procedures=procedures), queries)


def catalogue() -> tuple[Procedure, ...]:
    """6,000 procedures, the same ones every time."""
    return _generated(_portal(load(_SAMPLE)))


def _portal(agency: Agency) -> tuple[Procedure, ...]:
    with (_DATA / "portal_procedures.csv").open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            Procedure(
                code=row["code"] or f"X-{number}",
                name=row["name_vi"],
                name_en=row["name_en"],
                field=row["field"],
                office=agency.reception_office,
            )
            for number, row in enumerate(csv.DictReader(file))
        )


def _generated(real: tuple[Procedure, ...]) -> tuple[Procedure, ...]:
    """Names of the lengths of real ones: the beginning of one with the end of another, and words
    of its own that a large catalogue has and a small one has not."""
    chance = random.Random(1)
    own = [_syllable(chance) + _syllable(chance) for _ in range(2_000)]
    made = []
    for number in range(_MANY):
        one, other = chance.sample(real, 2)
        name = f"{_half(one.name, 0)} {_half(other.name, 1)} {' '.join(chance.sample(own, 2))}"
        words = name.split()
        starts = [chance.randrange(max(1, len(words) - 4)) for _ in range(_ALIASES)]
        aliases = tuple(" ".join(words[at : at + 4]) for at in starts)
        made.append(
            Procedure(
                f"{number % 9}.{number:06}", name, other.name_en, "", one.office, aliases=aliases
            )
        )
    return tuple(made)


def _half(name: str, second: int) -> str:
    words = name.split()
    middle = len(words) // 2
    return " ".join(words[middle:] if second else words[:middle])


def _syllable(chance: random.Random) -> str:
    first = "b c ch d g h kh l m n ng nh ph qu s t th tr v x".split()
    return chance.choice(first) + chance.choice("a ai ao e i o oi u ua uy".split())


def _queries() -> Iterator[str]:
    chance = random.Random(2)
    with (_DATA / "procedure_queries.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            query = row["query"]
            at = chance.randrange(len(query))
            yield from (query, query[:at] + query[at + 1 :], f"{query} {query[::-1]} {query}")


def _tell(name: str, agency: Agency, queries: list[str]) -> None:
    tracemalloc.start()
    began = time.thread_time()
    search("index", agency)
    building = time.thread_time() - began
    memory, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    times = []
    for query in queries * _ROUNDS:
        began = time.thread_time()  # what others do on the machine meanwhile is not ours
        search(query, agency, limit=3)
        times.append((time.thread_time() - began) * 1_000)
    cuts = quantiles(times, n=100)
    print(
        f"{name}: {len(agency.procedures)} procedures, {len(times)} queries,"
        f" processor time p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms, most {max(times):.1f} ms;"
        f" the index takes {memory / 1e6:.1f} MB and {building:.1f} s (traced)"
    )


if __name__ == "__main__":
    main()
