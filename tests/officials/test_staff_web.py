"""Officials in the web chat, whose messages are fetched from us: what they may no longer see is not
there any more."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from aiohttp import ClientSession, ClientTimeout, web

from bot.site.app import build
from tests.office import REGISTRY, SQLITE_FIRST, Office, filed, submitted
from tests.people import World

pytestmark = SQLITE_FIRST

PHONE, NAME = "0905 123 218", "Võ Thị Tư"


class Browser:
    """The chat page of one person: its token, and the address of the site."""

    def __init__(self, world: World, address: str) -> None:
        self.world = world
        self.address = address
        self.token = ""
        self._ids = itertools.count(1)
        self.token = self._ask("POST", "session")["token"]

    def _ask(self, method: str, path: str, **more: Any) -> Any:
        async def ask() -> Any:
            headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": "vi"}
            async with (
                ClientSession(self.address, timeout=ClientTimeout(total=10)) as http,
                http.request(method, f"/chat/api/{path}", headers=headers, **more) as response,
            ):
                return await response.json() if response.status != 204 else None

        found = self.world.run(ask())
        self.world.run(self.world.house.outbox.settled())
        return found

    def says(self, text: str) -> Browser:
        self._ask("POST", "messages", json={"id": str(next(self._ids)), "text": text})
        return self

    def taps(self, label: str) -> Browser:
        shown = [c for m in reversed(self.messages()) for c in m["choices"]]
        data = next(c["data"] for c in shown if c["label"].startswith(label))
        said = {"id": str(next(self._ids)), "choice": data}
        self._ask("POST", "messages", json=said)
        return self

    def messages(self) -> list[dict[str, Any]]:
        return list(self._ask("GET", "messages?after=0")["messages"])

    @property
    def text(self) -> str:
        return "\n".join(m["text"] for m in self.messages())

    def fetches(self, url: str) -> tuple[int, bytes]:
        """What a link shown here leads to: the status and the bytes."""

        async def fetch() -> tuple[int, bytes]:
            async with ClientSession(self.address) as http, http.get(url) as answer:
                return answer.status, await answer.read()

        found: tuple[int, bytes] = self.world.run(fetch())
        return found

    def is_officials(self) -> bool:
        return bool(self._ask("GET", "session")["official"])

    def erases(self) -> None:
        self._ask("DELETE", "session")


@pytest.fixture
def site(world: World) -> Iterator[str]:
    runner = web.AppRunner(build(world.house), handler_cancellation=True, access_log=None)
    world.run(runner.setup())
    place = web.TCPSite(runner, "127.0.0.1", 0)
    world.run(place.start())
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    world.run(runner.cleanup())


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


@pytest.fixture
def admin(office: Office):
    return office.colleague("admin", name="Quản Trị")


def official_at(world: World, site: str, admin, words: str, name: str) -> Browser:
    browser = Browser(world, site)
    admin.says(f"/moi {words}")
    code = admin.text.split("/start ")[1].split()[0]
    browser.says(f"/start {code}").says(name)
    return browser


def knows_the_sender(browser: Browser, code: str) -> None:
    browser.says(f"/hoso {code}")
    assert PHONE in browser.text.replace(".", " ")
    assert NAME in browser.text


def has_forgotten(browser: Browser, *words: str) -> None:
    for message in browser.messages():
        for word in (NAME, "0905", *words):
            assert word not in message["text"]
            assert word not in str(message["choices"])


def test_a_locked_official_reads_nothing_any_more(world, site, office, admin):
    browser = official_at(world, site, admin, f"handler {REGISTRY}", "Đỗ Văn Mạng")
    code = office.accepted(world.citizen("Tư"))
    knows_the_sender(browser, code)
    admin.says("/khoa do van mang")
    has_forgotten(browser, code)
    last = browser.messages()[-1]
    assert "bị khóa" in last["text"]
    assert last["anew"]
    office.accepted(world.citizen("Năm"))
    browser.says(f"/hoso {code}")
    has_forgotten(browser, "giấy tờ")
    assert "đang bị khóa" in browser.text


def test_nothing_is_left_where_somebody_logged_out(world, site, office, admin):
    browser = official_at(world, site, admin, "dispatcher", "Đỗ Văn Mạng")
    code = submitted(world.citizen("Tư"))
    knows_the_sender(browser, code)
    browser.says("/nhap")
    browser.says("/thoat").taps("Đăng xuất")
    has_forgotten(browser, code, "Đỗ Văn Mạng", "/start")
    assert len(browser.messages()) == 1


def test_nothing_is_left_with_somebody_who_was_removed(world, site, office, admin):
    browser = official_at(world, site, admin, "dispatcher", "Đỗ Văn Mạng")
    code = submitted(world.citizen("Tư"))
    knows_the_sender(browser, code)
    admin.says("/nhansu mang").taps("Xóa khỏi danh sách").taps("Đúng, làm")
    has_forgotten(browser, code)


def test_a_case_that_went_to_another_office_is_gone(world, site, office, admin):
    browser = official_at(world, site, admin, f"handler {REGISTRY}", "Đỗ Văn Mạng")
    stays, goes = (office.accepted(world.citizen(name)) for name in ("Tư", "Năm"))
    knows_the_sender(browser, goes)
    office.dispatcher.says(f"/chuyen {goes} ktdn Việc của phòng bạn")
    text = browser.text
    assert text.count(goes) <= 2  # what they typed themselves, and that it is gone
    assert "không còn ở đây" in text
    assert stays in text
    told = [m for m in browser.messages() if m["from"] == "bot" and goes in m["text"]]
    assert [NAME in m["text"] for m in told] == [False]


def test_a_case_of_which_somebody_steps_back_is_gone(world, site, office, admin):
    browser = official_at(world, site, admin, "dispatcher", "Đỗ Văn Mạng")
    code = submitted(world.citizen("Tư"))
    knows_the_sender(browser, code)
    browser.says(f"/lienquan {code}").taps("Tôi có liên quan")
    has_forgotten(browser)
    browser.says(f"/hoso {code}")
    assert "xin rút khỏi" in browser.messages()[-1]["text"]


def test_cases_of_an_office_somebody_left_are_gone(world, site, office, admin):
    browser = official_at(world, site, admin, f"handler {REGISTRY}", "Đỗ Văn Mạng")
    code = office.accepted(world.citizen("Tư"))
    knows_the_sender(browser, code)
    admin.says("/nhansu mang").taps("Đổi phòng").taps("Phòng Kinh tế Đối ngoại").taps("Đúng, làm")
    has_forgotten(browser)


def test_what_was_lent_to_a_substitute_is_gone_when_the_leave_ends(world, site, office, admin):
    browser = official_at(world, site, admin, "handler kinh_te_doi_ngoai", "Đỗ Văn Mạng")
    code = office.taken(world.citizen("Tư"))
    office.handler.says("/vang 16/11 17/11 do van mang")
    knows_the_sender(browser, code)
    world.later(days=1)
    world.tick()
    assert NAME in browser.text
    world.later(days=1)
    world.tick()
    has_forgotten(browser)


def test_erasing_an_officials_only_chat_is_told_to_colleagues(world, site, office, admin):
    citizen = Browser(world, site)
    assert not citizen.is_officials()
    browser = official_at(world, site, admin, f"handler {REGISTRY}", "Đỗ Văn Mạng")
    assert browser.is_officials()
    code = filed(world, suggested_office=REGISTRY)
    office.dispatcher.says(f"/tiepnhan {code}")
    browser.says(f"/nhan {code}")
    admin.forget()
    office.head.forget()
    citizen.erases()
    assert not admin.got("people.no_chat_left")
    browser.erases()
    assert admin.got("people.no_chat_left")
    assert office.head.got("people.colleague_gone")
    again = Browser(world, site)
    admin.says("/moi lai mang")
    again.says("/start " + admin.text.split("/start ")[1].split()[0])
    assert "đã vào lại" in again.text
    again.says("/homnay")
    assert code in again.text
