"""A channel that is down or refused is switched off by an admin: no notice goes there, what waited
goes another way, once, and whoever writes there is still answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.channels.base import Later
from handlers.desk import Desk
from handlers.notices import rerouting
from storage.engine.tx import Tx
from storage.mailbox import outbox, switches
from storage.mailbox.outbox import Settled
from tests.citizens.test_link import linked
from tests.office import SQLITE_FIRST, STORY, Office, submitted
from tests.officials.test_staff_web import Browser, site
from tests.people import FakeChannel, Person, World

__all__ = ["site"]

pytestmark = SQLITE_FIRST
ADDRESS = "vo.thi.tu@example.vn"


@pytest.fixture
def world(database: str, tmp_path: Path) -> Iterator[World]:
    zalo = FakeChannel("zalo", edits=False, buttons=0)
    others = (FakeChannel("zalo_bot", buttons=0), FakeChannel("email", edits=False, buttons=0))
    made = World(database, tmp_path, channels=(zalo, *others))
    yield made
    made.close()


def other_app(world: World, name: str = "zalo") -> FakeChannel:
    channel = world.house.channels[name]
    assert isinstance(channel, FakeChannel)
    return channel


class Kit:
    """An office with an admin, and a citizen who sent a case from Zalo."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.office = Office(world)
        self.admin = self.office.colleague("admin", name="Quản Trị")

    def switches_off(self, channel: str = "zalo", why: str = "nhà mạng chặn") -> Person:
        self.admin.says(f"/kenh tat {channel} {why}").taps("Đúng, tắt")
        assert self.admin.got("channels.now_off")
        return self.admin

    def accepted(self, citizen: Person) -> str:
        return self.office.accepted(citizen)


def with_address(citizen: Any) -> None:
    """A submission with an e-mail address."""
    citizen.says(STORY).taps("Đúng").taps("Người giải quyết")
    citizen.says("Võ Thị Tư, 0905 123 218, xã Bình Sơn").says(ADDRESS).taps("Gửi, nhắn")


def letters(world: World) -> list[str]:
    return [p.message.key for p in other_app(world, "email").seen.get(ADDRESS, [])]


def states(world: World, key: str) -> list[tuple[str, str, str]]:
    return [
        (channel, state, reason)
        for channel, state, reason in world.rows(
            "SELECT c.channel, o.state, o.reason FROM outbox o JOIN chat c ON c.id = o.chat_id"
            " WHERE o.key = :key ORDER BY o.id",
            key=key,
        )
    ]


def calls(world: World) -> int:
    return int(world.rows("SELECT COUNT(*) FROM duty WHERE kind = 'call'")[0][0])


# --- the command ---------------------------------------------------------------------------------


def test_one_command_and_one_tap(world: World) -> None:
    kit = Kit(world)
    kit.admin.says("/kenh tat zalo nhà mạng chặn")
    assert kit.admin.keys == ["channels.sure_off"]
    assert not world.store(switches.off)
    kit.admin.taps("Đúng, tắt")
    assert kit.admin.keys == ["channels.now_off"]
    kit.admin.says("/kenh")
    assert kit.admin.keys == ["channels.list"]
    assert "Zalo: đang tắt" in kit.admin.text and "nhà mạng chặn" in kit.admin.text
    assert "Quản Trị" in kit.admin.text
    kit.admin.taps("Mở Zalo").taps("Đúng, mở lại")
    assert kit.admin.keys == ["channels.now_on"] and not world.store(switches.off)
    logged = world.rows("SELECT action, detail FROM access_log ORDER BY id")
    assert logged == [("channel off zalo", "nhà mạng chặn"), ("channel on zalo", "")]


def test_by_buttons_alone_the_reason_is_asked_for(world: World) -> None:
    kit = Kit(world)
    kit.admin.says("/channels").taps("Tắt Zalo Bot")
    assert kit.admin.keys == ["channels.reason"]
    kit.admin.says("Zalo bảo trì").taps("Đúng, tắt")
    assert world.store(switches.switched)["zalo_bot"].reason == "Zalo bảo trì"


@pytest.mark.parametrize("typed", ["Zalo Bot", "zalo_bot", "zalo bot"])
def test_a_channel_is_known_by_its_name(world: World, typed: str) -> None:
    kit = Kit(world)
    kit.switches_off(typed)
    assert world.store(switches.off) == {"zalo_bot"}


def test_an_unknown_channel_is_asked_for(world: World) -> None:
    kit = Kit(world)
    kit.admin.says("/kenh tat viber hỏng")
    assert kit.admin.keys == ["channels.channel"]
    kit.admin.says("viber")
    assert kit.admin.got("channels.no_such_channel")
    kit.admin.says("zalo").says("hỏng").taps("Đúng, tắt")
    assert world.store(switches.off) == {"zalo"}


def test_cancelled_it_stays_on(world: World) -> None:
    kit = Kit(world)
    kit.admin.says("/kenh tat zalo hỏng").says("/huy")
    assert world.store(switches.off) == frozenset()


def test_twice_says_so(world: World) -> None:
    kit = Kit(world)
    kit.switches_off()
    kit.admin.says("/kenh tat zalo hỏng")
    assert kit.admin.keys == ["channels.was_off"]
    kit.admin.says("/kenh mo telegram")
    assert kit.admin.keys == ["channels.was_on"]


def test_only_admins_switch_and_the_others_hear_of_it(world: World) -> None:
    kit = Kit(world)
    other = kit.office.colleague("admin", name="Quản Trị Hai")
    kit.office.dispatcher.says("/kenh tat zalo hỏng")
    assert kit.office.dispatcher.keys == ["common.not_for_you"]
    kit.switches_off()
    assert other.keys == ["channels.told_off"] and "nhà mạng chặn" in other.text


def test_the_admin_is_warned_before_nothing_reaches_them(world: World) -> None:
    kit = Kit(world)
    kit.admin.says("/kenh tat zalo hỏng")
    assert "⚠️" not in kit.admin.text
    kit.admin.says("/huy").says("/kenh tat telegram bị chặn")
    assert "3 cán bộ" in kit.admin.text and "Chính anh/chị" in kit.admin.text
    linked(world, kit.admin)
    kit.admin.says("/kenh tat telegram bị chặn")
    assert "3 cán bộ" in kit.admin.text and "Chính anh/chị" not in kit.admin.text


# --- what is told from then on -------------------------------------------------------------------


def test_notices_go_to_the_other_chat(world: World) -> None:
    kit = Kit(world)
    first, second = linked(world)
    code = submitted(second)
    kit.switches_off()
    first.forget()
    second.forget()
    kit.office.dispatcher.says(f"/tiepnhan {code}")
    assert first.keys == ["notice.accept"] and second.keys == []


def test_whoever_writes_there_is_answered(world: World) -> None:
    kit = Kit(world)
    citizen = world.citizen("", other_app(world))
    kit.switches_off()
    citizen.says("xin chào")
    assert citizen.keys == ["greeting.greeting"]
    citizen.says("/baotinday")
    assert citizen.keys == ["link.paused_here"]


def test_in_the_web_chat_nothing_is_promised_and_somebody_calls(world: World, site: str) -> None:
    kit = Kit(world)
    browser = Browser(world, site)
    browser.says("gặp cán bộ").says("Hồ sơ của tôi cần thêm giấy tờ gì nữa không ạ?")
    code = world.cases()[0].code
    kit.switches_off("web")
    assert calls(world) == 0
    kit.office.dispatcher.says(f"/tiepnhan {code} dkkd")
    assert calls(world) == 1


def test_from_the_web_chat_a_letter_goes_where_there_is_an_address(world: World, site: str) -> None:
    kit = Kit(world)
    with_address(Browser(world, site))
    kit.switches_off("web")
    before = letters(world)
    kit.office.dispatcher.says(f"/tiepnhan {world.cases()[0].code}")
    assert letters(world) == [*before, "notice.accept"] and calls(world) == 0


# --- what waits there ----------------------------------------------------------------------------


def waiting(world: World, kit: Kit, citizen: Person) -> str:
    """A notice that lies in Zalo."""
    code = submitted(citizen)
    other_app(world).fails[citizen.id] = [Later(3600)]
    kit.office.dispatcher.says(f"/tiepnhan {code}")
    return code


def test_what_waits_goes_the_next_way_at_once(world: World) -> None:
    kit = Kit(world)
    first, second = linked(world)
    waiting(world, kit, second)
    kit.admin.says("/kenh")
    assert "1 tin báo đang chờ" in kit.admin.text
    first.forget()
    kit.switches_off()
    world.work()
    assert first.keys == ["notice.accept"]
    assert states(world, "notice.accept") == [
        ("zalo", "unreachable", "channel off"),
        ("telegram", "sent", ""),
    ]
    kit.admin.says("/kenh")
    assert "đang chờ" not in kit.admin.text


def test_where_there_is_no_other_way_somebody_calls(world: World) -> None:
    kit = Kit(world)
    waiting(world, kit, world.citizen("", other_app(world)))
    kit.switches_off()
    world.work()
    assert calls(world) == 1


def test_what_is_told_later_does_not_go_there_either(world: World) -> None:
    kit = Kit(world)
    citizen = world.citizen("", other_app(world))
    code = submitted(citizen)
    kit.switches_off()
    world.work()
    citizen.forget()
    kit.office.dispatcher.says(f"/tiepnhan {code}")
    assert citizen.keys == [] and calls(world) == 1
    assert states(world, "notice.accept") == [("zalo", "unreachable", switches.OFF)]


def test_a_letter_comes_before_a_call(world: World) -> None:
    kit = Kit(world)
    citizen = world.citizen("", other_app(world))
    with_address(citizen)
    other_app(world).fails[citizen.id] = [Later(3600)]
    kit.office.dispatcher.says(f"/tiepnhan {world.cases()[0].code}")
    before = letters(world)
    kit.switches_off()
    world.work()
    assert letters(world) == [*before, "notice.accept"] and calls(world) == 0


def test_letters_are_switched_off_like_any_channel(world: World) -> None:
    kit = Kit(world)
    citizen = world.citizen("", other_app(world))
    with_address(citizen)
    kit.switches_off("thư điện tử", "máy chủ thư hỏng")
    other_app(world).fails[citizen.id] = [Later(3600)]
    kit.office.dispatcher.says(f"/tiepnhan {world.cases()[0].code}")
    before = letters(world)
    kit.switches_off()
    world.work()
    assert letters(world) == before and calls(world) == 1


def test_what_is_held_goes_too(world: World) -> None:
    kit = Kit(world)
    first, second = linked(world)
    waiting(world, kit, second)
    world.store(lambda tx: tx.run("UPDATE outbox SET state = 'held' WHERE state = 'pending'"))
    first.forget()
    kit.switches_off()
    world.work()
    assert first.keys == ["notice.accept"]


def test_a_reply_that_waits_stays(world: World) -> None:
    kit = Kit(world)
    citizen = world.citizen("", other_app(world))
    other_app(world).fails[citizen.id] = [Later(3600)]
    citizen.says("trợ giúp")
    kit.switches_off()
    world.work()
    assert states(world, "guide.citizen") == [("zalo", "pending", "")]


def test_many_go_in_portions(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rerouting, "PORTION", 2)
    kit = Kit(world)
    senders = [linked(world) for _ in range(3)]
    for _, second in senders:
        waiting(world, kit, second)
    for first, _ in senders:
        first.forget()
    kit.switches_off()
    world.work()
    assert [first.keys for first, _ in senders] == [["notice.accept"]] * 3


def test_switched_on_again_at_once_nothing_is_rerouted(world: World) -> None:
    kit = Kit(world)
    first, second = linked(world)
    waiting(world, kit, second)
    first.forget()
    kit.switches_off()
    kit.admin.says("/kenh mo zalo").taps("Đúng, mở lại")
    world.work()
    assert first.keys == []
    assert states(world, "notice.accept") == [("zalo", "pending", "")]


@pytest.mark.parametrize("first_is", ["deed", "outbox"])
def test_each_goes_once_whoever_comes_first(world: World, first_is: str) -> None:
    """The sender that finds the channel off does with its parcel what the deed does with rows."""
    kit = Kit(world)
    first, second = linked(world)
    waiting(world, kit, second)
    (parcel,) = world.store(lambda tx: outbox.waiting_in(tx, 9, channel="zalo"))
    first.forget()
    kit.switches_off()

    def meets_it(tx: Tx) -> bool:
        return rerouting.reroute(Desk(tx, world.house.ground(), world.now), parcel)

    if first_is == "deed":
        world.work()
        assert world.store(meets_it) is False
    else:
        assert world.store(meets_it) is True
        world.work()
    world.run(world.house.outbox.settled())
    assert first.keys == ["notice.accept"] and calls(world) == 0
    assert not world.store(lambda tx: outbox.still_waits(tx, parcel.id))


def test_what_was_given_up_does_not_wait_again(world: World) -> None:
    """A send was under way while the deed went through, and ends with "later"."""
    kit = Kit(world)
    first, second = linked(world)
    waiting(world, kit, second)
    (parcel,) = world.store(lambda tx: outbox.waiting_in(tx, 9, channel="zalo"))
    kit.switches_off()
    world.work()
    later = Settled(parcel.id, "pending", due_at=world.now)
    world.store(lambda tx: outbox.settle(tx, [later], world.now))
    assert [state for _, state, _ in states(world, "notice.accept")] == ["unreachable", "sent"]
    assert first.got("notice.accept")


def test_no_alarm_for_each_official_whom_nothing_else_reaches(world: World) -> None:
    kit = Kit(world)
    handler = world.citizen("Hạnh", other_app(world))
    handler.says("xin chào")
    world.grant(handler, "handler", "dang_ky_kinh_doanh", "Lê Hai")
    other_app(world).fails[handler.id] = [Later(3600)]
    kit.accepted(world.citizen())
    kit.admin.forget()
    kit.switches_off()
    world.work()
    assert not kit.admin.got("common.alarm_unreachable")
