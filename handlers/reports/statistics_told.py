"""Figures of a period in words and as a chart."""

from __future__ import annotations

from typing import Any

from cases.kinds import Role
from cases.reports import periods
from cases.reports.periods import Period
from handlers.desk import Desk
from handlers.reports import chart_jobs, names
from handlers.reports.statistics import Counted
from handlers.reports.statistics_periods import period_days, period_name, unnamed
from messages.envelope import Choice, Priority
from messages.numbers import written
from messages.sheet import Chart, ChartKind
from storage.mailbox import chats
from storage.people import people

WORD = "thongke"
RECEPTION = frozenset({Role.DISPATCHER, Role.DIRECTOR})
"""Who sees the figures of every office."""
_PERIODS = {"week": "tuan nay", "month": "thang nay", "quarter": "quy nay"}
_LAST_DAY = 31  # of a month, or later than it


def show(desk: Desk, found: Counted) -> None:
    """Into the chat of whoever asked, if they are still somebody who may."""
    chat = chats.by_id(desk.tx, found.chat_id)
    viewer = people.viewer(desk.tx, chat.person_id, desk.now) if chat and chat.official else None
    if chat is None or viewer is None:
        return
    language, part = chat.language, _part(desk, found, chat.language)
    period = period_name(desk, language, found.period)
    # A question begun meanwhile keeps its numbers.
    priority = Priority.NOTICE if "d" in chat.state else Priority.REPLY
    choices = period_buttons(desk, language, found.procedure or found.office)
    if any(viewer.is_(role) for role in RECEPTION):
        choices.append(_other_view(desk, language, found))
    said: dict[str, Any] = {"period": period, "office": part}
    key = "stats.nothing"
    if found.figures.size or found.tips or found.doors or found.helped:
        key, said = "stats.figures", said | _said(desk, found, language)
    desk.tell_chat(chat.id, key, choices, priority=priority, language=language, **said)
    if any(received or answered for _, received, answered in found.groups):
        chart_jobs.ask(desk, chat.id, language, _chart(desk, found, language, part))


def _said(desk: Desk, found: Counted, language: str) -> dict[str, Any]:
    figures = found.figures
    share = figures.on_time_share
    kinds = [_count(desk, f"kind.{kind}", n, language) for kind, n in found.kinds]
    doors = [_count(desk, f"stats.door_{door}", n, language) for door, n in found.doors.items()]
    return {
        "days": "" if unnamed(found.period) else period_days(desk, found.period, language),
        "by_law": _by_law(desk, found.period),
        "so_far": found.so_far,
        "f": figures,
        "share": "" if share is None else f"{written(share, language)}%",
        "tips": found.tips,
        "spent": "" if figures.days is None else written(figures.days, language),
        "stars": "" if figures.stars is None else written(figures.stars, language),
        "kinds": " · ".join(kinds),
        "doors": " · ".join(doors),
        "helped": found.helped,
    }


def _by_law(desk: Desk, period: Period) -> bool:
    """Whether its months are not those of the calendar, which has to be said."""
    return period.kind in periods.MONTHS and desk.agency.reports.month_ends < _LAST_DAY


def _count(desk: Desk, key: str, count: int, language: str) -> str:
    return f"{desk.words(language, key)} {written(count, language)}"


def _part(desk: Desk, found: Counted, language: str) -> str:
    """The office, the procedure, or both; empty for the whole department."""
    office = next((o.short for o in desk.agency.offices if o.id == found.office), "")
    procedure = names.row(desk, "procedure", found.procedure, language) if found.procedure else ""
    return " · ".join(filter(None, (office, procedure)))


def period_buttons(desk: Desk, language: str, part: str = "") -> list[Choice]:
    """The periods people ask for, of the same office or procedure."""
    return [
        desk.label(language, f"stats.b_{name}", f"/{WORD} {said} {part}".strip())
        for name, said in _PERIODS.items()
    ]


def _other_view(desk: Desk, language: str, found: Counted) -> Choice:
    """The same days by office, or of the whole department."""
    days = f"{found.period.first:%d/%m/%Y} den {found.period.last:%d/%m/%Y}"
    if found.office or found.procedure:
        return desk.label(language, "stats.b_all", f"/{WORD} {days}")
    return desk.label(language, "stats.b_offices", f"/{WORD} {days} phong")


def _chart(desk: Desk, found: Counted, language: str, part: str) -> Chart:
    def say(key: str, **params: Any) -> str:
        return desk.words(language, f"stats.{key}", **params)

    days = period_days(desk, found.period, language)
    groups = [group for group in found.groups if group[0] or any(group[1:])]
    return Chart(
        ChartKind.BARS,
        say("chart_before", office=part) if part else say("chart_offices", days=days),
        [name or say("nobody") for name, _, _ in groups],
        [
            (say("received"), [received for _, received, _ in groups]),
            (say("answered"), [answered for _, _, answered in groups]),
        ],
        say("unit"),
    )
