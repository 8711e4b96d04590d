"""`examples.csv`: messages as people write them, and what each was."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from bot.agency_files.cells import OpenQuote, numbered
from bot.agency_files.encodings import Unreadable, decode
from bot.agency_files.mistakes import Mistake, closest
from cases.agency.words import Example, RoutingWords
from cases.understanding.labels import OFFICELESS, Label

_COLUMNS = ("text", "label", "office")
_LABELS = tuple(label.value for label in Label)


def taught(
    routing: RoutingWords, path: Path, office_ids: Collection[str], mistakes: list[Mistake]
) -> RoutingWords:
    """With the examples of the file, which may be absent; wrong rows are left out and noted, the
    same mistake once. What they speak of is only known where the other files have no mistake."""
    if not path.is_file() or mistakes:
        return routing
    notes = _Notes(path.name, mistakes)
    known = _Known(office_ids, [body.id for body in routing.other_bodies])
    try:
        rows = numbered(decode(path.read_bytes()))
        line, header = next(rows, (1, []))
        if [cell.strip().lower() for cell in header][: len(_COLUMNS)] != list(_COLUMNS):
            notes.add(line, "ba cột đầu phải là text, label, office", ",".join(_COLUMNS),
                      "the first three columns are text, label, office")  # fmt: skip
            return routing
        read = [_example(line, cells, known, notes) for line, cells in rows]
        return replace(routing, examples=tuple(one for one in read if one is not None))
    except Unreadable as error:
        notes.add(error.line, error.what, "", error.what_en)
    except OpenQuote as error:
        what = "dấu nháy kép mở ra ở dòng này mà không đóng"
        notes.add(error.line, what, "", "a quote is not closed")
    return routing


class _Notes:
    def __init__(self, file: str, mistakes: list[Mistake]) -> None:
        self._file = file
        self._mistakes = mistakes
        self._told: set[str] = set()

    def add(self, line: int, what: str, instead: str, en: str) -> None:
        """An office that was abolished stands in hundreds of rows."""
        if what not in self._told:
            self._told.add(what)
            self._mistakes.append(Mistake(self._file, line, what, instead, en))


class _Known(NamedTuple):
    offices: Collection[str]
    bodies: Collection[str]

    def of(self, label: str) -> Collection[str]:
        """What may stand under "office"; with no office known (a broken file) anything may."""
        if label == Label.ELSEWHERE:
            return ("", *self.bodies)
        if not self.offices:
            return ()
        return ("", *self.offices) if label in OFFICELESS else self.offices


def _example(line: int, cells: list[str], known: _Known, notes: _Notes) -> Example | None:
    text, label, office = [*(cell.strip() for cell in cells), "", ""][:3]
    if label not in _LABELS:
        meant = closest(label, _LABELS) or ", ".join(_LABELS)
        notes.add(line, f"không có loại “{label}”", meant, f"no label “{label}”")
        return None
    allowed = known.of(label)
    if allowed and office not in allowed:
        meant = closest(office, allowed) or ", ".join(filter(None, allowed))
        notes.add(
            line,
            f"không có nơi “{office}” (có thể ở nhiều dòng)",
            meant,
            f"no office or body “{office}”",
        )
        return None
    return Example(text, label, office) if text else None
