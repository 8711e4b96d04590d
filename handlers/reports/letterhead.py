"""What stands around the figures in the office's own forms: names, dates, who signs (the names of
the placeholders are those of `reports/README.md` in the agency's folder)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from cases.reports.report import ReportKind
from handlers.desk import Desk
from handlers.notices.notices import office_name
from handlers.reports import names
from messages.dates import full_day, local
from storage.tables.reports import Report

_LAST_WITH_ZERO = 2
"""Days to the ninth and the first two months have a zero before (Nghị định 30/2020, Annex I)."""


def words(desk: Desk, report: Report, language: str) -> dict[str, Any]:
    """The number of the document is left open: the clerk writes it once it is signed."""
    agency, issued = desk.agency, local(report.issued_at)
    period, kind = names.period_of(desk, report), ReportKind(report.kind)
    inside, head = kind is ReportKind.DIRECTOR, agency.reports.letterhead
    return {
        "so_ky_hieu": f"      /{head.inside if inside else head.symbol}",
        "dia_danh": head.place or agency.province,
        "ngay": f"{issued.day:02d}",
        "thang": f"{issued.month:02d}" if issued.month <= _LAST_WITH_ZERO else str(issued.month),
        "nam": str(issued.year),
        "trich_yeu": _subject(desk, report, language),
        "ky_bao_cao": names.period(desk, period, language),
        "tu_ngay": full_day(period.first, language),
        "den_ngay": full_day(period.last, language),
        "ma_bao_cao": report.number,
        **(_inside(desk, language) if inside else _outside(desk)),
    }


def _subject(desk: Desk, report: Report, language: str) -> str:
    title = names.title(desk, report.kind, names.period_of(desk, report), language)
    if report.version == 1:
        return title
    return desk.words(language, "report.title_again", title=title, times=report.version - 1)


def _listed(recipients: Sequence[str]) -> list[str]:
    """Each with the sign at its end that Nghị định 30/2020/NĐ-CP wants."""
    bare = [each.rstrip(" ;.") for each in recipients]
    return [each + ("." if at == len(bare) else ";") for at, each in enumerate(bare, 1)]


def _inside(desk: Desk, language: str) -> dict[str, Any]:
    """Văn phòng reports to the Director."""
    agency = desk.agency
    say = partial(desk.words, language)
    return {
        "co_quan_tren": agency.reports.letterhead.name or agency.name.upper(),
        "co_quan": office_name(desk, agency.reception_office, language).upper(),
        "kinh_gui": say("report.to_director"),
        "noi_nhan": _listed([say("report.as_above"), say("report.on_file")]),
        "thay_mat": "",
        "chuc_vu": say("report.office_head"),
        "nguoi_ky": "",
    }


def _outside(desk: Desk) -> dict[str, Any]:
    """The department reports to the People's Committee."""
    head = desk.agency.reports.letterhead
    return {
        "co_quan_tren": head.above,
        "co_quan": head.name or desk.agency.name.upper(),
        "kinh_gui": head.to,
        "noi_nhan": _listed(head.recipients),
        "thay_mat": head.signed_for,
        "chuc_vu": head.title,
        "nguoi_ky": head.signer,
    }
