"""`plan.toml` as values."""

from __future__ import annotations

from collections.abc import Collection
from datetime import time

from bot.agency_files import press_part
from bot.agency_files.agency_parts import office_id
from bot.agency_files.table import Table
from cases.plan import BroadcastRules, Evidence, Made, Plan, PlanDocument, PlanItem, Schedule, Topic

_EVERY = {"week": 5, "month": 28, "quarter": 28}
"""How often, and the last day of it that always exists (Friday, the 28th)."""
_STEADY_DAYS = 30
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
        year=file.number("year", default=0, least=0),
        number=file.text("number"),
        basis=file.text("basis"),
        items=items,
        topics=topics,
        documents=_documents(file),
        schedules=_schedules(file, ids, [topic.id for topic in topics]),
        broadcasts=_rules(file),
        press=press_part.press(file),
        changed_item=press_part.changed_item(file, ids),
        shown_by=_shown_by(file, ids),
    )
    file.close()
    return read


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
            lead=lead,
            cooperate=cooperate,
            cadence=table.name("cadence"),
            days=table.number("days", steady),
            until=table.day("until"),
            successor=table.text("successor"),
            successor_en=table.text("successor_en"),
        )
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
        _only_once(table, topic.id, [other.id for other in read])
        read.append(topic)
        table.close()
    return tuple(read)


def _documents(file: Table) -> tuple[PlanDocument, ...]:
    read: list[PlanDocument] = []
    for table in file.tables("documents"):
        document = PlanDocument(
            number=table.name("number"),
            title=table.name("title"),
            on=table.day("on"),
            file=_in_folder(table),
            link=table.link("link"),
        )
        read.append(document)
        table.close()
    return tuple(read)


def _in_folder(table: Table) -> str:
    """The name of a file in `documents`, which must be there."""
    name = table.text("file")
    if name and not (table.file.path.parent / "documents" / name).is_file():
        what = f"không có tệp “{name}” trong thư mục documents"
        table.note("file", what, f"documents/{name}", f"there is no file documents/{name}")
        return ""
    return name


def _schedules(
    file: Table, item_ids: Collection[str], topic_ids: Collection[str]
) -> dict[Made, Schedule]:
    read: dict[Made, Schedule] = {}
    for table in file.tables("schedules"):
        name, item = table.name("made"), table.name("item")
        every, topic = table.name("every"), table.text("topic")
        known = table.known("made", name, [m.value for m in Made], "loại tin, báo cáo")
        if item_ids:
            table.known("item", item, item_ids, "mục kế hoạch")
        if topic:
            table.known("topic", topic, topic_ids, "chủ đề")
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
        error_percent=table.number("error_percent", usual.error_percent),
        error_among=table.number("error_among", usual.error_among),
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
