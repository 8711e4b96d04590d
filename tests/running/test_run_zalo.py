"""`langnghe run` with a Zalo account, as its operator meets it: tokens that are dead at the start,
a full disk while Zalo calls, and a log that says nothing of anybody."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.zalo_api import FakeZalo
from tests.fakes.zalo_people import ZaloUser
from tests.oa_town import settings_for
from tests.process import Running, command, environment

pytestmark = pytest.mark.slow

Does = Callable[[Coroutine[Any, Any, Any]], Any]


@contextmanager
def beside() -> Iterator[tuple[FakeZalo, Does]]:
    """Zalo on a loop of its own, and how to do something there."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def does(work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result(60)

    api = FakeZalo(clock=lambda: datetime.now(UTC))
    does(api.__aenter__())
    try:
        yield api, does
    finally:
        does(api.__aexit__())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def settings_of(api: FakeZalo) -> dict[str, str]:
    return {name.upper(): value for name, value in settings_for(api).items()}


async def calls(api: FakeZalo, bot: Running) -> None:
    api.webhook_to(bot.address)


async def says(user: ZaloUser, text: str) -> list[int]:
    """What Zalo is answered, try by try, later ones too."""
    number = len(user.api.events.posts)
    user.says(text)
    await user.api.events.delivered()
    return user.api.delivery(number).statuses


async def has(user: ZaloUser, count: int) -> None:
    await user.api.until(lambda: len(user.inbox) >= count, 20)


def heard(data: Path) -> list[str]:
    with sqlite3.connect(data / "langnghe.db") as database:
        rows = database.execute("SELECT state FROM inbox WHERE channel = 'zalo' ORDER BY id")
        return [state for (state,) in rows]


def test_tokens_that_are_dead_keep_nobody_from_starting(tmp_path):
    with beside() as (api, does):
        settings = settings_of(api)
        api.grants.pairs.clear()
        api.grants.until.clear()
        with Running(tmp_path, **settings) as bot:
            printed = bot.lines_until("start=")
            assert f"{bot.address}/webhooks/zalo" in "\n".join(printed)
            does(calls(api, bot))
            user = api.user("Bà Tư")
            assert does(says(user, "xin chào")) == [200]
            does(api.until(lambda: "langnghe zalo-login" in bot.troubles().get("zalo", "")))
            assert api.grants.refused
            typed = "\n".join(api.grants.by_hand())
            done = command(
                "zalo-login", env=environment(tmp_path, **settings), cwd=tmp_path, typed=typed
            )
            assert done.returncode == 0 and "không cần khởi động lại" in done.stdout
            other = api.user("Ông Năm")
            assert does(says(other, "xin chào")) == [200]
            does(has(other, 1))
            assert "zalo" not in bot.troubles()
            assert bot.stop()[0] == 0


def test_new_tokens_need_no_room_of_their_own(tmp_path):
    """Where the file for them cannot be written, the database alone keeps them."""
    (tmp_path / "zalo-tokens.unfinished").mkdir()
    with beside() as (api, does), Running(tmp_path, **settings_of(api)) as bot:
        bot.lines_until("start=")
        does(calls(api, bot))
        user = api.user("Bà Tư")
        api.grants.until.clear()
        assert does(says(user, "xin chào")) == [200]
        does(has(user, 1))
        assert bot.troubles() == {}
        assert bot.stop()[0] == 0
    assert "new tokens have no copy on disk" in (tmp_path / "log").read_text()


def test_on_a_full_disk_zalo_is_told_to_come_again(tmp_path):
    """See `test_run` for the limit that stands for the disk."""
    with beside() as (api, does), Running(tmp_path, LOG_LEVEL="DEBUG", **settings_of(api)) as bot:
        bot.lines_until("start=")
        does(calls(api, bot))
        user = api.user("Bà Tư")
        assert does(says(user, "/trogiup")) == [200]
        does(has(user, 1))
        written = max(file.stat().st_size for file in tmp_path.glob("langnghe.db*"))
        pid, size, any_size = bot.process.pid, resource.RLIMIT_FSIZE, resource.RLIM_INFINITY
        resource.prlimit(pid, size, (written + 100_000, any_size))
        for number in range(1000):
            answered = does(says(user, f"Hồ sơ công ty tôi nộp lần thứ {number}"))
            if answered != [200]:
                break
        assert answered == [503]
        resource.prlimit(pid, size, (any_size, any_size))
        does(api.later(seconds=31))
        assert answered == [503, 200]
        does(has(user, 2 + number))
        assert bot.troubles() == {}
        assert bot.stop()[0] == 0
    assert heard(tmp_path) == ["done"] * (2 + number)
    log = (tmp_path / "log").read_text()
    for private in ("Hồ sơ công ty", "geheim", api.app_secret, api.oa_secret, user.id, "Bà Tư"):
        assert private not in log
