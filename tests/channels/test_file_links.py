"""Addresses that open one of our files, to whoever has them, until their time is over."""

from __future__ import annotations

import asyncio
import base64
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.channels.parts.file_links import FETCHED, READ, FileLinks
from bot.files import FileStore
from messages.envelope import Document
from storage.keys import Keys
from tests.fakes.house import FakeHouse, served

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
PDF = b"%PDF-1.4\n%%EOF\n"


class Shelf:
    def __init__(self, folder: Path, secret: bytes = b"k" * 32) -> None:
        self.now = NOW
        self.files = FileStore(folder / "files")
        self.links = FileLinks(
            Keys(secret), "https://x.example.vn", self.files.open_path, lambda: self.now
        )

    def document(self, name: str = "Trả lời.pdf", type_: str = "application/pdf") -> Document:
        kept = self.files.keep_ours(name, type_, PDF)
        return Document(kept.name, kept.path, kept.type, kept.size)

    def token(self, **more: Any) -> str:
        return self.links.link(self.document(), **more).rpartition("/")[2]


def test_an_address_holds_all_that_is_needed(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    file = shelf.document()
    link = shelf.links.link(file)
    assert link.startswith("https://x.example.vn/files/once/") and link.isascii()
    # Another process of the same house opens it, knowing nothing but the key.
    other = Shelf(tmp_path).links
    assert other.opened(link.rpartition("/")[2]) == (file.type, file.path, file.name)


@pytest.mark.parametrize("lives", [FETCHED, READ])
def test_it_ends_when_its_time_is_over(tmp_path: Path, lives: timedelta) -> None:
    shelf = Shelf(tmp_path)
    token = shelf.token(lives=lives)
    shelf.now = NOW + lives - timedelta(seconds=1)
    assert shelf.links.opened(token)
    shelf.now = NOW + lives
    assert shelf.links.opened(token) is None


def test_nothing_made_up_opens(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    token = shelf.token()
    packed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
    slip, type_, path, name = packed.split("\n")
    expires, _, mac = slip.partition(".")
    changed = [
        f"{int(expires) + 9}.{mac}\n{type_}\n{path}\n{name}",
        f"{slip}\ntext/html\n{path}\n{name}",
        f"{slip}\n{type_}\n../langnghe.db\n{name}",
        f"{slip}\n{type_}\n{path}\nkhác.pdf",
        f"{slip}\n{type_}\n{path}",
        "",
    ]
    forged = [base64.urlsafe_b64encode(each.encode()).decode() for each in changed]
    for each in [*forged, token[:-1], token[1:], "x", "ệ", "%00", "=" * 9, token + "A"]:
        assert shelf.links.opened(each) is None, each
    assert Shelf(tmp_path, b"another key, long enough, indeed").links.opened(token) is None
    assert shelf.links.opened(token)


# --- through the site ----------------------------------------------------------------------------


async def fetched(
    house: FakeHouse, file: Document, times: int = 1, lives: timedelta = READ
) -> list[tuple[int, bytes, Any]]:
    async with served(house) as address:
        link = FileLinks(house.keys, address, house.files.open_path, house.now).link(file, lives)
        found = []
        async with aiohttp.ClientSession() as http:
            for _ in range(times):
                async with http.get(link) as answer:
                    found.append((answer.status, await answer.read(), answer.headers))
        return found


def kept(house: FakeHouse, name: str, type_: str, data: bytes = PDF) -> Document:
    one = house.files.keep_ours(name, type_, data)
    return Document(one.name, one.path, one.type, one.size)


def test_a_signed_answer_opens_again_and_again_under_its_name(tmp_path: Path) -> None:
    house = FakeHouse(tmp_path)
    answers = asyncio.run(fetched(house, kept(house, "Trả lời.pdf", "application/pdf"), times=3))
    assert [(status, body) for status, body, _ in answers] == [(200, PDF)] * 3
    headers = answers[0][2]
    assert headers["Content-Type"] == "application/pdf"
    shown = headers["Content-Disposition"]
    assert shown.startswith("attachment") and "Tr%E1%BA%A3%20l%E1%BB%9Di.pdf" in shown
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "noindex" in headers["X-Robots-Tag"] and headers["Referrer-Policy"] == "no-referrer"
    assert "sandbox" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("type_", "kind"),
    [("image/png", "inline"), ("text/plain", "attachment"), ("text/html", "attachment")],
)
def test_only_pictures_are_shown_in_place(tmp_path: Path, type_: str, kind: str) -> None:
    house = FakeHouse(tmp_path)
    [(status, _, headers)] = asyncio.run(fetched(house, kept(house, "a.bin", type_)))
    assert status == 200 and headers["Content-Disposition"].startswith(kind)


def test_what_does_not_open_is_a_page_that_says_what_to_do(tmp_path: Path) -> None:
    for number, lives in enumerate([READ, timedelta(seconds=-1)]):
        folder = tmp_path / str(number)
        folder.mkdir()
        house = FakeHouse(folder)
        file = kept(house, "a.pdf", "application/pdf")
        gone = Document(file.name, "aa/bb/gone", file.type, file.size)
        asked = gone if lives is READ else file
        [(status, body, headers)] = asyncio.run(fetched(house, asked, lives=lives))
        assert status == 404 and headers["Content-Type"].startswith("text/html")
        assert "TRA CUU" in body.decode() and house.agency.contact.phone in body.decode()


def test_the_route_stands_once_whatever_channels_are_on(tmp_path: Path) -> None:
    house = FakeHouse(tmp_path)
    links = FileLinks(house.keys, "https://x.vn", house.files.open_path, house.now)
    assert [route.path for route in links.routes()] == ["/files/once/{token}"]
    asyncio.run(fetched(house, kept(house, "a.pdf", "application/pdf")))  # build() adds it itself
