"""The same in the web chat itself: two people at the page, one answer, and a third who says it
happened to them too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from aiohttp import web

from bot.site.app import build
from tests.office import Office, answer
from tests.officials.test_staff_web import Browser
from tests.people import World

STORY = "thu tuc dang ky thanh lap cong ty doi qua nhieu giay to"


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


@pytest.fixture
def site(world: World) -> Iterator[str]:
    runner = web.AppRunner(build(world.house), handler_cancellation=True, access_log=None)
    world.run(runner.setup())
    place = web.TCPSite(runner, "127.0.0.1", 0)
    world.run(place.start())
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    world.run(runner.cleanup())


def sends(world: World, site: str, sender: str) -> tuple[Browser, str]:
    page = Browser(world, site)
    page.says(STORY).taps("Đúng").taps("Người giải quyết").says(sender).taps("Bỏ qua")
    page.taps("Gửi, nhắn")
    return page, world.cases()[-1].code


def test_one_answer_for_two_and_a_third_it_happened_to(world: World, site: str) -> None:
    office = Office(world)
    first, main = sends(world, site, "Võ Thị Tư, 0905 123 218, xã Bình Sơn")
    second, code = sends(world, site, "Lê Văn Năm, 0905 123 555, xã Mộ Đức")
    office.dispatcher.says(f"/tiepnhan {main} dkkd")
    office.dispatcher.says(f"/gop {code} vào {main}")
    office.handler.says(f"/nhan {main}")
    answer(office.handler, main, "Chỉ cần nộp ba giấy tờ.")
    office.head.says(f"/duyet {main}").taps("Duyệt và gửi")
    for page, own, others in ((first, main, (code, "Năm")), (second, code, (main, "Tư,"))):
        told = page.messages()[-1]["text"]
        assert own in told and "ba giấy tờ" in told
        assert not any(other in page.text for other in others)

    second.says(f"/danhgia {code} 1")
    assert "Một người chưa dự vào câu trả lời" in second.text
    assert world.case(code).second_look and not world.case(main).second_look

    office.dispatcher.says(f"/congkhai {main} Hỏi về giấy tờ: ba loại.").taps("Đã bỏ")
    third = Browser(world, site)
    third.says(f"toi cung bi {main}")
    assert "Tôi đã ghi" in third.text
    third.taps("Tôi không bị")
    assert not world.rows("SELECT * FROM me_too")
