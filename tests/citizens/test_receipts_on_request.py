"""The printed receipt and the 16-digit number, asked for by people who remember no code."""

from __future__ import annotations

import re

import pytest

from tests.office import SQLITE_ONLY
from tests.people import Person, World
from tests.stories import sends_feedback, sends_tip

pytestmark = SQLITE_ONLY

PRINT = ("/bienlai", "bien lai", "Biên lai")
NUMBER = ("/maso", "ma so", "Mã số")


def _two_cases(citizen: Person) -> tuple[str, str]:
    first = sends_feedback(citizen)
    return first, sends_feedback(citizen)


@pytest.mark.parametrize("said", PRINT)
def test_the_only_case_is_the_one_meant_for_the_printed_receipt(world: World, said: str) -> None:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    citizen.says(said)
    assert citizen.keys == ["receipt.making"] and code in citizen.text


@pytest.mark.parametrize("said", NUMBER)
def test_the_only_case_is_the_one_meant_for_the_number(world: World, said: str) -> None:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    citizen.says(said)
    assert citizen.keys == ["status.number_for", "receipt.number"] and code in citizen.text
    citizen.says(said)
    assert citizen.keys == ["status.number_again"] and code in citizen.text
    citizen.says("khong")
    assert citizen.keys == ["status.number_kept"]


def test_in_english_too(world: World) -> None:
    citizen = world.citizen()
    sends_feedback(citizen)
    citizen.says("english").says("receipt")
    assert citizen.keys == ["receipt.making"]
    citizen.says("receipt number")
    assert citizen.got("receipt.number")


@pytest.mark.parametrize(
    ("said", "given"), [("bien lai", "receipt.making"), ("ma so", "receipt.number")]
)
def test_among_several_it_is_asked_which(world: World, said: str, given: str) -> None:
    citizen = world.citizen()
    first, second = _two_cases(citizen)
    citizen.says(said)
    assert citizen.keys == ["actions.which"]
    assert [re.findall(r"PA\S+", label)[0] for label in citizen.buttons] == [second, first]
    citizen.says("2")
    assert citizen.got(given) and first in citizen.text


@pytest.mark.parametrize("said", [*PRINT, *NUMBER])
def test_who_sent_nothing_is_not_told_of_a_mistyped_code(world: World, said: str) -> None:
    citizen = world.citizen()
    citizen.says(said)
    assert citizen.keys == ["receipt.no_case"]
    assert "nhầm" not in citizen.text and citizen.buttons == ["Gửi phản ánh, góp ý", "Gặp cán bộ"]


def test_a_code_that_was_mistyped_is_still_said_to_be(world: World) -> None:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    for command in ("/bienlai", "/maso"):
        citizen.says(f"{command} {wrong}")
        assert citizen.keys == ["status.misread"]


def test_a_tip_opened_by_its_number_can_be_printed(world: World) -> None:
    code, number = sends_tip(world.citizen())
    other = world.citizen()
    other.says(f"/tracuu {number}").says("bien lai")
    assert other.keys == ["receipt.making"] and code in other.text


def test_a_draft_under_way_goes_on_afterwards(world: World) -> None:
    citizen = world.citizen()
    _two_cases(citizen)
    citizen.says("van phong dai dien lam thu tuc rat lau va kho hieu")
    citizen.says("bien lai").says("1")
    assert citizen.keys[0] == "receipt.making" and citizen.keys[-1].startswith("submit.")
