"""What stands around the bars and lines of a chart: names, units, a few faint lines."""

from __future__ import annotations

import textwrap
from enum import Enum
from math import ceil

import matplotlib as mpl
from matplotlib.axes import Axes

from messages.numbers import written
from messages.sheet import Chart, ChartKind

_NAME, _LINE = 26, 84  # characters of a line beside bars, and along a whole axis
_CLOSE = 0.5  # inches for each name: with less they are written smaller, or every second of a line


class Manner(Enum):
    STANDING = "standing"
    LYING = "lying"  # names beside the bars
    UNDER_NAMES = "under names"  # lying, names above them: for narrow screens

    @property
    def lies(self) -> bool:
        return self is not Manner.STANDING

    def height(self, names: int, series: int) -> float:
        """Inches."""
        if self is Manner.STANDING:
            return 4.2
        if self is Manner.LYING:
            return max(2.2, 1.2 + 0.42 * names * series)
        return 1.0 + names * (0.24 + 0.2 * series)


def around(axes: Axes, chart: Chart, language: str, manner: Manner) -> None:
    """Few lines across, and none along: the values are written."""
    _names(axes, chart, manner)
    across = axes.xaxis if manner.lies else axes.yaxis
    across.set_major_locator(mpl.ticker.MaxNLocator(5, integer=True))
    across.set_major_formatter(lambda value, _: written(float(value), language))
    across.set_tick_params(length=0)
    across.grid(True)
    axes.spines["bottom" if manner.lies else "left"].set_visible(False)
    if manner.lies:
        axes.invert_yaxis()
        axes.set_xlim(left=0, right=_room(axes.get_xlim()[1]))
    else:
        axes.set_ylim(bottom=0, top=_room(axes.get_ylim()[1]))
        axes.set_xlim(-0.6, len(chart.labels) - 0.4)
    if chart.unit:
        (axes.set_xlabel if manner.lies else axes.set_ylabel)(chart.unit)
    if len(chart.series) > 1:
        axes.figure.legend(loc="outside lower left", ncols=len(chart.series), frameon=False)


def _names(axes: Axes, chart: Chart, manner: Manner) -> None:
    along = axes.yaxis if manner.lies else axes.xaxis
    places = range(len(chart.labels))
    along.set_tick_params(length=0)
    if chart.kind is ChartKind.LINE:
        step = ceil(_crowding(axes, chart))
        places = range((len(places) - 1) % step, len(places), step)  # the last one among them
    elif _crowding(axes, chart) > 1:
        along.set_tick_params(labelsize=8)
    if manner is Manner.UNDER_NAMES:
        along.set_ticks([])
        for place, label in zip(places, chart.labels, strict=True):
            axes.text(0, place - 0.36, f" {label}", va="center", fontsize=10)
        return
    width = _NAME if manner.lies else max(4, _LINE // max(len(chart.labels), 1))
    along.set_ticks(places, [textwrap.fill(chart.labels[place], width) for place in places])


def _crowding(axes: Axes, chart: Chart) -> float:
    """The room that names want, of what there is."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    return max(_CLOSE * len(chart.labels) / figure.get_figwidth(), 0.01)


def _room(end: float) -> float:
    """For the figures written at the ends."""
    return max(end * 1.08, 1.0)
