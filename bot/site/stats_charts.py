"""Public figures as charts: what stands on the page, and in the table behind each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import dropwhile

from bot.site.house import SiteTexts
from bot.site.words import Words
from cases.reports.public_figures import MonthFigures, PublicFigures
from messages.sheet import Chart, ChartKind

Value = Callable[[MonthFigures], int | float | None]


def charts(found: PublicFigures, words: Words, texts: SiteTexts) -> list[Chart]:
    """Those that have something to show."""

    def say(name: str) -> str:
        return words(name).unescape()

    begun = list(dropwhile(_before_the_first_case, found.months))

    def months(kind: ChartKind, name: str, unit: str, **series: Value) -> Chart:
        labels = [f"{each.first:%-m/%y}" for each in begun]
        lines = [(say(key), [of(each) for each in begun]) for key, of in series.items()]
        return Chart(kind, say(name), labels, lines, say(unit))

    def groups(name: str, room: str, counted: Sequence[tuple[str, int | None]]) -> Chart:
        labels = [texts.render(words.language, f"{room}.{key}").unescape() for key, _ in counted]
        values = [count for _, count in counted]
        return Chart(ChartKind.BARS, say(name), labels, [(say("received"), values)], say("cases"))

    if found.empty:
        return []
    made = [
        months(
            ChartKind.BARS,
            "by_month",
            "cases",
            received=lambda each: each.received,
            answered=lambda each: each.answered,
        ),
        months(ChartKind.LINE, "on_time", "percent", on_time_series=lambda each: each.on_time),
        months(ChartKind.LINE, "days", "working_days", days_series=lambda each: each.days),
        groups("by_kind", "kind", found.kinds),
        groups("by_source", "source", found.sources),
    ]
    return [chart for chart in made if any(any(values) for _, values in chart.series)]


def _before_the_first_case(month: MonthFigures) -> bool:
    """Not one that is left out: this has few, not none."""
    return month.received == 0 and month.answered == 0
