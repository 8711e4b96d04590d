"""What stands around the figures in the office's own forms: names, dates, who signs (the names of
the placeholders are those of `reports/README.md` in the agency's folder)."""

from __future__ import annotations

from typing import Any

from cases.reports import ReportKind
from handlers.desk import Desk
from handlers.reports import names
from messages.dates import full_day, local
from storage.plan_tables import Report


def words(desk: Desk, report: Report, language: str) -> dict[str, Any]:
    """The number of the document is left open: the clerk writes it once it is signed."""
    agency, head = desk.agency, desk.agency.reports.letterhead
    period, issued = names.period_of(desk, report), local(report.issued_at)
    kind = ReportKind(report.kind)
    to_director = desk.words(language, "report.to_director")
    return {
        "co_quan_tren": head.above,
        "co_quan": agency.name.upper(),
        "so_ky_hieu": f"      /{head.symbol}",
        "dia_danh": head.place or agency.province,
        "ngay": f"{issued.day:02d}",
        "thang": f"{issued.month:02d}",
        "nam": str(issued.year),
        "trich_yeu": names.title(desk, kind, period, language),
        "kinh_gui": to_director if kind is ReportKind.DIRECTOR else head.to,
        "ky_bao_cao": names.period(desk, period, language),
        "tu_ngay": full_day(period.first, language),
        "den_ngay": full_day(period.last, language),
        "noi_nhan": list(head.recipients),
        "thay_mat": head.signed_for,
        "chuc_vu": head.title,
        "nguoi_ky": head.signer,
        "ma_bao_cao": report.number,
    }
