"""Finding out what a portal's table changes in our catalogue. Nothing is written here.

A row is ours by its code, failing that by its name without diacritics, and where it has no code by
an alias (facts/law 8). What its cells leave empty stays as the office wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from bot.catalogue_import import values
from bot.catalogue_import.heads import BODY
from bot.catalogue_import.offices import Offices
from bot.catalogue_import.plan import COLUMNS, Change, Ours, Plan, Told
from bot.catalogue_import.sheet import Row, Sheet
from cases.words.text import fold

_TAKEN = tuple(c for c in COLUMNS if c not in ("code", "office", "aliases", "ended"))
_NATIONAL = re.compile(r"\d\.\d{6}")


class Planner:
    def __init__(
        self, ours: Sequence[Ours], offices: Offices, today: date, *, all_fields: bool
    ) -> None:
        self.plan = Plan([{c: row.get(c, "") for c in COLUMNS} for row in ours])
        self._offices = offices
        self._today = today.isoformat()
        self._all_fields = all_fields
        self._known = {row["code"]: row for row in self.plan.rows}
        self._names = _single((fold(row["name"]), row) for row in self.plan.rows)
        self._aliases = _single(
            (fold(alias), row) for row in self.plan.rows for alias in row["aliases"].split("|")
        )
        self._lines: dict[str, int] = {}  # code: the line of the file that has it

    def take(self, sheet: Sheet) -> Plan:
        codes = {values.code(row.cells.get("code", "")) for row in sheet.rows}
        for row in sheet.rows:
            self._row(row, codes)
        its_fields = {fold(row.cells.get("field", "")) for row in sheet.rows} - {""}
        self._end_what_vanished(codes, its_fields)
        return self.plan

    def _row(self, row: Row, codes: set[str]) -> None:
        name = fold(row.cells.get("name", ""))
        code, problem = self._code(row, name)
        if problem is None and (before := self._lines.get(code)):
            problem = f"mã {code} đã có ở dòng {before}", f"{code} is on line {before} too"
        if problem is not None:
            self.plan.unreadable.append(Told(row.line, *problem))
            return
        self._lines[code] = row.line
        if (mine := self._known.get(code)) is not None:
            self._update(row, mine)
        elif office := self._office(row, named := self._names.get(name)):
            same = named if named and named["code"] not in codes and not named["ended"] else None
            self._add(row, code, office, same)

    def _code(self, row: Row, name: str) -> tuple[str, tuple[str, str] | None]:
        """The row's code, or that of ours which it names; or else what is wrong with it."""
        written = row.cells.get("code", "")
        if not name:
            return "", ("không có tên thủ tục", "it has no name")
        if code := values.code(written):
            return code, None
        if written:
            shown = values.plain(written)[:40]
            return "", (f"mã “{shown}” không đúng dạng", f"“{shown}” is no code")
        if mine := self._names.get(name) or self._aliases.get(name):
            return mine["code"], None
        return "", ("không có mã, và tên không trùng thủ tục nào đã có", "it has no code")

    def _office(self, row: Row, named: Ours | None) -> str:
        """Of a procedure new to us; "" where it is another authority's, which is counted."""
        body, its_field = row.cells.get(BODY, ""), row.cells.get("field", "")
        if office := self._offices.named(body):
            return office
        if self._offices.elsewhere(body) and not self._all_fields:
            self.plan.skipped[values.plain(body)] += 1
            return ""
        if named is not None:
            return named["office"]
        if office := self._offices.of_field(its_field):
            return office
        if not self._all_fields:
            self.plan.skipped[values.plain(its_field) or values.plain(body)] += 1
            return ""
        self._caution(
            row,
            "không rõ phòng nào lo, ghi tạm nơi tiếp nhận; xem lại cột office",
            "no office is known for it; it goes to the reception office",
        )
        return self._offices.reception

    def _caution(self, row: Row, vi: str, en: str) -> None:
        self.plan.cautions.append(Told(row.line, vi, en))

    def _cells(self, row: Row) -> Ours:
        """What the row says, as we write it."""
        read: Ours = {}
        for column in _TAKEN:
            if cell := row.cells.get(column, ""):
                try:
                    read[column] = values.value(column, cell)
                except values.Unclear as unclear:
                    self._caution(row, f"{unclear.vi}: bỏ qua ô này", f"{unclear.en}: left out")
        return read

    def _add(self, row: Row, code: str, office: str, same: Ours | None) -> None:
        """`same`: ours of that name, of which the file has the code no more: it was given this
        one, and what the office wrote about it goes along."""
        made = dict.fromkeys(COLUMNS, "") | (same or {})
        made |= {**self._cells(row), "code": code, "office": office}
        if same is not None:
            self._caution(row, f"mã mới của {same['code']}", f"the new code of {same['code']}")
            self._set(same, "ended", self._today)
        elif alike := self._aliases.get(fold(row.cells["name"])):
            known = alike["code"]
            self._caution(row, f"trùng một tên gọi của {known}", f"{known} is called so too")
        self.plan.rows.append(made)
        self.plan.new.append(made)
        self.plan.changes.append(Change(code, "code", "", code))

    def _update(self, row: Row, mine: Ours) -> None:
        cells = self._cells(row)
        office = self._offices.named(row.cells.get(BODY, ""))
        if office and office != self._offices.named(mine["office"]):
            cells["office"] = office
        for column, cell in cells.items():
            if values.plain(mine[column]) != cell:
                self._set(mine, column, cell)
        if mine["ended"]:
            self._set(mine, "ended", "")

    def _set(self, mine: Ours, column: str, after: str) -> None:
        self.plan.changes.append(Change(mine["code"], column, mine[column], after))
        mine[column] = after

    def _end_what_vanished(self, codes: set[str], its_fields: set[str]) -> None:
        """A table may be of some fields only, and codes an office gave itself are in no table: of
        those it says nothing."""
        for mine in self.plan.rows:
            if mine["code"] in self._lines or mine["code"] in codes or mine["ended"]:
                continue
            if _NATIONAL.fullmatch(mine["code"]) and fold(mine["field"]) in its_fields:
                self._set(mine, "ended", self._today)
            else:
                self.plan.untouched += 1


def _single(named: Iterable[tuple[str, Ours]]) -> dict[str, Ours]:
    """By names that only one of ours has."""
    found: dict[str, list[Ours]] = {}
    for name, row in named:
        if name and row not in found.setdefault(name, []):
            found[name].append(row)
    return {name: rows[0] for name, rows in found.items() if len(rows) == 1}
