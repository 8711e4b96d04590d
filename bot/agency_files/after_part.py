"""`[rating]` and `[pakn_system]` of `agency.toml`: when a sender is asked what they think of the
answer and who asks, and the system in which each PAKN is entered."""

from __future__ import annotations

import re

from bot.agency_files.table import Table
from cases.agency.casework import SYSTEM_FIELDS, PaknSystem
from cases.agency.deadlines import Limit, Rating


def rating(agency: Table) -> Rating:
    table, usual = agency.table("rating", required=False), Rating()
    basis = table.text("basis", usual.after.basis)
    read = Rating(
        after=Limit(table.number("after_days", usual.after.days), basis),
        latest=Limit(table.number("latest_days", usual.latest.days), basis),
        second_look=Limit(table.number("second_look_days", usual.second_look.days), basis),
        asks=table.text("asks", usual.asks),
        asks_en=table.text("asks_en", usual.asks_en),
    )
    if read.latest.days <= read.after.days:
        what = f"latest_days là {read.latest.days}, phải lớn hơn after_days ({read.after.days})"
        instead = f"latest_days = {read.after.days + 1}"
        table.note("latest_days", what, instead, "latest_days must be more than after_days")
    table.close()
    return read


def pakn_system(agency: Table) -> PaknSystem:
    table, usual = agency.table("pakn_system", required=False), PaknSystem()
    fields = table.texts("fields") or usual.fields
    read = PaknSystem(
        name=table.text("name", usual.name),
        pattern=table.text("pattern", usual.pattern),
        example=table.text("example", usual.example),
        fields=tuple(f for f in fields if table.known("fields", f, SYSTEM_FIELDS, "ô của mẫu")),
    )
    if not _fits(read):
        what = f"mã ví dụ “{read.example}” không khớp pattern “{read.pattern}”"
        instead = f'pattern = "{usual.pattern}"'
        table.note("pattern", what, instead, "the example does not fit the pattern")
    table.close()
    return read


def _fits(system: PaknSystem) -> bool:
    """Codes are compared in capitals, as they are kept."""
    try:
        return re.fullmatch(system.pattern, system.example.upper()) is not None
    except re.error:
        return False
