"""`[walls]` of `agency.toml`: for how long an opened identity is shown, and how much of the
sender's words may reach the accused side."""

from __future__ import annotations

from bot.agency_files.table import Table
from cases.agency.casework import Walls

_FEWEST = 3  # words: two in a row are anybody's


def walls(agency: Table) -> Walls:
    table, usual = agency.table("walls", required=False), Walls()
    read = Walls(
        identity_hours=table.number("identity_hours", usual.identity_hours),
        borrowed_words=table.number("borrowed_words", usual.borrowed_words, least=_FEWEST),
        basis=table.text("basis"),
        confirmed_by=table.text("confirmed_by"),
    )
    table.close()
    return read
