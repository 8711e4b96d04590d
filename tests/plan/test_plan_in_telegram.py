"""A photo that shows what was done for the plan, from a phone with Telegram to a colleague's."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.plan.test_plan_keeping import photo
from tests.town import Town

pytestmark = pytest.mark.slow  # processes and sockets of its own

REGISTRY = "dang_ky_kinh_doanh"


def test_a_photo_entered_by_one_is_opened_by_another(sqlite_database: str, tmp_path: Path) -> None:
    town = Town(sqlite_database, tmp_path).opens()
    try:
        head = town.official("head", REGISTRY, "Phạm Quốc Trưởng")
        director = town.official("director", name="Đặng Giám Đốc")
        head.says("/kehoach III.1").taps("plan.b_add")
        head.does(lambda: head.user.sends_photo(photo(), "Họp quán triệt kế hoạch"))
        town.works()
        if head.got("plan.ask_ready"):
            head.taps("plan.b_ready")
        assert head.got("plan.kept"), head.keys
        director.says("/kehoach").taps("Phòng Đăng ký kinh doanh").taps("🟢 III.1")
        assert "Họp quán triệt kế hoạch" in director.text
        director.taps("Mở MC26-00001")
        [(kept,)] = town.rows("SELECT sha256 FROM stored_file")
        assert [hashlib.sha256(b.file or b"").hexdigest() for b in director.news] == [kept]
    finally:
        town.ends()
