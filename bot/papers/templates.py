"""Reports in the office's own forms: documents and table files in the folder `reports` of the
agency, with placeholders we fill in. What is wrong in one is told, and ours is used instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.agency_files.mistakes import Mistake
from bot.papers.patience import within
from bot.papers.sandbox import plain_only
from bot.papers.template_files import fit
from bot.papers.template_mistakes import FOLDER, TemplateBroken
from messages.sheet import Grid, Sheet

_OURS = Path(__file__).parent / "forms"
_MOST_COLUMNS = 40
_FORMS = (".docx", ".xlsx")


@dataclass(frozen=True, slots=True)
class Filled:
    """`mistake`: why the office's own form was not used."""

    data: bytes
    mistake: Mistake | None = None


def names() -> list[str]:
    """Of the forms there are: `II.05a.xlsx`, …"""
    return sorted(path.name for path in _OURS.iterdir() if path.suffix in _FORMS)


def filled(
    folder: Path, name: str, sheet: Sheet, words: Mapping[str, Any], language: str
) -> Filled:
    """The form of that name, of the agency's folder, or ours where it has none or a broken one.
    `words` are what stands around the figures (reports/README.md of an agency names them)."""
    own = folder / FOLDER / name
    if not own.is_file():
        return Filled(_filled(_OURS / name, sheet, words, language))
    try:
        return Filled(_filled(own, sheet, words, language))
    except TemplateBroken as error:
        return Filled(_filled(_OURS / name, sheet, words, language), error.mistake)


def mistakes(folder: Path, sheet: Sheet, words: Mapping[str, Any]) -> Iterator[Mistake]:
    """In the forms of that folder, tried out with a sample report."""
    for name in names():
        own = folder / FOLDER / name
        try:
            if own.is_file():
                _filled(own, sheet, words, "vi")
        except TemplateBroken as error:
            yield error.mistake


def _filled(path: Path, sheet: Sheet, words: Mapping[str, Any], language: str) -> bytes:
    """Raises TemplateBroken."""
    fit(path)
    given = plain_only({**words, **placeholders(sheet)})
    with within(path):
        return _way(path.suffix)(path, sheet, given, language)


def _way(suffix: str) -> Callable[[Path, Sheet, Mapping[str, Any], str], bytes]:
    """Their libraries are large, and only needed where something is filled in."""
    if suffix == ".docx":
        from bot.papers.docx_form import docx_form

        return docx_form
    from bot.papers.xlsx_form import xlsx_form

    return xlsx_form


def placeholders(sheet: Sheet) -> dict[str, Any]:
    """What a report itself gives: its title and lines, and of its first table the rows (`dong`,
    each with `c1` and so on) and the row of totals (`tong`)."""
    grid = next((block for block in sheet.blocks if isinstance(block, Grid)), None)
    rows = [_row(row) for row in grid.rows] if grid else []
    with_total = grid is not None and grid.total and bool(rows)
    return {
        "tieu_de": sheet.title,
        "dong_dau": list(sheet.lines),
        "ghi_chu": sheet.foot,
        "dong": rows[:-1] if with_total else rows,
        "tong": rows[-1] if with_total else _row([None] * _MOST_COLUMNS),
    }


def _row(values: Any) -> dict[str, Any]:
    return {f"c{n}": "" if value is None else value for n, value in enumerate(values, 1)}
