"""A day off is added to the agency's calendar, or taken away again, while cases are open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from bot.agency_files import load
from bot.channels.base import Refused
from cases.days.counting import Counting
from cases.kinds import Kind, Source
from cases.lifecycle import OPEN, Status
from storage.casework import history
from storage.engine.tx import Tx
from tests.agency_folder import Folder
from tests.clock.test_promised_day import at, day
from tests.office import REGISTRY, RUDE, Office, actions, answer, filed, put, submitted
from tests.people import FakeChannel, World
from tests.stories import sends_feedback

_MORNINGS = ("card.card", "clock.morning", "digest.week")
OFF = """
[[off]]
date = 2026-11-27
reason = "Nghỉ tránh bão"
decision = "Công điện 12/CĐ-UBND"
"""


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
def zalo() -> FakeChannel:
    return FakeChannel("zalo", buttons=5, edits=False)


@pytest.fixture
def world(database: str, tmp_path: Path, folder: Folder, zalo: FakeChannel) -> Iterator[World]:
    made = World(database, tmp_path / "data", agency_folder=folder.path, channels=(zalo,))
    made.tick()  # by this calendar everything is counted so far
    yield made
    made.close()


def storm(folder: Folder, on: str = "2026-11-27") -> None:
    file = folder.file("calendar.toml")
    file.write_text(file.read_text("utf-8") + OFF.replace("2026-11-27", on), "utf-8")


def no_storm(folder: Folder) -> None:
    folder.change("calendar.toml", OFF, "")


def passes(world: World) -> None:
    """The folder is seen by the first tick, and acted upon by the next at the latest."""
    world.tick()
    world.tick()


def test_a_day_off_moves_what_runs_across_it_and_everybody_hears_once(
    world: World, folder: Folder, zalo: FakeChannel
) -> None:
    office, in_telegram, in_zalo = Office(world), world.citizen(), world.citizen(channel=zalo)
    code, other = office.taken(in_telegram), office.accepted(in_zalo)
    for each in (in_telegram, in_zalo, office.handler, office.head):
        each.forget()
    storm(folder)
    passes(world)
    passes(world)
    for citizen, sent in ((in_telegram, code), (in_zalo, other)):
        assert citizen.keys == ["notice.recount"] and sent in citizen.text
        assert "27/11" in citizen.text and "thứ Tư 9/12" in citizen.text
        assert day(world.case(sent)) == "2026-12-09"
        assert actions(world, sent).count("recount") == 1
    beside = [k for k in office.handler.keys if k not in _MORNINGS]
    assert beside == ["deadline.recounted"]
    assert code in office.handler.text and other in office.handler.text
    (theirs,) = [p.message for p in office.head.news if p.message.key == "deadline.recounted"]
    assert other in theirs.text and code not in theirs.text, "who took it has it"
    in_telegram.taps("Hạn này tính thế nào?")
    assert "27/11 Nghỉ tránh bão (Công điện 12/CĐ-UBND)" in in_telegram.text
    in_zalo.says(f"/tracuu {other}")
    assert "Ngày hẹn tính lại theo lịch nghỉ" in in_zalo.text
    office.handler.says(f"/nhatky {code}")
    assert "hệ thống tính lại hạn vì lịch nghỉ đổi" in office.handler.text
    world.restart()
    world.house.use_agency(load(folder.path))
    passes(world)
    assert actions(world, code).count("recount") == 1


def test_the_history_says_what_moved_why_and_holds(world: World, folder: Folder) -> None:
    office = Office(world)
    code = office.taken(world.citizen())
    storm(folder)
    passes(world)
    case = world.case(code)
    row = world.rows(
        "SELECT actor, data FROM case_history WHERE case_id = :id AND action = 'recount'",
        id=case.id,
    )[0]
    data = orjson.loads(row[1])
    assert row[0] == "system" and data["days"] == ["2026-11-27"]
    assert (data["before"][:10], data["due"][:10]) == ("2026-12-08", "2026-12-09")
    assert world.store(lambda tx: history.broken_at(tx, case.id)) is None


def test_who_came_by_telephone_is_called(world: World, folder: Folder) -> None:
    office = Office(world)
    code = filed(world, source=Source.TELEPHONE, entered_by=office.person_id(office.dispatcher))
    storm(folder)
    passes(world)
    office.dispatcher.says("/homnay")
    assert f"Gọi người gửi {code}: báo hẹn mới vì lịch nghỉ đổi" in office.dispatcher.text


def test_taken_away_again_it_moves_back(world: World, folder: Folder) -> None:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    storm(folder)
    passes(world)
    no_storm(folder)
    passes(world)
    assert day(world.case(code)) == "2026-12-08" and "thứ Ba 8/12" in citizen.text
    assert actions(world, code).count("recount") == 2


def test_of_a_restricted_case_no_word_is_said(world: World, folder: Folder) -> None:
    office, citizen = Office(world), world.citizen()
    code = submitted(citizen, RUDE)
    assert world.case(code).restricted
    for each in (citizen, office.handler, office.head, office.dispatcher):
        each.forget()
    storm(folder)
    passes(world)
    assert day(world.case(code)) == "2026-12-09"
    assert citizen.keys == ["notice.restricted"] and "9/12" not in citizen.text
    assert not office.handler.news and not office.head.news
    assert office.dispatcher.got("deadline.recounted")


@pytest.mark.parametrize("app", ["telegram", "zalo"])
def test_only_the_question_of_a_restricted_case_stops_its_clock(
    world: World, folder: Folder, zalo: FakeChannel, app: str
) -> None:
    """The question did not arrive; what is told while it waits says the same words and is none."""
    office, citizen = Office(world), world.citizen(channel=zalo if app == "zalo" else None)
    code = submitted(citizen, RUDE)
    citizen.channel.fails[citizen.id] = [Refused("not now")]
    office.dispatcher.says(f"/hoi {code} Việc xảy ra hôm nào?")
    assert world.case(code).status == "waiting"
    assert not citizen.got("notice.restricted_ask")
    storm(folder)
    passes(world)
    assert citizen.got("notice.restricted")
    assert world.case(code).waiting_since is None

    other = world.citizen(channel=citizen.channel)
    second = submitted(other, RUDE)
    office.dispatcher.says(f"/hoi {second} Việc xảy ra hôm nào?")
    assert other.got("notice.restricted_ask")
    assert world.case(second).waiting_since is not None


def test_what_it_does_not_concern_stays(world: World, folder: Folder) -> None:
    """Answered, without a promised day, filed after it, put off to a fixed day."""
    office, citizen = Office(world), world.citizen()
    done, put_off = office.answered(citizen), office.taken(citizen)
    office.handler.says(f"/giahan {put_off} 15/12 Chờ ý kiến")
    praise = filed(world, kind=Kind.PRAISE, due_at=None)
    world.now = at("2026-11-27 18:00")
    late = filed(world)
    storm(folder)
    world.now = at("2026-11-28 09:00")
    citizen.forget()
    passes(world)
    for code in (done, put_off, praise, late):
        assert "recount" not in actions(world, code), code
    assert not citizen.got("notice.recount")


def test_a_promised_day_that_becomes_a_day_off_ends_with_the_next(
    world: World, folder: Folder
) -> None:
    office, citizen = Office(world), world.citizen()
    code = office.taken(citizen)
    office.handler.says(f"/giahan {code} 11/12 Chờ ý kiến")
    storm(folder, "2026-12-11")
    passes(world)
    assert day(world.case(code)) == "2026-12-14"
    citizen.says(f"/tinhhan {code}")
    assert "nay là ngày nghỉ, nên hạn là ngày làm việc kế tiếp" in citizen.text


def test_no_day_moves_into_the_past(world: World, folder: Folder) -> None:
    """Taken away when the earlier day is over already: what was promised holds."""
    office, citizen = Office(world), world.citizen()
    storm(folder)
    passes(world)
    code = office.taken(citizen)
    assert day(world.case(code)) == "2026-12-09"
    world.now = at("2026-12-09 09:00")
    no_storm(folder)
    citizen.forget()
    passes(world)
    assert day(world.case(code)) == "2026-12-09" and not citizen.got("notice.recount")
    office.handler.says(f"/hoi {code} Xin phiếu hẹn.")
    world.later(days=1)
    citizen.says(f"/bosung {code} số phiếu 123")
    assert day(world.case(code)) == "2026-12-10"


def test_while_the_sender_is_asked_both_count(world: World, folder: Folder) -> None:
    office, citizen = Office(world), world.citizen()
    code = office.taken(citizen)
    world.now = at("2026-11-26 09:00")
    office.handler.says(f"/hoi {code} Xin phiếu hẹn.")
    storm(folder)
    passes(world)
    assert day(world.case(code)) == "2026-12-09"
    world.now = at("2026-11-30 09:00")
    citizen.says(f"/bosung {code} số phiếu 123")
    assert day(world.case(code)) == "2026-12-10", "Friday was off for everybody: one day of waiting"


def test_a_case_of_before_is_counted_anew_too(world: World, folder: Folder) -> None:
    code = filed(world)
    put(world, code, "received", counting=None)
    storm(folder)
    passes(world)
    assert day(world.case(code)) == "2026-12-09"


def test_nobody_is_told_at_night_and_nothing_is_forgotten(world: World, folder: Folder) -> None:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    citizen.forget()
    storm(folder)
    world.now = at("2026-11-16 22:00")
    passes(world)
    assert not citizen.got("notice.recount")
    world.now = at("2026-11-17 08:05")
    passes(world)
    assert citizen.keys.count("notice.recount") == 1 and day(world.case(code)) == "2026-12-09"


def test_many_come_in_portions_each_once(world: World, folder: Folder) -> None:
    counting = Counting(world.now, 15, "answer").value()

    def file_many(tx: Tx) -> None:
        for number in range(210):
            tx.insert(
                "cases", code=f"C{number}", kind="regulation", status="received", version=1,
                received_at=world.now, due_at=at("2026-12-08 17:00"), counting=counting,
                restricted=0, identity_mode="named", source="telegram",
            )  # fmt: skip

    world.store(file_many)
    storm(folder)
    passes(world)
    rows = world.rows("SELECT COUNT(*), COUNT(DISTINCT case_id) FROM case_history")
    assert rows == [(210, 210)]
    assert {day(c) for c in world.cases()} == {"2026-12-09"}


def test_other_hours_move_the_hour_and_say_nothing(world: World, folder: Folder) -> None:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    citizen.forget()
    folder.change("calendar.toml", '"17:00"', '"16:30"')
    passes(world)
    assert world.case(code).due_at == at("2026-12-08 16:30")
    assert not citizen.news and actions(world, code)[-1] == "recount"


def test_open_cases_are_counted_anew_in_every_status_and_no_others(
    world: World, folder: Folder
) -> None:
    codes = {status: filed(world) for status in Status}
    for status, code in codes.items():
        put(world, code, status, office=REGISTRY)
    storm(folder)
    passes(world)
    moved = {status for status, code in codes.items() if "recount" in actions(world, code)}
    assert moved == OPEN


def test_an_answer_under_approval_keeps_its_approver(world: World, folder: Folder) -> None:
    office, citizen = Office(world), world.citizen()
    code = office.taken(citizen)
    answer(office.handler, code, "Hồ sơ đã xong, mời đến nhận.")
    storm(folder)
    passes(world)
    office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    assert world.case(code).status == "answered" and citizen.got("notice.answer")
