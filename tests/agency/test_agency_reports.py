"""`[reports]` of `agency.toml`: what is wrong in it is told, what is right decides the periods."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.agency_files import load
from cases.kinds import Kind
from tests.agency_folder import Folder

GIVEN = "month_ends = 14"


def test_the_office_decides_where_a_month_ends_and_what_is_conduct(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.change("agency.toml", GIVEN, "month_ends = 31")
    folder.change("agency.toml", 'acts = ["conduct", "late_dossier"]', 'acts = ["conduct"]')
    rules = load(folder.path).reports
    assert rules.month_ends == 31 and rules.acts == {Kind.CONDUCT}
    assert rules.letterhead.symbol == "BC-SKHĐT" and rules.due_day == 18


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (GIVEN, "month_ends = 32", "phải từ 1 đến 31"),
        (GIVEN, f"{GIVEN}\nkinds = []", "kinds"),
        ('"late_dossier"]', '"late_dosier"]', "late_dossier"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    folder = Folder(tmp_path)
    folder.change("agency.toml", old, new)
    assert [told in line for line in folder.told()] == [True]
