"""`plan.toml` as values."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import time

from bot.agency_files import documents_part, press_part
from bot.agency_files.agency_parts import office_id
from bot.agency_files.table import Table
from cases.agency.plan import BroadcastRules, Evidence, Made, Plan, PlanItem, Schedule, Topic

_EVERY = {"week": 5, "month": 28, "quarter": 28}
"""How often, and the last day of it that always exists (Friday, the 28th)."""
_STEADY_DAYS = 30
_FOR_SUBSCRIBERS = {Made.WEEKLY_RESULTS, Made.MONTHLY_OFFICE}
_YEARS = range(2000, 2100)
_ITEM_ID = re.compile(r"[\w.-]{1,20}")
_TOPIC_ID = re.compile(r"[a-z][a-z0-9_]{0,30}")
_SENDS = 1000  # the last ones, among which failures are counted
_SEEN = (Evidence.RESULT, Evidence.CATALOGUE)
"""What the machine sees happen without being told for which item."""


def plan(file: Table, office_ids: Collection[str]) -> Plan:
    steady = file.number("steady_days", _STEADY_DAYS)
    items = _items(file, office_ids, steady)
    ids = [item.id for item in items]
    if len(set(ids) - {""}) < len(ids):
        ids = []  # ids that are wrong themselves cannot show what else is wrong
    topics = _topics(file, ids)
    read = Plan(
        year=_year(file),
        number=file.text("number"),
        basis=file.text("basis"),
        items=items,
        topics=topics,
        documents=documents_part.documents(file),
        schedules=_schedules(file, ids, [topic.id for topic in topics]),
        broadcasts=_rules(file),
        press=press_part.press(file),
        changed_item=press_part.changed_item(file, ids),
        shown_by=_shown_by(file, ids),
    )
    file.close()
    return read


def _year(file: Table) -> int:
    year = file.number("year", default=0, least=0)
    if year and year not in _YEARS:
        file.note("year", f"“{year}” không phải là năm", "year = 2026", f"“{year}” is no year")
    return year


def _items(file: Table, office_ids: Collection[str], steady: int) -> tuple[PlanItem, ...]:
    read: list[PlanItem] = []
    for table in file.tables("items"):
        lead, cooperate = table.texts("lead", required=True), table.texts("cooperate")
        for key, ids in (("lead", lead), ("cooperate", cooperate)):
            for value in ids:
                office_id(table, key, value, office_ids)
        item = PlanItem(
            id=table.name("id"),
            text=table.name("text"),
            text_en=table.name("text_en"),
            lead=tuple(dict.fromkeys(lead)),
            cooperate=tuple(dict.fromkeys(cooperate)),
            cadence=table.name("cadence"),
            days=table.number("days", steady),
            until=table.day("until"),
            successor=table.text("successor"),
            successor_en=table.text("successor_en"),
        )
        if item.id and not _ITEM_ID.fullmatch(item.id):
            what = f"id “{item.id}” chỉ được có chữ, số và dấu chấm"
            table.note("id", what, 'id = "II.1.a"', "letters, digits and full stops only")
        _only_once(table, item.id, [other.id for other in read])
        read.append(item)
        table.close()
    return tuple(read)


def _topics(file: Table, item_ids: Collection[str]) -> tuple[Topic, ...]:
    read: list[Topic] = []
    for table in file.tables("topics"):
        items = table.texts("items", required=True)
        for item in items if item_ids else ():
            table.known("items", item, item_ids, "mục kế hoạch")
        topic = Topic(table.name("id"), table.name("name"), table.name("name_en"), items)
        if topic.id and not _TOPIC_ID.fullmatch(topic.id):
            what = f"id “{topic.id}” chỉ được có chữ thường không dấu, số và dấu _"
            table.note("id", what, 'id = "ket_qua"', "only a-z, 0-9 and _, a letter first")
        _only_once(table, topic.id, [other.id for other in read])
        read.append(topic)
        table.close()
    return tuple(read)


def _schedules(
    file: Table, item_ids: Collection[str], topic_ids: Collection[str]
) -> dict[Made, Schedule]:
    read: dict[Made, Schedule] = {}
    for table in file.tables("schedules"):
        name, item = table.name("made"), table.name("item")
        every, topic = table.name("every"), table.text("topic")
        known = table.known("made", name, [m.value for m in Made], "loại tin, báo cáo")
        if item and item_ids:
            table.known("item", item, item_ids, "mục kế hoạch")
        if topic:
            table.known("topic", topic, topic_ids, "chủ đề")
        elif name in _FOR_SUBSCRIBERS:
            # Without one everybody would get it who ever asked for anything else.
            table.missing("topic", f'topic = "{next(iter(topic_ids), "...")}"')
        regular = table.known("every", every, _EVERY, "chu kỳ")
        day = _day(table, every) if regular else table.number("day")
        at = table.clock("at", time(9))
        approval = table.flag("approval", default=True)
        active = table.flag("active", default=True)
        _only_once(table, name, read, "made")
        if known and regular:
            made = Made(name)
            read[made] = Schedule(made, item, every, day, at, approval, topic, active)
        table.close()
    return read


def _day(table: Table, every: str) -> int:
    day, last = table.number("day"), _EVERY[every]
    if day > last:
        what = f"“day” là {day}, phải từ 1 đến {last}"
        table.note("day", what, f"day = {last}", f"“day” must be from 1 to {last}")
    return min(day, last)


def _rules(file: Table) -> BroadcastRules:
    table, usual = file.table("broadcasts", required=False), BroadcastRules()
    read = BroadcastRules(
        most_a_week=table.number("most_a_week", usual.most_a_week),
        error_percent=table.number("error_percent", usual.error_percent, most=100),
        error_among=table.number("error_among", usual.error_among, most=_SENDS),
        held_days=table.number("held_days", usual.held_days),
        price=table.number("price", usual.price, least=0),
    )
    table.close()
    return read


def _shown_by(file: Table, item_ids: Collection[str]) -> dict[Evidence, tuple[str, ...]]:
    table, read = file.table("evidence", required=False), {}
    for kind in _SEEN:
        items = table.texts(kind.value)
        for item in items if item_ids else ():
            table.known(kind.value, item, item_ids, "mục kế hoạch")
        read[kind] = items
    table.close()
    return read


def _only_once(table: Table, ident: str, before: Collection[str], key: str = "id") -> None:
    if ident in before:
        what = f"{key} “{ident}” đã dùng ở trên"
        table.note(key, what, "một tên khác", f"“{ident}” is used above", "another one")
