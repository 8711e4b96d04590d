"""A report as a neutral shape: what it says in which order. How it looks on paper, in a table file
or as pictures is decided where it is rendered (`bot/papers/`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. Numbers are numbers; None is a cell with nothing to say ("–"). `total`: the last row
    adds up the others."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str | int | float | None]]
    total: bool = False


class ChartKind(StrEnum):
    BARS = "bars"
    STACKED = "stacked"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Chart:
    """`series`: name and one value per label. None is a value not shown (too few cases)."""

    kind: ChartKind
    title: str
    labels: Sequence[str]
    series: Sequence[tuple[str, Sequence[int | float | None]]]
    unit: str = ""


Block = Heading | Paragraph | Grid | Chart


@dataclass(frozen=True, slots=True)
class Sheet:
    """`lines`: what stands under the title (period, unit of count, number of the report)."""

    title: str
    lines: Sequence[str]
    blocks: Sequence[Block]
    foot: str = ""
