"""What anybody may read on the site, over real HTTP and without a script: published results, their
feed, the catalogue, and how a case stands by its receipt number."""

from __future__ import annotations

import csv
import html
import io
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from aiohttp import ClientSession, ClientTimeout, web

from bot.agency_files.cautions import warnings
from bot.safe_csv import safe_csv
from bot.site.app import build
from tests.office import Office, answer, put, submitted
from tests.officials.test_staff_secrets import conduct
from tests.officials.test_staff_web import Browser
from tests.people import FakeChannel, Person, World
from tests.stories import sends_tip

ATOM = "{http://www.w3.org/2005/Atom}"
ASKED = "Nộp qua mạng rồi có phải nộp bản giấy không?"
WORDS = f"Hỏi: {ASKED} Đáp: Không. Bộ phận một cửa không được đòi bản giấy."


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


@pytest.fixture
def zalo() -> FakeChannel:
    return FakeChannel("zalo", buttons=5)


@pytest.fixture
def world(database, tmp_path, zalo) -> Iterator[World]:
    made = World(database, tmp_path, channels=(zalo,), public_url="https://phananh.example.vn")
    yield made
    made.close()


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def plain(markup: str) -> str:
    """The words of it, as they are read."""
    inline = re.sub(r"</?(?:b|i|a|strong|small|span)\b[^>]*>", "", markup)
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", inline).split()))


class Reader:
    """Somebody with a browser that runs no scripts."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._runner = web.AppRunner(build(world.house), access_log=logging.getLogger("access"))
        world.run(self._runner.setup())
        world.run(web.TCPSite(self._runner, "127.0.0.1", 0).start())
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.status, self.body = 0, ""
        self.headers: Mapping[str, str] = {}

    def closes(self) -> None:
        self.world.run(self._runner.cleanup())

    def opens(self, path: str, method: str = "GET", **more) -> Reader:
        async def ask():
            async with (
                ClientSession(self.address, timeout=ClientTimeout(total=10)) as http,
                http.request(method, path, allow_redirects=False, **more) as answer,
            ):
                return answer.status, answer.headers, await answer.text("utf-8")

        self.status, self.headers, self.body = self.world.run(ask())
        return self

    def asks(self, number: str, **more) -> Reader:
        return self.opens("/status", "POST", data={"number": number}, **more)

    @property
    def text(self) -> str:
        inside = self.body.partition('<main id="main">')[2].partition("</main>")[0]
        return plain(inside)


@pytest.fixture
def reader(world: World) -> Iterator[Reader]:
    made = Reader(world)
    yield made
    made.closes()


def published(world: World, office: Office, words: str = WORDS) -> str:
    code = office.answered(world.citizen("Tư"))
    office.dispatcher.says(f"/congkhai {code} {words}").taps("Đã bỏ, công khai")
    return code


# --- results -------------------------------------------------------------------------------------


def test_a_result_is_found_read_and_said_of_me_too(world, office, reader, zalo):
    code = published(world, office)
    assert code in reader.opens("/results").text and ASKED in reader.text
    for found in ("ban giay", code.lower(), "Bản giấy một cửa"):
        assert code in reader.opens("/results", params={"q": found}).text, found
    assert code not in reader.opens("/results?q=dat+dai").text and "như vậy" in reader.text
    for filters in ("office=dang_ky_kinh_doanh", "kind=regulation", "month=2026-11"):
        assert code in reader.opens(f"/results?{filters}").text, filters
    for filters in ("office=khoa_giao_van_xa", "kind=praise", "month=2026-10", "procedure=VP-01"):
        assert code not in reader.opens(f"/results?{filters}").text, filters
    shown = reader.opens(f"/results/{code}").text
    for said in (code, ASKED, "không được đòi bản giấy", "Phòng Đăng ký kinh doanh", "16"):
        assert said in shown, said
    assert "Võ Thị Tư" not in reader.body and "<script" not in reader.body
    assert reader.opens(f"/results/{code.lower()}").headers["Location"] == f"/results/{code}"
    [link] = re.findall(r"/chat\?start=(cungbi-[\w-]+)", reader.opens(f"/results/{code}").body)
    browser = Browser(world, reader.address).says(f"/start {link}")
    assert code in browser.text
    on_zalo = world.citizen("Bảy", zalo).says(f"/start {link}")
    assert on_zalo.got("same.counted")
    assert world.rows("SELECT COUNT(*) FROM me_too")[0][0] == 2


def test_what_is_taken_down_or_never_stood_there(world, office, reader):
    code, other = published(world, office), office.answered(world.citizen("Sáu"))
    assert reader.opens(f"/results/{other}").status == 404
    assert reader.opens("/results/PA26-00999-Z").status == 404
    office.dispatcher.says(f"/goxuong {code} Còn nhận ra được người gửi.")
    assert reader.opens(f"/results/{code}").status == 410
    assert "gỡ" in reader.text and "nhận ra" not in reader.text
    assert code not in reader.opens("/results").body + reader.opens("/results.atom").body


def test_of_conduct_the_class_of_the_outcome_and_nothing_else(world, office, reader):
    assert "Chưa có kết luận nào" in reader.opens("/results").text
    codes = []
    for outcome in ("partly", "partly", "right"):
        codes.append(code := conduct(world))
        put(world, code, "closed", office="van_phong", outcome=outcome)
        office.dispatcher.says(f"/congkhai {code}").taps("Đã bỏ, công khai")
    assert "Đúng một phần 2" in reader.opens("/results").text
    assert re.search("Phản ánh đúng 1|Đúng 1", reader.text)
    for code in codes:
        for path in ("/results", "/results.atom", "/sitemap.xml"):
            assert code not in reader.opens(path).body, path
        assert code not in reader.opens(f"/results?q={code}").text
        assert reader.opens(f"/results/{code}").status == 404


def test_what_came_to_accuse_somebody_stands_nowhere(world, office, reader):
    citizen = world.citizen("Tư")
    code = office.taken(citizen, mode="Giữ kín")
    answer(office.handler, code, "Từ nay nộp qua mạng là đủ.")
    office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    office.dispatcher.says(f"/congkhai {code} {WORDS}").taps("Đã bỏ, công khai")
    assert code in reader.opens("/results").body
    citizen.says(f"/gaykho {code} Từ hôm gửi, cán bộ ở quầy cứ bắt tôi chờ riêng.")
    assert world.case(code).restricted
    assert code not in reader.opens("/results").body
    assert reader.opens(f"/results/{code}").status == 404


def test_the_feed_is_atom_and_is_sent_once(world, office, reader):
    code = published(world, office, f"{WORDS} A < B & \x0bC")
    reader.opens("/results.atom")
    assert reader.headers["Content-Type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(reader.body.encode())
    assert root.findtext(f"{ATOM}id") == "urn:uuid:01001d84-f217-56dc-9ea8-c95501af4601"
    [entry] = root.findall(f"{ATOM}entry")
    for name in ("id", "title", "updated", "published", "content"):
        assert entry.findtext(f"{ATOM}{name}"), name
    assert "A < B &" in (entry.findtext(f"{ATOM}content") or "")
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == "https://phananh.example.vn/results.atom"
    known = {"If-None-Match": reader.headers["ETag"]}
    since = {"If-Modified-Since": reader.headers["Last-Modified"]}
    assert reader.opens("/results.atom", headers=known).status == 304 and not reader.body
    assert reader.opens("/results.atom", headers=since).status == 304
    world.later(minutes=5)
    office.dispatcher.says(f"/congkhai {code} {WORDS} Sửa lại.").taps("Đã bỏ, công khai")
    for headers in (known, since):
        assert reader.opens("/results.atom", headers=headers).status == 200
    [again] = ElementTree.fromstring(reader.body.encode()).findall(f"{ATOM}entry")
    assert again.findtext(f"{ATOM}id") == entry.findtext(f"{ATOM}id")
    assert again.findtext(f"{ATOM}published") == entry.findtext(f"{ATOM}published")
    assert again.findtext(f"{ATOM}updated") != entry.findtext(f"{ATOM}updated")


def test_pages_are_not_sent_twice_and_a_change_is_seen_at_once(world, office, reader):
    for path in ("/results", "/procedures", "/stats", "/procedures.csv", "/sitemap.xml"):
        assert reader.opens(path).headers["Vary"] == "Accept-Encoding"
        known = {"If-None-Match": reader.headers["ETag"]}
        policy = reader.headers["Content-Security-Policy"]
        assert reader.opens(path, headers=known).status == 304 and not reader.body, path
        assert reader.headers["Content-Security-Policy"] == policy and "ETag" in reader.headers
        if path.startswith("/results"):
            code = published(world, office, WORDS)
            assert code in reader.opens(path, headers=known).body
    for private in ("/status", "/verify", "/chat", "/khong-co"):
        assert "ETag" not in reader.opens(private).headers, private


def test_a_page_that_is_only_read_says_so(reader):
    assert reader.opens("/results", method="POST").status == 405
    assert reader.headers["Allow"] == "GET,HEAD" and "Trang đầu" in reader.text


# --- procedures ----------------------------------------------------------------------------------


def test_procedures_are_found_as_in_the_chat(reader):
    assert "Danh mục thủ tục" in reader.opens("/procedures").text
    for words in ("mo cong ty", "mở công ty", "open company"):
        reader.opens("/procedures", params={"q": words})
        assert "thành lập công ty" in reader.text, words
    assert reader.opens("/procedures?office=van_phong").text.count("VP-0") >= 4
    assert "Trang 1 trong 2" in reader.opens("/procedures").text
    assert reader.opens("/procedures?page=2").status == 200
    reader.opens("/procedures/2.001610")
    for said in ("3 ngày làm việc", "50.000 đồng", "danh mục chưa ghi", "Giấy tờ", "Các bước"):
        assert said in reader.text, said
    assert reader.opens("/procedures/2001610").headers["Location"] == "/procedures/2.001610"
    assert reader.opens("/procedures/9.999999").status == 404
    assert "3 working days" in reader.opens("/procedures/2.001610?lang=en").text


def test_an_ended_procedure_says_so_and_nothing_to_act_on(world, reader):
    ended = replace(world.house.agency.procedures[-1], code="1.000001", ended="2026-07-18")
    world.house.agency = replace(world.house.agency, ended_procedures=(ended,))
    text = reader.opens("/procedures/1.000001").text
    assert "thôi áp dụng" in text and "18/7/2026" in text.replace("18/07/2026", "18/7/2026")
    assert "Các bước" not in text
    assert "đã thôi áp dụng" in reader.opens("/procedures?q=1.000001").text


def test_wrong_information_opens_the_chat_with_the_procedure_chosen(world, reader, zalo):
    [link] = re.findall(r"start=(sai-[\w.-]+)", reader.opens("/procedures/2.001610").body)
    browser = Browser(world, reader.address).says(f"/start {link}")
    assert "tư nhân" in browser.text and "chưa đúng" in browser.text
    citizen = world.citizen("Bảy", zalo).says("/start sai-2_001610")
    assert citizen.got("procedures.wrong")
    citizen.says("Lệ phí ở trang này ghi 100 nghìn, ra quầy thu 50 nghìn.")
    code = submitted_after(citizen)
    assert world.case(code).procedure_code == "2.001610"


def submitted_after(citizen: Person) -> str:
    """The rest of a submission whose story is told."""
    steps = {
        "submit.identity": lambda: citizen.taps("Người giải quyết"),
        "submit.name": lambda: citizen.says("Lê Văn Bảy, 0905 123 777, xã Bình Sơn"),
        "submit.extra": lambda: citizen.taps("Bỏ qua"),
        "submit.check": lambda: citizen.taps("Gửi, nhắn"),
    }
    for _ in range(8):
        last = citizen.keys[-1]
        if last in steps:
            steps[last]()
        elif last.startswith("submit.") and citizen.buttons:
            citizen.taps(citizen.buttons[0])
        else:
            break
    return citizen.code


def test_the_sheets_to_print_and_the_table(world, reader):
    agency = world.house.agency
    reader.opens("/procedures/print")
    assert all(p.code in reader.body for p in agency.procedures)
    assert reader.opens("/procedures/sign").body.count("<svg") >= 2
    assert "phananh.example.vn/chat" in reader.text
    rows = list(csv.DictReader(io.StringIO(reader.opens("/procedures.csv").body.lstrip("\ufeff"))))
    assert {row["code"] for row in rows} == {p.code for p in agency.procedures}


def test_who_publishes_the_list_hears_what_it_lacks(world, office):
    office.dispatcher.says("/danhmuc")
    lacking = sum(not p.papers for p in world.house.agency.procedures)
    assert office.dispatcher.keys == ["listed.gaps"]
    assert f"giấy tờ: {lacking} (VP-01" in office.dispatcher.text
    world.citizen("Tư").says("/danhmuc")
    assert "listed.gaps" not in world.citizen("Tư").keys
    told = []
    for day in (5, 6, 7, 8, 14):
        world.now = datetime(2026, 12, day, 1, 5, tzinfo=UTC)
        world.tick()
        told += [day] if "/danhmuc" in office.dispatcher.text else []
        office.dispatcher.forget()
    assert told == [7], "once, on the first Monday of the month"
    warned = [w.text for w in warnings(world.house.agency, world.now.date())]
    assert any("chưa ghi giấy tờ" in text for text in warned)


def test_a_cell_is_never_a_formula():
    cells = ["=1+1", "-2", "+3", "@x", "\tx", "bình thường", "1-2"]
    written = safe_csv(["a"], [[cell] for cell in cells]).decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(written))][1:] == [
        *(f"'{cell}" for cell in cells[:5]),
        *cells[5:],
    ]


# --- by receipt number ---------------------------------------------------------------------------


def test_the_number_shows_what_the_chat_shows(world, office, reader, caplog):
    caplog.set_level(logging.INFO)
    code, number = sends_tip(world.citizen("Tin"))
    office.dispatcher.says(f"/tiepnhan {code} dkkd")
    office.handler.says(f"/nhan {code}")
    answer(office.handler, code, "Đã nhắc quầy số 2 nhận hồ sơ qua mạng.")
    office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    reader.asks(number)
    assert reader.status == 200 and "nhận hồ sơ qua mạng" in reader.text
    assert reader.headers["Cache-Control"] == "no-store"
    stranger = world.citizen("Lạ").says(f"/tracuu {number}")
    assert plain(stranger.text) in reader.text
    digits = number.replace(" ", "")
    assert digits not in reader.body.replace(" ", "")
    assert digits not in caplog.text.replace(" ", "")
    assert world.rows("SELECT COUNT(*) FROM inbox WHERE channel = 'web'")[0][0] == 0


def test_wrong_numbers_are_answered_alike_and_cost_time(world, office, reader):
    _, number = sends_tip(world.citizen("Tin"))
    answers = {reader.asks(f"1234 5678 9012 34{n:02}").text for n in range(3)}
    assert len(answers) == 1 and "Không tìm thấy" in answers.pop()
    reader.asks("1234 5678 9012 3499")
    assert "tạm dừng" in reader.asks(number).text, "even the right one waits"
    world.later(hours=7)
    assert "Tin báo" in reader.asks(number).text or "Văn phòng" in reader.text
    assert world.rows("SELECT COUNT(*) FROM guess WHERE chat_id < 0")[0][0] == 1


def test_a_code_opens_nothing(world, office, reader):
    code = submitted(world.citizen("Tư"))
    text = reader.asks(code).text
    assert "không mở được việc" in text and "Đang" not in text
    assert reader.asks("PA26-00999-Z").status == 200
    assert "16 chữ số" in reader.asks("123").text
    assert reader.opens(f"/status?number={code}").status == 200 and code not in reader.body


# --- all of them ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_in_both_languages_without_a_script(world, office, reader, language):
    code = published(world, office)
    for path in ("/results", f"/results/{code}", "/procedures", "/procedures/VP-01", "/status",
                 "/procedures/print", "/procedures/sign"):  # fmt: skip
        reader.opens(f"{path}?lang={language}")
        assert reader.status == 200 and f'<html lang="{language}"' in reader.body, path
        assert "<script" not in reader.body and "style=" not in reader.body, path
        assert "script-src 'self'" in reader.headers["Content-Security-Policy"], path
        for leads in ("/results", "/procedures", "/articles", "/stats", "/status"):
            assert f'href="{leads}' in reader.body, (path, leads)
        other = "en" if language == "vi" else "vi"
        assert f'hreflang="{other}"' in reader.body


def test_search_engines_are_told_what_they_may_read(world, office, reader):
    code = published(world, office)
    assert "Sitemap: https://phananh.example.vn/sitemap.xml" in reader.opens("/robots.txt").body
    root = ElementTree.fromstring(reader.opens("/sitemap.xml").body.encode())
    places = [e.text for e in root.iter() if e.tag.endswith("loc")]
    assert f"https://phananh.example.vn/results/{code}" in places
    assert "https://phananh.example.vn/procedures/2.001610" in places
