"""`[data_rights]` and `[retention]` of `agency.toml`: how soon people get their rights over their
data, and how long each kind of data is kept. What is not written has its usual value."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import TypeVar

from bot.agency_files.table import Table
from cases.agency.deadlines import DataRights, Limit, Retention

Limits = TypeVar("Limits", DataRights, Retention)


def data_rights(agency: Table) -> DataRights:
    return _limits(agency.table("data_rights", required=False), DataRights)


def retention(agency: Table) -> Retention:
    return _limits(agency.table("retention", required=False), Retention)


def _limits(table: Table, made_of: type[Limits]) -> Limits:
    usual = made_of()
    read = made_of(
        **{
            field.name: _limit(table.table(field.name, required=False), getattr(usual, field.name))
            for field in fields(made_of)
        }
    )
    table.close()
    return read


def _limit(table: Table, usual: Limit) -> Limit:
    on = table.day("confirmed_on")
    read = Limit(
        days=table.number("days", usual.days),
        basis=table.text("basis") or usual.basis,
        confirmed_by=table.text("confirmed_by"),
        confirmed_on=on.isoformat() if on else "",
        note=table.text("note"),
    )
    if read.confirmed_by and not table.get("confirmed_on", (date, str), ""):
        example = "confirmed_on = 2026-01-02"
        table.note("confirmed_by", "có người xác nhận mà thiếu ngày", example, "no date given")
    table.close()
    return read
