"""A procedure as the catalogue has it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Procedure:
    """A row of the catalogue. An empty string means the source does not say."""

    code: str
    name: str
    name_en: str
    field: str
    office: str  # office id
    papers: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    days: str = ""  # as the source words it; a plain number means working days
    fee: str = ""
    by_post: str = ""  # "co" | "khong" | ""
    online: str = ""  # "toan_trinh" | "mot_phan" | "khong" | ""
    where: str = ""
    decision: str = ""  # number and date of the decision that publishes it
    aliases: tuple[str, ...] = ()  # everyday words: "mở công ty"
    ended: str = ""  # the day, 2026-07-18, from which the national catalogue has it no more
