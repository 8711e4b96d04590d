"""Late at night somebody who works in the office names their own head, with their name kept: from
the first word to what came of it, and of that office nobody sees anything of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from bot.site.app import build
from tests.office import REGISTRY, SQLITE_FIRST, Office
from tests.officials.test_staff_web import Browser
from tests.people import FakeChannel, Person, World

pytestmark = SQLITE_FIRST

LATE = datetime(2026, 11, 16, 16, 40, tzinfo=UTC)  # 23:40 in Quảng Ngãi
HEAD = "Phạm Quốc Trưởng"
CANARY = "yến-phụng-4417"
FEAR = (
    f"toi so lam nhung khong noi thi khong chiu duoc. truong phong {HEAD} bat chung toi ky khong"
    f" bien ban nhan ho so, ai khong ky thi bi doa chuyen viec ({CANARY}). goi toi 0905 123 218"
)


class AtTheWeb:
    """A private window of a browser that nobody at work knows."""

    def __init__(self, world: World, site: str) -> None:
        self.browser = Browser(world, site)

    def says(self, text: str) -> None:
        self.browser.says(text)

    def taps(self, label: str) -> None:
        self.browser.taps(label)

    @property
    def last(self) -> dict[str, Any]:
        return [m for m in self.browser.messages() if m["from"] == "bot"][-1]

    @property
    def buttons(self) -> list[str]:
        return [c["label"] for c in self.last["choices"]]

    @property
    def news(self) -> str:
        return str(self.last["text"])


class AtTheirOwnPhone:
    """The very chat in which they work as an official."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def says(self, text: str) -> None:
        self.person.says(text)

    def taps(self, label: str) -> None:
        self.person.taps(label)

    @property
    def buttons(self) -> list[str]:
        return [c.label for c in self.person.news[-1].message.choices]

    @property
    def news(self) -> str:
        return self.person.text


Mouth = AtTheWeb | AtTheirOwnPhone

# What they do at a button they are offered, the first that is there; else they say what is asked.
_TAPS = ("Phản ánh tại đây", "Giữ kín", "Xong", "Bỏ qua", "Gửi, nhắn", "Đúng")
_SAID: tuple[tuple[str, str], ...] = (
    ("Không biết", HEAD),  # about whom?
)


def tells(employee: Mouth) -> str:
    """Through the submission as somebody goes who reads every word twice. The code."""
    employee.says("/gui")
    employee.says(FEAR)
    for _ in range(12):
        offered = employee.buttons
        about = next((words for b, words in _SAID if any(o.startswith(b) for o in offered)), "")
        tap = next((t for t in _TAPS if any(o.startswith(t) for o in offered)), "")
        if "Mã của ông/bà" in employee.news or "PA26-" in employee.news:
            break
        if about:
            employee.says(about)
        elif tap:
            employee.taps(tap)
        else:
            employee.says("Lê Thị Hạnh, 0905 123 218, xã Bình Sơn")
    return "PA26-" + employee.news.split("PA26-")[1][:7]


def on_the_web(database: str, folder: Any) -> tuple[World, Callable[[Office], Mouth]]:
    world = World(database, folder)
    runner = web.AppRunner(build(world.house), handler_cancellation=True, access_log=None)
    world.run(runner.setup())
    place = web.TCPSite(runner, "127.0.0.1", 0)
    world.run(place.start())
    site = f"http://127.0.0.1:{runner.addresses[0][1]}"
    world.ends = lambda: world.run(runner.cleanup())  # type: ignore[attr-defined]
    return world, lambda office: AtTheWeb(world, site)


def on_zalo(database: str, folder: Any) -> tuple[World, Callable[[Office], Mouth]]:
    world = World(database, folder, channel=FakeChannel("zalo", edits=False, buttons=5))
    world.ends = lambda: None  # type: ignore[attr-defined]
    return world, lambda office: AtTheirOwnPhone(office.handler)


def shown_to(person: Person) -> str:
    return "\n".join(f"{p.message.text} {p.message.choices}" for p in person.seen)


def knows_nothing(people: tuple[Person, ...], code: str) -> None:
    """By no message, list, file or command."""
    for person in people:
        for command in ("/homnay", "/hopthu", f"/hoso {code}", f"/nhatky {code}", f"/tep {code}"):
            person.says(command)
        assert person.keys == ["staff.no_such_case"]
        for secret in (code, CANARY, "Lê Thị Hạnh, 0905", "ky khong"):
            # Their own typing is theirs; what we said is what counts.
            assert secret not in shown_to(person), (person.name, secret)


@pytest.mark.parametrize("channel", [on_the_web, on_zalo])
def test_a_frightened_employee_from_the_first_word_to_the_outcome(database, tmp_path, channel):
    world, mouth = channel(database, tmp_path)
    office = Office(world)
    colleague = office.colleague("handler", REGISTRY, "Đỗ Văn Cùng")
    second = office.colleague("dispatcher", name="Bùi Thị Phối")
    director = office.colleague("director", name="Hồ Thị Giám")
    theirs = (office.head, colleague)
    employee = mouth(office)
    world.now = LATE
    code = tells(employee)
    case = world.case(code)
    assert case.restricted and case.identity_mode == "closed"
    assert office.person_id(office.head) in case.accused
    knows_nothing(theirs, code)

    # The night is over: Văn phòng reads it without name and number, and asks.
    world.later(hours=9)
    office.dispatcher.says(f"/hoso {code}")
    assert CANARY in office.dispatcher.text and "đã che" in office.dispatcher.text
    assert "0905" not in shown_to(office.dispatcher) + shown_to(second)
    office.dispatcher.says(f"/hoi {code} Việc này có từ tháng nào?")
    employee.says(f"/bosung {code} Tu dau nam, nhieu nguoi biet.")
    office.dispatcher.says(f"/tiepnhan {code}").says(f"/nhan {code}")
    knows_nothing(theirs, code)

    # The head answers to a summary that betrays nobody.
    office.dispatcher.says(f"/giaitrinh {code} Cho biết cách ký nhận giấy tờ ở phòng gần đây.")
    office.dispatcher.taps(HEAD)
    second.taps("Đọc lời hỏi").taps("Không lộ, gửi đi")
    office.head.taps("Xem và giải trình").says("Phòng làm đúng quy trình, không ép ai.")
    knows_nothing(theirs, code)

    # Found right; the Director reads the measure, the employee what came of it.
    office.dispatcher.says(f"/traloi {code} Sở đã xác minh và chấn chỉnh việc ký nhận.")
    office.dispatcher.taps("Đúng").says("Điều chuyển trưởng phòng").taps("Không kèm")
    director.says(f"/duyet {code}").taps("Duyệt và gửi")
    employee.says(f"/tracuu {code}")
    assert "Sở đã xác minh và chấn chỉnh" in employee.news
    assert "điều ông/bà nói là đúng" in employee.news
    assert "Điều chuyển" not in employee.news
    assert "được mở xem" not in employee.news, "nobody had to know who it was"
    knows_nothing(theirs, code)

    # And then somebody makes them pay for it.
    world.later(days=60)
    employee.says(f"/tracuu {code}")
    employee.taps("Từ đó có ai gây khó")
    employee.says("Toi bi day xuong kho, khong duoc giao viec.")
    assert "chỉ Giám đốc Sở đọc" in employee.news
    director.says(f"/hoso {code}")
    assert "Toi bi day xuong kho" in director.text and "Điều chuyển" in director.text
    office.dispatcher.says(f"/hoso {code}")
    assert office.dispatcher.keys == ["staff.no_such_case"]
    knows_nothing(theirs, code)
    office.handler.says(f"/hoso {code}")
    assert office.handler.keys == ["staff.no_such_case"], "not even its sender, as an official"
    world.ends()
    world.close()
