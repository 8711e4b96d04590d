"""What stands on the papers of a report: made of figures, before anything is put on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from bot.report_papers import papers_of
from cases.reports import director_report, periods, statutory
from cases.reports.director_report import Beside
from cases.reports.periods import Period, PeriodKind
from cases.reports.report import Figure, ReportKind
from handlers.desk import Desk
from handlers.reports import letterhead, sheets
from messages.sheet import Chart, Grid, Heading, Paragraph, Sheet
from storage.reports.case_facts import facts
from tests.office import SQLITE_ONLY, Office
from tests.people import World

pytestmark = SQLITE_ONLY


def month() -> Period:
    found = periods.of(PeriodKind.MONTH, 2026, 12, 14)
    assert found is not None
    return found


def counted(world: World, kind: ReportKind) -> list[Figure]:
    span, agency = month().span, world.house.agency
    known = world.store(lambda tx: facts(tx, span.ends))
    if kind is ReportKind.DIRECTOR:
        return director_report.figures(known, span, agency.calendar, Beside({}, {}))
    return statutory.figures(known, span, agency.reports, agency.reception_office, {})


def on_paper(
    world: World, kind: ReportKind, version: int = 1
) -> tuple[list[Sheet], dict[str, Any]]:
    issued = {
        "number": "BC26-00001",
        "kind": kind.value,
        "version": version,
        "begins": month().first.isoformat(),
        "ends": month().last.isoformat(),
        "issued_at": datetime(2026, 9, 5, 3, tzinfo=UTC),
    }
    report: Any = SimpleNamespace(**issued)
    figures = counted(world, kind)

    def work(tx: Any) -> Any:
        desk = Desk(tx, world.house.ground(), world.now)
        made = sheets.sheets(desk, kind, month(), figures, "vi", report.number)
        return made, letterhead.words(desk, report, "vi")

    found: tuple[list[Sheet], dict[str, Any]] = world.store(work)
    return found


def said(made: Sequence[Sheet]) -> str:
    return "\n".join(b.text for s in made for b in s.blocks if isinstance(b, Heading | Paragraph))


def test_an_office_that_is_late_is_named_and_its_paper_is_made(world: World) -> None:
    office = Office(world)
    office.taken(world.citizen())
    world.later(days=40)
    made, words = on_paper(world, ReportKind.DIRECTOR)
    assert "Đang có việc trễ hẹn: Phòng Đăng ký kinh doanh (1)." in said(made)
    charts = [block.title for block in made[0].blocks if isinstance(block, Chart)]
    assert charts[0].startswith("Đã trả lời và đang xử lý theo phòng, tháng 12 năm 2026")
    assert words["so_ky_hieu"].strip() == "/BC-VP" and words["noi_nhan"] == [
        "Như trên;",
        "Lưu: VT.",
    ]


def test_the_head_of_the_letter_is_as_the_decree_has_it(world: World) -> None:
    _, words = on_paper(world, ReportKind.PROVINCE)
    assert (words["co_quan_tren"], words["co_quan"]) == (
        "UBND TỈNH QUẢNG NGÃI",
        "SỞ KẾ HOẠCH VÀ ĐẦU TƯ",
    )
    assert (words["ngay"], words["thang"]) == ("05", "9")
    assert "đính chính" not in words["trich_yeu"]
    _, again = on_paper(world, ReportKind.PROVINCE, version=3)
    assert again["trich_yeu"] == f"{words['trich_yeu']}, đính chính lần 2"
    assert words["noi_nhan"][0] == "Như trên;" and words["noi_nhan"][-1] == "Lưu: VT, VP."


def test_a_letter_of_a_period_without_a_case_says_so(world: World) -> None:
    made, _ = on_paper(world, ReportKind.PROVINCE)
    assert "Sở không tiếp nhận phản ánh, kiến nghị nào" in said(made)
    assert not any(isinstance(block, Grid) for block in made[0].blocks)
    Office(world).taken(world.citizen())
    made, _ = on_paper(world, ReportKind.PROVINCE)
    assert "tiếp nhận 1 phản ánh" in said(made)
    assert sum(isinstance(block, Grid) for block in made[0].blocks) == 2


def test_both_forms_stand_in_the_document_and_each_under_its_name(world: World) -> None:
    Office(world).taken(world.citizen())
    made, words = on_paper(world, ReportKind.STATUTORY)
    folder = world.house.agency.folder
    papers = list(papers_of(ReportKind.STATUTORY, made, words, folder, "BC26-00001"))
    document, pdf = (
        paper.make.args[at]  # type: ignore[attr-defined]
        for paper, at in ((papers[0], 2), (papers[3], 0))
    )
    assert sum(isinstance(block, Grid) for block in document.blocks) == 2
    headings = [block.text for block in pdf.blocks if isinstance(block, Heading)]
    assert headings == ["Biểu II.05b: theo đơn vị", "Số liệu nội bộ, không gửi theo mẫu"]
