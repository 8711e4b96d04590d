"""What the Telegram channel sends, and what it makes of Telegram's answers."""

from __future__ import annotations

from dataclasses import replace

from bot.channels.base import Later, Refused, Sent, Unknown, Unreachable
from messages.envelope import Choice, ChoiceKind, Document
from messages.texts import Texts
from tests.fakes.telegram_house import friend, parcel, run, sending, taken, telegram
from tests.fakes.telegram_rules import ApiError

PARAGRAPH = "Tôi nộp hồ sơ, <b>bị trả lại ba lần</b>. Cán bộ nói thiếu giấy &amp; hẹn lại! " * 11


def test_a_message_with_buttons_is_sent_and_edited_in_place():
    async def work():
        async with sending() as (api, channel):
            user = await friend(api)
            long = Choice("Một câu trả lời dài hơn", "l")
            choices = (Choice("Có", "y"), Choice("Không", "n"), long)
            sent = await channel.send(parcel(user, "<b>Chào</b> bà &amp; ông", *choices))
            [bubble] = user.inbox
            assert sent == Sent(str(bubble.id))
            assert bubble.text == "Chào bà & ông" and bubble.entities[0]["type"] == "bold"
            assert [[b["text"] for b in row] for row in bubble.markup["inline_keyboard"]] == [
                ["Có", "Không"],
                ["Một câu trả lời dài hơn"],
            ]
            again = parcel(user, "Xong", replaces=sent.message_id)
            assert await channel.send(again) == sent
            assert (bubble.text, bubble.buttons, bubble.edits) == ("Xong", [], 1)
            assert await channel.send(again) == sent  # not modified
            lost = await channel.send(replace(again, replaces="9999"))
            assert isinstance(lost, Sent) and lost != sent and len(user.inbox) == 2
            answer = await channel.send(parcel(user, "Về tin ấy", reply_to=sent.message_id))
            assert isinstance(answer, Sent) and user.inbox[-1].reply_to == bubble.id
            assert isinstance(await channel.send(parcel(user, "?", reply_to="777")), Sent)
            assert not [r for r in api.requests if r.code == 404]

    run(work())


def test_every_outcome_carries_its_consequence():
    async def work():
        async with sending() as (api, channel):
            user = await friend(api)

            async def after(fault, **more):
                api.break_next("sendMessage", fault)
                return await channel.send(parcel(user, **more))

            stranger = await channel.send(parcel(api.user("Lạ")))
            assert isinstance(stranger, Unreachable)
            assert isinstance(await channel.send(parcel(123)), Unreachable)
            assert isinstance(await channel.send(parcel(user, " \n ")), Refused)
            long = Choice("Dài", "đ" * 33)
            assert isinstance(await channel.send(parcel(user, "?", long)), Refused)
            assert isinstance(await channel.send(parcel(user, "?", Choice("Rỗng", ""))), Refused)
            assert isinstance(await after(ApiError(500, "Internal Server Error")), Later)
            assert isinstance(await after(ApiError(502, "Bad Gateway")), Later)
            waits = await after(ApiError(429, "Too Many Requests: retry after 60", retry_after=60))
            assert isinstance(waits, Later) and 60 <= waits.seconds < 61

    run(work())


def test_a_token_that_was_revoked_fails_nobody_and_the_admins_hear_what_to_do():
    async def work():
        async with sending() as (api, channel):
            user, valid = await friend(api), api.token
            api.token = "110201543:another-one"
            outcome = await channel.send(parcel(user))
            assert isinstance(outcome, Later) and Texts()("vi", f"trouble.{outcome.alarm}")
            api.token = valid
            assert isinstance(await channel.send(parcel(user)), Sent)

    run(work())


def test_doubt_and_refusal_are_told_apart():
    async def work():
        async with sending() as (api, channel):
            user = await friend(api)

            async def after(fault):
                api.break_next("sendMessage", fault)
                return await channel.send(parcel(user))

            assert isinstance(await after("drop"), Unknown) and len(user.inbox) == 1
            invalid = ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
            assert isinstance(await after(invalid), Refused)
            deactivated = ApiError(403, "Forbidden: user is deactivated")
            assert isinstance(await after(deactivated), Unreachable)
            no_rights = "Bad Request: not enough rights to send text messages to the chat"
            assert isinstance(await after(ApiError(400, no_rights)), Unreachable)
            user.blocks_bot()
            assert isinstance(await channel.send(parcel(user)), Unreachable)
            assert channel.health() == ""

    run(work())


def test_words_arrive_even_where_telegram_refuses_what_is_around_them():
    async def work():
        async with sending() as (api, channel):
            user, forum = await friend(api), api.group("Tổ", topics=True)
            await channel.send(parcel(user, "a < b & <b>đậm</b> <x>"))
            assert user.inbox[-1].text == "a < b & đậm <x>"
            local = Choice("Mở", "http://localhost:8080/chat", ChoiceKind.URL)
            await channel.send(parcel(user, "Xem", local, Choice("Có", "y")))
            assert user.inbox[-1].text == "Xem\nMở: http://localhost:8080/chat"
            assert user.inbox[-1].buttons == ["Có"]
            public = Choice("Mở", "https://chat.example.vn/", ChoiceKind.URL)
            await channel.send(parcel(user, "Xem", public))
            assert user.inbox[-1].inline[0]["url"] == "https://chat.example.vn/"
            assert isinstance(await channel.send(parcel(forum, "Chủ đề đã xóa", topic="555")), Sent)
            assert forum.inbox[-1].topic is None

    run(work())


def test_the_phone_number_is_asked_by_a_keyboard_that_goes_away_again():
    async def work():
        async with telegram() as (api, house, channel):
            user, group = await friend(api), api.group("Tổ")
            asks = (Choice("Gửi số", "phone", ChoiceKind.PHONE), Choice("Bỏ qua", "skip"))
            await channel.send(parcel(user, "Số điện thoại?", *asks))
            assert user.chat.keyboard["one_time_keyboard"] is True
            user.taps("Gửi số")
            assert (await taken(api, house, 2)).phone == f"+{user.phone}"
            user.taps("Bỏ qua")
            assert (await taken(api, house, 3)).text == "Bỏ qua"
            await channel.send(parcel(user, "Xã nào?", Choice("Khác", "x")))
            assert user.inbox[-1].buttons == ["Khác"] and user.chat.keyboard
            await channel.send(parcel(user, "Cảm ơn"))
            assert user.chat.keyboard is None
            await channel.send(parcel(user, "Tạm biệt"))
            assert user.inbox[-1].markup is None
            await channel.send(parcel(group, "Số?", *asks))
            assert group.inbox[-1].buttons == ["Bỏ qua"]

    run(work())


def test_files_are_sent_with_their_words(tmp_path):
    (tmp_path / "qr.png").write_bytes(b"\x89PNG" + b"x" * 100)
    (tmp_path / "broken.png").write_bytes(b"not a picture")
    (tmp_path / "answer.pdf").write_bytes(b"%PDF")
    (tmp_path / "large.pdf").write_bytes(b"x" * 3_000_000)
    (tmp_path / "empty.pdf").write_bytes(b"")

    async def work():
        async with sending(files_root=tmp_path) as (api, channel):
            user = await friend(api)

            def file(name, type_="application/pdf"):
                return Document(f"Tệp {name}", name, type_, 100)

            yes = Choice("Có", "y")
            await channel.send(parcel(user, "<b>Văn bản</b>", yes, file=file("answer.pdf")))
            got = user.inbox[-1]
            assert (got.kind, got.file, got.file_name) == ("document", b"%PDF", "Tệp answer.pdf")
            assert (got.text, got.buttons) == ("Văn bản", ["Có"])
            await channel.send(parcel(user, "", file=file("large.pdf")))
            assert len(user.inbox[-1].file) == 3_000_000
            await channel.send(parcel(user, "", file=file("qr.png", "image/png")))
            assert user.inbox[-1].kind == "photo"
            await channel.send(parcel(user, "", file=file("broken.png", "image/png")))
            assert user.inbox[-1].kind == "document"
            long = await channel.send(parcel(user, "dài " * 500, yes, file=file("answer.pdf")))
            assert isinstance(long, Sent) and user.inbox[-1].buttons == ["Có"]
            assert [b.kind for b in user.inbox[-2:]] == ["text", "document"]
            for bad in ("none.pdf", "empty.pdf", "../outside.pdf"):
                assert isinstance(await channel.send(parcel(user, "x", file=file(bad))), Refused)

    run(work())


def test_a_long_message_bears_its_buttons_last_and_goes_on_where_it_broke():
    async def work():
        async with sending() as (api, channel):
            user = await friend(api)
            long = parcel(user, (PARAGRAPH + "\n\n") * 12, Choice("Đúng", "y"), id=44)
            api.break_next("sendMessage", "pass", ApiError(500, "Internal Server Error"))
            assert isinstance(await channel.send(long), Later) and len(user.inbox) == 1
            done = await channel.send(long)
            assert [bubble.buttons for bubble in user.inbox] == [[], [], ["Đúng"]]
            assert done == Sent(str(user.inbox[-1].id))
            shown = "".join(bubble.text for bubble in user.inbox)
            assert shown.count("bị trả lại ba lần") == 132

    run(work())
