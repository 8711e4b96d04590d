"""Which columns are sealed on their way in."""

from __future__ import annotations

from storage.columns.sealing import SEALED
from storage.tables.listed import METADATA

SEALED_COLUMNS: dict[str, frozenset[str]] = {
    table.name: frozenset(c.name for c in table.columns if isinstance(c.type, SEALED))
    for table in METADATA.tables.values()
}
"""By table, what is sealed on its way in."""
