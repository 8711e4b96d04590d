"""No dead end in what officials are asked: at every question, whatever they do next is answered,
nothing fails, and nothing is sent that they did not send."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from handlers.router import COMMANDS
from tests.office import Office, filed, sent_to_citizens
from tests.people import Person, World

DISTURBANCES: dict[str, Callable[[Person], Any]] = {
    "back": lambda p: p.says("quay lại"),
    "cancel": lambda p: p.says("hủy"),
    "help": lambda p: p.says("trợ giúp"),
    "photo": lambda p: p.sends("photo", name="anh.jpg"),
    "voice": lambda p: p.sends("voice"),
    "location": lambda p: p.sends_location(15.12, 108.8),
    "number": lambda p: p.says("1"),
    "far number": lambda p: p.says("99"),
    "emoji": lambda p: p.says("👍👍👍"),
    "long text": lambda p: p.says("hồ sơ này cần xem lại từ đầu " * 300),
    "markup": lambda p: p.says("<b>{{ 7*7 }}</b>'; DROP TABLE cases; --"),
    "today": lambda p: p.says("/homnay"),
    "unknown": lambda p: p.says("/khongco"),
    "old button": lambda p: p.taps_data("=1:xong"),
    "later": lambda p: p.says("để lúc khác"),
    "send now": lambda p: p.says("gửi luôn"),
    "english": lambda p: p.says("english"),
}
NEVER = frozenset({"common.our_fault"})

# (who, what they say until the question stands); {code} is a case where that is possible.
QUESTIONS: tuple[tuple[str, str, str], ...] = (
    ("dispatcher", "received", "/tiepnhan {code} phòng nào đó"),
    ("dispatcher", "received", "/tuchoi {code}"),
    ("dispatcher", "received", "/hoi {code}"),
    ("dispatcher", "received", "/chuyenngoai {code}"),
    ("dispatcher", "received", "/chuyenngoai {code} Kho bạc"),
    ("dispatcher", "received", "/nhanhet"),
    ("dispatcher", "received", "/nhap"),
    ("dispatcher", "answered", "/congkhai {code}"),
    ("dispatcher", "answered", "/congkhai {code} Hỏi về giấy tờ, đã trả lời."),
    ("head", "taken", "/giao {code}"),
    ("head", "taken", "/lienquan {other}"),
    ("head", "drafted", "/duyet {code}"),
    ("head", "drafted", "/tralai {code}"),
    ("handler", "taken", "/traloi {code}"),
    ("handler", "taken", "/traloi {code} Đã xong."),
    ("handler", "taken", "/traloi"),
    ("handler", "taken", "/chuyen {code}"),
    ("handler", "taken", "/chuyen {code} ktdn"),
    ("handler", "taken", "/giahan {code}"),
    ("handler", "taken", "/giahan {code} 15/12"),
    ("handler", "taken", "/ghichu {code}"),
    ("handler", "taken", "/ghiloi {code}"),
    ("handler", "taken", "/vang"),
    ("handler", "taken", "/vang 8/12"),
    ("handler", "taken", "/vang 8/12 12/12"),
    ("handler", "taken", "/thoat"),
    ("admin", "taken", "/moi"),
    ("admin", "taken", "/moi trưởng phòng"),
    ("admin", "taken", "/nhansu hanh"),
    ("admin", "taken", "/khoa"),
    ("admin", "taken", "/kenh tat"),
    ("admin", "taken", "/kenh tat telegram"),
    ("admin", "taken", "/kenh tat telegram bị chặn"),
    ("admin", "taken", "/kenh mo"),
)

pytestmark = pytest.mark.slow
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


class Desk:
    """An office with one case at each stage."""

    def __init__(self, world: World) -> None:
        office = Office(world)
        self.people = {
            "dispatcher": office.dispatcher,
            "handler": office.handler,
            "head": office.head,
            "admin": office.colleague("admin", name="Quản Trị"),
        }
        self.codes = {
            "taken": office.taken(world.citizen("Tư")),
            "drafted": office.drafted(world.citizen("Năm")),
            "answered": office.answered(world.citizen("Sáu")),
            "received": filed(world),
        }
        filed(world)
        self.other = office.accepted(world.citizen("Bảy"))

    def asks(self, who: str, stage: str, words: str) -> Person:
        person = self.people[who]
        person.says(words.format(code=self.codes[stage], other=self.other))
        return person


@ON_SQLITE
@pytest.mark.parametrize("name", DISTURBANCES)
def test_everything_is_answered_at_every_question(world, name):
    desk = Desk(world)
    for who, stage, words in QUESTIONS:
        person = desk.asks(who, stage, words)
        assert person.keys and not NEVER & set(person.keys), words
        DISTURBANCES[name](person)
        assert person.keys, f"{words} then {name}: no answer"
        assert not NEVER & set(person.keys), f"{words} then {name}"
        person.says("/huy")
        person.says("/ngonngu vi")
        assert not NEVER & set(person.keys), f"{words} then {name}, cancelled"


@ON_SQLITE
def test_cancelling_sends_nothing(world):
    """What an official began and dropped is nowhere among what citizens were sent."""
    desk = Desk(world)
    before = sent_to_citizens(world)
    for who, stage, words in QUESTIONS:
        desk.asks(who, stage, words).says("/huy")
    assert sent_to_citizens(world) == before


GARBAGE = (
    "",
    "x",
    "-1",
    "0",
    "99999999999999999999999999",
    "{code}",
    "{code} {code}",
    "{code} 99999999999999999999999999",
    "{code} 31/2/2026 lý do",
    "1 handler:dang_ky_kinh_doanh phong",
    "1 dang_ky_kinh_doanh khong_co 2",
    "👍 %s %(name)s {{{{ 7 }}}}",
    "PA26-99999-Z lời",
    "lời " * 3000,
)


# A number that no column holds is another thing to PostgreSQL.
@pytest.mark.parametrize(
    ("database", "who"),
    [
        *(("sqlite", who) for who in ("dispatcher", "handler", "head", "admin")),
        pytest.param("postgres", "dispatcher", marks=pytest.mark.postgres),
    ],
    indirect=["database"],
)
def test_no_argument_breaks_a_command(world, who):
    """Buttons' data comes from outside like any text, hidden commands included."""
    desk = Desk(world)
    person = desk.people[who]
    staff = [c.name for c in COMMANDS.values() if c.who is not None and c.name != "thoat"]
    for command in staff:
        for words in GARBAGE:
            person.says(f"/{command} {words}".format(code=desk.codes["taken"]))
            if command in ("timkiem", "thongke"):
                world.work()  # they are answered outside the turn
            assert person.keys, f"/{command} {words[:40]}"
            assert not NEVER & set(person.keys), f"/{command} {words[:40]}"
            person.says("/huy")
