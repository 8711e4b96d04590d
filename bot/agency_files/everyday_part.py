"""`[everyday_words]` of `agency.toml`: what people say, and what the catalogue calls it."""

from __future__ import annotations

from bot.agency_files.table import Table
from cases.words.text import fold


def everyday_words(agency: Table) -> dict[str, str]:
    table = agency.table("everyday_words", required=False)
    read: dict[str, str] = {}
    folded: dict[str, str] = {}
    for said in table.names():
        if before := folded.get(fold(said)):
            what = f"“{said}” không dấu trùng với “{before}” ở trên"
            table.note(said, what, "bỏ bớt một dòng", f"“{said}” is “{before}” without diacritics")
        folded.setdefault(fold(said), said)
        read[said] = table.name(said)
    table.close()
    return read
