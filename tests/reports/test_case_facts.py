"""A case stands in reports as it stood on the day asked for, whatever became of it since."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.reports.case_facts import CaseFact, Stand
from cases.reports.figures import Span, count
from storage.reports.case_facts import facts
from tests.office import REGISTRY, SQLITE_ONLY, Office
from tests.people import World

pytestmark = SQLITE_ONLY


def at(world: World, until: datetime) -> dict[str, CaseFact]:
    return {f.code: f for f in world.store(lambda tx: facts(tx, until))}


def test_what_happened_later_does_not_reach_back(world: World) -> None:
    office, citizen = Office(world), world.citizen()
    code = office.taken(citizen)
    taken = world.now + timedelta(seconds=1)
    promised = world.case(code).due_at
    world.later(days=1)
    office.handler.says(f"/giahan {code} 25/12/2026 Chờ ý kiến của Sở Xây dựng")
    world.later(days=1)
    office.handler.says(f"/traloi {code} Hồ sơ đã xong.").taps("Không kèm, gửi luôn")
    office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    answered = world.now + timedelta(seconds=1)
    citizen.says(f"/danhgia {code} 5")
    world.later(days=1)

    early, late = at(world, taken)[code], at(world, answered)[code]
    assert (early.stand, early.due_at, early.office) == (Stand.OPEN, promised, REGISTRY)
    assert (late.stand, late.rating) == (Stand.ANSWERED, None)
    assert late.due_at == world.case(code).due_at != promised
    assert at(world, world.now)[code].rating == 5
    assert at(world, taken - timedelta(days=30)) == {}


def test_what_is_looked_at_again_is_open_again_and_was_answered_before(world: World) -> None:
    office, citizen = Office(world), world.citizen()
    code = office.answered(citizen)
    answered = world.now + timedelta(seconds=1)
    world.later(days=3)
    citizen.says(f"/xemlai {code}")
    for _ in range(4):
        if world.case(code).status == "received":
            break
        citizen.says("Câu trả lời chưa nói đến giấy tờ tôi đã nộp lần trước")
    assert world.case(code).status == "received"
    assert at(world, answered)[code].stand is Stand.ANSWERED
    again = at(world, world.now + timedelta(seconds=1))
    assert (again[code].stand, again[code].office, again[code].settled_at) == (Stand.OPEN, "", None)
    span = Span(answered, world.now + timedelta(seconds=1))
    calendar = world.house.agency.calendar
    figures = count(again.values(), span, calendar)
    assert (figures.carried, figures.again, figures.received, figures.open) == (0, 1, 0, 1)
    [(opened, settled)] = again[code].earlier
    assert opened < settled < answered
    before = count(
        at(world, answered).values(), Span(opened, answered), world.house.agency.calendar
    )
    assert (before.received, before.answered, before.open) == (1, 1, 0)
