"""What stands around the figures in the office's own forms: names, dates, who signs (the names of
the placeholders are those of `reports/README.md` in the agency's folder)."""

from __future__ import annotations

from functools import partial
from typing import Any

from cases.reports import ReportKind
from handlers.desk import Desk
from handlers.notices import office_name
from handlers.reports import names
from messages.dates import full_day, local
from storage.plan_tables import Report


def words(desk: Desk, report: Report, language: str) -> dict[str, Any]:
    """The number of the document is left open: the clerk writes it once it is signed."""
    agency, issued = desk.agency, local(report.issued_at)
    period, kind = names.period_of(desk, report), ReportKind(report.kind)
    inside = kind is ReportKind.DIRECTOR
    return {
        "so_ky_hieu": f"      /{agency.reports.letterhead.symbol}",
        "dia_danh": agency.reports.letterhead.place or agency.province,
        "ngay": f"{issued.day:02d}",
        "thang": f"{issued.month:02d}",
        "nam": str(issued.year),
        "trich_yeu": names.title(desk, kind, period, language),
        "ky_bao_cao": names.period(desk, period, language),
        "tu_ngay": full_day(period.first, language),
        "den_ngay": full_day(period.last, language),
        "ma_bao_cao": report.number,
        **(_inside(desk, language) if inside else _outside(desk)),
    }


def _inside(desk: Desk, language: str) -> dict[str, Any]:
    """Văn phòng reports to the Director."""
    agency = desk.agency
    say = partial(desk.words, language)
    return {
        "co_quan_tren": agency.name.upper(),
        "co_quan": office_name(desk, agency.reception_office, language).upper(),
        "kinh_gui": say("report.to_director"),
        "noi_nhan": [say("report.as_above"), say("report.on_file")],
        "thay_mat": "",
        "chuc_vu": say("report.office_head"),
        "nguoi_ky": "",
    }


def _outside(desk: Desk) -> dict[str, Any]:
    """The department reports to the People's Committee."""
    head = desk.agency.reports.letterhead
    return {
        "co_quan_tren": head.above,
        "co_quan": desk.agency.name.upper(),
        "kinh_gui": head.to,
        "noi_nhan": list(head.recipients),
        "thay_mat": head.signed_for,
        "chuc_vu": head.title,
        "nguoi_ky": head.signer,
    }
