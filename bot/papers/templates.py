"""Reports in the office's own forms: documents and table files in the folder `reports` of the
agency, with placeholders we fill in. What is wrong in one is told, and ours is used instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.agency_files.mistakes import Mistake, closest
from bot.papers.patience import within
from bot.papers.sandbox import plain_only
from bot.papers.template_files import fit
from bot.papers.template_mistakes import FOLDER, TemplateBroken, broken
from messages.sheet import Grid, Sheet

_OURS = Path(__file__).parent / "forms"
_MOST_COLUMNS = 40
_FORMS = (".docx", ".xlsx")
_DOCUMENTS = (*_FORMS, ".doc", ".xls", ".docm", ".xlsm", ".odt", ".ods")
_OPEN_NOW = ("~$", ".")  # beside a document that somebody has open


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
    yield from _not_ours(folder)
    for name in names():
        own = folder / FOLDER / name
        try:
            if own.is_file():
                _filled(own, sheet, words, "vi")
        except TemplateBroken as error:
            yield error.mistake


def _not_ours(folder: Path) -> Iterator[Mistake]:
    """Documents under names that no report asks for: whoever put one there waits in vain."""
    there = (folder / FOLDER).glob("*")
    for path in sorted(p for p in there if p.suffix.lower() in _DOCUMENTS):
        if path.name not in names() and not path.name.startswith(_OPEN_NOW):
            what = "không báo cáo nào dùng tệp tên này; đặt đúng một tên trong reports/README.md"
            english = "no report uses a file of this name; see reports/README.md"
            yield broken(path, what, english, closest(path.name, names())).mistake


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
    """What a report itself gives: its title and lines, of its first table the rows (`dong`, each
    with `c1` and so on) and the row of totals (`tong`), and those of its second with a 2 behind."""
    grids = [block for block in sheet.blocks if isinstance(block, Grid)]
    return {
        "tieu_de": sheet.title,
        "dong_dau": list(sheet.lines),
        "ghi_chu": sheet.foot,
        **_of_table(grids[:1], ""),
        **_of_table(grids[1:2], "2"),
    }


def _of_table(grids: Sequence[Grid], which: str) -> dict[str, Any]:
    rows = [_row(row) for grid in grids for row in grid.rows]
    with_total = any(grid.total for grid in grids) and bool(rows)
    return {
        f"dong{which}": rows[:-1] if with_total else rows,
        f"tong{which}": rows[-1] if with_total else _row([None] * _MOST_COLUMNS),
    }


def _row(values: Any) -> dict[str, Any]:
    return {f"c{n}": "" if value is None else value for n, value in enumerate(values, 1)}
