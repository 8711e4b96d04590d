"""Whatever happens to cases, in many lives of a department, the invariants hold."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.internal.conjecture import providers
from hypothesis.stateful import run_state_machine_as_test

from bot.channels.base import Later
from tests import canaries, invariants
from tests.lives import ACCUSED, Life
from tests.oracle import Part

# What the lives of a run come to at least: of a few of them, of many.
BY_FEW = frozenset("file accept".split())
BY_MANY = frozenset(
    "file accept take answer refuse ask supplement approve recuse note transfer".split()
)

_NO_NUMBERS = deepcopy(providers._local_constants)  # while tests are collected none is known yet


def lives(examples: int, steps: int) -> None:
    """The same ones in every run: Hypothesis else draws from the numbers that stand in whatever
    modules are loaded, which hangs on the tests that ran before in this process."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(providers, "_get_local_constants", lambda: _NO_NUMBERS)
        run_state_machine_as_test(
            Life,
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                deadline=None,
                derandomize=True,
                database=None,
                phases=(Phase.generate,),  # shrinking whole lives takes minutes
                suppress_health_check=list(HealthCheck),
            ),
        )


def test_whatever_happens_the_invariants_hold(template_of_lives: None) -> None:
    lives(2, 10)
    assert Life.moves >= BY_FEW


@pytest.mark.slow
def test_whatever_happens_for_long_the_invariants_hold(template_of_lives: None) -> None:
    lives(12, 22)
    assert Life.moves >= BY_MANY


# --- found by it ---------------------------------------------------------------------------------


@pytest.fixture
def life(template_of_lives: None) -> Iterator[Life]:
    made = Life()
    made.opens()
    yield made
    made.teardown()


def test_new_cases_do_not_wait_unseen_once_nobody_receives(life: Life) -> None:
    life.is_sent("Võ Thị Tư", "plain")
    for whom in ("Bùi Thị Phối", ACCUSED, "Hồ Thị Giám"):
        life.everything_holds()
        life.is_locked_or_let_in_again(whom)
    assert invariants.wrong(life.world, life.memory) == []


def test_a_complaint_goes_to_the_director_once_only_the_accused_is_left(life: Life) -> None:
    life.is_sent("Võ Thị Tư", "of a person")
    life.everything_holds()
    life.is_locked_or_let_in_again("Bùi Thị Phối")
    assert invariants.wrong(life.world, life.memory) == []


def test_whoever_is_named_meanwhile_does_not_get_the_card_that_was_delayed(life: Life) -> None:
    accused = life.people[ACCUSED]
    life.world.channel.fails[accused.id] = [Later(90, "busy")]
    life.is_sent("Võ Thị Tư", "of an office")
    [code] = life.memory.codes.values()
    life.people["Bùi Thị Phối"].says(f"/hoi {code} Ông/bà cho biết tên cán bộ.")
    life.people["Võ Thị Tư"].says(f"/bosung {code} Là ông {ACCUSED} ở quầy số 2.")
    life.time_passes(1)
    said = "\n".join(parcel.message.text for parcel in accused.seen)
    assert canaries.word(Part.STORY, 1) not in said
