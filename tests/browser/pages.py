"""Help for browser tests: a site in a thread of its own, and the system's Chromium before it."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.fakes.house import FakeHouse, served

CHROMIUM = shutil.which("chromium")
NEEDS_CHROMIUM = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 10_000
"""Milliseconds; a busy machine is slow, a broken page never comes."""


class Site:
    """The site of a house, served from another thread until the block ends."""

    def __init__(self, house: FakeHouse) -> None:
        self.house = house
        self.address = ""
        self._loop = asyncio.new_event_loop()
        self._up = threading.Event()
        self._over = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="site")

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        async with served(self.house) as self.address:
            self._up.set()
            await self._over.wait()

    def start(self) -> None:
        self._thread.start()
        assert self._up.wait(10)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(10)

    def run(self, work: Callable[[], Awaitable[Any]]) -> Any:
        """Await something in the thread of the site."""

        async def awaited() -> Any:
            return await work()

        return asyncio.run_coroutine_threadsafe(awaited(), self._loop).result(10)


@contextmanager
def site_of(house: FakeHouse) -> Iterator[Site]:
    site = Site(house)
    site.start()
    try:
        yield site
    finally:
        site.stop()


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def person(browser: Browser, **options: Any) -> Iterator[Page]:
    """A browser of somebody's own. Fails when the page logged an error, a refused style or script
    among them; what the network did is expected to fail at times."""
    context: BrowserContext = browser.new_context(locale="vi-VN", **options)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: _note(complaints, message))
    try:
        yield page
        assert not complaints, complaints
    finally:
        context.close()


def _note(complaints: list[str], message: Any) -> None:
    if message.type == "error" and "Failed to load resource" not in message.text:
        complaints.append(message.text)


def says(page: Page, text: str) -> None:
    field = page.get_by_label("Lời nhắn của ông/bà")
    field.fill(text)
    page.get_by_role("button", name="Gửi", exact=True).click()


def scrolls_sideways(page: Page) -> bool:
    """A phone's `innerWidth` grows with what sticks out: the measure is the screen's own width."""
    assert page.viewport_size
    return bool(
        page.evaluate(
            "screen => document.documentElement.scrollWidth > screen"
            " || [...document.querySelectorAll('#main')].some(e => e.scrollWidth > e.clientWidth)",
            page.viewport_size["width"],
        )
    )
