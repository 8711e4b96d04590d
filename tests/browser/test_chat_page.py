"""The chat page in a real browser: what people do with it, on a desk, on a phone, by keyboard."""

from __future__ import annotations

import io

import pytest
from aiohttp import web
from PIL import Image, ImageStat
from playwright.sync_api import FilePayload

from messages.envelope import Outgoing
from storage.mailbox import chat_history, chats, outbox
from tests.browser.pages import (
    NEEDS_CHROMIUM,
    chromium,
    person,
    says,
    scrolls_sideways,
    site_of,
)
from tests.fakes.house import FakeHouse

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]

PHONE = {"viewport": {"width": 320, "height": 560}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture
def site(tmp_path):
    with site_of(FakeHouse(tmp_path)) as served:
        yield served


def heard(site) -> list[str]:
    return [update.choice or update.text for update in site.house.heard]


def test_what_is_said_is_answered_and_still_there_after_a_reload(browser, site):
    with person(browser) as page:
        page.goto(f"{site.address}/chat")
        assert page.get_by_text("trợ lý tự động").count()
        says(page, "Hồ sơ bị trả <b>3</b> lần")
        page.get_by_text("Chúng tôi hiểu").wait_for()
        page.get_by_text("đã nhận").wait_for()
        # Own words are text, whatever they look like.
        assert page.locator(".me .words").inner_text() == "Hồ sơ bị trả <b>3</b> lần"
        page.reload()
        page.get_by_text("Chúng tôi hiểu").wait_for()
        assert page.locator("#log .line").count() == 2
        assert heard(site) == ["Hồ sơ bị trả <b>3</b> lần"]


def test_everything_works_by_keyboard_alone(browser, site):
    with person(browser) as page:
        page.goto(f"{site.address}/chat")
        first = page.get_by_role("button", name="Phản ánh, góp ý")
        first.focus()
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Để lúc khác").wait_for()
        # From the field, one step back is the newest choice.
        assert page.evaluate("document.activeElement.id") in ("text", "")
        page.locator("#text").focus()
        for _ in range(8):
            page.keyboard.press("Shift+Tab")
            if page.evaluate("document.activeElement.textContent") == "1 Xong":
                break
        page.keyboard.press("Space")
        page.get_by_text("PA26-00412-K").wait_for()
        assert heard(site) == ["/gui", "c0"]
        assert page.evaluate("document.activeElement.id") == "text"
        page.keyboard.type("dòng một")
        page.keyboard.press("Shift+Enter")
        page.keyboard.type("dòng hai")
        page.keyboard.press("Enter")
        page.get_by_text("Chúng tôi hiểu").wait_for()
        assert heard(site)[-1] == "dòng một\ndòng hai"


def test_older_choices_step_back_but_still_answer(browser, site):
    with person(browser) as page:
        page.goto(f"{site.address}/chat")
        says(page, "một")
        page.get_by_text("Chúng tôi hiểu: một").wait_for()
        says(page, "hai")
        page.get_by_text("Chúng tôi hiểu: hai").wait_for()
        groups = page.locator("#log .choices")
        assert "old" in (groups.nth(0).get_attribute("class") or "")
        assert "old" not in (groups.nth(1).get_attribute("class") or "")
        groups.nth(0).get_by_text("Việc khác").click()
        page.get_by_text("Chúng tôi hiểu: c1").wait_for()


def spoken_names(page) -> list[str]:
    """What a screen reader calls the buttons of the conversation, by Chromium's own account."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    named = [n["name"]["value"] for n in tree if n.get("role", {}).get("value") == "button"]
    asked = {"Đúng", "Việc khác", "Tôi không rõ, nhờ Sở chọn giúp"}
    return [name for name in named if any(label in name for label in asked)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_answers_are_numbered_and_stand_in_their_order(browser, site, scheme):
    """Seen, read aloud and typed are the same number; older answers lose theirs."""
    labels = ["Đúng", "Việc khác", "Tôi không rõ, nhờ Sở chọn giúp"]
    with person(browser, **PHONE, color_scheme=scheme) as page:
        page.goto(f"{site.address}/chat")
        says(page, "một")
        page.get_by_text("Chúng tôi hiểu: một").wait_for()
        buttons = page.locator("#log .choices button")
        assert buttons.all_inner_texts() == [f"{n}\n{label}" for n, label in enumerate(labels, 1)]
        assert spoken_names(page) == ["1 Đúng", "2 Việc khác", f"3 {labels[2]}"]
        tops = [box["y"] for box in (b.bounding_box() for b in buttons.all()) if box]
        assert tops == sorted(set(tops))
        assert not scrolls_sideways(page)
        buttons.nth(1).click()
        page.get_by_text("Chúng tôi hiểu: c1").wait_for()
        assert page.locator("#log .me .words").last.inner_text() == "Việc khác"
        assert (
            page.locator("#log .choices.old").first.locator("button").first.inner_text() == "Đúng"
        )
        page.reload()
        page.get_by_text("Chúng tôi hiểu: c1").wait_for()
        assert spoken_names(page) == [*labels, "1 Đúng", "2 Việc khác", f"3 {labels[2]}"]


def test_a_link_has_no_number(browser, site):
    with person(browser) as page:
        page.goto(f"{site.address}/chat")
        says(page, "kinds")
        page.get_by_role("link", name="Mở trang", exact=True).wait_for()
        assert page.get_by_role("button", name="Gửi số điện thoại", exact=True).is_visible()
        assert page.get_by_role("button", name="1 Thôi", exact=True).is_visible()


def test_a_dead_connection_loses_nothing(browser, site):
    with person(browser) as page:
        page.goto(f"{site.address}/chat")
        says(page, "trước")
        page.get_by_text("Chúng tôi hiểu: trước").wait_for()
        page.context.set_offline(True)
        says(page, "khi mất mạng")
        says(page, "và thêm nữa")
        page.get_by_text("chưa gửi được, máy sẽ tự gửi lại").first.wait_for()
        page.get_by_text("Đang mất kết nối").wait_for()
        page.context.set_offline(False)
        page.get_by_text("Chúng tôi hiểu: và thêm nữa").wait_for()
        assert page.locator(".me .words").all_inner_texts() == [
            "trước",
            "khi mất mạng",
            "và thêm nữa",
        ]
        assert heard(site) == ["trước", "khi mất mạng", "và thêm nữa"]
        page.get_by_text("Đang mất kết nối").wait_for(state="hidden")


def test_what_waits_survives_a_closed_tab(browser, site):
    with person(browser) as page:
        page.route("**/chat/api/messages", lambda route: route.abort())
        page.route("**/chat/api/files", lambda route: route.abort())
        page.goto(f"{site.address}/chat")
        says(page, "chưa đi được")
        page.locator("#files").set_input_files([_picture("phiếu.jpg")])
        page.get_by_text("chưa gửi được").first.wait_for()
        page.wait_for_timeout(500)  # until the browser has put the picture on its disk
        context = page.context
        page.close()
        again = context.new_page()
        again.goto(f"{site.address}/chat")
        again.get_by_text("Chúng tôi hiểu: chưa đi được").wait_for()
        again.get_by_text("Đã nhận phiếu.jpg").wait_for()
        assert heard(site) == ["chưa đi được", ""]


def test_an_answer_lost_on_the_way_is_not_said_twice(browser, site):
    with person(browser) as page:
        page.goto(f"{site.address}/chat")
        says(page, "mở đầu")
        page.get_by_text("Chúng tôi hiểu: mở đầu").wait_for()
        lost: list[object] = []

        def lose(route):
            if route.request.method == "POST" and not lost:
                lost.append(route.fetch())
                route.abort()
            else:
                route.continue_()

        page.route("**/chat/api/messages*", lose)
        says(page, "chỉ một lần")
        page.get_by_text("Chúng tôi hiểu: chỉ một lần").wait_for()
        page.locator(".me", has_text="chỉ một lần").get_by_text("đã nhận").wait_for()
        assert page.locator(".me .words", has_text="chỉ một lần").count() == 1
        assert heard(site) == ["mở đầu", "chỉ một lần"]


def _picture(name: str) -> FilePayload:
    drawn = io.BytesIO()
    Image.new("RGB", (300, 200), (168, 73, 28)).save(drawn, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": drawn.getvalue()}


def test_files_are_sent_shown_and_opened(browser, site):
    letter = FilePayload(name="đơn.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4 x")
    with person(browser) as page:
        page.goto(f"{site.address}/chat")
        page.get_by_label("Gửi ảnh, ghi âm, giấy tờ").set_input_files([_picture("a.jpg"), letter])
        page.get_by_text("Đã nhận đơn.pdf").wait_for()
        page.reload()
        shown = page.get_by_alt_text("a.jpg")
        shown.wait_for()
        assert shown.evaluate("async e => { await e.decode(); return e.naturalWidth; }") == 300
        with page.expect_download() as saved:
            page.get_by_text("đơn.pdf").first.click()
        assert saved.value.suggested_filename == "đơn.pdf"
        # Over the limit of one megabyte: told at once, without sending.
        letter["buffer"] = b"x" * (2 << 20)
        page.locator("#files").set_input_files([letter])
        page.get_by_text("Tệp lớn hơn 1 MB").wait_for()


def test_words_of_the_bot_cannot_run_anything(browser, site):
    with person(browser) as page:
        page.goto(f"{site.address}/chat")
        says(page, "wicked")
        line = page.locator("#log .bot").last
        line.get_by_text("xong").wait_for()
        assert page.title().startswith("Nhắn tin")
        assert line.locator("img, script").count() == 0
        assert line.locator(".words a").nth(0).get_attribute("href") is None
        assert line.locator(".words b").inner_text() == "xong & 'rồi"
        assert line.get_by_text("kia").get_attribute("href") == "https://example.org/?a=1&b=2"


def test_links_and_telephone_buttons(browser, site):
    with person(browser) as page:
        page.goto(f"{site.address}/chat")
        says(page, "kinds")
        link = page.get_by_role("link", name="Mở trang")
        link.wait_for()
        assert link.get_attribute("href") == "https://example.org/x"
        page.get_by_role("button", name="Gửi số điện thoại").click()
        assert page.locator("#text").get_attribute("placeholder") == (
            "Gõ số điện thoại, ví dụ 0905 123 456"
        )
        assert heard(site) == ["kinds"]


def test_a_replacement_changes_the_message_in_its_place(browser, site):
    with person(browser) as page:
        page.goto(f"{site.address}/chat")
        says(page, "/gui")
        page.get_by_text("Ông/bà kể giúp").wait_for()
        says(page, "edit")
        page.get_by_text("Thẻ đã đổi").wait_for()
        lines = page.locator("#log .words").all_inner_texts()
        assert lines == ["Phản ánh, góp ý", "Thẻ đã đổi", "edit"]
        page.reload()
        page.get_by_text("Thẻ đã đổi").wait_for()
        assert page.locator("#log .words").all_inner_texts() == lines


def test_a_start_code_is_sent_once_and_leaves_the_address(browser, site):
    with person(browser) as page:
        page.goto(f"{site.address}/chat?start=AB12-CD&lang=en")
        page.get_by_text("Chúng tôi hiểu: /start AB12-CD").wait_for()
        assert page.url == f"{site.address}/chat?lang=en"
        page.reload()
        page.get_by_text("Chúng tôi hiểu").wait_for()
        assert heard(site) == ["/start AB12-CD"]


def test_erasing_from_this_device(browser, site):
    with person(browser) as page:
        page.goto(f"{site.address}/chat")
        says(page, "riêng tư")
        page.get_by_text("Chúng tôi hiểu").wait_for()
        page.get_by_label("Mở mục khác").click()
        page.get_by_role("button", name="Xóa khỏi máy này").click()
        assert page.evaluate("document.activeElement.textContent").startswith("Lấy mã tra cứu")
        page.keyboard.press("Escape")
        assert page.get_by_text("Chúng tôi hiểu").is_visible()
        page.get_by_label("Mở mục khác").click()
        page.get_by_role("button", name="Xóa khỏi máy này").click()
        page.get_by_role("button", name="Xóa", exact=True).click()
        page.get_by_text("Đã xóa khỏi máy này").wait_for()
        assert page.locator("#log .line").count() == 0
        assert page.evaluate("localStorage.length") == 0
        says(page, "mới")
        page.get_by_text("Chúng tôi hiểu: mới").wait_for()


def test_before_erasing_the_number_that_opens_a_case_elsewhere_is_offered(browser, site):
    """The code opens nothing on another machine, and that is said before it is too late."""
    with person(browser, **PHONE) as page:
        page.goto(f"{site.address}/chat")
        page.get_by_label("Mở mục khác").click()
        page.get_by_role("button", name="Xóa khỏi máy này").click()
        # Nothing was said yet, so there is nothing to look up.
        assert not page.get_by_role("button", name="Lấy mã tra cứu 16 số trước").is_visible()
        page.get_by_role("button", name="Thôi, giữ lại").click()
        says(page, "riêng tư")
        page.get_by_text("Chúng tôi hiểu").wait_for()
        page.get_by_label("Mở mục khác").click()
        page.get_by_role("button", name="Xóa khỏi máy này").click()
        assert page.get_by_text("cần mã tra cứu 16 số").is_visible()
        focused = "document.activeElement.textContent"
        order = []
        for _ in range(4):
            order.append(page.evaluate(focused))
            page.keyboard.press("Tab")
        assert order == ["Lấy mã tra cứu 16 số trước", "Thôi, giữ lại", "Xóa", order[0]]
        assert not scrolls_sideways(page)
        page.get_by_role("button", name="Lấy mã tra cứu 16 số trước").click()
        page.get_by_text("Chúng tôi hiểu: /maso").wait_for()
        assert page.locator("#confirm").is_hidden()
        assert heard(site) == ["riêng tư", "/maso"]
        assert page.locator("#log .me .words").last.inner_text() == "Lấy mã tra cứu 16 số trước"


def test_an_official_is_warned_and_sees_nothing_once_logged_out(browser, site):
    with person(browser) as page:
        page.goto(f"{site.address}/chat")
        says(page, "hồ sơ của bà Tư")
        page.get_by_text("Chúng tôi hiểu").wait_for()

        def becomes_official(tx):
            tx.run("UPDATE person SET official = 1, name = 'Lê Thị Hạnh'")
            return tx.one("SELECT MAX(id) FROM chat")[0]

        chat_id = site.run(lambda: site.house.store.run(becomes_official))
        page.get_by_label("Mở mục khác").click()
        page.get_by_role("button", name="Xóa khỏi máy này").click()
        page.get_by_text("Chat này là của cán bộ").wait_for()
        page.keyboard.press("Escape")

        def logs_out(tx):
            chat_history.hide_all(tx, chat_id)
            chat = chats.by_id(tx, chat_id)
            assert chat
            said = Outgoing("people.logged_out", "Đã đăng xuất.")
            outbox.post_elsewhere(tx, chat, said, site.house.now())

        site.run(lambda: site.house.store.run(logs_out))
        page.get_by_text("Đã đăng xuất.").wait_for()
        assert page.locator("#log .line").count() == 1
        page.reload()
        page.get_by_text("Đã đăng xuất.").wait_for()
        assert page.locator("#log .line").count() == 1


def test_a_chat_that_is_gone_on_the_server_begins_anew(browser, site):
    with person(browser) as page:
        page.goto(f"{site.address}/chat")
        says(page, "cũ")
        page.get_by_text("Chúng tôi hiểu: cũ").wait_for()
        site.run(
            lambda: site.house.store.run(
                lambda tx: tx.run("UPDATE chat SET erased_at = '2026-01-01T00:00:00+00:00'")
            )
        )
        says(page, "mới")
        page.get_by_text("Chúng tôi hiểu: mới").wait_for()
        page.get_by_text("đã mở cuộc mới").wait_for()
        assert page.locator("#log .words").first.inner_text() == "mới"
        assert page.locator("#log .line").count() == 2


def test_words_shown_once_do_not_come_back(browser, site):
    with person(browser) as page:
        page.goto(f"{site.address}/chat")
        says(page, "once")
        page.get_by_text("1234 5678 9012 3456").wait_for()
        page.get_by_text("đã nhận").wait_for()
        page.wait_for_timeout(300)
        page.reload()
        page.get_by_text("không hiện lại").wait_for()
        assert not page.get_by_text("1234 5678").count()


def test_notices_come_by_themselves_and_by_polling_where_streams_fail(browser, site):
    for streams in (True, False):
        with person(browser) as page:
            if not streams:
                page.route("**/chat/api/events*", lambda route: route.abort())
            page.goto(f"{site.address}/chat")
            says(page, "chờ tin")
            page.get_by_text("Chúng tôi hiểu: chờ tin").wait_for()
            chat_id = site.house.store.read_sync(lambda tx: tx.one("SELECT max(id) FROM chat"))[0]
            site.run(lambda chat_id=chat_id: site.house.says(chat_id, "Việc đã có <b>trả lời</b>"))
            page.get_by_text("Việc đã có trả lời").wait_for()


def test_a_long_chat_shows_its_end_and_older_messages_on_request(browser, site):
    with person(browser) as page:
        page.goto(f"{site.address}/chat")
        says(page, "đầu tiên")
        page.get_by_text("Chúng tôi hiểu").wait_for()

        def fill(tx):
            chat = chats.by_id(tx, tx.one("SELECT max(id) FROM chat")[0])
            assert chat
            for number in range(150):
                outbox.post_elsewhere(
                    tx, chat, Outgoing("x", f"tin số {number}."), site.house.now()
                )

        site.run(lambda: site.house.store.run(fill))
        page.get_by_text("tin số 149.").wait_for()
        page.wait_for_timeout(100)
        page.reload()
        page.get_by_text("tin số 149.").wait_for()
        assert not page.get_by_text("tin số 50.").count()
        assert not page.get_by_text("Chào ông/bà").is_visible()
        while page.get_by_role("button", name="Xem tin cũ hơn").is_visible():
            count = page.locator("#log .line").count()
            page.get_by_role("button", name="Xem tin cũ hơn").click()
            page.locator("#log .line").nth(count).wait_for()
        texts = page.locator("#log .words").all_inner_texts()
        assert texts[0] == "đầu tiên" and len(texts) == 152 == len(set(texts))


def test_a_small_phone_in_the_dark(browser, site, tmp_path):
    with person(browser, **PHONE, color_scheme="dark") as page:
        page.goto(f"{site.address}/chat")
        says(page, "Mộttừrấtdàikhôngcókhoảngtrắng" * 5)
        page.get_by_text("Chúng tôi hiểu").wait_for()
        page.locator("#files").set_input_files([_picture("ảnh có tên rất là dài.jpg")])
        page.get_by_text("Đã nhận ảnh").wait_for()
        assert not scrolls_sideways(page)
        small = page.evaluate(
            "[...document.querySelectorAll('button, summary, a.choice, label.attach')]"
            ".filter(e => e.offsetParent)"
            ".filter(e => Math.min(e.offsetWidth, e.offsetHeight) < 44).map(e => e.outerHTML)"
        )
        assert small == []
        taken = Image.open(io.BytesIO(page.screenshot()))
        assert ImageStat.Stat(taken.convert("L")).mean[0] < 90
        for path in (
            "/",
            "/privacy",
            "/nowhere",
            "/?lang=en",
            "/privacy?lang=en",
            "/nowhere?lang=en",
        ):
            page.goto(site.address + path)
            assert not scrolls_sideways(page), path


def test_the_pages_without_javascript(browser, site):
    with person(browser, java_script_enabled=False) as page:
        page.goto(f"{site.address}/")
        assert page.get_by_text("15 ngày làm việc").is_visible()
        page.get_by_role("link", name="English").click()
        assert page.get_by_text("15 working days").is_visible()
        page.goto(f"{site.address}/chat")
        assert page.get_by_text("Khung trò chuyện chưa mở được").is_visible()
        assert page.locator(".fallback").get_by_text("0255 3822 868").is_visible()
        assert not page.locator("#text").is_visible()


def test_the_chat_stands_on_another_site(browser, site):
    """One script tag, strict policy on the host's side, no cookie anywhere."""

    async def serve():
        async def host(request):
            html = (
                f'<!doctype html><html lang="vi"><title>Sở</title><p>Trang của Sở</p>'
                f'<script src="{site.address}/embed.js" async></script>'
            )
            policy = f"default-src 'self'; script-src {site.address}; frame-src {site.address}"
            return web.Response(
                text=html, content_type="text/html", headers={"Content-Security-Policy": policy}
            )

        app = web.Application()
        app.router.add_get("/", host)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner

    runner = site.run(serve)
    with person(browser) as page:
        page.goto(f"http://localhost:{runner.addresses[0][1]}/")
        page.get_by_role("button", name="Phản ánh, góp ý với Sở").click()
        frame = page.frame_locator("#langnghe-frame")
        frame.get_by_label("Lời nhắn của ông/bà").fill("từ trang khác")
        frame.get_by_role("button", name="Gửi", exact=True).click()
        frame.get_by_text("Chúng tôi hiểu: từ trang khác").wait_for()
        frame.locator("#text").press("Escape")
        page.locator("#langnghe-frame").wait_for(state="hidden")
        assert page.evaluate("document.activeElement.id") == "langnghe-open"
        assert page.context.cookies() == []
    site.run(runner.cleanup)
