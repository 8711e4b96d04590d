"""The facts every figure is counted from, with what only the catalogue knows of a case."""

from __future__ import annotations

from datetime import datetime

from cases.agency.agency import Agency
from cases.reports.case_facts import CaseFact
from handlers.desk import Desk
from storage.reports import case_facts


def facts(desk: Desk, until: datetime, *, received_from: datetime | None = None) -> list[CaseFact]:
    """See `storage.reports.case_facts.facts`: with the field of each procedure."""
    fields = fields_of(desk.agency)
    return case_facts.facts(desk.tx, until, received_from=received_from, fields=fields)


def fields_of(agency: Agency) -> dict[str, str]:
    """By the code of a procedure, in force or ended."""
    return {p.code: p.field for p in (*agency.ended_procedures, *agency.procedures)}
