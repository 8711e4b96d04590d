"""A house for the site to stand in: the real store on SQLite, the real files and texts, and a short
scripted conversation in place of the handlers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web
from markupsafe import escape

from bot.channels.base import Channel, Taken
from bot.channels.web import WebChannel
from bot.files import FileStore
from bot.site.app import build
from bot.waiters import Waiters
from cases.agency.agency import Agency
from cases.agency.casework import Limits
from cases.agency.channels import ChannelDecision
from cases.agency.deadlines import Deadlines, Limit
from cases.agency.hours import Calendar
from cases.agency.offices import Contact, Office
from cases.agency.plan import Plan
from cases.agency.words import RoutingWords
from handlers.desk import Ground
from messages.envelope import Choice, ChoiceKind, Incoming, Outgoing
from messages.texts import Texts
from storage.engine.db import Store
from storage.engine.tx import Tx
from storage.keys import Keys
from storage.mailbox import chat_history, chats, files, inbox, outbox
from storage.mailbox.chats import ChatRow
from storage.tables.listed import METADATA


@dataclass
class Settings:
    data_dir: Path
    address: str = "http://127.0.0.1:8080"
    trusted_proxies: tuple[str, ...] = ()


def office(ident: str, name: str, name_en: str, everyday: str) -> Office:
    return Office(
        ident, name, name_en, name, ident != "van_phong", Contact(phone="0255 3822 000"), everyday
    )


def agency(
    folder: Path,
    *,
    website: str = "",
    channels: dict[str, ChannelDecision] | None = None,
    megabytes: int = 1,
) -> Agency:
    def limit(days: int) -> Limit:
        return Limit(days, "Nghị định 20/2008/NĐ-CP")

    return Agency(
        id="so-mau",
        folder=folder,
        code_prefix="PA",
        name="Sở Kế hoạch và Đầu tư tỉnh Quảng Ngãi",
        name_en="Quang Ngai Department of Planning and Investment",
        short="Sở Kế hoạch và Đầu tư",
        short_en="Planning and Investment",
        province="Quảng Ngãi",
        contact=Contact(
            "96 Nguyễn Nghiêm, Quảng Ngãi",
            "0255 3822 868",
            "vp@example.org",
            "Thứ Hai đến thứ Sáu, 7 giờ – 11 giờ 30, 13 giờ 30 – 17 giờ",
            "Monday to Friday, 7:00–11:30 and 13:30–17:00",
        ),
        website=website,
        portals=(
            ("Cổng dịch vụ công quốc gia", "https://dichvucong.gov.vn"),
            ("Hệ thống tiếp nhận phản ánh, kiến nghị", "https://pakn.example.org"),
        ),
        offices=(
            office("van_phong", "Văn phòng Sở", "Office of the Department", "tiếp nhận và chuyển"),
            office(
                "dang_ky_kinh_doanh",
                "Phòng Đăng ký kinh doanh",
                "Business Registration",
                "việc đăng ký công ty",
            ),
            office(
                "kinh_te_doi_ngoai",
                "Phòng Kinh tế Đối ngoại",
                "Foreign Economic Relations",
                "dự án đầu tư nước ngoài",
            ),
        ),
        reception_office="van_phong",
        deadlines=Deadlines(*map(limit, (5, 15, 6, 7, 10, 8, 2, 2, 30, 3, 5))),
        identity_modes={},
        approval_off=frozenset(),
        channels=channels
        or {
            "web": ChannelDecision(),
            "zalo": ChannelDecision("Quyết định 12/QĐ-SKHĐT", "01/11/2026", "2345678901234567890"),
            "telegram": ChannelDecision(address="@langnghe_mau_bot"),
        },
        limits=Limits(file_megabytes=megabytes),
        notice_version="2026-11-01",
        procedures=(),
        catalog_date="",
        routing=RoutingWords({}, {}, {}, {}),
        calendar=Calendar(),
        plan=Plan(2026, "", ""),
        denunciation_place="Thanh tra tỉnh, 2 Lê Trung Đình",
        police_phone="113",
    )


class FakeHouse:
    """`later` moves its clock. `failing` is raised by the next `receive`."""

    def __init__(self, folder: Path, **of_agency) -> None:
        self.settings = Settings(folder)
        self.agency = agency(folder, **of_agency)
        self.keys = Keys(b"k" * 32)
        self.store = Store(f"sqlite:///{folder / 'langnghe.db'}", self.keys)
        METADATA.create_all(self.store.engine)
        self.files = FileStore(folder / "files")
        self.texts = Texts()
        self.web = WebChannel(self.files.open_path)
        self.channels: dict[str, Channel] = {"web": self.web}
        self.serving = True
        self.reasons: dict[str, str] = {}
        self.later = timedelta()
        self.failing: Exception | None = None
        self.heard: list[Incoming] = []
        self._waiters = Waiters()
        self.store.committed = self._committed

    def now(self) -> datetime:
        return datetime.now(UTC) + self.later

    def ground(self) -> Ground:
        return Ground(self.agency, self.texts, self.keys, self.settings.address, {}, "0".zfill)

    def readiness(self) -> dict[str, str]:
        return self.reasons

    async def receive(self, updates: Sequence[Incoming]) -> list[Taken]:
        if self.failing is not None:
            error, self.failing = self.failing, None
            raise error
        return [await self._taken(update) for update in updates]

    async def _taken(self, update: Incoming) -> Taken:
        return await self.store.run(lambda tx: self._turn(tx, update), ("web", update.chat))

    async def wait_for(self, chat_id: int, after: int, seconds: float) -> None:
        with self._waiters.listening(chat_id) as woken:
            if await self.store.read(lambda tx: chat_history.last_seq(tx, chat_id)) <= after:
                await asyncio.wait([woken], timeout=seconds)

    def _committed(self, parcels, touched) -> None:
        self._waiters.wake({p.chat_id for p in parcels} | touched)

    async def says(self, chat_id: int, text: str) -> None:
        """A notice that nobody asked for."""

        def work(tx: Tx) -> None:
            chat = chats.by_id(tx, chat_id)
            assert chat
            outbox.post_elsewhere(tx, chat, Outgoing("notice", text), self.now())

        await self.store.run(work, chat_id)

    def _turn(self, tx: Tx, update: Incoming) -> Taken:
        now = self.now()
        heard = inbox.hear(tx, update, now)
        if heard.repeated:
            return Taken(heard.seq, True)
        self.heard.append(update)
        for file in update.files:
            if file.ref:
                files.record(tx, heard.chat.id, "web", file, now)
        self._answer(tx, heard.chat, update, now)
        chats.save(tx, heard.chat, now)
        return Taken(heard.seq)

    def _answer(self, tx: Tx, chat: ChatRow, update: Incoming, now: datetime) -> None:
        message, replaces = answer_to(update), None
        if update.text == "edit" or update.choice == "edit":
            replaces = chat.state.get("last")
        chat.state["last"] = outbox.post(tx, chat, message, now, replaces=replaces)


def _choices(*labels: str) -> tuple[Choice, ...]:
    return tuple(Choice(label, f"c{i}") for i, label in enumerate(labels))


def answer_to(update: Incoming) -> Outgoing:
    """What the scripted conversation says; everything else is echoed."""
    text = update.choice or update.text
    if update.files:
        file = update.files[0]
        if not file.ref:
            return Outgoing("file.refused", f"Chưa nhận được tệp {escape(file.name)}: {file.type}")
        return Outgoing("file.kept", f"Đã nhận <b>{escape(file.name)}</b>.")
    if text == "/gui":
        return Outgoing(
            "story",
            "Ông/bà kể giúp: chuyện gì, ở đâu, khi nào?\nViết mấy tin cũng "
            "được, gửi ghi âm hay ảnh lá đơn viết tay cũng được.",
            _choices("Xong", "Để lúc khác"),
        )
    if text == "c0":
        return Outgoing(
            "receipt",
            "Sở đã nhận lời ông/bà. Mã: <code>PA26-00412-K</code>."
            "\nChậm nhất <b>thứ Ba 8/12</b> Sở trả lời ngay tại đây.",
        )
    if text == "once":
        return Outgoing("number", "Mã tra cứu: <code>1234 5678 9012 3456</code>", one_time=True)
    if text == "kinds":
        return Outgoing(
            "kinds",
            "Chọn:",
            (
                Choice("Mở trang", "https://example.org/x", ChoiceKind.URL),
                Choice("Gửi số điện thoại", "phone", ChoiceKind.PHONE),
                Choice("Thôi", "stop"),
            ),
        )
    if text == "wicked":
        return Outgoing(
            "wicked",
            '<img src="/x" onerror="document.title=1"><script>document.title'
            '=2</script><a href="javascript:document.title=3">đây</a> <b>xong &amp; &#39;rồi</b> '
            '<a href="https://example.org/?a=1&amp;b=2">kia</a>',
        )
    if text == "edit":
        return Outgoing("card", "Thẻ đã đổi", _choices("Nhận"))
    return Outgoing(
        "echo",
        f"Chúng tôi hiểu: {escape(text[:200])}.\nCó đúng không, thưa ông/bà?",
        _choices("Đúng", "Việc khác", "Tôi không rõ, nhờ Sở chọn giúp"),
    )


@asynccontextmanager
async def served(house: FakeHouse, port: int = 0) -> AsyncIterator[str]:
    """The site of `house` on loopback; gives its address."""
    house.store.start(asyncio.get_running_loop())
    runner = web.AppRunner(
        build(house), handler_cancellation=True, access_log=None, shutdown_timeout=5
    )
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    house.settings.address = address
    try:
        yield address
    finally:
        await runner.cleanup()
        house.store.stop()
