"""What a run showed."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.campaign.services import Taken


def share_of(taken: Taken, permitted: float, first: float, last: float) -> float:
    """How much of the permitted pace (a second) was used between two times; what the service
    itself let nobody in for is left out."""
    count = sum(first <= at < last for at in taken.at)
    halted = sum(max(0.0, min(end, last) - max(begin, first)) for begin, end in taken.halts)
    return count / (last - first - halted) / permitted


def time_of(at: array[float], part: float) -> float:
    return at[min(int(len(at) * part), len(at) - 1)]


@dataclass
class Measured:
    """`shares` of the permitted pace by channel; `early` and `late` are megabytes resident at a
    tenth and at nine tenths; `seconds` are of answers to people who just wrote."""

    people: int
    scale: int
    took: float = 0.0
    shares: dict[str, float] = field(default_factory=dict)
    too_fast: int = 0
    stormed: int = 0
    missed: int = 0
    twice: int = 0
    marked: int = 0
    early: float = 0.0
    late: float = 0.0
    answers: list[float] = field(default_factory=list)

    @property
    def p95(self) -> float:
        return percentile(self.answers, 95)

    def lines(self) -> list[tuple[str, str]]:
        found = [
            ("people", f"{self.people:,}"),
            ("time runs", f"{self.scale} times as fast" if self.scale > 1 else "as in life"),
            ("took", f"{self.took:,.1f} s"),
            *(
                (f"pace on {name}", f"{share:.1%} of what is permitted")
                for name, share in self.shares.items()
            ),
            ("refused for pace", f"{self.too_fast:,}"),
            ("met a 429 storm", f"{self.stormed:,}"),
        ]  # fmt: skip
        if not self.answers:
            found += [
                ("did not get it", f"{self.missed:,}"),
                ("got it twice", f"{self.twice:,} ({self.marked:,} marked as perhaps twice)"),
            ]
        if self.early:
            found.append(("memory at 10 % and 90 %", f"{self.early:,.0f} and {self.late:,.0f} MB"))
        if self.answers:
            found.append((
                f"answers to {len(self.answers)} who just wrote",
                f"p50 {percentile(self.answers, 50):.2f} s, p95 {self.p95:.2f} s,"
                f" slowest {max(self.answers):.2f} s",
            ))  # fmt: skip
        return found


def percentile(values: Sequence[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) * percent // 100, len(ordered) - 1)]
