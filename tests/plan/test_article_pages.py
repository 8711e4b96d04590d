"""Published articles over real HTTP: pages, feed, ready copy, data, pictures; and what is not
published, or no longer."""

from __future__ import annotations

import asyncio
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from aiohttp import ClientSession, FormData, web
from multidict import CIMultiDict
from PIL import Image

from bot.site.app import build
from tests.channels.test_files import exif, picture
from tests.office import Office
from tests.officials.test_staff_web import Browser
from tests.people import Person, World
from tests.plan.test_articles import TITLE, number_in, written

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


@pytest.fixture
def site(world: World) -> Iterator[str]:
    runner = web.AppRunner(build(world.house), handler_cancellation=True, access_log=None)
    world.run(runner.setup())
    world.run(web.TCPSite(runner, "127.0.0.1", 0).start())
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    world.run(runner.cleanup())


class Reader:
    """Somebody with a browser. What they fetched last is there to be looked at."""

    def __init__(self, world: World, site: str) -> None:
        self.world, self.site = world, site
        self.status, self.body = 0, b""
        self.headers: CIMultiDict[str] = CIMultiDict()

    def opens(self, path: str, **headers: str) -> str:
        async def fetch() -> None:
            async with (
                ClientSession(self.site) as http,
                http.get(path, headers=headers, allow_redirects=False) as answer,
            ):
                self.status, self.headers = answer.status, CIMultiDict(answer.headers)
                self.body = await answer.read()

        self.world.run(fetch())
        return self.body.decode("utf-8", "replace")


class Chat(Browser):
    """The chat page, with a file in hand, and an answer that is sent while others send theirs."""

    def sends_file(self, name: str, data: bytes, text: str) -> None:
        form = FormData({"id": name, "text": text})
        form.add_field("file", io.BytesIO(data), filename=name)
        self._ask("POST", "files", data=form)

    def choice(self, label: str) -> str:
        shown = [c for m in reversed(self.messages()) for c in m["choices"]]
        return str(next(c["data"] for c in shown if c["label"].startswith(label)))

    async def chooses(self, data: str) -> None:
        headers = {"Authorization": f"Bearer {self.token}"}
        said = {"id": data, "choice": data}
        async with (
            ClientSession(self.address) as http,
            http.post("/chat/api/messages", headers=headers, json=said) as answer,
        ):
            assert answer.status == 202


@pytest.fixture
def reader(world: World, site: str) -> Reader:
    return Reader(world, site)


def approved(dispatcher: Person, number: str) -> str:
    dispatcher.says(f"/baiviet {number}").taps("Duyệt và đăng")
    if dispatcher.got("article.look_again"):
        dispatcher.taps("Đã xem, đăng")
    assert dispatcher.got("article.published"), dispatcher.keys
    return number


def published(office: Office, title: str = TITLE, *body: str) -> str:
    number = written(office.handler, title, *body)
    office.handler.taps("Gửi duyệt")
    return approved(office.dispatcher, number)


def with_everything(office: Office) -> str:
    """With a list, a heading, a link, a picture and English."""
    author, world = office.handler, office.world
    author.says("/baiviet moi").taps("II.1.b").says(TITLE)
    author.says("Cách làm").says("Cần có:\n- căn cước <script>alert(1)</script>\n- đơn")
    author.says("Xem https://dichvucong.gov.vn/a?b=1&c=2 nhé \uffff.").taps("Xong phần này")
    author.sends("photo", picture(size=(2000, 500), exif=exif()), "a.jpg", 'Quầy "một cửa"')
    world.work()
    author.taps("Xong phần này").says("Apply <online>").says("No need to come.")
    author.taps("Xong phần này")
    number = number_in(author)
    author.taps("Gửi duyệt")
    return approved(office.dispatcher, number)


def test_a_page_of_its_own_escaped_and_in_two_languages(reader: Reader, office: Office) -> None:
    number = with_everything(office)
    page = reader.opens(f"/articles/{number}")
    assert reader.status == 200 and "<script" not in page and " style=" not in page
    assert "<h1>Nộp hồ sơ &lt;b&gt;qua mạng&lt;/b&gt;: không phải đi lại</h1>" in page
    assert "<h2>Cách làm</h2>" in page and "<li>đơn</li>" in page
    assert "<li>căn cước &lt;script&gt;alert(1)&lt;/script&gt;</li>" in page
    assert 'href="https://dichvucong.gov.vn/a?b=1&amp;c=2"' in page
    assert 'alt="Quầy &#34;một cửa&#34;"' in page
    assert "<h2>Cách làm</h2>" in reader.opens(f"/articles/{number}-cai-gi-cung-duoc")
    english = reader.opens(f"/articles/{number}?lang=en")
    assert "<h1>Apply &lt;online&gt;</h1>" in english and "Cách làm" not in english
    listed = reader.opens("/articles")
    assert f"/articles/{number}-nop-ho-so-b-qua-mang-b-khong-phai-di-lai" in listed


def test_its_pictures_are_drawn_anew_and_small(reader: Reader, office: Office) -> None:
    number = with_everything(office)
    page = reader.opens(f"/articles/{number}")
    found = re.findall(r"(/articles/BV\S+?\.jpg)", page)
    for path, width in zip(found[1:3], (640, 1600), strict=True):
        reader.opens(path)
        assert reader.status == 200 and reader.headers["Content-Type"] == "image/jpeg"
        assert reader.headers["X-Content-Type-Options"] == "nosniff"
        assert reader.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        with Image.open(io.BytesIO(reader.body)) as shown:
            assert shown.width == width and not shown.getexif() and b"SECRET" not in reader.body
    for wrong in (found[0].replace("-640", "-9999"), f"/articles/{number}/{'0' * 16}-640.jpg"):
        reader.opens(wrong)
        assert reader.status == 404


def test_a_ready_copy_stands_alone(reader: Reader, office: Office) -> None:
    number = with_everything(office)
    copy = reader.opens(f"/articles/{number}.html")
    address = office.world.house.settings.address
    assert "<nav" not in copy and "stylesheet" not in copy and "<script" not in copy
    assert f'src="{address}/articles/{number}/' in copy and f'href="{address}/articles/' in copy
    assert "sandbox" in reader.headers["Content-Security-Policy"]
    assert f'src="/articles/{number}/' in reader.opens(f"/articles/{number}")


def test_a_feed_that_is_valid_and_not_sent_twice(reader: Reader, office: Office) -> None:
    reader.opens("/articles.atom")
    assert ET.fromstring(reader.body).find(f"{ATOM}updated") is not None
    number = with_everything(office)
    reader.opens("/articles.atom")
    assert reader.headers["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(reader.body)
    assert feed.findtext(f"{ATOM}id") == "urn:uuid:e5c73928-2442-5dbb-b681-1ee9139cfc37"
    (entry,) = feed.findall(f"{ATOM}entry")
    for name in ("id", "title", "updated", "link"):
        assert feed.find(f"{ATOM}{name}") is not None and entry.find(f"{ATOM}{name}") is not None
    assert entry.findtext(f"{ATOM}title") == TITLE
    assert "<h2>Cách làm</h2>" in (entry.findtext(f"{ATOM}content") or "")
    assert str(entry.findtext(f"{ATOM}id")).startswith("urn:uuid:")
    tag = reader.headers["ETag"]
    reader.opens("/articles.atom", **{"If-None-Match": tag})
    assert reader.status == 304 and reader.body == b""
    assert "Apply" in reader.opens("/articles.atom?lang=en", **{"If-None-Match": tag})
    assert f'"number": "{number}"' in reader.opens("/data/articles.json")


def test_who_asks_by_time_alone_hears_that_one_was_taken_off(
    world: World, reader: Reader, office: Office
) -> None:
    number = published(office)
    paths = ("/articles.atom", "/data/articles.json")
    since = {}
    assert f"/articles/{number}-" in reader.opens("/sitemap.xml")
    for path in paths:
        reader.opens(path)
        since[path] = {"If-Modified-Since": reader.headers["Last-Modified"]}
        reader.opens(path, **since[path])
        assert reader.status == 304
    world.later(minutes=5)
    office.handler.says(f"/baiviet {number} go Có chỗ chưa đúng")
    for path in paths:
        assert number not in reader.opens(path, **since[path]) and reader.status == 200
    assert number not in reader.opens("/sitemap.xml")


def test_a_page_that_is_not_there_leads_to_the_nearest(reader: Reader, office: Office) -> None:
    number = published(office)
    for page in ("-1", "0", "2", "abc", "²", "٣", "99999999"):
        assert number in reader.opens(f"/articles?page={page}"), page


def test_what_is_not_published_is_nowhere(reader: Reader, office: Office) -> None:
    number = written(office.handler, "Bài còn đang soạn")
    hidden = (f"/articles/{number}", f"/articles/{number}.html", "/articles/BV26-99999")
    for _ in ("draft", "waiting"):
        for path in hidden:
            reader.opens(path)
            assert reader.status == 404, path
        for path in ("/articles", "/articles.atom", "/data/articles.json"):
            assert "Bài còn đang soạn" not in reader.opens(path)
        office.handler.says(f"/baiviet {number} gui")


def test_what_was_taken_off_is_gone_with_its_pictures(reader: Reader, office: Office) -> None:
    number = with_everything(office)
    small = re.findall(r"(/articles/BV\S+?\.jpg)", reader.opens(f"/articles/{number}"))[0]
    office.dispatcher.says(f"/baiviet {number} go").says("Có chỗ chưa đúng")
    assert office.dispatcher.got("article.withdrawn") and office.handler.got(
        "article.was_withdrawn"
    )
    for path in (f"/articles/{number}", f"/articles/{number}.html", small):
        assert "Bài này đã được gỡ" in reader.opens(path) and reader.status == 410
    assert number not in reader.opens("/articles") + reader.opens("/data/articles.json")
    office.handler.taps("Sửa để đăng lại").taps("Nội dung").says("Số tiền đã ghi đúng.").taps(
        "Xong"
    )
    office.handler.taps("Gửi duyệt")
    approved(office.dispatcher, number)
    assert "Số tiền đã ghi đúng." in reader.opens(f"/articles/{number}")


def test_the_list_goes_on_over_pages(reader: Reader, office: Office) -> None:
    for at in range(11):
        published(office, f"Bài thứ {at}")
    first, second = reader.opens("/articles"), reader.opens("/articles?page=2")
    assert "Bài thứ 10" in first and "Bài thứ 0" not in first and "/articles?page=2" in first
    assert "Bài thứ 0" in second and "Bài thứ 10" not in second
    assert "Bài thứ 10" in reader.opens("/articles?page=abc")


def test_written_and_approved_in_the_web_chat(
    world: World, site: str, reader: Reader, office: Office
) -> None:
    """By two at the same time: one publishes, the other hears that it is done."""
    admin = office.colleague("admin")
    people = []
    for role, name in (("handler", "Hoa"), ("dispatcher", "Mai"), ("director", "Giám đốc")):
        browser = Chat(world, site)
        admin.says(f"/moi {role}{' dang_ky_kinh_doanh' if role == 'handler' else ''}")
        browser.says(f"/start {admin.text.split('/start ')[1].split()[0]}").says(name)
        people.append(browser)
    author, *approvers = people
    author.says("/baiviet moi").says("1").says("Bài từ chat web").says("Một đoạn.")
    author.sends_file("a.png", picture("PNG"), "Ảnh gửi sớm")
    world.work()
    assert "Đã giữ ảnh này" in author.text
    author.taps("Xong phần này").taps("Xong phần này").taps("Bỏ qua").taps("Gửi duyệt")
    number = re.findall(r"BV\d\d-\d{5}", author.text)[-1]
    for approver in approvers:
        assert "chờ duyệt" in approver.text
        approver.says(f"/baiviet {number}")
    chosen = [a.choice("Duyệt và đăng") for a in approvers]

    async def at_once() -> None:
        await asyncio.gather(*(a.chooses(c) for a, c in zip(approvers, chosen, strict=True)))

    world.run(at_once())
    world.run(world.house.outbox.settled())
    said = [a.messages()[-1]["text"] for a in approvers]
    assert sorted("Đã đăng" in each for each in said) == [False, True], said
    assert any("hiện đã đăng" in each for each in said)
    assert "Ảnh gửi sớm" in reader.opens(f"/articles/{number}")
