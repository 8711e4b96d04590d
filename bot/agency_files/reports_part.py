"""`[reports]` of `agency.toml`: where periods of reports end, what counts as conduct, and the head
of letters to the People's Committee."""

from __future__ import annotations

from bot.agency_files.table import Table
from cases.agency.report_rules import Letterhead, ReportRules
from cases.kinds import STATUTORY, Kind

_LAST_DAY = 31


def reports(agency: Table) -> ReportRules:
    table, usual = agency.table("reports", required=False), ReportRules()
    read = ReportRules(
        month_ends=_day(table, "month_ends", usual.month_ends),
        due_day=_day(table, "due_day", usual.due_day),
        basis=table.text("basis"),
        confirmed_by=table.text("confirmed_by"),
        acts=_acts(table, usual.acts),
        letterhead=_letterhead(table.table("letterhead", required=False)),
    )
    table.close()
    return read


def _day(table: Table, key: str, default: int) -> int:
    day = table.number(key, default)
    if day > _LAST_DAY:
        what = f"“{key}” là {day}, phải từ 1 đến {_LAST_DAY}"
        table.note(key, what, f"{key} = {default}", f"“{key}” must be from 1 to {_LAST_DAY}")
    return min(day, _LAST_DAY)


def _acts(table: Table, default: frozenset[Kind]) -> frozenset[Kind]:
    written = table.texts("acts")
    known = [kind.value for kind in Kind if kind in STATUTORY]
    good = [k for k in written if table.known("acts", k, known, "loại phản ánh")]
    return frozenset(map(Kind, good)) or default


def _letterhead(table: Table) -> Letterhead:
    usual = Letterhead()
    read = Letterhead(
        above=table.text("above"),
        name=table.text("name"),
        to=table.text("to"),
        symbol=table.text("symbol", usual.symbol),
        inside=table.text("inside", usual.inside),
        place=table.text("place"),
        signed_for=table.text("signed_for"),
        title=table.text("title", usual.title),
        signer=table.text("signer"),
        recipients=table.texts("recipients"),
    )
    table.close()
    return read
