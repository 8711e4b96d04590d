"""`make campaign-test` in short: a broadcast to some thousands on Telegram and Zalo, whose limits
stand on loopback, by the house as a process of its own."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bench.campaign.measured import Measured
from bench.campaign.play import CHANNELS, Play
from bot.outbox import IN_FLIGHT
from bot.sending_marks import STEP
from tests.process import small_agency

pytestmark = pytest.mark.slow
_DOUBTFUL = 2 * IN_FLIGHT + STEP
"""In flight, as many whose results were just being written, and those the mark ran ahead."""


async def _killed(folder: Path) -> Measured:
    async with Play(folder, 3000, 10, str(small_agency())) as play:
        return await play.killed()


def test_a_death_in_the_middle_doubles_no_more_than_what_was_in_flight(tmp_path: Path) -> None:
    run = asyncio.run(_killed(tmp_path))
    assert run.missed == 0
    assert run.too_fast == 0
    assert run.twice <= IN_FLIGHT * len(CHANNELS)
    assert run.twice <= run.marked <= _DOUBTFUL * len(CHANNELS)
