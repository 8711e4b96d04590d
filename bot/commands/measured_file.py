"""Labelled messages in a CSV file, as `langnghe simulate routing` measures by them."""

from __future__ import annotations

from pathlib import Path

from bot.agency_files.cells import OpenQuote, numbered
from bot.agency_files.encodings import Unreadable, decode
from bot.commands.plainly import Refusal
from cases.agency.agency import Agency
from cases.agency.words import Example
from cases.understanding.labels import Label

_COLUMNS = ("text", "kind", "office")
_NONE = "none"
_LABELS = frozenset(Label)


def measured_file(path: Path, agency: Agency) -> list[Example]:
    """Its messages, the offices by the agency's ids. Raises Refusal for a file that is none, and
    for a row with an unknown label or office."""
    if not path.is_file():
        raise Refusal(f"Không thấy tệp {path.name}.", f"There is no file {path.name}.")
    try:
        rows = numbered(decode(path.read_bytes()))
        _, header = next(rows, (1, []))
        columns = [cell.strip().lower() for cell in header]
        if lost := [column for column in _COLUMNS if column not in columns]:
            names = ", ".join(lost)
            raise Refusal(
                f"Tệp {path.name} thiếu cột {names}.", f"{path.name} lacks the column {names}."
            )
        where = [columns.index(column) for column in _COLUMNS]
        return [_message(path.name, line, cells, where, agency) for line, cells in rows]
    except Unreadable as error:
        raise Refusal(f"{path.name}, dòng {error.line}: {error.what}", error.what_en) from None
    except OpenQuote as error:
        line = error.line
        raise Refusal(
            f"{path.name}, dòng {line}: dấu nháy kép mở ra mà không đóng.",
            f"{path.name}, line {line}: a quote is not closed.",
        ) from None


def _message(file: str, line: int, cells: list[str], where: list[int], agency: Agency) -> Example:
    text, label, office = (cells[at].strip() if at < len(cells) else "" for at in where)
    known = {o.id: o.id for o in agency.offices} | dict(agency.routing.measured_as)
    for value, allowed in ((label, _LABELS), (office or _NONE, {_NONE, *known})):
        if value not in allowed:
            usual = ", ".join(sorted(allowed))
            raise Refusal(
                f"{file}, dòng {line}: không rõ “{value}”; có thể ghi: {usual}",
                f"{file}, line {line}: “{value}” is not known",
            )
    return Example(text, label, known.get(office, ""))
