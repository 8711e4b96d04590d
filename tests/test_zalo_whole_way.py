"""Somebody with Zalo in hand before a whole house: webhook, turn, outbox, OpenAPI, and back."""

from __future__ import annotations

from contextlib import asynccontextmanager

from aiohttp import web

from bot.app import House
from bot.site.app import build
from tests.fakes.zalo_api import FakeZalo
from tests.fakes.zalo_house import run
from tests.fakes.zalo_people import ZaloUser
from tests.people import sample_agency
from tests.stories import STORY
from tests.test_zalo_login import settings_of


class Phone:
    """What a person does, each time until the house has answered; `news` is what came of it."""

    def __init__(self, api: FakeZalo, house: House, user: ZaloUser) -> None:
        self.api, self.house, self.user = api, house, user
        self._read = 0

    @property
    def news(self):
        return self.user.inbox[self._read :]

    async def does(self, act) -> None:
        self._read = len(self.user.inbox)
        act()
        await self.api.events.delivered()
        await self.house.outbox.settled()
        await self.api.events.delivered()

    async def says(self, text: str) -> None:
        await self.does(lambda: self.user.says(text))

    async def taps(self, words: str) -> None:
        titles = [t for bubble in reversed(self.user.inbox) for t in bubble.buttons]
        title = next(t for t in titles if words in t)
        await self.does(lambda: self.user.taps(title))


@asynccontextmanager
async def phone(database, folder):
    async with FakeZalo() as api:
        access, refresh = api.grants.by_hand()
        tokens = {"zalo_access_token": access, "zalo_refresh_token": refresh}
        settings = settings_of(database, folder, api, **tokens)
        house = House(settings, now=api.now, agency=sample_agency(), by_hand=True)
        await house.start()
        runner = web.AppRunner(build(house), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        api.webhook_to(f"http://127.0.0.1:{runner.addresses[0][1]}")
        try:
            yield Phone(api, house, api.user("Võ Thị Tư", "84905123218"))
        finally:
            await api.events.close()
            await runner.cleanup()
            await house.stop()


def test_a_case_is_sent_with_taps_and_the_form(database, tmp_path):
    async def work():
        async with phone(database, tmp_path) as tu:
            await tu.says("xin chào")
            assert len(tu.news[-1].buttons) == 5
            await tu.says(STORY)
            await tu.taps("Đúng")
            await tu.taps("Người giải quyết")
            await tu.says("Võ Thị Tư")
            assert [b.kind for b in tu.news] == ["text", "form"]
            await tu.does(tu.user.submits_info)
            await tu.taps("Bỏ qua")
            assert "Võ Thị Tư, 0905 xxx 218, 12 Lê Lợi, Nghĩa Lộ, Quảng Ngãi" in tu.news[-1].text
            await tu.taps("Gửi, nhắn kết quả")
            assert "PA26-00001-" in tu.news[0].text
            # In line behind what the outbox is just writing.
            rows = await tu.house.store.run(
                lambda tx: tx.all("SELECT state, message_id FROM outbox ORDER BY id")
            )
            shown = [b.id for b in tu.user.inbox if b.kind != "form"]
            assert rows == [("sent", ident) for ident in shown]
            assert all(d.statuses == [200] for d in tu.api.events.posts)
            assert tu.house.readiness() == {}

    run(work())


def test_a_photo_comes_with_the_story_and_a_number_typed_is_the_tap(database, tmp_path):
    async def work():
        async with phone(database, tmp_path) as tu:
            await tu.says(STORY)
            await tu.does(lambda: tu.user.sends_file("Đơn.pdf", b"%PDF-1.4 don cua toi"))
            await tu.house.jobs.run_due()
            rows = await tu.house.store.read(
                lambda tx: tx.all("SELECT name, state FROM stored_file ORDER BY id")
            )
            assert rows == [("Đơn.pdf", "kept")]
            await tu.says("1")
            assert "Ông/bà muốn ai được biết tên mình?" in tu.news[-1].text

    run(work())


def test_what_was_said_while_the_house_was_down_is_heard_later(database, tmp_path):
    async def work():
        async with phone(database, tmp_path) as tu:
            url, tu.api.events.url = tu.api.events.url, "http://127.0.0.1:1/webhooks/zalo"
            await tu.says("xin chào")
            assert tu.news == [] and tu.api.delivery().statuses == [0]
            tu.api.events.url = url
            await tu.api.later(seconds=30)
            await tu.house.outbox.settled()
            assert len(tu.news) == 1 and tu.news[0].buttons

    run(work())
