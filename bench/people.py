"""The citizens of the benchmark: what each says or taps, as the raw bytes Telegram would send, and
in which order they talk over one another."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bench.network import message_of_bot

STORIES = (
    "Tôi nộp hồ sơ đăng ký thay đổi nội dung đăng ký doanh nghiệp ngày {day} tháng {month}. "
    "Thủ tục yêu cầu nộp lại bản sao điều lệ công ty dù hệ thống đã có bản điện tử. Đề nghị Sở xem "
    "lại quy định này để doanh nghiệp nhỏ đỡ tốn công đi lại, in ấn.",
    "Thủ tục cấp giấy chứng nhận đăng ký đầu tư cho dự án của chúng tôi đòi hỏi giải trình nhu "
    "cầu sử dụng đất hai lần, ở hai biểu mẫu khác nhau (đã làm ngày {day} tháng {month}). Đề nghị "
    "gộp thành một biểu mẫu và cho nộp trực tuyến toàn bộ.",
    "Hướng dẫn đăng ký hộ kinh doanh trên cổng dịch vụ công khó hiểu với người lớn tuổi. Ngày "
    "{day} tháng {month} tôi phải nhờ con làm giúp mới xong tờ khai. Kiến nghị có "
    "bản hướng dẫn chữ to, có ví dụ điền sẵn.",
    "Quy định đăng tải kế hoạch lựa chọn nhà thầu ở thủ tục đấu thầu yêu cầu quá nhiều tài liệu "
    "giống nhau, thời hạn lại ngắn. Chúng tôi gặp việc này ngày {day} tháng {month} và đề nghị đơn "
    "giản hóa phần hồ sơ phải nộp.",
)
_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Võ", "Huỳnh", "Bùi", "Đặng")
_MIDDLES = ("Văn", "Thị", "Minh", "Ngọc", "Quốc", "Thanh")
_GIVEN = ("An", "Bình", "Châu", "Dũng", "Hạnh", "Khánh", "Lan", "Nam", "Phượng", "Tuấn")
_COMMUNES = ("xã Tịnh Khê", "phường Nghĩa Lộ", "xã Bình Minh", "phường Trương Quang Trọng")

# Positions that lie at least between two messages of one person, so that nobody taps a button
# before the message that bears it was sent; more than any contestant has in flight.
_GAP = 0.3


@dataclass(frozen=True, slots=True)
class Tap:
    """A tap on the button that `step` names; each contestant says how its button is labelled."""

    step: str


@dataclass(frozen=True, slots=True)
class Button:
    """Where a tap of a rehearsed conversation went: the message that bore it, and its data."""

    message_id: int
    data: str


@dataclass(frozen=True, slots=True)
class Person:
    number: int

    @property
    def chat(self) -> int:
        return 700_000_000 + self.number

    @property
    def story(self) -> int:
        return self.number % len(STORIES)

    @property
    def names(self) -> tuple[str, str]:
        n = self.number
        return (
            f"{_FAMILIES[n % len(_FAMILIES)]} {_MIDDLES[n // 3 % len(_MIDDLES)]}",
            _GIVEN[n // 7 % len(_GIVEN)],
        )

    def conversation(self) -> tuple[str | Tap, ...]:
        """The nine messages of a named case."""
        n = self.number
        return (
            "/gui",
            STORIES[self.story].format(day=n % 28 + 1, month=n % 12 + 1),
            Tap("subject"),
            Tap("identity"),
            " ".join(self.names),
            f"0912{n % 1_000_000:06}",
            _COMMUNES[n % len(_COMMUNES)],
            Tap("email"),
            Tap("send"),
        )


MESSAGES = len(Person(0).conversation())


def raw_update(update_id: int, person: Person, step: int, button: Button | None) -> bytes:
    """What Telegram sends for the `step`-th message of a person: a text, or a tap on `button`."""
    first, last = person.names[1], person.names[0]
    now = int(time.time())
    sender = {"id": person.chat, "is_bot": False, "first_name": first, "last_name": last,
              "language_code": "vi"}  # fmt: skip
    update: dict[str, Any] = {"update_id": update_id}
    if button is not None:
        update["callback_query"] = {
            "id": str(person.chat * 1000 + step),
            "from": sender,
            "message": message_of_bot(person.chat, button.message_id, buttons=True),
            "chat_instance": str(person.chat * 7),
            "data": button.data,
        }
    else:
        text = person.conversation()[step]
        assert isinstance(text, str)
        message: dict[str, Any] = {
            "message_id": step + 1,
            "from": sender,
            "chat": {"id": person.chat, "first_name": first, "last_name": last, "type": "private"},
            "date": now,
            "text": text,
        }
        if text.startswith("/"):
            message["entities"] = [{"offset": 0, "length": len(text), "type": "bot_command"}]
        update["message"] = message
    # The standard encoder, because Telegram escapes everything beyond ASCII, too.
    return json.dumps(update, separators=(",", ":")).encode()


def in_turn(people: Sequence[Person], seed: int) -> Iterator[tuple[Person, int]]:
    """All messages of all people, shuffled, each person's own in order. People begin in four waves,
    so that every step of the conversation is under way at once."""
    chance = random.Random(seed)
    moments: list[tuple[float, Person, int]] = []
    shake = (1 - _GAP) / 2
    for person in people:
        start = chance.randrange(4) + chance.random()
        for step in range(MESSAGES):
            moments.append((start + step + chance.uniform(-shake, shake), person, step))
    moments.sort(key=lambda moment: moment[0])
    for _, person, step in moments:
        yield person, step
