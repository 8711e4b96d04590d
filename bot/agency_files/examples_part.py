"""`examples.csv`: messages as people write them, and what each was."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from bot.agency_files.cells import OpenQuote, numbered
from bot.agency_files.encodings import Unreadable, decode
from bot.agency_files.mistakes import Mistake, closest
from cases.agency import Example
from cases.labels import OFFICELESS, Label

_COLUMNS = ("text", "label", "office")
_LABELS = tuple(label.value for label in Label)


def examples(
    path: Path, office_ids: Collection[str], mistakes: list[Mistake]
) -> tuple[Example, ...]:
    """In the order of the file, which may be absent; wrong rows are left out and noted."""
    if not path.is_file():
        return ()

    def note(line: int, what: str, instead: str, en: str) -> None:
        mistakes.append(Mistake(path.name, line, what, instead, en))

    read: list[Example] = []
    try:
        rows = numbered(decode(path.read_bytes()))
        line, header = next(rows, (1, []))
        if [cell.strip().lower() for cell in header][: len(_COLUMNS)] != list(_COLUMNS):
            note(line, "ba cột đầu phải là text, label, office", ",".join(_COLUMNS),
                 "the first three columns are text, label, office")  # fmt: skip
            return ()
        for line, cells in rows:
            text, label, office = [*(cell.strip() for cell in cells), "", ""][:3]
            if label not in _LABELS:
                known = closest(label, _LABELS) or ", ".join(_LABELS)
                note(line, f"không có loại “{label}”", known, f"no label “{label}”")
            elif office_ids and office not in office_ids and (office or label not in OFFICELESS):
                known = closest(office, office_ids) or ", ".join(office_ids)
                note(line, f"không có phòng “{office}”", known, f"no office “{office}”")
            elif text:
                read.append(Example(text, label, office))
    except Unreadable as error:
        note(error.line, error.what, "", error.what_en)
    except OpenQuote as error:
        note(error.line, "dấu nháy kép mở ra ở dòng này mà không đóng", "", "a quote is not closed")
    return tuple(read)
