"""Figures of any cases balance, and a figure that is off is named with how much."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.agency.hours import Calendar
from cases.agency.report_rules import ReportRules
from cases.kinds import IdentityMode, Kind, Source
from cases.reports import director_report, statutory
from cases.reports.case_facts import CaseFact, Stand
from cases.reports.director_report import Beside
from cases.reports.figures import Figures, Span
from cases.reports.report import changes, counted, values

START = datetime(2026, 6, 14, 17, tzinfo=UTC)
SPAN = Span(START, START + timedelta(days=92))
NOTHING = Beside({}, {})
_DAYS = st.integers(-60, 91)


@st.composite
def facts(draw: st.DrawFn) -> list[CaseFact]:
    return [draw(_fact(ident)) for ident in range(1, draw(st.integers(1, 12)) + 1)]


@st.composite
def _fact(draw: st.DrawFn, ident: int) -> CaseFact:
    came = START + timedelta(days=draw(_DAYS), hours=draw(st.integers(0, 23)))
    stand = draw(st.sampled_from(Stand))
    lasted = timedelta(days=draw(st.integers(0, 60)), seconds=1)
    settled = None if stand is Stand.OPEN else min(came + lasted, SPAN.ends - timedelta(seconds=1))
    kind = draw(st.sampled_from(Kind))
    answered = stand is Stand.ANSWERED
    return CaseFact(
        id=ident,
        code=f"PA26-{ident:05d}-K",
        kind=kind,
        identity=draw(st.sampled_from(IdentityMode)),
        office=draw(st.sampled_from(["", "van_phong", "dang_ky_kinh_doanh"])),
        procedure=draw(st.sampled_from(["", "2.001610"])),
        field=draw(st.sampled_from(["", "Doanh nghiệp", "Đầu tư"])),
        source=draw(st.sampled_from(Source)),
        restricted=kind is Kind.CONDUCT,
        received_at=came,
        stand=stand,
        settled_at=settled,
        due_at=came + timedelta(days=21),
        rating=draw(st.sampled_from([None, 1, 5])) if answered else None,
        published_at=settled if answered and draw(st.booleans()) else None,
    )


def of_law(cases: list[CaseFact]) -> dict[str, int | float | None]:
    return values(statutory.figures(cases, SPAN, ReportRules(), "van_phong", {}))


@settings(max_examples=50, deadline=None)
@given(facts())
def test_whatever_the_cases_everything_balances(cases: list[CaseFact]) -> None:
    assert statutory.off(of_law(cases)) == []
    of_director = director_report.figures(cases, SPAN, Calendar(), NOTHING)
    assert director_report.off(values(of_director)) == []


def _plain(ident: int = 1, **other: object) -> CaseFact:
    known = {
        "id": ident,
        "code": "PA26-00001-K",
        "kind": Kind.REGULATION,
        "identity": IdentityMode.NAMED,
        "office": "dang_ky_kinh_doanh",
        "procedure": "2.001610",
        "field": "Doanh nghiệp",
        "source": "web",
        "restricted": False,
        "received_at": START,
        "stand": Stand.OPEN,
    }
    return CaseFact(**{**known, **other})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key", "rules"),
    [
        ("a|total|all", {"a|total|content", "a|total|time", "forms|all", "rows_a|all", "source"}),
        ("b|dang_ky_kinh_doanh|open_rule", {"b|dang_ky_kinh_doanh|ours", "rows_b|open_rule"}),
        ("a|Doanh nghiệp|carried", {"a|Doanh nghiệp|time", "a|Doanh nghiệp|outcome"}),
        ("source|web", {"source"}),
    ],
)
def test_a_figure_that_is_off_is_named(key: str, rules: set[str]) -> None:
    found = of_law([_plain()])
    found[key] = (found[key] or 0) + 2
    wrong = {off.rule: abs(off.by) for off in statutory.off(found)}
    assert rules <= wrong.keys() and set(wrong.values()) == {2}


def test_what_the_periods_beside_it_say_must_agree() -> None:
    wrong = statutory.off(of_law([_plain()]), next_carried=3, before_open=1)
    assert [(off.rule, off.wanted, off.found) for off in wrong] == [
        ("next", 1, 3),
        ("before", 1, 0),
    ]


def test_tips_move_no_office_and_what_accuses_stands_apart() -> None:
    tip = _plain(2, identity=IdentityMode.ANONYMOUS)
    rude = _plain(3, kind=Kind.CONDUCT, restricted=True)
    law = of_law([_plain(), tip, rude])
    assert law["a|total|all"] == 2 and law["a|guarded|act"] == 1 and law["inside|tip|new"] == 1
    assert law["a|Doanh nghiệp|act"] == 0 and law["b|van_phong|act"] == 1
    mine = values(director_report.figures([_plain(), tip, rude], SPAN, Calendar(), NOTHING))
    assert mine["office|dang_ky_kinh_doanh|received"] == 1 and mine["tip|received"] == 1
    assert mine["office|guarded|received"] == 1 and "procedure|2.001610|received" in mine
    assert mine["procedure|2.001610|received"] == 1


def test_one_late_of_many_shows_in_the_share() -> None:
    assert Figures(due=200, on_time=199).on_time_share == 99.5


def test_a_correction_lists_what_is_another() -> None:
    before = [counted("x", [1, 2]), counted("y", [3]), counted("gone", [])]
    now = [counted("x", [1, 2, 4]), counted("y", [5]), counted("new", [6])]
    found = [(c.key, c.before, c.now) for c in changes(before, now)]
    assert found == [("x", 2, 3), ("y", 1, 1), ("new", None, 1), ("gone", 0, None)]
