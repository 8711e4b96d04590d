"""Short ways to where a test begins: a case sent, taken, answered."""

from __future__ import annotations

from dataclasses import dataclass

from tests.people import Person, World

STORY = "thu tuc thanh lap cong ty qua nhieu giay to, nop mai khong xong"
SENDER = "Võ Thị Tư, 0905 123 218, xã Bình Hải"
OFFICE = "dang_ky_kinh_doanh"


def sends_feedback(citizen: Person, *, told_here: bool = True) -> str:
    """A case about a procedure, under a name. Returns its code."""
    citizen.says(STORY).taps("Đúng").taps("Người giải quyết cũng biết").says(SENDER).taps("Bỏ qua")
    citizen.taps("Gửi, nhắn kết quả" if told_here else "Gửi, tôi tự tra")
    assert citizen.got("receipt.receipt"), citizen.keys
    return citizen.code


def sends_tip(citizen: Person) -> tuple[str, str]:
    """A tip without a name. Returns its code and 16-digit number."""
    citizen.says(STORY).taps("Đúng").taps("Không nêu tên").taps("Gửi")
    assert citizen.got("receipt.tip"), citizen.keys
    number = citizen.text.split("Mã tra cứu 16 số:\n")[1].splitlines()[0]
    return citizen.code, number


@dataclass
class Staff:
    """Those who deal with a case of the registration office."""

    dispatcher: Person
    handler: Person
    head: Person

    def accepts(self, code: str) -> None:
        self.dispatcher.says(f"/tiepnhan {code} {OFFICE}")
        assert self.dispatcher.got("staff.done_accept"), self.dispatcher.keys

    def takes(self, code: str) -> None:
        self.accepts(code)
        self.handler.says(f"/nhan {code}")
        assert self.handler.got("staff.done_take"), self.handler.keys

    def asks(self, code: str, question: str) -> None:
        self.handler.says(f"/hoi {code} {question}")
        assert self.handler.got("staff.done_ask"), self.handler.keys

    def drafts(self, code: str, words: str) -> None:
        self.handler.says(f"/traloi {code} {words}").taps("Không kèm")

    def answers(self, code: str, words: str) -> None:
        """Taken, answered and approved."""
        self.takes(code)
        self.drafts(code, words)
        self.head.says(f"/duyet {code}")
        if self.head.got("staff.approve_check"):
            self.head.taps("Duyệt")
        assert self.head.got("staff.done_approve"), self.head.keys

    def closes(self, code: str) -> None:
        self.dispatcher.says(f"/dong {code}")
        assert self.dispatcher.got("staff.done_close"), self.dispatcher.keys

    def refuses(self, code: str, why: str) -> None:
        self.dispatcher.says(f"/tuchoi {code} {why}")
        assert self.dispatcher.got("staff.done_refuse"), self.dispatcher.keys


def staff(world: World) -> Staff:
    return Staff(
        world.official("dispatcher", name="Chị Hoa"),
        world.official("handler", OFFICE, name="Anh Nam"),
        world.official("head", OFFICE, name="Chị Thu"),
    )
