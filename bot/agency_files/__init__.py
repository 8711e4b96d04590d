"""Reading an agency's folder from disk: every mistake at once, with file, line and cure."""

from __future__ import annotations

import re
from pathlib import Path

from bot.agency_files import (
    after_part,
    agency_parts,
    alike_part,
    answers_part,
    calendar_part,
    data_part,
    doors_part,
    everyday_part,
    examples_part,
    matters_part,
    message_files,
    plan_part,
    questions_part,
    reminders_part,
    reports_part,
    routing_part,
    walls_part,
    zalo_part,
)
from bot.agency_files.cautions import Caution, warnings
from bot.agency_files.mistakes import AgencyMistakes, Mistake
from bot.agency_files.rows import Rows
from bot.agency_files.table import Table
from bot.agency_files.toml_file import TomlFile
from cases.agency.agency import Agency
from cases.agency.hours import Calendar
from cases.agency.offices import Office
from cases.agency.plan import Plan
from cases.agency.procedures import Procedure
from cases.agency.words import RoutingWords

__all__ = ["AgencyMistakes", "Caution", "Mistake", "load", "warnings"]

_FILES = (
    "agency.toml",
    "procedures.csv",
    "routing.toml",
    "examples.csv",
    "calendar.toml",
    "plan.toml",
)
_PREFIX = re.compile(r"[A-Z]{2,4}")


def load(folder: Path) -> Agency:
    """The agency of that folder. Raises AgencyMistakes with everything that is wrong in it;
    `examples.csv`, `calendar.toml`, `plan.toml` and `messages/` may be absent."""
    mistakes: list[Mistake] = []
    if not folder.is_dir():
        what = "không có thư mục này; LANGNGHE_AGENCY phải là tên một thư mục trong agencies"
        en = "there is no such folder; LANGNGHE_AGENCY must name a folder in agencies"
        raise AgencyMistakes([Mistake(folder.name, 0, what, "", en)])
    agency = _read(folder, mistakes)
    message_files.check(folder, mistakes)
    if mistakes:
        raise AgencyMistakes(sorted(mistakes, key=_in_order))
    return agency


def _in_order(mistake: Mistake) -> tuple[int, str, int]:
    known = mistake.file in _FILES
    return (_FILES.index(mistake.file) if known else len(_FILES), mistake.file, mistake.line)


def _read(folder: Path, mistakes: list[Mistake]) -> Agency:
    def table(name: str, required: bool) -> Table:
        file = TomlFile(folder / name, mistakes, required)
        return Table(file, file.data)

    main = table("agency.toml", required=True)
    offices = agency_parts.offices(main)
    ids = [office.id for office in offices]
    if len(set(ids) - {""}) < len(offices):
        ids = []  # ids that are wrong themselves cannot show what else is wrong
    agency = _agency(
        folder,
        main,
        offices,
        Rows(folder / "procedures.csv", offices if ids else (), mistakes).read(),
        examples_part.taught(
            routing_part.routing(table("routing.toml", required=True), ids),
            folder / "examples.csv",
            ids,
            mistakes,
        ),
        calendar_part.calendar(table("calendar.toml", required=False)),
        plan_part.plan(table("plan.toml", required=False), ids),
    )
    main.close()
    return agency


def _agency(
    folder: Path,
    main: Table,
    offices: tuple[Office, ...],
    procedures: tuple[Procedure, ...],
    routing: RoutingWords,
    calendar: Calendar,
    plan: Plan,
) -> Agency:
    catalog_date = main.day("catalog_date")
    return Agency(
        id=main.name("id"),
        folder=folder,
        code_prefix=_code_prefix(main),
        name=main.name("name"),
        name_en=main.name("name_en"),
        short=main.name("short"),
        short_en=main.name("short_en"),
        province=main.name("province"),
        contact=agency_parts.contact(main.table("contact")),
        website=main.text("website"),
        portals=agency_parts.portals(main),
        offices=offices,
        reception_office=_reception_office(main, offices),
        deadlines=agency_parts.deadlines(main),
        identity_modes=agency_parts.identity_modes(main),
        approval_off=agency_parts.approval_off(main),
        channels=agency_parts.channels(main),
        limits=agency_parts.limits(main),
        notice_version=main.name("notice_version"),
        procedures=tuple(p for p in procedures if not p.ended),
        ended_procedures=tuple(p for p in procedures if p.ended),
        catalog_date=catalog_date.isoformat() if catalog_date else "",
        routing=routing,
        calendar=calendar,
        plan=plan,
        communes=agency_parts.communes(main),
        denunciation_place=main.text("denunciation_place"),
        police_phone=agency_parts.police_phone(main),
        inspectorate=main.text("inspectorate"),
        denunciation_place_en=main.text("denunciation_place_en"),
        # Unless the office says that they are true, they are samples.
        doors_sample=main.flag("doors_sample", default=True),
        zalo=zalo_part.zalo(main, offices),
        reminders=reminders_part.reminders(main),
        quiet=reminders_part.quiet(main),
        late=reminders_part.late(main),
        rating=after_part.rating(main),
        pakn_system=after_part.pakn_system(main),
        answers=answers_part.answers(main),
        walls=walls_part.walls(main),
        alike=alike_part.alike(main),
        data_rights=data_part.data_rights(main),
        retention=data_part.retention(main),
        questions=questions_part.questions(main),
        everyday_words=everyday_part.everyday_words(main),
        other_doors=doors_part.other_doors(main),
        matters=matters_part.matters(main),
        reports=reports_part.reports(main),
    )


def _code_prefix(main: Table) -> str:
    prefix = main.name("code_prefix")
    if prefix and not _PREFIX.fullmatch(prefix):
        what = f"code_prefix “{prefix}” phải là 2 đến 4 chữ hoa không dấu"
        main.note("code_prefix", what, 'code_prefix = "PA"', "2 to 4 capital letters A-Z")
    return prefix


def _reception_office(main: Table, offices: tuple[Office, ...]) -> str:
    office = main.name("reception_office")
    return agency_parts.office_id(main, "reception_office", office, [o.id for o in offices])
