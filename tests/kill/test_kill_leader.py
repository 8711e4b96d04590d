"""Two processes on PostgreSQL before one Zalo account: both are called, one sends and renews, and
where that one dies the other goes on with the tokens."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from aiohttp import web

from tests.conftest import empty_postgres
from tests.fakes.zalo_api import FakeZalo
from tests.fakes.zalo_people import ZaloUser
from tests.kill.server import Server
from tests.oa_town import settings_for
from tests.process import small_agency

NAMES = "127.0.0.1", "localhost"


class Named(FakeZalo):
    """Knows by which name it was called."""

    def __init__(self) -> None:
        super().__init__(clock=lambda: datetime.now(UTC))
        self.names: list[str] = []

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        self.names.append(request.url.host or "")
        return await super()._serve(request)


def two_servers(url: str, folder: Path, api: FakeZalo) -> tuple[Server, Server]:
    """Each calls Zalo by a name of its own."""
    given = settings_for(api)
    made = []
    for name in NAMES:
        (folder / name).mkdir()
        settings = given | {"zalo_api": f"http://{name}:{api.port}"}
        there = {f"LANGNGHE_{key.upper()}": value for key, value in settings.items()}
        made.append(Server(url, folder / name, LANGNGHE_AGENCY=str(small_agency()), **there))
    return made[0], made[1]


async def tells(api: Named, server: Server, user: ZaloUser) -> str:
    """Zalo calls this process of the two. The person gets an answer; from which."""
    api.events.url = f"{server.base}/webhooks/zalo"
    answers, event = len(user.inbox), len(api.events.posts)
    user.says("/trogiup")
    await api.events.delivered()
    assert api.delivery(event).statuses == [200]
    await api.until(lambda: len(user.inbox) > answers, 40)
    return api.names[-1]


async def all_written(url: str) -> None:
    """What was sent stands as sent: a death before that sends once more, marked, as it should."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as database:
        async with asyncio.timeout(20):
            while True:
                found = await database.execute("SELECT 1 FROM outbox WHERE state = 'pending'")
                if await found.fetchone() is None:
                    return
                await asyncio.sleep(0.05)


async def both_then_one(url: str, api: Named, first: Server, second: Server) -> None:
    await first.start_behind()
    await second.start_behind()
    one, other = NAMES
    people = [api.user("Bà Tư"), api.user("Ông Năm")]
    assert [await tells(api, first, people[0]), await tells(api, second, people[1])] == [one, one]
    api.grants.until.clear()
    assert await tells(api, second, people[0]) == one
    assert len(api.grants.spent) == 1, "the one that sends renews"
    await all_written(url)
    first.kill()
    assert await tells(api, second, people[1]) == other
    assert len(api.grants.spent) == 1, "what that one renewed is good here"
    api.grants.until.clear()
    assert await tells(api, second, people[0]) == other
    assert len(api.grants.spent) == 2 and not api.grants.refused
    await first.start_behind()
    assert await tells(api, first, people[0]) == other, "it follows now"
    assert [len(user.inbox) for user in people] == [4, 2], "nothing came twice"


@pytest.mark.kill
@pytest.mark.postgres
def test_the_other_goes_on_with_the_tokens(postgres: str, tmp_path: Path) -> None:
    empty_postgres(postgres)

    async def work() -> None:
        api = Named()
        async with api:
            first, second = two_servers(postgres, tmp_path, api)
            try:
                await both_then_one(postgres, api, first, second)
            finally:
                await asyncio.to_thread(first.stop)
                await asyncio.to_thread(second.stop)

    asyncio.run(work())
