"""Charts as pictures. Drawn without pyplot, which would keep every figure in memory; colours differ
in grey too, and every value stands beside its bar or point."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from importlib.resources import as_file, files
from math import nan
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager

from bot.papers.colours import COLOURS, INK, LIGHT, LINE
from bot.papers.written import written
from messages.sheet import Chart, ChartKind

_DASHES, _MARKS = ("-", "--", ":", "-."), "osD^"
_WIDTH, _DPI = 8.0, 150  # inches
_LONG = 9  # characters: longer names stand beside bars that lie
_NAME = 26  # characters of a line of such a name

_FAMILY = "Be Vietnam Pro"
_LOOK: Any = {  # the library spells out which names there are
    "font.family": _FAMILY,
    "font.size": 11,
    "text.color": INK,
    "axes.edgecolor": LINE,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": LINE,
    "xtick.color": INK,
    "ytick.color": INK,
    "svg.fonttype": "none",  # words stay words: to be read aloud, found and translated
    "svg.hashsalt": "langnghe",
}


def drawn(chart: Chart, language: str, form: str) -> bytes:
    """As `png` or `svg`."""
    _letters()
    with mpl.rc_context(_LOOK):
        figure = _figure(chart, language)
        made = io.BytesIO()
        canvas: Any = FigureCanvasSVG(figure) if form == "svg" else FigureCanvasAgg(figure)
        if form == "svg":
            figure.patch.set_visible(False)  # the page has a ground of its own
            canvas.print_svg(made, metadata={"Date": None, "Creator": None})
        else:
            canvas.print_png(made, metadata={"Software": None})
        return made.getvalue()


def _letters() -> None:
    if any(font.name == _FAMILY for font in fontManager.ttflist):
        return
    for weight in ("Regular", "Bold"):
        with as_file(files("fontpkg_be_vietnam_pro") / f"files/BeVietnamPro-{weight}.ttf") as font:
            fontManager.addfont(font)


def _figure(chart: Chart, language: str) -> Figure:
    lying = chart.kind is ChartKind.BARS and any(len(label) > _LONG for label in chart.labels)
    bars = len(chart.labels) * len(chart.series)
    height = max(2.2, 1.2 + 0.42 * bars) if lying else 4.2
    figure = Figure(figsize=(_WIDTH, height), dpi=_DPI, layout="constrained")
    axes = figure.add_subplot(facecolor="none")
    if chart.kind is ChartKind.LINE:
        _lines(axes, chart, language)
    elif chart.kind is ChartKind.STACKED:
        _stacked(axes, chart, language)
    else:
        _bars(axes, chart, language, lying=lying)
    _around(axes, chart, language, lying=lying)
    title = textwrap.fill(chart.title, 70)
    figure.suptitle(title, x=0.01, ha="left", fontsize=13, fontweight="bold")
    return figure


def _numbers(values: Sequence[int | float | None]) -> list[float]:
    return [float(value or 0) for value in values]


def _said(values: Sequence[int | float | None], language: str) -> list[str]:
    return [written(value, language) for value in values]


def _bars(axes: Axes, chart: Chart, language: str, *, lying: bool) -> None:
    thick = 0.8 / len(chart.series)
    for at, (name, values) in enumerate(chart.series):
        places = [n + (at - (len(chart.series) - 1) / 2) * thick for n in range(len(values))]
        look: Any = {"color": COLOURS[at % len(COLOURS)], "label": name}
        if lying:
            drawn = axes.barh(places, _numbers(values), height=thick * 0.92, **look)
        else:
            drawn = axes.bar(places, _numbers(values), width=thick * 0.92, **look)
        axes.bar_label(drawn, _said(values, language), padding=3, fontsize=10)


def _stacked(axes: Axes, chart: Chart, language: str) -> None:
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


def _lines(axes: Axes, chart: Chart, language: str) -> None:
    for at, (name, values) in enumerate(chart.series):
        heights = [nan if value is None else float(value) for value in values]  # nan: a gap
        look: Any = {"marker": _MARKS[at % 4], "linestyle": _DASHES[at % 4]}
        colour = COLOURS[at % len(COLOURS)]
        axes.plot(range(len(heights)), heights, color=colour, label=name, linewidth=2, **look)
        level = len({value for value in values if value is not None}) == 1
        for place, value in enumerate(values):
            last = place == len(values) - 1
            if value is not None and (last or not level):  # a goal is said once
                _beside(axes, place, value, language, below=_has_above(chart, at, place))


def _has_above(chart: Chart, at: int, place: int) -> bool:
    own = chart.series[at][1][place] or 0
    others = [values[place] for n, (_, values) in enumerate(chart.series) if n != at]
    return any(other is not None and other > own for other in others)


def _beside(axes: Axes, place: int, value: float, language: str, *, below: bool) -> None:
    words, away = written(value, language), (0, -16 if below else 8)
    look: Any = {"textcoords": "offset points", "ha": "center", "fontsize": 10}
    axes.annotate(words, (place, value), away, **look)


def _around(axes: Axes, chart: Chart, language: str, *, lying: bool) -> None:
    """The axes: names along one, nothing but a line of zero along the other, since the values are
    written."""
    places = range(len(chart.labels))
    along, across = (axes.yaxis, axes.xaxis) if lying else (axes.xaxis, axes.yaxis)
    width = _NAME if lying else max(4, 84 // max(len(chart.labels), 1))
    along.set_ticks(places, [textwrap.fill(label, width) for label in chart.labels])
    along.set_tick_params(length=0)
    across.set_major_locator(mpl.ticker.MaxNLocator(5, integer=True))
    across.set_major_formatter(lambda value, _: written(float(value), language))
    across.set_tick_params(length=0)
    across.grid(True)
    axes.spines["bottom" if lying else "left"].set_visible(False)
    if lying:
        axes.invert_yaxis()
        axes.set_xlim(left=0, right=_room(axes.get_xlim()[1]))
    else:
        axes.set_ylim(bottom=0, top=_room(axes.get_ylim()[1]))
        axes.set_xlim(-0.6, len(chart.labels) - 0.4)
    if chart.unit:
        (axes.set_xlabel if lying else axes.set_ylabel)(chart.unit)
    if len(chart.series) > 1:
        axes.figure.legend(loc="outside lower left", ncols=len(chart.series), frameon=False)


def _room(end: float) -> float:
    """For the figures written at the ends."""
    return max(end * 1.08, 1.0)
