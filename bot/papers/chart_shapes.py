"""The bars and lines of charts, each with its value written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import nan
from typing import Any

from matplotlib.axes import Axes
from matplotlib.container import BarContainer

from bot.papers.chart_axes import Manner
from bot.papers.colours import COLOURS, INK, LIGHT
from messages.numbers import written
from messages.sheet import Chart, ChartKind

_DASHES, _MARKS = ("-", "--", ":", "-."), "osD^"


def _numbers(values: Sequence[int | float | None]) -> list[float]:
    return [float(value or 0) for value in values]


def _said(values: Sequence[int | float | None], language: str) -> list[str]:
    return [written(value, language) for value in values]


def _bars(axes: Axes, chart: Chart, language: str, manner: Manner) -> None:
    first, last = (-0.2, 0.45) if manner is Manner.UNDER_NAMES else (-0.4, 0.4)
    thick = (last - first) / len(chart.series)
    for at, (name, values) in enumerate(chart.series):
        places = [n + first + (at + 0.5) * thick for n in range(len(values))]
        look: Any = {"color": COLOURS[at % len(COLOURS)], "label": name}
        if manner.lies:
            drawn = axes.barh(places, _numbers(values), height=thick * 0.92, **look)
        else:
            drawn = axes.bar(places, _numbers(values), width=thick * 0.92, **look)
        axes.bar_label(drawn, _said(values, language), padding=3, fontsize=10)


def _stacked(axes: Axes, chart: Chart, language: str, manner: Manner) -> None:
    below = [0.0] * len(chart.labels)
    for at, (name, values) in enumerate(chart.series):
        colour = COLOURS[at % len(COLOURS)]
        heights = _numbers(values)
        drawn = axes.bar(range(len(values)), heights, 0.7, bottom=below, color=colour, label=name)
        below = [low + high for low, high in zip(below, heights, strict=True)]
        _inside(axes, drawn, values, language, INK if at % len(COLOURS) in (1, 2) else LIGHT)


def _inside(
    axes: Axes, bars: BarContainer, values: Sequence[int | float | None], language: str, ink: str
) -> None:
    words = [written(value, language) if value else "" for value in values]
    axes.bar_label(bars, words, label_type="center", color=ink, fontsize=10)


def _lines(axes: Axes, chart: Chart, language: str, manner: Manner) -> None:
    for at, (name, values) in enumerate(chart.series):
        heights = [nan if value is None else float(value) for value in values]  # nan: a gap
        look: Any = {"marker": _MARKS[at % 4], "linestyle": _DASHES[at % 4]}
        colour = COLOURS[at % len(COLOURS)]
        axes.plot(range(len(heights)), heights, color=colour, label=name, linewidth=2, **look)
        level = len({value for value in values if value is not None}) == 1
        for place, value in enumerate(values):
            last = place == len(values) - 1
            if value is not None and (last or not level):  # a goal is said once
                alone = len(chart.series) == 1
                below = _in_valley(values, place) if alone else _has_above(chart, at, place)
                _beside(axes, place, value, language, below=below)


def _in_valley(values: Sequence[int | float | None], place: int) -> bool:
    """Whether the line itself runs where a figure above its point would stand. Not so near to the
    foot that it would stand among the names there."""
    known = [value or 0 for value in values]
    own, around = known[place], values[max(place - 1, 0) : place + 2]
    beside = [value for value in around if value is not None]
    return own > max(known) / 5 and sum(beside) > own * len(beside)


def _has_above(chart: Chart, at: int, place: int) -> bool:
    own = chart.series[at][1][place] or 0
    others = [values[place] for n, (_, values) in enumerate(chart.series) if n != at]
    return any(other is not None and other > own for other in others)


def _beside(axes: Axes, place: int, value: float, language: str, *, below: bool) -> None:
    words, away = written(value, language), (0, -16 if below else 8)
    look: Any = {"textcoords": "offset points", "ha": "center", "fontsize": 9}
    axes.annotate(words, (place, value), away, **look)


SHAPES: Mapping[ChartKind, Callable[[Axes, Chart, str, Manner], None]] = {
    ChartKind.BARS: _bars,
    ChartKind.STACKED: _stacked,
    ChartKind.LINE: _lines,
}
