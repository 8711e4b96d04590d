"""Reports as they were issued: added, never changed. What has changed since is another version of
the same period, which says what it corrects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import col

from cases.reports.report import Figure, ReportKind, digest
from storage.columns.plain import stamp
from storage.engine.tx import Tx
from storage.house.numbers import numbered
from storage.tables.reports import Report

_PREFIX = "BC"


def add(
    tx: Tx,
    kind: ReportKind,
    first: date,
    last: date,
    figures: Sequence[Figure],
    now: datetime,
    *,
    by: int | None,
    corrects: Report | None = None,
) -> Report:
    """`by` None: the clock. `corrects`: the newest version there was."""
    kept: dict[str, Any] = {
        "number": numbered(tx, _PREFIX, "report", now),
        "kind": kind.value,
        "office": "",
        "begins": first.isoformat(),
        "ends": last.isoformat(),
        "version": corrects.version + 1 if corrects else 1,
        "corrects_id": corrects.id if corrects else None,
        "figures": [[f.key, f.value] for f in figures],
        "cases": {f.key: list(f.cases) for f in figures if f.cases},
        "issued_at": now,
        "issued_by": by,
    }
    sealed = digest({**kept, "issued_at": stamp(now)})
    made = tx.get(Report, tx.insert("report", **kept, sha256=sealed))
    assert made is not None
    return made


def figures_of(report: Report) -> list[Figure]:
    """In the order in which they were issued."""
    cases = report.cases or {}
    return [Figure(key, value, tuple(cases.get(key, ()))) for key, value in report.figures]


def by_number(tx: Tx, number: str) -> Report | None:
    row = tx.one("SELECT id FROM report WHERE number = :number", number=number.upper())
    return tx.get(Report, row[0]) if row else None


def get(tx: Tx, report_id: int) -> Report | None:
    return tx.get(Report, report_id)


def newest(tx: Tx, kind: ReportKind, first: date, last: date) -> Report | None:
    """The version that counts."""
    where = (Report.begins == first.isoformat(), Report.ends == last.isoformat())
    found = tx.find(Report, Report.kind == kind.value, *where, order=col(Report.version).desc())
    return found[0] if found else None


def ending(tx: Tx, kinds: Sequence[ReportKind], last: date) -> Report | None:
    """The newest one issued of a period that ends that day, of any of these kinds."""
    kind = col(Report.kind).in_([k.value for k in kinds])
    order = col(Report.id).desc()
    found = tx.find(Report, kind, Report.ends == last.isoformat(), order=order, limit=1)
    return found[0] if found else None


def latest(tx: Tx, limit: int) -> list[Report]:
    """The last ones issued, newest first."""
    return tx.find(Report, order=col(Report.id).desc(), limit=limit)


def first_broken(tx: Tx) -> str:
    """The number of the first that is not as it was issued, or is missing in the row of numbers;
    empty where all are there and whole."""
    found = tx.find(Report, order=col(Report.id))
    for report in found:
        if digest(_content(report)) != report.sha256:
            return report.number
    return _missing(tx, {report.number for report in found})


def _content(report: Report) -> dict[str, Any]:
    names = (
        "number", "kind", "office", "begins", "ends", "version", "corrects_id", "figures", "cases",
        "issued_by",
    )  # fmt: skip
    return {**{n: getattr(report, n) for n in names}, "issued_at": stamp(report.issued_at)}


def _missing(tx: Tx, there: set[str]) -> str:
    for name, given in tx.all("SELECT name, value FROM kept WHERE name LIKE 'report %'"):
        for count in range(1, int(given) + 1):
            number = f"{_PREFIX}{name[-2:]}-{count:05d}"
            if number not in there:
                return number
    return ""
