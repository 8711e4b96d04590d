"""The plan in words: what an item is called, who leads it, what was done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cases.agency.plan import Evidence, PlanItem
from cases.plan.lights import Light, Standing
from handlers.desk import Desk
from handlers.notices import notices
from messages.dates import local
from messages.envelope import Choice

_SHORT = 80
_NAMED = 2
_LAMPS = {Light.GREEN: "🟢", Light.YELLOW: "🟡", Light.RED: "🔴", Light.GREY: "⚪"}


def lamp(light: Light) -> str:
    return _LAMPS[light]


def called(desk: Desk, item: PlanItem, language: str) -> str:
    return item.words(language, local(desk.now).date())


def named(desk: Desk, item_id: str, language: str) -> str:
    """With its number; that alone where the plan has no such item any more."""
    item = desk.agency.plan.item(item_id)
    return f"{item.id}. {called(desk, item, language)}" if item else item_id


def shortly(desk: Desk, item: PlanItem, language: str) -> str:
    """As much of it as stands in a line of a list, up to the end of a word."""
    words = called(desk, item, language)
    return words if len(words) <= _SHORT else f"{words[:_SHORT].rsplit(' ', 1)[0]}…"


def offices(desk: Desk, ids: Iterable[str], language: str) -> str:
    return ", ".join(notices.office_name(desk, office, language) for office in ids)


def leads(desk: Desk, item: PlanItem, language: str) -> str:
    """Who leads it; only how many where they are several."""
    if len(item.lead) <= _NAMED:
        return offices(desk, item.lead, language)
    return desk.words(language, "plan.so_many_offices", count=len(item.lead))


def done(desk: Desk, counts: Mapping[Evidence, int], language: str) -> str:
    """ "2 tin đã gửi, 1 bài"; empty for nothing."""
    return ", ".join(
        desk.words(language, "plan.count", kind=kind.value, count=count)
        for kind, count in counts.items()
    )


def line(desk: Desk, found: Standing, language: str) -> dict[str, Any]:
    """What every list tells of an item."""
    return {
        "lamp": lamp(found.light),
        "id": found.item.id,
        "text": shortly(desk, found.item, language),
        "silent": found.silent,
        "never": found.last is None,
        "grey": found.light is Light.GREY,
    }


def button(found: Standing) -> Choice:
    return Choice(f"{lamp(found.light)} {found.item.id}", f"/kehoach {found.item.id}")
