"""`[rating]` and `[pakn_system]` in agency.toml: what a clerk may write there, and what is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.agency_files import AgencyMistakes, load
from tests.agency_folder import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_the_sample_asks_from_the_third_to_the_seventh_day(folder: Folder) -> None:
    agency = load(folder.path)
    rating = agency.rating
    assert (rating.after.days, rating.latest.days, rating.asks) == (3, 7, "Văn phòng Sở")
    assert agency.pakn_system.fields[:3] == ("name", "address", "phone")


def test_the_order_of_the_form_is_the_departments(folder: Folder) -> None:
    folder.change("agency.toml", '"name", "address", "phone", "email",', '"phone", "name",')
    assert load(folder.path).pakn_system.fields[:3] == ("phone", "name", "title")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("latest_days = 7", "latest_days = 3", "phải lớn hơn after_days"),
        ("[0-9]{4}", "[0-9]{6}", "không khớp"),
        ("PAKN[.]", "PAKN([.]", "không khớp"),
        ('"title", "content"', '"titel", "content"', '"title"'),
    ],
)
def test_what_cannot_work_is_told_with_its_cure(
    folder: Folder, old: str, new: str, told: str
) -> None:
    folder.change("agency.toml", old, new)
    with pytest.raises(AgencyMistakes) as mistakes:
        load(folder.path)
    assert told in str(mistakes.value)
