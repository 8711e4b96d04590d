"""The dialogue in which a broadcast is written, disturbed at every question: it always goes on, and
nothing that was written is lost."""

from __future__ import annotations

import pytest

from tests.citizens.test_exploration import DISTURBANCES, question
from tests.people import Person, World

pytestmark = pytest.mark.slow

WAY = (
    ("taps", "Người dân"), ("says", "II.1.a"), ("says", "Tên"), ("says", "Lời báo"),
    ("says", "bo qua"), ("taps", "Không kèm"), ("taps", "Người dân hay"), ("taps", "Doanh nghiệp"),
    ("taps", "Vậy là đủ"), ("taps", "Giữ vậy"), ("taps", "Hằng tuần"), ("says", "9h thứ Hai"),
)  # fmt: skip


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


def walked(world: World, steps: int) -> Person:
    official = world.official("dispatcher")
    official.says("/thongbao moi")
    for how, what in WAY[:steps]:
        getattr(official, how)(what)
    return official


def test_whatever_is_done_at_any_question_leads_somewhere(world: World) -> None:
    for steps in range(len(WAY) + 1):
        for name, disturb in DISTURBANCES.items():
            official = walked(world, steps)
            disturb(official)
            assert official.news, f"{name} after {steps} steps got no answer"
            assert "common.our_fault" not in official.keys, f"{name} after {steps} steps failed"
    assert world.rows("SELECT reason FROM inbox WHERE state <> 'done'") == []


def test_an_interruption_costs_nothing(world: World) -> None:
    for steps in range(1, len(WAY) + 1):
        official = walked(world, steps)
        before = question(world, official)
        for name in ("help", "unknown command", "old button", "made-up button"):
            DISTURBANCES[name](official)
            assert question(world, official) == before, f"{name} after {steps} steps"
        official.says("/thongbao")
        assert question(world, official) == before
        official.says("quay lại")
        assert question(world, official).startswith("broadcast.")
