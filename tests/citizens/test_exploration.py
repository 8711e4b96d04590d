"""The submission dialogue explored whole: from every question that can be reached, whatever a
person does next leads somewhere, nothing fails, and nothing they said is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from tests.people import Person, World

# What people type at questions that take free text; everything else is reached by buttons.
TYPED: dict[str, tuple[str, ...]] = {
    "": (
        "thu tuc thanh lap cong ty qua nhieu giay to, nop mai khong xong",
        "can bo tiep nhan hach dich, la mang toi truoc mat moi nguoi",
        "ho so cua toi bi tre hen, qua ngay hen hai tuan roi chua co ket qua",
        "toi muon khieu nai quyet dinh thu hoi giay chung nhan cua so",
        "toi muon to cao can bo nhan hoi lo 20 trieu dong de lam ho so",
        "toi khieu nai ve viec tra ho so mo cong ty cham",
        "toi to cao thai do cua co o quay so 3",
        "xin cap so do bi cham qua ba thang roi",
        "de nghi so cho nop ho so dang ky doanh nghiep vao sang thu bay cho nguoi di lam"
        " ngoai ra kien nghi bo tri von som de xay truong mam non xa Binh Hai",
        "hom nay troi dep qua di thoi moi nguoi oi",
    ),
    "story": ("thu tuc thanh lap cong ty qua nhieu giay to, nop mai khong xong",),
    "split": ("tach", "chung", "khac"),
    "subject": ("thanh lap cong ty tnhh",),
    "matter": ("doanh nghiep tu nhan",),
    "about": ("chị Lan phòng đăng ký kinh doanh", "giám đốc sở"),
    "dossier": ("H48.15-261023-0007",),
    "promised": ("2/11",),
    "received_on": ("2/11",),
    "name": ("Võ Thị Tư", "Võ Thị Tư, 0905 123 218, xã Bình Hải"),
    "phone": ("+84 905 123 218",),
    "commune": ("xã Bình Hải",),
    "extra": ("tu@example.vn",),
    "behalf": ("Võ Văn Năm",),
    "more": ("tu@example.vn",),
    "check": ("A", "B", "C", "D"),
}
Action = tuple[str, str]
LONGEST = 13

DISTURBANCES: dict[str, Callable[[Person], Any]] = {
    "back": lambda p: p.says("quay lại"),
    "back command": lambda p: p.says("/quaylai"),
    "cancel": lambda p: p.says("huy"),
    "help": lambda p: p.says("tro giup"),
    "human": lambda p: p.says("gap can bo"),
    "restart": lambda p: p.says("/gui"),
    "start": lambda p: p.says("/start"),
    "later": lambda p: p.says("de luc khac"),
    "send now": lambda p: p.says("gui luon"),
    "edit": lambda p: p.says("sua"),
    "question": lambda p: p.says("mở công ty cổ phần mất mấy ngày?"),
    "look up": lambda p: p.says("tra cuu"),
    "language": lambda p: p.says("english"),
    "photo": lambda p: p.sends("photo", name="anh.jpg"),
    "voice": lambda p: p.sends("voice"),
    "location": lambda p: p.sends_location(15.12, 108.8),
    "phone": lambda p: p.shares_phone("+84905123218"),
    "long text": lambda p: p.says("ho so cua toi bi giu lai khong ro ly do " * 125),
    "number": lambda p: p.says("2"),
    "far number": lambda p: p.says("99"),
    "bare words": lambda p: p.says("khong biet noi sao"),
    "emoji": lambda p: p.says("👍👍👍"),
    "unknown command": lambda p: p.says("/xyz"),
    "staff command": lambda p: p.says("/traloi PA26-00001-H xong"),
    "old button": lambda p: p.taps_data("=0:here"),
    "made-up button": lambda p: p.taps_data("<script>"),
    "markup": lambda p: p.says("<b>{{ 7 * 7 }}</b> '; DROP TABLE cases; --"),
}


def question(world: World, person: Person) -> str:
    """The question put to them now: "dialogue.key", or empty."""
    rows = world.rows("SELECT state FROM chat WHERE external = :id", id=person.id)
    state = orjson.loads(rows[0][0] or "{}") if rows else {}
    return f"{state['d']['name']}.{state['d']['k']}" if state.get("d") else ""


def walk(world: World, path: list[Action]) -> Person:
    person = world.citizen()
    for kind, what in path:
        person.says(what) if kind == "says" else person.taps(what)
    return person


def next_actions(key: str, person: Person) -> list[Action]:
    typed = [("says", text) for text in TYPED.get(key.removeprefix("submit."), ())]
    shown = person.news[-1].message.choices if person.news else ()
    return typed + [("taps", c.label) for c in shown if c.data.startswith("=")]


def explore(world: World) -> dict[str, list[Action]]:
    """Every question of the submission with a shortest way to it."""
    found: dict[str, list[Action]] = {}
    ways: list[list[Action]] = [[("says", text)] for text in TYPED[""]] + [[("says", "/gui")]]
    while ways:
        path = ways.pop(0)
        person = walk(world, path)
        key = question(world, person)
        if not key.startswith("submit.") or key in found or len(path) > LONGEST:
            continue
        found[key] = path
        ways += [[*path, action] for action in next_actions(key, person)]
    return found


_FOUND: dict[str, list[Action]] = {}


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


@pytest.fixture
def questions(world: World) -> dict[str, list[Action]]:
    """The ways do not depend on the engine, so they are looked for once."""
    if not _FOUND:
        _FOUND.update(explore(world))
    return _FOUND


EXPECTED = {
    "story", "door", "subject", "kind", "matter", "procedure", "about", "leadership", "dossier",
    "accuses", "decision", "received_on", "promised", "identity", "name", "phone", "commune",
    "extra", "behalf", "more", "check", "split",
}  # fmt: skip


def test_every_question_is_reached(questions: dict[str, list[Action]]) -> None:
    assert {key.removeprefix("submit.") for key in questions} == EXPECTED


def test_whatever_is_done_at_any_question_leads_somewhere(
    world: World, questions: dict[str, list[Action]]
) -> None:
    for key, path in questions.items():
        for name, disturb in DISTURBANCES.items():
            person = walk(world, path)
            disturb(person)
            assert person.news, f"{name} at {key} got no answer"
            assert "common.our_fault" not in person.keys, f"{name} at {key} failed"
    failed = world.rows("SELECT reason FROM inbox WHERE state <> 'done'")
    assert failed == []


def test_an_interruption_costs_nothing_of_what_was_said(
    world: World, questions: dict[str, list[Action]]
) -> None:
    """Help, a photo and a question to the status never cost what was said before."""
    for key, path in questions.items():
        person = walk(world, path)
        before = question(world, person)
        for harmless in ("help", "unknown command", "old button", "language"):
            DISTURBANCES[harmless](person)
            assert question(world, person) == before, f"{harmless} at {key}"
        if key != "submit.story":  # there it is what is told
            DISTURBANCES["question"](person)
            assert person.got("questions.time") and question(world, person) == before, key
        DISTURBANCES["look up"](person)
        person.says("go on")
        assert question(world, person) == before or path == [("says", "/gui")], key


def test_long_text_at_a_choice_is_kept_as_story(
    world: World, questions: dict[str, list[Action]]
) -> None:
    person = walk(world, questions["submit.identity"])
    person.says("Hôm đó tôi chờ từ sáng tới trưa mà không ai gọi đến số của tôi.")
    assert person.got("common.kept_as_story")
    person.taps("Không nêu tên")
    person.taps("Gửi")
    story = world.rows("SELECT body FROM case_text WHERE kind = 'story' ORDER BY id DESC")[0][0]
    assert "không ai gọi đến số của tôi" in story
