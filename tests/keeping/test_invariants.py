"""The invariants find what is wrong: each is shown a case that breaks it and names the case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from storage.casework import history
from tests import invariants
from tests.lives import ACCUSED, Life
from tests.office import put

Breaks = Callable[[Life, str], None]


@pytest.fixture
def life(template_of_lives: None) -> Iterator[Life]:
    """A case in progress, one that accuses somebody, and a tip."""
    made = Life()
    made.opens()
    made.is_sent("Võ Thị Tư", "plain")
    [code] = made.memory.codes.values()
    made.people["Bùi Thị Phối"].says(f"/tiepnhan {code} dkkd")
    made.people["Lê Thị Hạnh"].says(f"/nhan {code}")
    made.is_sent("Võ Thị Tư", "of a person")
    made.is_told_without_a_name()
    made.everything_holds()
    yield made
    made.teardown()


def sets(**fields: object) -> Breaks:
    """A column of the case."""
    return lambda life, code: put(life.world, code, life.world.case(code).status, **fields)


def writes(who: str, *moves: str) -> Breaks:
    """Rows of history, by this person."""

    def work(life: Life, code: str) -> None:
        case, actor = life.world.case(code), f"person:{life._id(who)}"
        for move in moves:
            life.world.store(
                lambda tx, move=move: history.append(tx, case.id, actor, move, {}, life.world.now)
            )

    return work


def forges(life: Life, code: str) -> None:
    row = {"case_id": life.world.case(code).id, "seq": 99, "at": life.world.now, "hash": "?"}
    life.world.store(
        lambda tx: tx.insert_row(
            "case_history", actor="system", action="note", data={}, prev_hash="?", **row
        )
    )


def vanishes(life: Life, code: str) -> None:
    life.world.store(lambda tx: tx.run("DELETE FROM cases WHERE code = :code", code=code))


def ends(life: Life, code: str) -> None:
    put(life.world, code, "closed")


def goes_to_nobody(life: Life, code: str) -> None:
    put(life.world, code, "assigned", office="khoa_giao_van_xa", owner_id=None)


def is_read_by_the_accused(life: Life, code: str) -> None:
    """By somebody of whom only the test knows that the case accuses them."""
    life.memory.accused[code] = frozenset({life._id("Lê Thị Hạnh")})
    invariants.wrong(life.world, life.memory)
    life.people["Lê Thị Hạnh"].says(f"/hoso {code}")


PLAIN, OF_A_PERSON, TIP = 0, 1, 2
BROKEN: dict[str, tuple[int, Breaks]] = {
    "no_case_vanishes": (TIP, vanishes),
    "chain_is_whole": (PLAIN, forges),
    "status_is_where_the_last_move_led": (PLAIN, ends),
    "somebody_has_what_is_in_progress": (PLAIN, sets(owner_id=None)),
    "nothing_was_due_before_it_came": (PLAIN, sets(due_at="2020-01-01T00:00:00.000000+00:00")),
    "nobody_approved_what_they_wrote": (PLAIN, writes("Lê Thị Hạnh", "answer", "approve")),
    "who_is_kept_out_does_nothing": (OF_A_PERSON, writes(ACCUSED, "note")),
    "an_anonymous_sender_is_nobody": (TIP, sets(submitter_id=1)),
    "every_open_case_is_somebodys_duty": (PLAIN, goes_to_nobody),
    "nobody_reads_what_is_not_theirs": (PLAIN, is_read_by_the_accused),
    "whoever_is_told_here_was_told": (PLAIN, writes("Lê Thị Hạnh", "extend", "extend")),
}


@pytest.mark.parametrize("name", BROKEN)
def test_an_invariant_finds_what_breaks_it(life: Life, name: str) -> None:
    at, breaks = BROKEN[name]
    code = life.world.cases()[at].code
    breaks(life, code)
    assert name in {said.partition(":")[0] for said in invariants.wrong(life.world, life.memory)}


def test_a_clock_that_stands_still_too_early_is_found(life: Life) -> None:
    code = life.world.cases()[PLAIN].code
    life.people["Lê Thị Hạnh"].says(f"/hoi {code} Ông/bà gửi ảnh phiếu hẹn giúp.")
    life.everything_holds()
    unsent = life.world.now + timedelta(seconds=1)
    life.world.store(
        lambda tx: tx.run(
            "UPDATE outbox SET state = 'pending' WHERE key = 'notice.ask' AND at < :at", at=unsent
        )
    )
    assert [s.partition(":")[0] for s in invariants.wrong(life.world, life.memory)] == [
        "it_stands_still_only_for_a_question_that_arrived"
    ]
