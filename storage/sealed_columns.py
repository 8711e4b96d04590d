"""Which columns are sealed on their way in."""

from __future__ import annotations

from sqlmodel import SQLModel

from storage import plan_tables, tables
from storage.sealing import SEALED

assert tables and plan_tables  # their classes fill SQLModel.metadata

SEALED_COLUMNS: dict[str, frozenset[str]] = {
    table.name: frozenset(c.name for c in table.columns if isinstance(c.type, SEALED))
    for table in SQLModel.metadata.tables.values()
}
"""By table, what is sealed on its way in."""
