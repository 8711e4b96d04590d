"""`[walls]` in agency.toml: how long an opened identity is shown, how much may be borrowed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.agency_files import load, warnings
from tests.agency_folder import Folder
from tests.office import Office, opened, submitted
from tests.people import World


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


def test_what_the_agency_writes_holds(folder, database, tmp_path):
    folder.change("agency.toml", "identity_hours = 24", "identity_hours = 2")
    world = World(database, tmp_path, agency_folder=folder.path)
    office = Office(world)
    code = submitted(world.citizen("Tư"), mode="Giữ kín")
    opened(office.dispatcher, code)
    assert "Võ Thị Tư" in office.dispatcher.text
    world.later(hours=3)
    office.dispatcher.says(f"/danhtinh {code}")
    assert office.dispatcher.keys == ["opening.reason"]
    world.close()


def test_two_words_in_a_row_are_anybodys(folder):
    folder.change("agency.toml", "borrowed_words = 6", "borrowed_words = 2")
    [told] = folder.told()
    assert "borrowed_words" in told and "3" in told


def test_until_somebody_confirms_it_the_office_is_told(folder):
    def told() -> bool:
        agency = load(folder.path)
        return any("[walls]" in str(c) for c in warnings(agency, date(2026, 11, 16)))

    assert told()
    text = folder.file("agency.toml").read_text("utf-8")
    before, after = text.split("[walls]")
    after = after.replace('confirmed_by = ""', 'confirmed_by = "Nguyễn Văn Pháp Chế"', 1)
    folder.file("agency.toml").write_text(f"{before}[walls]{after}", "utf-8")
    assert not told()
