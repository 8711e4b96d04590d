"""The shortest way to a case at each step, by people who say what they would say."""

from __future__ import annotations

from tests.people import Person, World

OFFICE = "dang_ky_kinh_doanh"
QUESTION = "Cho tôi hỏi thành lập công ty TNHH một thành viên cần giấy tờ gì?"


def asked(citizen: Person) -> str:
    """A question, that the catalogue's answer did not settle, sent in. Returns the code."""
    citizen.says(QUESTION).taps("Gửi phản ánh").taps("Viết tiếp")
    citizen.taps("Đúng").taps("Gửi, nhắn kết quả vào đây")
    return citizen.code


def accepted(citizen: Person, dispatcher: Person) -> str:
    code = asked(citizen)
    dispatcher.says(f"/tiepnhan {code} {OFFICE}")
    return code


def taken(citizen: Person, dispatcher: Person, handler: Person) -> str:
    code = accepted(citizen, dispatcher)
    handler.says(f"/nhan {code}")
    return code


def waiting(citizen: Person, dispatcher: Person, handler: Person) -> str:
    """The handler has asked for more."""
    code = taken(citizen, dispatcher, handler)
    handler.says(f"/hoi {code} Ông/bà gửi thêm ảnh phiếu hẹn giúp")
    return code


def answered(citizen: Person, dispatcher: Person, handler: Person) -> str:
    code = taken(citizen, dispatcher, handler)
    handler.says(f"/traloi {code} Hồ sơ đã xong, mời ông/bà đến nhận")
    handler.taps("Không kèm, gửi luôn")
    handler.world.minute_passes()
    return code


def staff(world: World) -> tuple[Person, Person]:
    """A dispatcher and a handler of the office."""
    return world.official("dispatcher"), world.official("handler", OFFICE)
