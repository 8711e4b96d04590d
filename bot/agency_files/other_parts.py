"""`routing.toml` and `plan.toml` as values."""

from __future__ import annotations

from collections.abc import Collection

from bot.agency_files.agency_parts import KINDS, office_id
from bot.agency_files.table import Table
from cases.agency import OtherBody, Plan, PlanItem, RoutingWords, Weighted

DOORS = ("complaint", "denunciation", "accusation", "emergency")
_WEIGHTS = {"strong": 3.0, "plain": 1.5, "hint": 0.5, "against": -2.0}


def routing(file: Table, office_ids: Collection[str]) -> RoutingWords:
    weights = _weights(file.table("weights", required=False))
    read = RoutingWords(
        offices=_words(file, "offices", office_ids, "phòng", weights),
        kinds=_words(file, "kinds", KINDS, "loại việc", weights),
        doors=_words(file, "doors", DOORS, "cửa", weights),
        abbreviations=_abbreviations(file.table("abbreviations", required=False)),
        other_bodies=_other_bodies(file),
        measured_as=_measured_as(file.table("measured_as", required=False), office_ids),
    )
    file.close()
    return read


def _weights(table: Table) -> dict[str, float]:
    read = {level: table.decimal(level, weight) for level, weight in _WEIGHTS.items()}
    table.close()
    return read


def _words(
    file: Table, key: str, names: Collection[str], what: str, weights: dict[str, float]
) -> dict[str, tuple[Weighted, ...]]:
    table = file.table(key)
    read: dict[str, tuple[Weighted, ...]] = {}
    for name in table.names():
        inner = table.table(name)
        if not names or table.known(name, name, names, what):
            read[name] = tuple(
                Weighted(phrase, weight)
                for level, weight in weights.items()
                for phrase in inner.texts(level)
            )
            inner.close()
    return read


def _abbreviations(table: Table) -> dict[str, str]:
    return {key.lower(): table.name(key) for key in table.names()}


def _measured_as(table: Table, office_ids: Collection[str]) -> dict[str, str]:
    read = {key: table.name(key) for key in table.names()}
    for key, office in read.items():
        office_id(table, key, office, office_ids)
    return read


def _other_bodies(file: Table) -> tuple[OtherBody, ...]:
    read: list[OtherBody] = []
    for table in file.tables("other_bodies"):
        body = OtherBody(
            id=table.name("id"),
            name=table.name("name"),
            name_en=table.name("name_en"),
            phone=table.text("phone"),
            address=table.text("address"),
            words=table.texts("words", required=True),
            address_en=table.text("address_en"),
            hours=table.text("hours"),
            hours_en=table.text("hours_en"),
            link=_link(table),
            bring=table.text("bring"),
            bring_en=table.text("bring_en"),
            sample=table.flag("sample", default=True),
        )
        if body.id in {other.id for other in read}:
            what = f"id “{body.id}” đã dùng ở trên"
            table.note("id", what, "một tên khác", f"“{body.id}” is used above", "another one")
        read.append(body)
        table.close()
    return tuple(read)


def _link(table: Table) -> str:
    link = table.text("link")
    if link and not link.startswith(("https://", "http://")):
        what = f"“{link}” không phải địa chỉ trang mạng"
        table.note("link", what, f'link = "https://{link}"', f"“{link}” is no web address")
    return link


def plan(file: Table, office_ids: Collection[str]) -> Plan:
    items: list[PlanItem] = []
    for table in file.tables("items"):
        item = _item(table, office_ids)
        if item.id in {other.id for other in items}:
            what = f"id “{item.id}” đã dùng ở trên"
            table.note("id", what, "một số mục khác", f"“{item.id}” is used above", "another one")
        items.append(item)
    read = Plan(
        year=file.number("year", default=0, least=0),
        number=file.text("number"),
        basis=file.text("basis"),
        items=tuple(items),
    )
    file.close()
    return read


def _item(table: Table, office_ids: Collection[str]) -> PlanItem:
    lead, cooperate = table.texts("lead", required=True), table.texts("cooperate")
    for key, ids in (("lead", lead), ("cooperate", cooperate)):
        for value in ids:
            office_id(table, key, value, office_ids)
    read = PlanItem(
        id=table.name("id"),
        text=table.name("text"),
        text_en=table.name("text_en"),
        lead=lead,
        cooperate=cooperate,
        cadence=table.name("cadence"),
    )
    table.close()
    return read
