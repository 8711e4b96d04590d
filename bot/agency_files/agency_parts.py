"""The parts of `agency.toml` as values."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import asdict, fields
from datetime import date

from bot.agency_files.table import Table
from cases.agency.casework import Limits
from cases.agency.channels import ChannelDecision
from cases.agency.deadlines import Deadlines, Limit
from cases.agency.offices import Contact, Office
from cases.kinds import IdentityMode, Kind

CHANNELS = ("web", "telegram", "zalo", "zalo_bot", "email")
KINDS = tuple(kind.value for kind in Kind)
_MODES = tuple(mode.value for mode in IdentityMode)
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_SHORTEST_NUMBER = 3  # 113
_ID = re.compile(r"[a-z][a-z0-9_]*")


def contact(table: Table) -> Contact:
    texts = ("address", "phone", "email", "hours", "hours_en", "address_en")
    read = Contact(
        **{key: table.text(key) for key in texts},
        # Unless the office says that it is true, it is a sample.
        sample=table.flag("sample", default=True),
    )
    if read.email and not _EMAIL.fullmatch(read.email):
        what, english = f"“{read.email}” không phải địa chỉ thư điện tử", "no e-mail address"
        table.note("email", what, 'email = "vanphong@coquan.gov.vn", hoặc ""', english)
    _phone(table, "phone", read.phone, "0255 3822 866")
    table.close()
    return read


def _phone(table: Table, key: str, number: str, example: str) -> None:
    if number and len(re.findall(r"\d", number)) < _SHORTEST_NUMBER:
        what = f"“{number}” không phải số điện thoại"
        table.note(key, what, f'{key} = "{example}"', f"“{number}” is no telephone number")


def police_phone(agency: Table) -> str:
    number = agency.text("police_phone")
    _phone(agency, "police_phone", number, "113")
    return number


def offices(agency: Table) -> tuple[Office, ...]:
    tables = agency.tables("offices")
    if "offices" not in agency:
        agency.missing("offices", "[[offices]]")
    read = tuple(_office(table) for table in tables)
    _no_twins(tables, "id", [office.id for office in read])
    if read and not any(office.handles for office in read):
        agency.note("offices", "chưa phòng nào được trả lời", "handles = true", "no office handles")
    return read


def _office(table: Table) -> Office:
    read = Office(
        id=table.name("id"),
        name=table.name("name"),
        name_en=table.name("name_en"),
        short=table.text("short") or table.text("name"),
        handles=table.flag("handles", default=True),
        contact=contact(table.table("contact", required=False)),
        everyday=table.name("everyday"),
        everyday_en=table.name("everyday_en"),
        aliases=table.texts("aliases"),
    )
    if read.id and not _ID.fullmatch(read.id):
        what = f"id “{read.id}” chỉ được có chữ thường không dấu, số và dấu _"
        table.note("id", what, 'id = "van_phong"', "an id has small letters, digits and _ only")
    table.close()
    return read


def _no_twins(tables: list[Table], key: str, values: list[str]) -> None:
    for n, value in enumerate(values):
        if value and value in values[:n]:
            what = f"{key} “{value}” đã dùng ở trên"
            tables[n].note(key, what, "một tên khác", f"“{value}” is used above", "another one")


def deadlines(agency: Table) -> Deadlines:
    table = agency.table("deadlines")
    read = Deadlines(**{field.name: limit(table.table(field.name)) for field in fields(Deadlines)})
    table.close()
    return read


def limit(table: Table) -> Limit:
    """A limit in working days with its basis, and who confirmed it."""
    confirmed_on = table.day("confirmed_on")
    read = Limit(
        days=table.number("days"),
        basis=table.name("basis"),
        confirmed_by=table.text("confirmed_by"),
        confirmed_on=confirmed_on.isoformat() if confirmed_on else "",
        note=table.text("note"),
    )
    if read.confirmed_by and not table.get("confirmed_on", (date, str), ""):
        example = "confirmed_on = 2026-01-02"
        table.note("confirmed_by", "có người xác nhận mà thiếu ngày", example, "no date given")
    table.close()
    return read


def identity_modes(agency: Table) -> dict[Kind, tuple[IdentityMode, ...]]:
    table = agency.table("identity")
    read: dict[Kind, tuple[IdentityMode, ...]] = {}
    for kind in Kind:
        modes = table.texts(kind.value, required=True)
        good = [m for m in modes if table.known(kind.value, m, _MODES, "cách nêu tên")]
        if modes and len(set(modes)) < len(modes):
            table.note(kind.value, "có cách ghi hai lần", f"{kind.value} = [...]", "named twice")
        read[kind] = tuple(dict.fromkeys(map(IdentityMode, good))) or (IdentityMode.NAMED,)
    table.close()
    return read


def approval_off(agency: Table) -> frozenset[Kind]:
    table = agency.table("approval", required=False)
    kinds = table.texts("off")
    good = [Kind(kind) for kind in kinds if table.known("off", kind, KINDS, "loại việc")]
    table.close()
    return frozenset(good)


def channels(agency: Table) -> dict[str, ChannelDecision]:
    table = agency.table("channels", required=False)
    read: dict[str, ChannelDecision] = {}
    for name in table.names():
        inner = table.table(name)
        if table.known(name, name, CHANNELS, "kênh"):
            day = inner.day("on")
            on = day.isoformat() if day else ""
            read[name] = ChannelDecision(inner.text("decision"), on, inner.text("address"))
            inner.close()
    return read


def limits(agency: Table) -> Limits:
    table = agency.table("limits", required=False)
    usual = asdict(Limits())
    read = Limits(**{name: table.number(name, default) for name, default in usual.items()})
    table.close()
    return read


def portals(agency: Table) -> tuple[tuple[str, str], ...]:
    read = []
    for table in agency.tables("portals"):
        read.append((table.name("name"), table.name("address")))
        table.close()
    return tuple(read)


def communes(agency: Table) -> tuple[str, ...]:
    """Today's names first, then the old ones that are still accepted."""
    table = agency.table("places", required=False)
    read = (*table.texts("communes"), *table.texts("old_names"))
    table.close()
    return read


def office_id(table: Table, key: str, value: str, ids: Collection[str]) -> str:
    """The id if there is such an office. With no office known (a broken file) nothing is said."""
    if value and ids:
        table.known(key, value, ids, "phòng")
    return value
