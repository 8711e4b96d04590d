"""`[alike]` of `agency.toml`: from which likeness on two texts are taken to be about the same."""

from __future__ import annotations

from bot.agency_files.table import Table
from cases.agency.casework import AlikeRules

_ALL = 100


def alike(agency: Table) -> AlikeRules:
    table, usual = agency.table("alike", required=False), AlikeRules()
    read = AlikeRules(
        published=_percent(table, "published", usual.published),
        duplicate=_percent(table, "duplicate", usual.duplicate),
        same_sender=_percent(table, "same_sender", usual.same_sender),
        days=table.number("days", usual.days),
    )
    table.close()
    return read


def _percent(table: Table, key: str, usual: int) -> int:
    value = table.number(key, usual)
    if value > _ALL:
        what = f"{key} là số phần trăm, nhiều nhất {_ALL}"
        table.note(key, what, f"{key} = {usual}", "a percentage, at most 100")
    return min(value, _ALL)
