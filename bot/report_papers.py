"""Which papers a report leaves as, by its kind: the office's own forms, a PDF, tables, charts. They
are official papers, and in Vietnamese."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bot import papers
from bot.papers.templates import Filled, filled
from cases.reports.report import ReportKind
from messages.sheet import Chart, Heading, Sheet

LANGUAGE = "vi"
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "png": "image/png",
}
# The form, and from which to which of the report's sheets it takes.
_FORMS: Mapping[ReportKind, tuple[tuple[str, slice], ...]] = {
    ReportKind.DIRECTOR: (("bao-cao-thang.docx", slice(1)),),
    ReportKind.STATUTORY: (
        ("II.05.docx", slice(2)),
        ("II.05a.xlsx", slice(0, 1)),
        ("II.05b.xlsx", slice(1, 2)),
    ),
    ReportKind.PROVINCE: (("bao-cao-ubnd.docx", slice(1)),),
}
# The sheet that goes out as a plain table beside them.
_TABLE = {ReportKind.DIRECTOR: 0, ReportKind.STATUTORY: 2}


@dataclass(frozen=True, slots=True)
class Paper:
    """`make` gives its bytes, in the process of `bot/papers/apart.py`."""

    name: str
    form: str  # docx | xlsx | pdf | png
    make: Callable[[], bytes | Filled]


def papers_of(
    kind: ReportKind, sheets: Sequence[Sheet], words: Mapping[str, Any], folder: Path, number: str
) -> Iterator[Paper]:
    """In the order in which they are sent; `folder` is the agency's."""
    for name, its in _FORMS[kind]:
        stem, _, form = name.rpartition(".")
        make = partial(filled, folder, name, _together(sheets[its]), words, LANGUAGE)
        yield Paper(f"{number}-{stem}.{form}", form, make)
    yield Paper(f"{number}.pdf", "pdf", partial(papers.pdf, _together(sheets), LANGUAGE))
    if kind in _TABLE:
        table = sheets[_TABLE[kind]]
        yield Paper(f"{number}-so-lieu.xlsx", "xlsx", partial(papers.xlsx, table, LANGUAGE))
    charts = [b for sheet in sheets for b in sheet.blocks if isinstance(b, Chart)]
    for at, chart in enumerate(charts, 1):
        yield Paper(f"{number}-{at}.png", "png", partial(papers.png, chart, LANGUAGE))


def _together(sheets: Sequence[Sheet]) -> Sheet:
    """All of them one after the other, each under its title."""
    first, *others = sheets
    blocks = [*first.blocks]
    for sheet in others:
        blocks += [Heading(sheet.title), *sheet.blocks]
    foot = "\n".join(dict.fromkeys(sheet.foot for sheet in sheets if sheet.foot))
    return Sheet(first.title, first.lines, blocks, foot)
