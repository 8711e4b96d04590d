"""What the Zalo channel sends, and what it makes of Zalo's answers."""

from __future__ import annotations

import asyncio
import random
import unicodedata
from dataclasses import replace

import pytest
from markupsafe import Markup

from bot.channels.base import (
    Closed,
    Later,
    Refused,
    RenewsTokens,
    SendsTemplates,
    Sent,
    Unknown,
    Unreachable,
)
from bot.channels.zalo_parts.errors import NotDone, outcome
from bot.channels.zalo_parts.pace import Pace
from messages.envelope import Choice, ChoiceKind, Document, Priority, Template
from tests.fakes.zalo_house import channel_of, parcel, run, scene
from tests.fakes.zalo_rules import Template as Approved


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


YES, NO = Choice("Đúng", "y"), Choice("Chưa đúng", "n")
PAGE = Choice("Mở trang", "https://phananh.example.vn/x?a=1&b=2", ChoiceKind.URL)
SHARE = Choice("Gửi số của tôi", "share", ChoiceKind.PHONE)
MANY = [Choice(f"Việc {n}", f"v{n}") for n in range(1, 9)]


# --- words ---------------------------------------------------------------------------------------

_SYLLABLES = """hồ sơ bị trả lại ba lần đường thuế giấy tờ nghiệp nước ngoài quyết định được chưa
ở Quảng Ngãi Ằ Ẵ Ỡ ỹ đ Đ khiếu nại quá hạn
ơ ư &amp; <b> {{x}} %s 👍🏽 👨\u200d👩\u200d👧 日本 “…”""".split()


def _texts(count, form, seed):
    chance = random.Random(seed)
    for number in range(count):
        length = chance.choice((5, 30, 30, 400, 1200))
        words = chance.choices(_SYLLABLES, k=length)
        for _ in range(chance.randint(0, 6)):
            words.insert(chance.randint(1, len(words) - 1), chance.choice(("\n", "\n\n")))
        yield unicodedata.normalize(form, f"{number}: {' '.join(words)} hết.")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_no_character_is_lost(database, form):
    async def work():
        time = Time()
        async with scene(database, pace=Pace(time, time.sleep)) as it:
            it.api.echoes = False
            for number, text in enumerate(_texts(150, form, 7)):
                user = it.friend()
                marked = str(Markup("<b>{}</b>").format(text))
                assert isinstance(await it.send(user, marked, id=number), Sent)
                assert "".join(b.text for b in user.inbox) == unicodedata.normalize("NFC", text)

    run(work())


def test_what_is_marked_up_arrives_as_plain_words(database):
    async def work():
        async with scene(database) as it:
            user = it.friend()
            text = (
                '<b>Đã xong</b> &amp; mời xem <a href="https://a.example.vn/?a=1&amp;b=2">đây</a>'
            )
            sent = await it.send(user, text)
            [bubble] = user.inbox
            assert bubble.text == "Đã xong & mời xem đây (https://a.example.vn/?a=1&b=2)"
            assert sent == Sent(bubble.id) and bubble.buttons == []
            assert it.channel.capabilities.text_length(text) == len(bubble.text)

    run(work())


def test_two_thousand_characters_are_one_message_however_they_are_written(database):
    async def work():
        async with scene(database) as it:
            user = it.friend()
            whole = unicodedata.normalize("NFD", "ế" * 2000)
            assert isinstance(await it.send(user, whole), Sent)
            assert [len(b.text) for b in user.inbox] == [2000]
            await it.send(user, "ế" * 4001, id=3)
            assert [len(b.text) for b in user.inbox[1:]] == [2000, 2000, 1]
            user.inbox[1:] = []
            longer = ("Hồ sơ đã nộp. " * 200).strip()
            assert isinstance(await it.send(user, longer, YES, id=2), Sent)
            parts = user.inbox[1:]
            assert "".join(b.text for b in parts) == longer
            assert [b.buttons for b in parts] == [[], ["Đúng"]]

    run(work())


def test_an_edit_comes_anew_and_says_so_in_its_language(database):
    async def work():
        async with scene(database) as it:
            user = it.friend()
            first = await it.send(user, "Mới gửi", id=1)
            await it.send(user, "Đã nhận việc của ông/bà", id=2, replaces=first.message_id)
            await it.send(
                user,
                "Case PA26-00001-H was closed.",
                id=3,
                replaces=first.message_id,
                language="en",
            )
            assert [b.text for b in user.inbox] == [
                "Mới gửi",
                "(Tin này thay cho tin trước đó.)\nĐã nhận việc của ông/bà",
                "(This replaces an earlier message.)\nCase PA26-00001-H was closed.",
            ]

    run(work())


def test_a_message_may_answer_another(database):
    async def work():
        async with scene(database) as it:
            user = it.friend()
            first = await it.send(user, "một", id=1)
            long = "Hồ sơ đã nộp. " * 200
            await it.send(user, long, id=2, reply_to=first.message_id)
            assert [b.quote for b in user.inbox] == ["", first.message_id, ""]

    run(work())


# --- choices -------------------------------------------------------------------------------------


def test_up_to_five_choices_are_buttons(database):
    async def work():
        async with scene(database) as it:
            user = it.friend()
            await it.send(user, "Chọn:", YES, NO, PAGE, *MANY[:2], id=9)
            [bubble] = user.inbox
            assert bubble.text == "Chọn:"
            assert bubble.buttons == ["Đúng", "Chưa đúng", "Mở trang", "Việc 1", "Việc 2"]
            assert [b["type"] for b in bubble.inline[1:3]] == ["oa.query.hide", "oa.open.url"]
            assert user.taps("Mở trang") == {"url": PAGE.data}
            user.taps("Việc 2")
            tap = await it.taken()
            assert (tap.choice, tap.choice_from) == ("v2", 9)

    run(work())


def test_more_are_numbered_and_the_first_five_can_be_tapped(database):
    async def work():
        async with scene(database) as it:
            user = it.friend()
            await it.send(user, "Việc hôm nay", *MANY[:3], PAGE, *MANY[3:], id=9)
            [bubble] = user.inbox
            assert bubble.text.splitlines() == [
                "Việc hôm nay",
                "1. Việc 1",
                "2. Việc 2",
                "3. Việc 3",
                f"Mở trang: {PAGE.data}",
                *(f"{n}. Việc {n}" for n in range(4, 9)),
            ]
            assert bubble.buttons == [f"{n}. Việc {n}" for n in range(1, 6)]
            user.taps("5. Việc 5")
            assert (await it.taken()).choice == "v5"

    run(work())


def test_while_a_number_answers_an_open_question_they_bear_none(database):
    async def work():
        async with scene(database) as it:
            user = it.friend()
            await it.send(user, "Thẻ việc", *MANY, id=9, numbers=False)
            [bubble] = user.inbox
            assert bubble.buttons == [f"Việc {n}" for n in range(1, 6)]
            assert "1. " not in bubble.text and "Việc 8" in bubble.text

    run(work())


def test_labels_and_addresses_that_do_not_fit_a_button_are_read_as_lines(database):
    async def work():
        async with scene(database) as it:
            user = it.friend()
            long = Choice("Đăng ký " * 15, "long")
            local = Choice("Mở", "http://127.0.0.1:8080/chat", ChoiceKind.URL)
            await it.send(user, "Chọn:", long, YES, id=1)
            await it.send(user, "Xem:", local, YES, id=2)
            first, second = user.inbox
            assert first.text == f"Chọn:\n1. {'Đăng ký ' * 15}\n2. Đúng"
            assert [len(b) for b in first.buttons] == [100, 7]
            assert first.buttons[0].endswith("…")
            assert second.text == f"Xem:\nMở: {local.data}\n1. Đúng"
            assert second.buttons == ["1. Đúng"]

    run(work())


def test_the_form_for_particulars_follows_the_words(database):
    async def work():
        async with scene(database) as it:
            user = it.friend()
            sent = await it.send(user, "Số điện thoại của ông/bà?", SHARE, SHARE, NO)
            words, form = user.inbox
            assert words.buttons == ["Chưa đúng"] and form.kind == "form"
            assert form.text.startswith("Gửi tên và số điện thoại\n")
            assert sent == Sent(words.id), "what people answer to are the words"
            it.api.break_next("message/cs", "pass", -248)
            again = await it.send(user, "Your phone number, please?", SHARE, id=2)
            assert again == Sent(user.inbox[-1].id) and user.inbox[-1].kind == "text"
            it.api.break_next("message/cs", -248)
            assert isinstance(await it.send(user, "", SHARE, id=3), Refused), "there is no other"

    run(work())


def test_what_cannot_be_sent_is_refused_before_it_leaves(database):
    async def work():
        async with scene(database) as it:
            user = it.friend()
            for refused in (
                await it.send(user, " \n "),
                await it.send(user, "", YES),
                await it.send(user, "?", Choice("Rỗng", "")),
                await it.send(user, "", file=Document("a.pdf", "none", "application/pdf", 4)),
                await it.send(user, "", file=Document("a.xlsx", "x", "application/vnd.ms", 4)),
            ):
                assert isinstance(refused, Refused) and refused.why
            assert it.api.calls == [] and user.inbox == []

    run(work())


# --- files ---------------------------------------------------------------------------------------

PDF = b"%PDF-1.4 " + bytes(range(256))


def _file(folder, name, type_, content):
    (folder / name).write_bytes(content)
    return Document(name, name, type_, len(content))


def test_pictures_and_documents_arrive_byte_for_byte(database, tmp_path):
    pdf = _file(tmp_path, "Trả lời.pdf", "application/pdf", PDF)
    png = _file(tmp_path, "qr.png", "image/png", b"\x89PNG" + PDF)

    async def work():
        async with scene(database, files_root=tmp_path) as it:
            user = it.friend()
            sent = await it.send(user, "Văn bản <i>đây</i>", YES, file=pdf, id=1)
            file, words = user.inbox
            assert (file.kind, file.file, file.file_name) == ("file", PDF, "Trả lời.pdf")
            assert (words.text, words.buttons) == ("Văn bản đây", ["Đúng"])
            assert sent == Sent(words.id)
            alone = await it.send(user, "", file=png, id=2)
            assert user.inbox[-1].kind == "image" and user.inbox[-1].file == b"\x89PNG" + PDF
            assert alone == Sent(user.inbox[-1].id)

    run(work())


def test_an_upload_is_used_again_until_it_is_old(database, tmp_path):
    pdf = _file(tmp_path, "a.pdf", "application/pdf", PDF)

    async def work():
        async with scene(database, files_root=tmp_path) as it:
            user = it.friend()

            async def sends(number):
                user.spoke_at = it.api.now()
                return await it.send(user, "", file=pdf, id=number)

            def uploads():
                return len([call for call in it.api.called("upload/file") if not call.code])

            assert isinstance(await sends(1), Sent) and isinstance(await sends(2), Sent)
            assert uploads() == 1
            await it.api.later(days=6.5)
            assert isinstance(await sends(3), Sent)
            assert uploads() == 2
            it.api.uploads.clear()
            assert isinstance(await sends(4), Sent), "uploaded again where Zalo lost it"
            assert uploads() == 3
            it.api.break_next("message/cs", -100, -100)
            assert isinstance(await sends(5), Later), "once only"
            assert len(user.inbox) == 4

    run(work())


def test_what_zalo_does_not_take_goes_out_as_a_link(database, tmp_path):
    xlsx = _file(tmp_path, "Biểu mẫu.xlsx", "application/vnd.ms-excel", b"PK")
    large = _file(tmp_path, "to.pdf", "application/pdf", b"x" * 5_000_001)

    async def work():
        async with scene(database, files_root=tmp_path) as it:
            user = it.friend()
            for file in (xlsx, large):
                it.house.links[file.path] = f"https://a.example.vn/{file.size}?t=1&u"
            await it.send(user, "Mời ông/bà xem", file=xlsx, id=1)
            await it.send(user, "", file=large, id=2)
            assert [b.text for b in user.inbox] == [
                "Mời ông/bà xem\nTệp Biểu mẫu.xlsx: https://a.example.vn/2?t=1&u",
                "Tệp to.pdf: https://a.example.vn/5000001?t=1&u",
            ]

    run(work())


def test_an_upload_that_broke_is_made_again_because_nobody_sees_it(database, tmp_path):
    pdf = _file(tmp_path, "a.pdf", "application/pdf", PDF)

    async def work():
        async with scene(database, files_root=tmp_path) as it:
            user = it.friend()
            for fault in ("drop", 502):
                it.api.break_next("upload/file", fault)
                assert isinstance(await it.send(user, "Đây", file=pdf), Later)
            assert isinstance(await it.send(user, "Đây", file=pdf), Sent) and len(user.inbox) == 2

    run(work())


# --- what follows --------------------------------------------------------------------------------


def test_every_code_has_its_consequence(database):
    async def work():
        async with scene(database) as it:
            user = it.friend()

            async def after(*faults):
                it.api.break_next("message/cs", *faults)
                return await it.send(user)

            for code in (-213, -217, -218, -227, -244):
                assert isinstance(await after(code), Unreachable), code
            for code in (-230, -232):
                assert isinstance(await after(code), Closed), code
            for code in (-201, -210, -233, -248, -9999):
                refused = await after(code)
                assert isinstance(refused, Refused) and str(code) in refused.why
            for code in (-204, -205, -209, -212, -219, -221, -223, -224, -235, -240, -320, -321):
                later = await after(code)
                assert isinstance(later, Later) and later.alarm and later.seconds == 300, code
            for code in (-200, -211, -100):
                later = await after(code)
                assert isinstance(later, Later) and not later.alarm, code
            assert user.inbox == [] and it.channel.health() == ""

    run(work())


def test_doubt_is_told_apart_from_what_never_left(database):
    async def work():
        async with scene(database) as it:
            user = it.friend()
            for fault in ("drop", 500, 502):
                it.api.break_next("message/cs", fault)
                assert isinstance(await it.send(user), Unknown), fault
            assert len(user.inbox) == 1, "the first had arrived"
            it.api.break_next("message/cs", 403)
            turned_away = await it.send(user)
            assert isinstance(turned_away, Later) and turned_away.alarm
            it.api.break_next("message/cs", 429)
            assert isinstance(await it.send(user), Later)

    run(work())


def test_zalo_away_is_told_and_noticed_when_it_comes_back(database):
    async def work():
        async with scene(database) as it:
            user = it.friend()
            await it.api._runner.cleanup()
            later = await it.send(user)
            assert isinstance(later, Later) and later.seconds and not later.alarm
            assert "cannot be reached" in it.channel.health()
            await it.api.__aenter__()
            await it.channel.refresh_when_old()
            assert it.channel.health() == ""
            assert isinstance(await it.send(user), Sent)

    run(work())


def test_people_who_left_or_have_been_silent(database):
    async def work():
        async with scene(database) as it:
            stranger, user = it.api.user("Lạ"), it.friend()
            assert isinstance(await it.send(parcel(1).chat), Unreachable)
            assert isinstance(await it.send(stranger), Closed)
            await it.api.later(hours=47)
            assert isinstance(await it.send(user), Sent) and it.api.paid == 0
            await it.api.later(days=4)
            assert isinstance(await it.send(user), Sent) and it.api.paid == 1
            await it.api.later(days=2)
            closed = await it.send(user)
            assert isinstance(closed, Closed) and user.id not in closed.why
            user.says("Tôi đây")
            assert isinstance(await it.send(user), Sent)
            user.blocks()
            assert isinstance(await it.send(user), Unreachable)
            user.unfollows()
            assert isinstance(await it.send(user), Unreachable)
            user.follows()
            assert isinstance(await it.send(user), Sent)

    run(work())


def test_a_message_of_several_parts_goes_on_where_it_broke_off(database, tmp_path):
    pdf = _file(tmp_path, "a.pdf", "application/pdf", PDF)
    words = ("Hồ sơ đã nộp. " * 400).strip()

    async def work():
        async with scene(database, files_root=tmp_path) as it:
            user = it.friend()
            whole = parcel(user, words, YES, SHARE, file=pdf, id=5)
            it.api.break_next("message/cs", "pass", "pass", -200)
            assert isinstance(await it.channel.send(whole), Later)
            it.api.break_next("message/cs", 500)
            assert isinstance(await it.channel.send(replace(whole, attempts=1)), Unknown)
            it.api.break_next("message/cs", "pass", "pass", -200)
            assert isinstance(await it.channel.send(replace(whole, again=True)), Later)
            sent = await it.channel.send(replace(whole, again=True))
            kinds = [b.kind for b in user.inbox]
            assert kinds == ["file", "text", "text", "text", "form"]
            assert "".join(b.text for b in user.inbox[1:4]) == words
            assert sent == Sent(user.inbox[3].id)
            other = replace(whole, message=replace(whole.message, text="Khác", file=None))
            assert isinstance(await it.channel.send(other), Sent), "another message, from its start"
            assert [b.text for b in user.inbox[5:6]] == ["Khác"]

    run(work())


def test_whatever_happens_send_does_not_raise(database):
    async def work():
        async with scene(database) as it:
            user = it.friend()
            odd = replace(parcel(user), message=None)
            refused = await it.channel.send(odd)
            assert isinstance(refused, Refused) and refused.why == "AttributeError"
            await it.channel.stop()
            assert isinstance(await it.send(user), Later), "nothing leaves any more"
            await asyncio.to_thread(it.store.stop)

    run(work())


# --- pace ----------------------------------------------------------------------------------------


class Time:
    def __init__(self):
        self.at = 1000.0
        self.slept = []

    def __call__(self):
        return self.at

    async def sleep(self, seconds):
        self.slept.append(seconds)
        self.at += seconds


def test_one_pace_for_all_and_replies_before_the_rest():
    async def work():
        for priority, a_second in (
            (Priority.REPLY, 65),
            (Priority.NOTICE, 55),
            (Priority.BROADCAST, 45),
        ):
            time = Time()
            pace = Pace(time, time.sleep)
            times = []
            for _ in range(8000):
                await pace.turn(priority)
                times.append(time.at)
            minute = max(sum(t - 60 < u <= t for u in times) for t in times[::97])
            assert 58 * a_second <= minute <= 61 * a_second < 4000
            await pace.turn(Priority.REPLY)
            assert time.at <= times[-1] + (1.0 if priority is Priority.REPLY else 0.0)

    run(work())


def test_slow_down_halts_everything(database):
    async def work():
        time = Time()
        async with scene(database, pace=Pace(time, time.sleep)) as it:
            user = it.friend()
            it.api.break_next("message/cs", -32)
            first = await it.send(user)
            assert isinstance(first, Later) and first.seconds == 60 and not first.alarm
            time.at += 10
            assert await it.send(user) == Later(50, "Zalo asks us to slow down")
            assert isinstance(await it.channel.send_template(Template("t", {}, "1")), Later)
            assert len(it.api.calls) == 1
            time.at += 47
            assert isinstance(await it.send(user), Sent) and time.slept == [3.0]

    run(work())


def test_an_earlier_longer_halt_stays():
    async def work():
        time = Time()
        pace = Pace(time, time.sleep)
        pace.halt(60)
        pace.halt(1)
        with pytest.raises(NotDone) as halted:
            await pace.turn()
        assert halted.value.outcome == Later(60, "Zalo asks us to slow down")

    run(work())


def test_the_fake_itself_keeps_to_four_thousand_a_minute(database):
    async def work():
        async with scene(database) as it:
            user = it.friend()
            it.api._times.extend([it.api.now()] * 4000)
            assert isinstance(await it.send(user), Later)
            await it.api.later(minutes=1)
            fresh = channel_of(it.house, it.store)
            assert isinstance(await fresh.send(parcel(user)), Sent)
            await fresh.stop()

    run(work())


# --- templates -----------------------------------------------------------------------------------


def test_a_template_reaches_somebody_silent_by_user_id_and_by_phone(database):
    async def work():
        async with scene(database) as it:
            assert isinstance(it.channel, SendsTemplates) and isinstance(it.channel, RenewsTokens)
            user = it.api.user("Bà Tư", "84905123218")
            it.api.templates["338"] = Approved({"ma": 20, "han": 30})
            values = {"ma": "PA26-00001-H", "han": "thứ Ba 8/12"}
            by_id = await it.channel.send_template(Template("338", values, to_user=user.id))
            by_phone = Template("338", values, to_phone="+84905123218", tracking="out-7")
            sent = await it.channel.send_template(by_phone)
            assert [b.values for b in user.inbox] == [values, values]
            assert [by_id, sent] == [Sent(b.id) for b in user.inbox]
            receipt = await it.taken()
            assert receipt.ours == (user.inbox[1].id,)
            assert it.api.called("message/template")[-1].body["phone"] == "84905123218"

    run(work())


def test_templates_that_cannot_be_sent(database):
    async def work():
        async with scene(database) as it:
            user = it.api.user("Bà Tư", "84905123218")
            it.api.templates |= {
                "ok": Approved({"ma": 20}),
                "new": Approved({"ma": 20}, approved=False),
                "phone": Approved({"ma": 20}, by_user=False),
                "day": Approved({"ma": 20}, day_only=True),
            }

            async def sends(template="ok", value="PA26", **to):
                to = to or {"to_phone": user.phone}
                return await it.channel.send_template(Template(template, {"ma": value}, **to))

            for refused in (
                await sends("new"),
                await sends("none"),
                await sends(value="x" * 21),
                await sends("phone", to_user=user.id),
                await sends(to_user=user.id, to_phone=user.phone),
                await sends(to_user="", to_phone=""),
                await sends(to_phone=user.phone, tracking="x" * 49),
            ):
                assert isinstance(refused, Refused)
            for nobody in (
                await sends(to_phone="+84000"),
                await sends(to_phone="12"),
                await sends(to_user="5"),
            ):
                assert isinstance(nobody, Unreachable)
            it.api.funded = False
            assert isinstance(await sends(), Refused), "not set up: another way is gone"
            it.api.funded = True
            it.api.break_next("message/template", -321)
            assert isinstance(await sends(), Refused)
            await it.api.later(hours=14)
            assert isinstance(await sends("day"), Later)
            it.api.break_next("message/template", "drop")
            assert isinstance(await sends(), Unknown)

    run(work())


def test_a_template_by_phone_renews_the_token_too(database):
    async def work():
        async with scene(database) as it:
            user = it.api.user("Bà Tư", "84905123218")
            it.api.templates["t"] = Approved({"ma": 20})
            await it.channel.refresh_when_old()
            await it.api.later(hours=26)
            sent = await it.channel.send_template(Template("t", {"ma": "1"}, to_phone=user.phone))
            assert isinstance(sent, Sent) and len(it.api.called("access_token")) == 1

    run(work())


def test_quotas_of_templates_are_waited_for():
    for code in (-115, -144, -147, -133):
        assert isinstance(outcome(code, template=True), Later)
    for code in (-114, -119, -108):
        assert isinstance(outcome(code, template=True), Unreachable)
    assert isinstance(outcome(-230, template=True), Closed)
