"""What anybody reads in figures: whole months, no group of fewer than five, and nothing a total
gives away; on a page without scripts, in both languages, and as data."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import aiohttp
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.kinds import IdentityMode, Kind, Source
from cases.reports.case_facts import CaseFact, Stand
from cases.reports.figures import FEWEST
from cases.reports.public_figures import midnight, public_figures, shown
from tests.office import filed
from tests.officials.test_staff_web import site
from tests.people import World, sample_agency

__all__ = ["site"]
CALENDAR = sample_agency().calendar
NOVEMBER = date(2026, 11, 1)


@given(st.lists(st.integers(0, 30), max_size=8))
def test_no_small_group_is_shown_or_found_by_taking_the_others_from_the_total(
    counts: list[int],
) -> None:
    told = shown(counts)
    assert all(t is None or t == c for t, c in zip(told, counts, strict=True))
    assert not [t for t in told if t is not None and 0 < t < FEWEST]
    hidden = [c for t, c in zip(told, counts, strict=True) if t is None]
    if hidden and any(t for t in told):
        assert len(hidden) >= 2 and sum(hidden) >= FEWEST


def test_no_more_is_hidden_than_must_be() -> None:
    assert shown([20, 8, 3]) == [20, None, None]
    assert shown([20, 8, 3, 4]) == [20, 8, None, None]
    assert shown([20, 8, 0, 5]) == [20, 8, 0, 5]
    assert shown([20, 1, 1, 1]) == [None, None, None, None]
    assert shown([]) == []


_ids = itertools.count(1)


def fact(received: date, days: int | None = None, **more) -> CaseFact:
    at = midnight(received) + timedelta(hours=9)
    settled = at + timedelta(days=days) if days is not None else None
    given: dict[str, Any] = {
        "kind": Kind.REGULATION,
        "source": Source.WEB,
        "identity": IdentityMode.NAMED,
        "office": "",
        "procedure": "",
        "field": "",
        "restricted": False,
        "stand": Stand.ANSWERED if settled else Stand.OPEN,
        "settled_at": settled,
        "due_at": at + timedelta(days=20),
    }
    number = next(_ids)
    return CaseFact(id=number, code=f"PA26-{number}", received_at=at, **(given | more))


def test_months_count_what_came_and_what_was_answered_in_them() -> None:
    facts = [fact(date(2026, 9, 7), 30) for _ in range(6)] + [
        fact(date(2026, 10, 5), days) for days in (1, 1, 2, 2, 22)
    ]
    found = public_figures(facts, NOVEMBER, CALENDAR)
    *_, september, october = found.months
    assert (september.received, september.answered) == (6, 0)
    assert (october.received, october.answered) == (5, 11)
    assert october.on_time == 36 and october.days is not None and october.days > 10
    assert (found.received, found.answered, found.until) == (11, 11, NOVEMBER)


def test_today_is_not_counted_and_neither_is_what_is_older_than_a_year() -> None:
    facts = [fact(day) for day in (NOVEMBER, date(2025, 10, 31)) for _ in range(9)]
    assert public_figures(facts, NOVEMBER, CALENDAR).empty


def test_a_share_of_fewer_than_five_is_not_shown() -> None:
    *_, october = public_figures(
        [fact(date(2026, 10, 5), 2, due_at=None) for _ in range(2)]
        + [fact(date(2026, 10, 5), 2) for _ in range(4)],
        NOVEMBER,
        CALENDAR,
    ).months
    assert october.answered == 6 and october.on_time is None and october.days is not None


def test_accusations_are_a_kind_like_others_and_a_few_of_them_are_none() -> None:
    def kinds(accusing: int) -> dict[Kind, int | None]:
        facts = [fact(date(2026, 10, 5)) for _ in range(20)]
        facts += [fact(date(2026, 10, 5), kind=Kind.INITIATIVE) for _ in range(9)]
        conduct: dict[str, Any] = {"kind": Kind.CONDUCT, "restricted": True}
        facts += [fact(date(2026, 10, 5), **conduct) for _ in range(accusing)]
        return dict(public_figures(facts, NOVEMBER, CALENDAR).kinds)

    assert kinds(6) == {Kind.REGULATION: 20, Kind.INITIATIVE: 9, Kind.CONDUCT: 6}
    assert kinds(2) == {Kind.REGULATION: 20, Kind.INITIATIVE: None, Kind.CONDUCT: None}


# --- the page ------------------------------------------------------------------------------------


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


@pytest.fixture
def years_end(world: World) -> Iterator[World]:
    """Twelve came in November, two of them accuse somebody; it is December."""
    for n in range(10):
        filed(world, source=Source.ZALO if n < 7 else Source.WEB)
    for _ in range(2):
        filed(world, kind=Kind.CONDUCT, source=Source.WEB)
    world.now = datetime(2026, 12, 2, 2, 0, tzinfo=UTC)
    yield world


def fetched(world: World, address: str) -> str:
    async def fetch() -> str:
        async with aiohttp.ClientSession() as http, http.get(address) as answer:
            assert answer.status == 200 and "max-age" in answer.headers["Cache-Control"]
            return await answer.text()

    text: str = world.run(fetch())
    return text


def test_the_page_shows_charts_with_a_table_behind_each(years_end: World, site: str) -> None:
    page = fetched(years_end, f"{site}/stats")
    assert "Mười hai tháng trước ngày 1/12/2026: nhận 12 việc" in page
    assert not re.search(r"<script|style=|onload", page)
    pictures = re.findall(r"<svg[^>]*role=.img.*?</svg>", page, re.S)
    assert len(pictures) == page.count("<details") == page.count("<table>") == 2
    for picture in pictures:
        ElementTree.fromstring(picture)
    assert "<td>12</td>" in page and "<td>7</td>" in page and "Zalo" in page
    assert ">11/26<" in page and "10/26" not in page, "it begins with the first case"
    assert "Thái độ" not in page  # neither of the two kinds may be shown


def test_it_is_in_english_too_and_counted_once(years_end: World, site: str) -> None:
    english = fetched(years_end, f"{site}/stats?lang=en")
    assert "In the twelve months before 1 Dec 2026: 12 cases received" in english
    filed(years_end)  # newer than what is kept, and today's besides
    assert fetched(years_end, f"{site}/stats?lang=en") == english


def test_the_data_are_those_of_the_page(years_end: World, site: str) -> None:
    data = orjson.loads(fetched(years_end, f"{site}/data/stats.json"))
    assert data["received"] == 12 and data["fewest"] == 5
    assert data["months"][-1] == {
        "month": "2026-11",
        "received": 12,
        "answered": 0,
        "on_time_percent": None,
        "median_working_days": None,
    }
    assert data["kinds"] == {"conduct": None, "regulation": None}
    assert data["sources"] == {"zalo": 7, "web": 5}


def test_before_the_first_month_is_over_it_says_when_there_will_be_figures(
    world: World, site: str
) -> None:
    filed(world)
    page = fetched(world, f"{site}/stats")
    assert "khi tháng ấy đã hết" in page and "<details" not in page
