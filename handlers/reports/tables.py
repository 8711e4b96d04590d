"""The figures of a report, looked up by table, row and column while its sheets are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cases.reports.periods import Period
from cases.reports.report import Figure, ReportKind, Value, values
from handlers.desk import Desk
from handlers.reports import names
from messages.sheet import Grid


@dataclass
class Table:
    desk: Desk
    kind: ReportKind
    period: Period
    figures: tuple[Figure, ...]
    language: str
    number: str = ""

    @cached_property
    def values(self) -> dict[str, Value]:
        return values(self.figures)

    def __getitem__(self, key: str) -> Value:
        return self.values.get(key)

    def say(self, key: str, **params: Any) -> str:
        return self.desk.words(self.language, key, **params)

    def rows(self, group: str) -> list[str]:
        """Of a table in their order."""
        return list(
            dict.fromkeys(k.split("|")[1] for k in self.values if k.startswith(f"{group}|"))
        )

    def name(self, group: str, row: str) -> str:
        return names.row(self.desk, group, row, self.language)

    def column(self, name: str) -> str:
        return names.column(self.desk, name, self.language)

    def head(self) -> tuple[str, ...]:
        """What stands under every title: period, department, number."""
        agency = self.desk.agency
        department = (self.language == "en" and agency.name_en) or agency.name
        number = self.number or self.say("report.is_draft")
        return (names.period(self.desk, self.period, self.language), department, number)

    def grid(self, title: str, group: str, columns: Sequence[str]) -> Grid:
        """A row for each of the group. Shares have their sign in the head."""
        heads = (self.say(f"report.head_{group}"), *map(self.column, columns))
        rows = [
            (self.name(group, row), *(self[f"{group}|{row}|{c}"] for c in columns))
            for row in self.rows(group)
        ]
        return Grid(title, heads, rows)
