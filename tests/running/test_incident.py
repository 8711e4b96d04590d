"""A breach of personal data: entered at the terminal, counted down in the chats of those who must
know, reported, closed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.commands import incident
from bot.commands.incident import Told
from bot.commands.plainly import Refusal
from storage.privacy import breaches
from tests.office import Office
from tests.people import World
from tests.stories import sends_feedback


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


def told(**other: str) -> Told:
    given = {"title": "Mất máy tính", "detected": "20/11/2025 08:30", "what": "Máy xách tay bị lấy",
             "categories": "họ tên, số điện thoại", "measures": "đã khóa tài khoản"}  # fmt: skip
    return Told(**{**given, **other}, people=0)


def test_it_is_entered_with_its_cases_and_papers(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    citizen, settings = world.citizen(), world.house.settings
    code = sends_feedback(citizen)
    number = incident.enter(settings, told(codes=code.replace("-", "").lower()))
    said = capsys.readouterr().out
    assert "1 hồ sơ" in said and "QUÁ HẠN" in said
    folder = settings.data_dir / "incidents" / str(number)
    report = (folder / "bao-cao.txt").read_text(encoding="utf-8-sig")
    for field in ("08:30 ngày 20/11/2025", "08:30 ngày 23/11/2025", "Máy xách tay", "A05"):
        assert field in report, field
    assert "Võ Thị Tư" not in report
    letter = (folder / "thu-gui-nguoi-dan.txt").read_text(encoding="utf-8-sig")
    assert "Thưa ông/bà" in letter and "đã khóa tài khoản" in letter
    assert (folder / "ma-ho-so.txt").read_text(encoding="utf-8-sig") == f"{code}\n"
    incident.close(settings, number)
    assert "chưa ghi là đã báo" in capsys.readouterr().out
    incident.tell_all(settings)
    assert "đã đóng" in capsys.readouterr().out


def test_cases_are_found_by_the_time_they_were_there(world: World) -> None:
    code = sends_feedback(world.citizen())
    span = {"begin": "01/11/2026 00:00", "end": "01/01/2027 00:00"}
    number = incident.enter(world.house.settings, told(**span))
    breach = world.store(lambda tx: breaches.get(tx, number))
    assert breach.data["codes"] == [code] and breach.data["people"] == 1


@pytest.mark.parametrize("wrong", [{"codes": "PA26-99999-X"}, {"detected": "hôm qua"}])
def test_what_is_wrong_is_said_and_nothing_entered(world: World, wrong: dict[str, str]) -> None:
    with pytest.raises(Refusal):
        incident.enter(world.house.settings, told(**wrong))
    assert world.rows("SELECT COUNT(*) FROM breach") == [(0,)]


def test_the_hours_are_told_of_as_they_run_out(world: World) -> None:
    office = Office(world)
    admin = world.official("admin", name="Quản trị")
    director = world.official("director", name="Giám đốc")
    data = {"title": "Lộ tệp", "codes": []}
    number = world.store(lambda tx: breaches.open_(tx, world.now, data, world.now))
    lefts = []
    for hours in (1, 5, 20, 40, 10):  # 1, 6, 26, 66, 76 after
        world.later(hours=hours)
        world.tick()
        lefts.append(sum(p.message.key == "incident.alarm" for p in director.seen))
    assert lefts == [1, 1, 2, 3, 4]
    alarms = [p.message.text for p in director.seen if p.message.key == "incident.alarm"]
    assert "còn 71 giờ" in alarms[0] and "QUÁ 72 giờ" in alarms[-1]
    assert sum(p.message.key == "incident.alarm" for p in admin.seen) == 4
    assert not any(p.message.key == "incident.alarm" for p in office.dispatcher.seen)
    assert "Lộ tệp" not in "".join(alarms)
    world.store(lambda tx: breaches.reported(tx, number, world.now))
    world.later(hours=100)
    world.tick()
    assert sum(p.message.key == "incident.alarm" for p in admin.seen) == 4


def test_time_is_that_of_viet_nam() -> None:
    assert incident.moment("2026-11-25 08:30").utcoffset() == timedelta(hours=7)


def test_the_terminal_takes_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = world.house.settings
    monkeypatch.setenv("LANGNGHE_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("LANGNGHE_DATABASE_URL", settings.database)
    monkeypatch.setenv("LANGNGHE_SECRET_KEY", settings.secret_key)
    runner = CliRunner()
    words = ["incident", "open", "--title", "Lộ", "--detected", "2025-11-20 08:30", "--what", "x"]
    words += ["--categories", "tên", "--measures", "khóa"]
    assert "Đã ghi sự cố số 1" in runner.invoke(app, words).output
    assert "QUÁ HẠN" in runner.invoke(app, ["incident"]).output
    assert "đã báo" in runner.invoke(app, ["incident", "reported", "1"]).output
    assert "Đã đóng" in runner.invoke(app, ["incident", "close", "1"]).output
