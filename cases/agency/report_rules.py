"""What the law and the office say of reports: where periods end, what is counted as what, how an
official letter is headed."""

from __future__ import annotations

from dataclasses import dataclass

from cases.kinds import Kind


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Of a report to the People's Committee of the province (Nghị định 30/2020/NĐ-CP, Phụ lục I).
    `above` and `name` head the paper, `name` being the department's (empty: as it is called).
    `symbol` follows the number: "BC-SKHĐT"; `inside`: the same of what Văn phòng reports to the
    Director. `signed_for`: "KT. GIÁM ĐỐC" where a deputy signs."""

    above: str = ""
    name: str = ""
    to: str = ""
    symbol: str = "BC"
    inside: str = "BC"
    place: str = ""
    signed_for: str = ""
    title: str = "GIÁM ĐỐC"
    signer: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportRules:
    """`month_ends`: the day with which a month of reports ends, 31 being the last of the calendar's
    (Nghị định 09/2019/NĐ-CP Art. 12); `due_day`: of that month, by which the department reports.
    `acts` are the kinds that are about how officials act; all others are about the rule itself
    (Nghị định 20/2008/NĐ-CP Art. 5)."""

    month_ends: int = 14
    due_day: int = 18
    basis: str = ""
    confirmed_by: str = ""
    acts: frozenset[Kind] = frozenset({Kind.CONDUCT, Kind.LATE_DOSSIER})
    letterhead: Letterhead = Letterhead()
