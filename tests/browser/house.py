"""The real program behind the browser, the people before it, and pictures of what they see."""

from __future__ import annotations

import io
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.pages import person
from tests.kill.server import Server

PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
DESK = {"viewport": {"width": 1100, "height": 760}}
CODE = r"PA\d\d-\d{5}-[A-Z]"
_COLOURS = 256
_LARGEST = 200_000  # bytes of a picture that goes into the repository


@contextmanager
def program(folder: Path) -> Iterator[Server]:
    """`python -m bot run` on a free port with nothing in its data folder yet."""
    folder.mkdir()
    server = Server(f"sqlite:///{folder / 'langnghe.db'}", folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def start_code(server: Server) -> str:
    """The address with the code that the program prints, just after it began to serve."""
    for _ in range(100):
        if found := re.findall(r"http\S+start=\d+(?=\s)", server.printed()):
            return str(found[-1])
        time.sleep(0.1)
    raise LookupError("no start code was printed")


class Sitter:
    """Somebody before their own browser."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def opens(self, address: str) -> Sitter:
        self.page.goto(address)
        return self

    def says(self, text: str) -> Sitter:
        self.page.locator("#text").fill(text)
        self.page.locator("#send").click()
        return self._heard()

    def taps(self, label: str) -> Sitter:
        """A button under the newest message that has any."""
        group = self.page.locator("#log .choices:not(.old)")
        group.get_by_role("button", name=re.compile(rf"^(\d+ )?{re.escape(label)}$")).click()
        return self._heard()

    def _heard(self) -> Sitter:
        expect(self.page.locator("#log .me .mark").last).to_have_text("đã nhận")
        return self

    def sees(self, words: str) -> Sitter:
        """Waits until the bot has said it."""
        self.page.locator("#log .bot .words", has_text=words).last.wait_for()
        return self

    @property
    def chat(self) -> str:
        return self.page.locator("#log").inner_text()

    @property
    def newest(self) -> str:
        return self.page.locator("#log .bot .words").last.inner_text()

    @property
    def buttons(self) -> list[str]:
        return self.page.locator("#log .choices:not(.old) button .label").all_inner_texts()

    @property
    def said(self) -> int:
        """How often they wrote or tapped."""
        return self.page.locator("#log .me").count()


@contextmanager
def sitter(browser: Browser, **screen: Any) -> Iterator[Sitter]:
    with person(browser, **screen) as page:
        yield Sitter(page)


class Pictures:
    """Of important moments: into PICTURES where that is set (`make screenshots`), else into the
    folder of the test."""

    def __init__(self, folder: Path) -> None:
        self._folder = Path(os.environ.get("PICTURES") or folder)
        self._folder.mkdir(parents=True, exist_ok=True)

    def take(self, page: Page, name: str) -> None:
        # What has just arrived is still moving.
        page.wait_for_timeout(400)
        drawn = Image.open(io.BytesIO(page.screenshot()))
        file = self._folder / f"{name}.png"
        drawn.convert("RGB").quantize(_COLOURS, kmeans=1).save(file, optimize=True)
        assert file.stat().st_size < _LARGEST, name

    def take_elsewhere(self, who: Sitter, name: str, **screen: Any) -> None:
        """The same chat on another screen of the same person."""
        context = who.page.context
        assert context.browser is not None
        state = context.storage_state()
        with person(context.browser, storage_state=state, **screen) as page:
            page.goto(who.page.url)
            page.locator("#log .line").last.wait_for()
            self.take(page, name)
