"""One case for each way through the lifecycle, over two months of reports with a holiday between
them: what the forms of the law must say of each was written down by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cases.agency.report_rules import ReportRules
from cases.kinds import IdentityMode, Kind, Source
from cases.lifecycle import Standing, Status
from cases.reports import director_report, periods, statutory
from cases.reports.director_report import Beside
from cases.reports.figures import is_late, working_days
from cases.reports.periods import Period, PeriodKind
from cases.reports.report import values
from handlers import door
from handlers.case import promises
from handlers.casework import merging
from handlers.desk import Desk
from handlers.reports import figures
from storage.casework import cases
from storage.engine.tx import Tx
from storage.reports.case_facts import facts
from storage.tables.casework import Case
from tests.a_case import staff, taken
from tests.office import FOREIGN, REGISTRY, SQLITE_ONLY, Office, answer, filed
from tests.officials.test_recall import answers
from tests.people import World

pytestmark = SQLITE_ONLY
EVERYBODY = frozenset(Standing)
SAID = {"words": "Đã xem xét và trả lời."}
BEGINS, TURN, ENDS = (
    datetime(2026, month, 14, 17, tzinfo=UTC) for month in (7, 8, 9)
)  # the months of the law: midnight of the 15th


def act(world: World, code: str, name: str, at: datetime, **details: Any) -> None:
    world.now = at

    def work(tx: Tx) -> None:
        desk = Desk(tx, world.house.ground(), at)
        case = cases.by_code(tx, code)
        assert case is not None
        door.act(desk, case, name, EVERYBODY, "system", **{**known(desk, case, name), **details})

    world.store(work)


def known(desk: Desk, case: Case, name: str) -> dict[str, Any]:
    def placed(office: str) -> dict[str, Any]:
        return {"office": office, "owner_id": None, "data": {"office": office}}

    ways: Mapping[str, dict[str, Any]] = {
        "accept": placed(REGISTRY),
        "transfer": {**placed(FOREIGN), **SAID},
        "answer": {
            **SAID,
            "to": Status.ANSWERED,
            "text_kind": "answer",
            "answered_at": desk.now,
            "outcome": "right" if case.restricted else "",
        },
        "refuse": {**SAID, "ended_at": desk.now},
        "forward": {**SAID, "forwarded_to": "UBND xã", "ended_at": desk.now},
        "withdraw": {"ended_at": desk.now},
        "publish": {**SAID, "text_kind": "published", "published": SAID["words"]},
    }
    if name in ("look_again", "appeal"):
        return promises.anew(desk, case)
    return ways.get(name, {})


def goes(world: World, came: datetime, *steps: tuple[str, datetime], **fields: Any) -> str:
    world.now = came
    code = filed(world, **fields)
    for name, at in steps:
        act(world, code, name, at)
    return code


def done(at: datetime) -> tuple[tuple[str, datetime], ...]:
    return ("accept", at), ("take", at), ("answer", at)


SECOND = timedelta(seconds=1)
EARLY, LATE = BEGINS + timedelta(days=3, hours=3), TURN - timedelta(days=2)
LATER = TURN + timedelta(days=5, hours=3)
# In which columns of the first month and of the second each way is counted, beside "all".
WAYS: dict[str, tuple[tuple[Any, ...], str, str]] = {
    "answered": ((EARLY, *done(LATE)), "rule new ours done_rule", ""),
    "of the last second": (
        (TURN - SECOND,),
        "rule new ours open_rule",
        "rule carried ours open_rule",
    ),
    "of the first instant": ((TURN,), "", "rule new ours open_rule"),
    "settled with the last second": ((EARLY, *done(TURN - SECOND)), "rule new ours done_rule", ""),
    "settled with the first instant": (
        (EARLY, *done(TURN)),
        "rule new ours open_rule",
        "rule carried ours done_rule",
    ),
    "handed on and answered": (
        (EARLY, ("accept", EARLY), ("transfer", EARLY), ("take", LATE), ("answer", LATE)),
        "rule new ours done_rule",
        "",
    ),
    "looked at again at once": (
        (EARLY, *done(EARLY), ("look_again", LATE), *done(LATE)),
        "rule new ours done_rule",
        "",
    ),
    "looked at again later": (
        (EARLY, *done(LATE), ("look_again", LATER)),
        "rule new ours done_rule",
        "rule new ours open_rule",
    ),
    "appealed": (
        (EARLY, ("refuse", EARLY), ("appeal", LATER), *done(LATER)),
        "rule new refused",
        "rule new ours done_rule",
    ),
    "withdrawn": ((EARLY, ("withdraw", LATE)), "rule new withdrawn", ""),
    "forwarded": ((EARLY, ("forward", LATER)), "rule new ours open_rule", "rule carried forwarded"),
    "published later": (
        (EARLY, *done(LATE), ("publish", LATER)),
        "rule new ours done_rule",
        "published",
    ),
}  # fmt: skip


def months(world: World) -> list[dict[str, Any]]:
    """The forms of both, each as of its own end."""
    found = []
    for span in (month(8).span, month(9).span):
        known = world.store(lambda tx, until=span.ends: facts(tx, until))
        made = values(statutory.figures(known, span, ReportRules(), "van_phong", {}))
        assert statutory.off(made) == []
        found.append(made)
    return found


def month(number: int) -> Period:
    period = periods.of(PeriodKind.MONTH, 2026, number, 14)
    assert period is not None
    return period


def test_each_way_is_counted_where_it_belongs(world: World) -> None:
    wanted: list[dict[str, int]] = [dict.fromkeys(statutory.COLUMNS, 0) for _ in range(2)]
    for (came, *steps), *counted in WAYS.values():
        goes(world, came, *steps)
        for month, columns in zip(wanted, counted, strict=True):
            for column in columns.split():
                month[column] += 1
            month["all"] += "rule" in columns
    for found, month in zip(months(world), wanted, strict=True):
        assert {c: found[f"a|total|{c}"] for c in statutory.COLUMNS} == month


def test_what_the_law_counts_apart_or_not_at_all(world: World) -> None:
    rude = {"kind": Kind.CONDUCT, "source": Source.LETTER}
    goes(world, EARLY, *done(LATE), **rude)
    goes(world, EARLY, *done(LATER), kind=Kind.LATE_DOSSIER, source=Source.COUNTER)
    goes(world, EARLY, identity_mode=IdentityMode.ANONYMOUS, identity=None, due_at=None)
    goes(world, EARLY, kind=Kind.QUESTION)
    goes(world, EARLY, ("acknowledge", LATE), kind=Kind.PRAISE, due_at=None)
    first, second = months(world)
    assert [first[f"a|total|{c}"] for c in ("all", "act", "done_act", "open_act")] == [2, 2, 1, 1]
    assert first["a|guarded|done_act"] == first["b|van_phong|done_act"] == 1
    assert (first["source|letter"], first["source|counter"], "source|telegram" in first) == (
        1,
        1,
        0,
    )
    assert [first[f"inside|{w}|new"] for w in ("tip", "question", "praise")] == [1, 1, 1]
    assert [first[f"inside|{w}|open"] for w in ("tip", "question", "praise")] == [1, 1, 0]
    assert (second["a|total|all"], second["a|total|carried"], second["a|total|done_act"]) == (
        1,
        1,
        1,
    )


def test_two_that_were_joined_are_two_and_stay_with_the_office_that_answered(world: World) -> None:
    main, other = goes(world, EARLY, ("accept", EARLY), ("take", EARLY)), goes(world, EARLY)

    def joined(tx: Tx) -> None:
        desk = Desk(tx, world.house.ground(), EARLY)
        case, into = cases.by_code(tx, other), cases.by_code(tx, main)
        assert case is not None and into is not None
        door.act(desk, case, "merge", EVERYBODY, "system", **merging.into(case, into))

    world.store(joined)
    act(world, main, "transfer", EARLY)
    act(world, main, "take", LATE)
    act(world, main, "answer", LATE)
    world.minute_passes()
    act(world, main, "look_again", TURN - SECOND)
    first, _ = months(world)
    assert (first["b|kinh_te_doi_ngoai|done_rule"], first["b||open_rule"]) == (1, 1)
    assert first["a|total|all"] == 2 and "b|dang_ky_kinh_doanh|all" not in first


def of(world: World, code: str) -> Any:
    known = world.store(lambda tx: facts(tx, world.now + SECOND))
    return next(f for f in known if f.code == code)


def test_late_and_days_as_a_clerk_counts_them_over_the_national_day(world: World) -> None:
    """1 and 2 September, and Monday 31 August, are days off; Saturday 22 August is worked."""
    came = datetime(2026, 8, 20, 2, tzinfo=UTC)  # a Thursday: the fifteenth day is 14 September
    last = datetime(2026, 9, 14, 9, 59, 59, tzinfo=UTC)
    in_time, late = goes(world, came, *done(last)), goes(world, came, *done(last + 2 * SECOND))
    calendar = world.house.agency.calendar
    for code, is_it in ((in_time, False), (late, True)):
        assert (of(world, code).late, working_days(of(world, code), calendar)) == (is_it, 15)
    known = world.store(lambda tx: facts(tx, ENDS))
    made = values(director_report.figures(known, month(9).span, calendar, Beside({}, {})))
    assert (made["all|on_time"], made["all|days"]) == (50, 15)


@pytest.mark.parametrize(("asked_after", "is_it"), [(1, False), (40, True)])
def test_who_waits_for_the_sender_is_late_only_if_late_before(
    world: World, asked_after: int, is_it: bool
) -> None:
    office, citizen = Office(world), world.citizen()
    code = office.taken(citizen)
    world.later(days=asked_after)
    office.handler.says(f"/hoi {code} Xin ảnh phiếu hẹn.")
    world.later(days=30)
    then = world.now
    assert is_late(of(world, code), then) is is_it
    citizen.says(f"/bosung {code} số phiếu 123")
    assert is_late(of(world, code), world.now) is is_it
    world.later(days=60)
    assert is_late(of(world, code), world.now)
    [before] = world.store(lambda tx: facts(tx, then))
    assert is_late(before, then) is is_it, "as it was that day"


def test_an_answer_taken_back_in_its_minute_was_none(world: World) -> None:
    dispatcher, handler = staff(world)
    code = taken(world.citizen(), dispatcher, handler)
    world.later(days=4)
    answers(handler, code)
    between = world.now + SECOND
    world.later(seconds=30)
    handler.says(f"/thuhoi {code}")
    [then] = world.store(lambda tx: figures.facts(Desk(tx, world.house.ground(), between), between))
    assert then.was_open(between) and then.settled_at is None
    world.later(days=1)
    answers(handler, code)
    fact = of(world, code)
    assert (fact.earlier, fact.opened_at) == ((), None)
    assert working_days(fact, world.house.agency.calendar) == 4


def test_an_answer_counts_from_its_approval(world: World) -> None:
    office = Office(world)
    code = office.taken(world.citizen())
    answer(office.handler, code, "Hồ sơ đã xong.")
    assert of(world, code).settled_at is None
    world.later(days=2)
    office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    assert of(world, code).settled_at == world.now == world.case(code).answered_at
