"""`[other_doors]` and `[[other_bodies]]`: what lawyers and the office change reaches citizens."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.agency_folder import Folder
from tests.people import World


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


def test_what_the_agency_writes_holds(database: str, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.change("agency.toml", "bar_days = 90", "bar_days = 60")
    folder.change("agency.toml", "letter_hours = 24", "letter_hours = 2")
    folder.change("agency.toml", 'words = ["khiếu nại"', 'words = ["không phục", "khiếu nại"')
    folder.change("agency.toml", '"Thụ lý trong 10 ngày: Điều 27"', '"Thụ lý trong 8 ngày"')
    folder.change(
        "routing.toml", 'phone = "0255 0000 206"', 'phone = "0255 3333 206"\nsample = false'
    )
    world = World(database, tmp_path, agency_folder=folder.path)
    citizen = world.citizen()
    citizen.says("tôi không phục cái quyết định này của phòng đăng ký kinh doanh").taps("Đúng")
    citizen.taps("Chỉ tôi nơi nhận").says("2/11")
    assert "1/1/2027 (60 ngày)" in citizen.text
    citizen.taps("Soạn giúp đơn")
    world.work()
    assert "Sau 2 giờ" in citizen.text
    citizen.taps("Căn cứ")
    assert "Thụ lý trong 8 ngày" in citizen.text
    world.later(hours=3)
    world.work()
    assert world.rows("SELECT 1 FROM stored_file WHERE state = 'kept'") == []
    citizen.says("xin tach thua dat, cap so do cho con toi").taps("Chỉ tôi nơi đó")
    assert "0255 3333 206" in citizen.text and "mẫu" not in citizen.text
    world.close()
