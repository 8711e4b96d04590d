"""Everything a person can send in Telegram reaches the house, or is named."""

from __future__ import annotations

import pytest

from bot.channels.base import FileGone, FileTooLarge, Sent, Unreachable
from messages.envelope import ChatKind, Event, FileKind, Location
from tests.fakes.telegram_house import (
    friend,
    parcel,
    run,
    sending,
    taken,
    telegram,
)
from tests.fakes.telegram_rules import ApiError


def test_every_kind_of_file_is_handed_over():
    async def work():
        async with telegram() as (api, house, channel):
            user = api.user("Bà Tư")
            file = api.attachment
            user.sends_photo(b"\xff\xd8\xff" + b"x" * 50, "Đơn của tôi", album="a1")
            user.sends_document("đơn.pdf", b"%PDF")
            user.sends_voice()
            user.posts({"audio": file(b"mp3") | {"duration": 1, "mime_type": "audio/mpeg"}})
            user.posts({"video": file(b"mp4") | {"width": 1, "height": 1, "duration": 1}})
            user.posts({"video_note": file(b"mp4") | {"length": 1, "duration": 1}})
            clip = file(b"gif") | {"file_name": "a.mp4", "mime_type": "video/mp4"}
            sized = {"width": 1, "height": 1, "duration": 1}
            user.posts({"animation": clip | sized, "document": clip})
            shape = {"type": "regular", "width": 1, "height": 1}
            still = {"is_animated": False, "is_video": False}
            user.posts({"sticker": file(b"webp") | shape | still})
            await taken(api, house, 8)
            files = [message.files for message in house.taken]
            assert [len(each) for each in files] == [1] * 8
            kinds = " ".join(each[0].kind for each in files)
            assert kinds == "photo document voice audio video video video sticker"
            photo, document = house.taken[0], house.taken[1]
            assert photo.text == "Đơn của tôi" and photo.album == "a1"
            assert photo.files[0].kind is FileKind.PHOTO and photo.files[0].size == 53
            [paper] = document.files
            assert (paper.name, paper.type, paper.size) == ("đơn.pdf", "application/pdf", 4)
            assert await channel.fetch(paper.ref, 100) == b"%PDF"
            assert all(message.unsupported == "" for message in house.taken)

    run(work())


def test_files_too_large_or_gone_say_so():
    async def work():
        async with sending() as (api, channel):
            ref = api.file(b"x" * 1000)
            assert len(await channel.fetch(ref, 1000)) == 1000
            with pytest.raises(FileTooLarge):
                await channel.fetch(ref, 999)
            with pytest.raises(FileGone):
                await channel.fetch("file-none", 1000)
            with pytest.raises(FileTooLarge):
                await channel.fetch(api.file(b"x" * (20 * 1024 * 1024 + 1)), 10**9)
            assert await channel.fetch(api.file(b""), 10) == b""
            api.break_next("getFile", ApiError(500, "Internal Server Error"))
            with pytest.raises(OSError):
                await channel.fetch(ref, 1000)

    run(work())


def test_a_download_is_cut_off_when_it_grows_beyond_the_limit():
    async def work():
        async with sending() as (api, channel):
            api.tells_sizes = False
            with pytest.raises(FileTooLarge):
                await channel.fetch(api.file(b"x" * 300_000), 1000)

    run(work())


def test_places_and_contacts():
    async def work():
        async with telegram() as (api, house, _):
            user, other = api.user("Bà Tư"), api.user("Ông Năm")
            user.sends_location(15.12, 108.79)
            user.posts(
                {
                    "location": {"latitude": 1.0, "longitude": 2.0},
                    "venue": {
                        "location": {"latitude": 1.0, "longitude": 2.0},
                        "title": "UBND xã",
                        "address": "Tổ 3",
                    },
                }
            )
            user.sends_contact()
            user.sends_contact(of=other)
            await taken(api, house, 4)
            place, venue, own, another = house.taken
            assert place.location == Location(15.12, 108.79)
            assert venue.location == Location(1.0, 2.0) and venue.text == "UBND xã\nTổ 3"
            assert own.phone == f"+{user.phone}" and own.text == ""
            assert another.phone == "" and another.text == f"Ông Năm {other.phone}"

    run(work())


def test_edits_replies_forwards_and_commands():
    async def work():
        async with telegram() as (api, house, _):
            user = api.user("Bà Tư")
            first = user.says("lỗi chính tả")
            user.edits(first, "hết lỗi")
            user.says("trả lời", reply_to=3)
            origin = {"type": "hidden_user", "sender_user_name": "Ai đó", "date": 1}
            user.posts({"text": "chuyển tiếp", "forward_origin": origin})
            user.says("/start@langnghe_bot MA123")
            await taken(api, house, 5)
            said, edited, reply, forwarded, start = house.taken
            assert (edited.text, edited.edited, said.edited) == ("hết lỗi", True, False)
            assert edited.update_id != said.update_id and edited.message_id == said.message_id
            assert reply.reply_to == "3" and said.reply_to == ""
            assert forwarded.text == "chuyển tiếp"
            assert start.text == "/start MA123"

    run(work())


def test_what_cannot_be_handed_over_is_named():
    async def work():
        async with telegram() as (api, house, _):
            user = api.user("Bà Tư")
            user.posts({"dice": {"emoji": "🎲", "value": 3}})
            poll = {"id": "1", "question": "?", "options": [], "total_voter_count": 0}
            poll |= {"is_closed": False, "is_anonymous": True, "type": "regular"}
            poll |= {"allows_multiple_answers": False, "allows_revoting": False}
            user.posts({"poll": poll | {"members_only": False}})
            user.posts({"story": {"chat": user.chat.as_json(), "id": 1}})
            user.posts({"hologram": {"from": "the future"}})
            user.says("\u202e")
            await taken(api, house, 5)
            named = [message.unsupported for message in house.taken]
            assert named == ["dice", "poll", "story", "hologram", ""]
            assert house.taken[-1].text == "" and house.taken[-1].event is Event.MESSAGE

    run(work())


def test_what_nobody_said_is_acknowledged_and_ignored():
    async def work():
        async with telegram() as (api, house, _):
            user, group = api.user("Bà Tư"), api.group("Tổ", topics=True)
            await api.until(lambda: api.calls("getMe"))
            user.posts({"new_chat_title": "Tổ mới"}, group)
            user.posts({"text": "máy nói", "from": api.me}, group)
            user.posts({"text": "/gui@another_bot"}, group)
            live = {"latitude": 1.0, "longitude": 2.0, "live_period": 60}
            moving = user.message({"location": live, "edit_date": 5})
            api.updates.push({"edited_message": moving})
            user.changes_membership(group, "member", "administrator")
            user.says("tôi nói", group)
            await taken(api, house)
            assert [m.text for m in house.taken] == ["tôi nói"]
            assert house.strange == []

    run(work())


def test_groups_topics_and_membership():
    async def work():
        async with telegram() as (api, house, channel):
            user, group = await friend(api), api.group("Tổ tiếp dân", topics=True)
            topic = await channel.create_topic(str(group.id), "PA26-00001-K " + "x" * 200)
            service = {"message_id": int(topic), "date": 1, "chat": group.as_json()}
            service["forum_topic_created"] = {"name": "x", "icon_color": 1}
            user.posts({"text": "trong chủ đề", "reply_to_message": service}, group, int(topic))
            user.blocks_bot()
            user.unblocks_bot()
            user.removes_bot(group)
            await taken(api, house, 5)
            _, said, blocked, unblocked, removed = house.taken
            assert (said.chat, said.chat_kind) == (str(group.id), ChatKind.GROUP)
            assert (said.topic, said.reply_to, said.sender) == (topic, "", str(user.id))
            assert [m.event for m in (blocked, unblocked, removed)] == [
                Event.BLOCKED,
                Event.UNBLOCKED,
                Event.REMOVED,
            ]
            assert removed.chat == str(group.id)
            with pytest.raises(PermissionError):
                await channel.create_topic(str(user.id), "PA26-00001-K")

    run(work())


def test_a_group_that_moves():
    async def work():
        async with telegram() as (api, house, channel):
            group = api.group("Tổ tiếp dân")
            new = group.migrates()
            got = await taken(api, house)
            assert (got.event, got.chat, got.new_chat) == (
                Event.MIGRATED,
                str(group.id),
                str(new.id),
            )
            outcome = await channel.send(parcel(group))
            assert isinstance(outcome, Unreachable) and outcome.new_chat == str(new.id)
            assert isinstance(await channel.send(parcel(outcome.new_chat)), Sent)

    run(work())
