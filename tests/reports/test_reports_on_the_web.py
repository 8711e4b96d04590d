"""`/baocao` and `/kehoach` by officials who have nothing but the chat on the site, over real HTTP:
a report from its draft to the task that came of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from aiohttp import FormData
from docx import Document
from openpyxl import load_workbook

from tests.channels.test_telegram_whole_way import jpeg
from tests.office import REGISTRY, RUDE, SQLITE_ONLY, Office, filed, submitted
from tests.officials.test_staff_web import Browser, official_at, site
from tests.people import World

__all__ = ["site"]
pytestmark = SQLITE_ONLY
OCTOBER = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
AFTER_MONTH_11 = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)


class Desk:
    """An official at their browser. `text`, `buttons` and `files` are of what came since they last
    did something; a message that was changed is not among it."""

    def __init__(self, browser: Browser) -> None:
        self.browser, self.world = browser, browser.world
        self._read = self._newest()

    def says(self, *texts: str) -> Desk:
        for text in texts:
            self._does(lambda text=text: self.browser.says(text))
        return self

    def taps(self, label: str) -> Desk:
        return self._does(lambda: self.browser.taps(label))

    def sends(self, name: str, content: bytes, type: str) -> Desk:
        form = FormData()
        form.add_field("id", name)
        form.add_field("file", content, filename=name, content_type=type)
        return self._does(lambda: self.browser._ask("POST", "files", data=form))

    def _does(self, what: Any) -> Desk:
        self._read = self._newest()
        self.world.later(seconds=1)
        what()
        self.world.work()
        return self

    def _newest(self) -> int:
        return max((m["seq"] for m in self.browser.messages()), default=0)

    @property
    def news(self) -> list[dict[str, Any]]:
        return [m for m in self.browser.messages() if m["seq"] > self._read and m["from"] == "bot"]

    @property
    def text(self) -> str:
        return re.sub(r"<[^>]+>", "", "\n".join(m["text"] for m in self.news))

    @property
    def buttons(self) -> list[str]:
        return next(
            ([c["label"] for c in m["choices"]] for m in reversed(self.news) if m["choices"]), []
        )

    @property
    def files(self) -> dict[str, bytes]:
        found = {}
        for message in self.news:
            if message["file"]:
                status, content = self.browser.fetches(message["file"]["url"])
                assert status == 200, message["file"]
                found[message["file"]["name"]] = content
        return found


class Web:
    """Văn phòng, the Director and a handler, each in a browser of their own."""

    def __init__(self, world: World, site: str) -> None:
        world.now = OCTOBER
        self.world, self.office = world, Office(world)
        self._admin = self.office.colleague("admin", name="Quản Trị")
        self._site = site
        self.clerk = self.official("dispatcher", "Đỗ Văn Mạng")
        self.director = self.official("director", "Hồ Thị Giám")
        self.handler = self.official(f"handler {REGISTRY}", "Lê Văn Lưới")

    def official(self, role: str, name: str) -> Desk:
        return Desk(official_at(self.world, self._site, self._admin, role, name))

    def a_month(self) -> str:
        """One answered, one in hand, one about conduct; then it is over. The answered one."""
        world, office = self.world, self.office
        code = office.answered(world.citizen())
        office.taken(world.citizen())
        submitted(world.citizen(), RUDE, mode="Giữ kín")
        world.now = AFTER_MONTH_11
        return code

    def issued(self) -> None:
        """Without its files, which take seconds: one test waits for them."""
        self.clerk.says("/baocao thang 11").taps("Phát hành")
        done = "UPDATE job SET state = 'done' WHERE kind = 'report_files'"
        self.world.store(lambda tx: tx.run(done))


@pytest.fixture
def web(world: World, site: str) -> Web:
    return Web(world, site)


def reports(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT number, version FROM report")


def test_a_draft_shows_no_numbers_that_somebody_would_type(web: Web) -> None:
    web.a_month()
    clerk = web.clerk.says("/baocao thang 11")
    assert "• Nhận mới: 3" in clerk.text and "1. " not in clerk.text


@pytest.mark.slow  # papers are made in a process of their own
def test_its_files_are_downloaded_and_opened(web: Web) -> None:
    web.a_month()
    web.clerk.says("/bao cao mau thang 11").taps("Phát hành")
    web.world.later(seconds=2)
    web.world.work()
    papers = web.clerk.files
    words = Document(BytesIO(papers["BC26-00001-II.05.docx"]))
    assert any("II.05a" in p.text for p in words.paragraphs)
    sheet = load_workbook(BytesIO(papers["BC26-00001-II.05a.xlsx"])).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[2:7] for row in rows if row[1] == "Tổng số" and isinstance(row[2], int)] == [
        [3, 1, 2, 0, 3]
    ]
    status, _ = Browser(web.world, web.clerk.browser.address).fetches("/files/guessed/BC.docx")
    assert status == 404


def test_figures_page_by_page_and_one_that_not_everybody_may_open(web: Web) -> None:
    accused = web.official("dispatcher", "Bùi Văn Mậu")
    submitted(web.world.citizen(), f"{RUDE}, đó là anh Bùi Văn Mậu", mode="Giữ kín")
    secret = web.world.cases()[-1].code
    code = web.a_month()
    web.issued()
    clerk = web.clerk.taps("Xem mọi con số")
    assert "2. Nhận mới: 4" in clerk.text
    clerk.says("2")  # the figure, and no button
    assert "Nhận mới: 4" in clerk.text and code in clerk.text and secret in clerk.text
    accused.says("/baocao BC26-00001 so", "2")
    assert code in accused.text and secret not in accused.text
    assert "1 việc không hiện ở đây" in accused.text
    clerk.says("/baocao BC26-00001 so").taps("Xem tiếp")
    assert "số 21 trở đi" in clerk.text
    clerk.says("88")
    assert "từ 1 đến" in clerk.text and "Xem mọi con số" in clerk.buttons
    clerk.taps("Xem mọi con số").says("3")
    assert "Không có hồ sơ nào" in clerk.text
    clerk.says("4")
    assert code in clerk.text
    web.handler.says("/baocao BC26-00001 2")
    assert code not in web.handler.text and "chỉ dành cho" in web.handler.text


def test_which_figure_is_off_is_named_and_two_cannot_issue_the_same(web: Web) -> None:
    second = web.official("dispatcher", "Bùi Thị Phối")
    web.a_month()
    for official in (web.clerk, second):
        official.says("/baocao mau thang 11")
    web.clerk.browser.taps("Phát hành")
    second.taps("Phát hành")
    assert reports(web.world) == [("BC26-00001", 1)]
    assert "BC26-00001" in second.text
    late = filed(web.world)
    web.world.now = datetime(2026, 12, 16, 2, 0, tzinfo=UTC)
    moved = "UPDATE cases SET received_at = '2026-11-01T02:00:00.000000+00:00' WHERE code = :code"
    web.world.store(lambda tx: tx.run(moved, code=late))
    web.director.says("/baocao mau thang 12")
    assert "số kỳ trước chuyển qua, phải là 2 mà cộng ra 3" in web.director.text
    assert not any(label.startswith("Phát hành") for label in web.director.buttons)


def test_what_changed_after_it_was_issued_is_a_correction(web: Web) -> None:
    web.a_month()
    web.clerk.says("/baocao mau thang 11").taps("Phát hành")
    late = "UPDATE cases SET kind = 'late_dossier' WHERE id = 2"
    web.world.store(lambda tx: tx.run(late))
    web.director.says("/baocao mau thang 11").taps("Phát hành bản đính chính")
    assert "đính chính số 1 cho BC26-00001" in web.director.text
    assert "Hành vi hành chính: 1 → 2" in web.director.text
    assert reports(web.world) == [("BC26-00001", 1), ("BC26-00002", 2)]


def test_the_directors_task_is_left_taken_up_and_done(web: Web) -> None:
    web.a_month()
    web.issued()
    director, handler = web.director, web.handler
    director.taps("Giao việc").says("thôi")
    assert "Đã thôi" in director.text
    director.says("tiep tuc")
    assert "Anh/chị không có gì viết dở" in director.text
    director.taps("Giao việc").sends("a.jpg", jpeg(), "image/jpeg")
    assert "Anh/chị muốn giao việc gì" in director.text
    director.says("Rà lại mẫu đơn", "de luc khac")
    assert "Tôi giữ phần đang viết" in director.text
    web.world.later(days=1)
    director.says("tiep tuc")
    assert "Giao cho ai" in director.text
    director.says("Le Van Luoi", "31/2")
    assert "31/2" in director.text
    director.says("20/11", "1")
    assert "Đã giao việc số 1" in director.text
    assert "Rà lại mẫu đơn" in handler.text and "BC26-00001" in handler.text
    handler.says("/xongviec 2 xong")
    assert "Báo xong" not in handler.text
    handler.says("/xongviec 1", "Đã bỏ hai mục thừa.")
    assert "việc số 1 đã xong" in handler.text.lower() and "hai mục thừa" in director.text


def test_what_was_done_for_the_plan_is_entered_with_a_photo(web: Web) -> None:
    handler = web.handler.says("/kehoach them ii1c", "bo qua")
    assert "Cần một thứ mở ra xem được" in handler.text
    handler.sends("hop.jpg", jpeg(), "image/jpeg")
    handler.says("Họp bàn với bưu điện, gọi 0905 123 218")
    assert "Họp bàn" not in handler.text
    handler.says("Họp bàn với bưu điện")
    assert "MC26-00001" in handler.text
    web.clerk.says("/kehoach II.1.c")
    assert "Họp bàn với bưu điện" in web.clerk.text
