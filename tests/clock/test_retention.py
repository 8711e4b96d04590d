"""What is kept no longer goes by itself, leaves a proof, and goes nowhere before its time."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.commands.retention import run
from bot.commands.verify import verify
from bot.settings import Settings
from handlers.citizen.first_words import MENU
from storage.casework import cases, history
from tests.broadcasting import approved, runs, subscribed
from tests.office import Office
from tests.people import World
from tests.stories import STORY, sends_feedback, sends_tip, staff

CANARY = "Bạch tuộc ở quầy số chín"


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


def proofs(world: World) -> dict[str, int]:
    found: dict[str, int] = {}
    for kind, count in world.rows("SELECT kind, count FROM deletion ORDER BY id"):
        found[kind] = found.get(kind, 0) + count
    return found


def words_of(world: World, code: str) -> list[str]:
    case = world.case(code)
    return [t.body for t in world.store(lambda tx: cases.texts(tx, case.id))]


def settings_of(world: World) -> Settings:
    return world.house.settings


def test_talk_goes_once_the_last_case_is_long_over(world: World) -> None:
    office, citizen, idle = Office(world), world.citizen(), world.citizen()
    idle.says("chao so")
    citizen.says(CANARY + ", " + STORY).taps("Đúng").taps("Không nêu tên")
    citizen.says("/huy").taps("Bỏ")
    code = office.answered(citizen)
    world.later(days=80)
    world.tick()
    assert CANARY in str(world.rows("SELECT text FROM inbox")), "the case was answered lately"
    assert world.case(code).status == "closed"
    world.later(days=89)
    world.tick()
    assert world.rows("SELECT COUNT(*) FROM inbox WHERE text LIKE '%chao so%'") == [(0,)]
    assert code in str(world.rows("SELECT code FROM cases"))
    world.later(days=30)
    world.tick()
    assert CANARY not in str(world.rows("SELECT text FROM inbox"))
    assert code not in str(world.rows("SELECT text FROM outbox WHERE key LIKE 'receipt%'"))
    assert proofs(world).keys() >= {"chat inbox", "chat outbox"}
    assert words_of(world, code) != [""], "the file itself is kept much longer"
    citizen.says(f"/tracuu {code}")
    assert citizen.got("status.view"), citizen.keys
    office.dispatcher.says(f"/hoso {code}")
    assert office.dispatcher.got("staff.file")


def test_what_waits_for_an_answer_is_kept_however_old(world: World) -> None:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    world.later(days=400)
    world.tick()
    assert STORY in str(world.rows("SELECT text FROM inbox"))
    assert words_of(world, code)[0] == STORY


def test_a_tip_goes_after_a_year_and_its_chain_stays_whole(world: World) -> None:
    people, citizen = staff(world), world.citizen()
    code, number = sends_tip(citizen)
    people.dispatcher.says(f"/xong {code}")
    assert world.case(code).status == "closed"
    world.later(days=364)
    world.tick()
    assert words_of(world, code) == [STORY]
    world.later(days=2)
    world.tick()
    assert words_of(world, code) == [""] and proofs(world)["tips"] == 1
    assert verify(settings_of(world)) == 0
    citizen.says(f"tra cuu {number}")
    assert citizen.got("status.unknown_number")


def test_a_case_file_goes_after_ten_years(world: World) -> None:
    people, citizen = staff(world), world.citizen()
    code = sends_feedback(citizen)
    people.refuses(code, "Việc này đã được trả lời ở nơi khác rồi.")
    world.later(days=3651)
    world.tick()
    case = world.case(code)
    assert words_of(world, code) == ["", ""] and case.submitter_id is None
    assert world.rows("SELECT COUNT(*) FROM identity") == [(0,)]
    assert world.rows("SELECT COUNT(*) FROM consent WHERE case_id IS NOT NULL") == [(0,)]
    assert world.store(lambda tx: history.broken_at(tx, case.id)) is None
    assert verify(settings_of(world)) == 0


def test_a_dry_run_counts_and_deletes_nothing(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people, citizen = staff(world), world.citizen()
    code, _ = sends_tip(citizen)
    people.dispatcher.says(f"/xong {code}")
    before = world.rows("SELECT * FROM case_text ORDER BY id")
    # The command's own clock is the real one, by which this is long ago.
    world.store(lambda tx: tx.run("UPDATE cases SET ended_at = '2020-01-01T00:00:00+00:00'"))
    run(settings_of(world), dry=True)
    told = capsys.readouterr().out
    assert "Tin báo không tên: 1 " in told and "CHƯA XÁC NHẬN" in told and "xem trước" in told
    assert world.rows("SELECT * FROM case_text ORDER BY id") == before and proofs(world) == {}
    run(settings_of(world), dry=False)
    assert proofs(world)["tips"] == 1 and words_of(world, code) == [""]


def test_the_proof_names_nothing(world: World) -> None:
    people, citizen = staff(world), world.citizen()
    code, _ = sends_tip(citizen)
    people.dispatcher.says(f"/xong {code}")
    world.later(days=366)
    world.tick()
    [row] = world.rows("SELECT basis, until, count, digest FROM deletion WHERE kind = 'tips'")
    assert row[2] == 1 and len(row[3]) == 64 and code not in str(row) and row[0]
    assert MENU  # the chat itself goes on
    citizen.says("chao so")
    assert citizen.got("greeting.greeting")


def test_what_somebody_was_told_in_a_summary_goes_with_it(world: World) -> None:
    subscribed(world.citizen(), frequency="week")
    approved(world)
    runs(world)
    world.later(days=8)
    world.tick()
    world.tick()
    assert world.rows("SELECT told_at IS NOT NULL FROM gathered") == [(1,)]
    world.later(days=80)
    world.tick()
    assert world.rows("SELECT COUNT(*) FROM gathered") == [(1,)]
    world.later(days=20)
    world.tick()
    assert world.rows("SELECT COUNT(*) FROM gathered") == [(0,)]
    assert proofs(world)["chat gathered"] == 1
