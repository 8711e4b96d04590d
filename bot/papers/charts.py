"""Charts as pictures. Drawn without pyplot, which would keep every figure in memory; colours differ
in grey too, and every value stands beside its bar or point."""

from __future__ import annotations

import io
import textwrap
from importlib.resources import as_file, files
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager

from bot.papers.chart_axes import Manner, around
from bot.papers.chart_shapes import SHAPES
from bot.papers.colours import INK, LINE
from messages.sheet import Chart, ChartKind

_WIDTH, _NARROW, _DPI = 8.0, 4.2, 150  # inches
_LONG = 9  # characters: longer names stand beside bars that lie

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
        figure = _figure(chart, language, narrow=form == "svg")
        if form != "svg":  # a page has its own heading above it
            title = textwrap.fill(chart.title, 70)
            figure.suptitle(title, x=0.01, ha="left", fontsize=13, fontweight="bold")
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


def _figure(chart: Chart, language: str, *, narrow: bool) -> Figure:
    """`narrow`: to be read on a telephone, where bars lie and their names stand above them."""
    manner = _manner(chart, narrow)
    axes_height = manner.height(len(chart.labels), len(chart.series))
    size = (_NARROW if narrow else _WIDTH, axes_height)
    figure = Figure(figsize=size, dpi=_DPI, layout="constrained")
    axes = figure.add_subplot(facecolor="none")
    SHAPES[chart.kind](axes, chart, language, manner)
    around(axes, chart, language, manner)
    return figure


def _manner(chart: Chart, narrow: bool) -> Manner:
    if chart.kind is not ChartKind.BARS:
        return Manner.STANDING
    if narrow:
        return Manner.UNDER_NAMES
    return Manner.LYING if any(len(label) > _LONG for label in chart.labels) else Manner.STANDING
