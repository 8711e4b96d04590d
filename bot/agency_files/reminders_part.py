"""`[reminders]`, `[quiet]` and `[late]` of `agency.toml`: when officials hear of a limit, when no
citizen's phone rings, and what a sender is told once the promised day was missed."""

from __future__ import annotations

from bot.agency_files.agency_parts import limit
from bot.agency_files.table import Table
from cases.agency.deadlines import Late
from cases.agency.hours import Quiet, Reminders


def reminders(agency: Table) -> Reminders:
    table, usual = agency.table("reminders", required=False), Reminders()
    read = Reminders(
        half=_share(table, "half", usual.half),
        most=_share(table, "most", usual.most),
        head_days=table.number("head_days", usual.head_days, least=0),
        reception_days=table.number("reception_days", usual.reception_days, least=0),
        director_days=table.number("director_days", usual.director_days, least=0),
        morning=table.clock("morning", usual.morning),
        afternoon=table.clock("afternoon", usual.afternoon),
    )
    _in_order(table, "most", read.half < read.most, f"most = {usual.most}", "half")
    later = read.morning < read.afternoon
    _in_order(table, "afternoon", later, f'afternoon = "{usual.afternoon:%H:%M}"', "morning")
    table.close()
    return read


def quiet(agency: Table) -> Quiet:
    table, usual = agency.table("quiet", required=False), Quiet()
    read = Quiet(
        begins=table.clock("begins", usual.begins),
        ends=table.clock("ends", usual.ends),
        just_spoke_minutes=table.number("just_spoke_minutes", usual.just_spoke_minutes, least=0),
    )
    table.close()
    return read


def late(agency: Table) -> Late:
    table, usual = agency.table("late", required=False), Late()
    read = Late(
        new_date=limit(table.table("new_date")) if "new_date" in table else usual.new_date,
        progress=limit(table.table("progress")) if "progress" in table else usual.progress,
    )
    table.close()
    return read


def _share(table: Table, key: str, default: int) -> int:
    percent = table.number(key, default)
    if percent >= 100:
        what = f"“{key}” là {percent} phần trăm, phải dưới 100"
        table.note(key, what, f"{key} = {default}", f"“{key}” must be below 100 percent")
    return percent


def _in_order(table: Table, key: str, right: bool, instead: str, before: str) -> None:
    if not right:
        what = f"“{key}” phải sau “{before}”"
        table.note(key, what, instead, f"“{key}” must come after “{before}”")
