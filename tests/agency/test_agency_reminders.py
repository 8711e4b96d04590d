"""`[reminders]`, `[quiet]` and `[late]` in agency.toml: what a clerk may write there, and what is
told of what cannot be meant."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from bot.agency_files import load
from cases.agency.deadlines import Late
from cases.agency.hours import Quiet, Reminders
from tests.agency_folder import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_without_the_sections_the_usual_values_hold(folder):
    file = folder.file("agency.toml")
    text = file.read_text("utf-8")
    begins, ends = text.index("[reminders]"), text.index("# Ai được biết tên người gửi")
    file.write_text(text[:begins] + text[ends:], "utf-8")
    agency = load(folder.path)
    assert (agency.reminders, agency.quiet, agency.late) == (Reminders(), Quiet(), Late())


def test_what_the_office_writes_is_in_force(folder):
    folder.change("agency.toml", "half = 50", "half = 40")
    folder.change("agency.toml", "head_days = 0", "head_days = 2")
    folder.change("agency.toml", 'begins = "21:00"', 'begins = "20:30"')
    folder.change("agency.toml", "[late.new_date]\ndays = 5", "[late.new_date]\ndays = 4")
    agency = load(folder.path)
    assert (agency.reminders.half, agency.reminders.head_days) == (40, 2)
    assert agency.quiet.begins == time(20, 30)
    assert agency.late.new_date.days == 4 and agency.late.progress.basis


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('begins = "21:00"', 'begins = "21h"', 'Hãy viết: begins = "21:00"'),
        ('begins = "21:00"', 'begins = "9g tối"', 'Hãy viết: begins = "09:00"'),
        ('ends = "07:00"', 'ends = "sáng"', 'Hãy viết: ends = "07:00"'),
        ('afternoon = "13:30"', 'afternoon = "07:30"', "“afternoon” phải sau “morning”"),
        ("most = 80", "most = 120", "phải dưới 100"),
        ("most = 80", "most = 30", "“most” phải sau “half”"),
        ("head_days = 0", "head_days = -1", "phải từ 0 trở lên"),
        ("head_days = 0", "haed_days = 0", "head_days"),
        ("[late.progress]\ndays = 7", "[late.progress]\ndays = 0", "phải từ 1 trở lên"),
    ],
)
def test_a_slip_is_told_with_the_right_way(folder, old, new, told):
    folder.change("agency.toml", old, new)
    assert any(told in mistake for mistake in folder.told())
