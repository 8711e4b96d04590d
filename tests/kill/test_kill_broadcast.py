"""Two processes on PostgreSQL, and the one that sends a broadcast dies in the middle: the other
goes on where it stood."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from bench.campaign.crowd import Crowd, fill
from bench.campaign.running import KEY, Process
from bench.campaign.services import Services
from bot.outbox import IN_FLIGHT
from bot.sending_marks import STEP
from tests.conftest import empty_postgres
from tests.process import small_agency

_PEOPLE, _SCALE = 300, 4
_DOUBTFUL = 2 * IN_FLIGHT + STEP
"""In flight, as many whose results were just being written, and those the mark ran ahead."""


async def _until(reached: Callable[[], bool], seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not reached():
            await asyncio.sleep(0.02)


def _one(url: str, sql: str) -> object:
    with psycopg.connect(url) as database:
        found = database.execute(sql).fetchone()
    assert found is not None
    return found[0]


async def _handed_over(url: str, folder: Path) -> Services:
    services = Services(_SCALE)
    people = Crowd(tuple(str(5_000_000_000 + n) for n in range(_PEOPLE)), (), frozenset())
    address = await services.start()
    await asyncio.to_thread(fill, url, KEY, people)
    both = []
    for name in ("one", "other"):
        (folder / name).mkdir()
        both.append(Process(folder / name, address, _SCALE, str(small_agency()), url))
    try:
        for process in both:
            await asyncio.to_thread(process.start)
        await _until(lambda: services.taken >= _PEOPLE // 2)
        both[0].kill()
        done = "SELECT state = 'done' FROM campaign"
        await _until(lambda: bool(_one(url, done)))
    finally:
        for process in both:
            await asyncio.to_thread(process.stop)
        await services.stop()
    return services


@pytest.mark.kill
@pytest.mark.postgres
def test_everybody_gets_it_and_what_may_have_come_twice_is_marked(
    postgres: str, tmp_path: Path
) -> None:
    empty_postgres(postgres)
    services = asyncio.run(_handed_over(postgres, tmp_path))
    assert len(services.telegram.to) == _PEOPLE
    twice = {person for person, count in services.telegram.to.items() if count > 1}
    marked = "SELECT COUNT(*) FROM outbox WHERE maybe_twice = 1"
    assert max(services.telegram.to.values()) <= 2
    assert len(twice) <= int(str(_one(postgres, marked))) <= _DOUBTFUL
    assert services.telegram.too_fast == 0
