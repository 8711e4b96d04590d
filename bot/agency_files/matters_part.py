"""`[matters]` of `agency.toml`: with which words people turn to another matter."""

from __future__ import annotations

from bot.agency_files.table import Table
from cases.agency.words import MatterWords


def matters(agency: Table) -> MatterWords:
    table = agency.table("matters", required=False)
    read = MatterWords(turns=table.texts("turns"))
    table.close()
    return read
