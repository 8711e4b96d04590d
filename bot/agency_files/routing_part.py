"""`routing.toml` as values."""

from __future__ import annotations

from collections.abc import Collection

from bot.agency_files.agency_parts import KINDS, office_id
from bot.agency_files.table import Table
from cases.agency.doors import OtherBody
from cases.agency.words import RoutingWords, Weighted

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
            link=table.link("link"),
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
