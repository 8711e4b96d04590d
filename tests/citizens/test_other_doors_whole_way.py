"""The other doors in the apps themselves: Telegram and Zalo's Official Account, over real HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.citizens.test_other_doors import TOOK_MONEY
from tests.keeping.test_receipt_pdf import read
from tests.oa_town import OaTown
from tests.town import Town

pytestmark = pytest.mark.slow  # sockets of their own

PLACES: dict[str, Callable[[str, Path], Any]] = {
    "telegram": lambda database, folder: Town(database, folder).opens(),
    "zalo": lambda database, folder: OaTown(database, folder).opens(),
}


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> Iterator[Any]:
    made = PLACES[request.param](database, tmp_path)
    yield made
    made.ends()


def test_a_denunciation_comes_home_with_its_letter(place: Any) -> None:
    citizen = place.citizen()
    citizen.says(TOOK_MONEY)
    assert citizen.keys[-1] == "doors.denunciation"
    citizen.taps("doors.b_where")
    assert citizen.got("doors.go_denunciation") and "HD26-00001" in citizen.text
    citizen.taps("doors.b_letter")
    place.until_rows(bool, "SELECT 1 FROM outbox WHERE key = 'doors.letter' AND state = 'sent'")
    place.settles()
    [(path,)] = place.rows("SELECT path FROM stored_file WHERE kind = 'letter'")
    assert "phong bì 5 triệu" in read(place.house.files.open_path(path).read_bytes())
    assert any("don-HD26-00001.pdf" in str(bubble) for bubble in citizen.news)
    citizen.taps("doors.b_restore").taps("doors.b_tip")
    assert citizen.keys[-1].startswith("submit.subject")
