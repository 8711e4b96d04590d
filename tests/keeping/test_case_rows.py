"""What belongs to a case is read as the tables declare it, and never as it was before a write."""

from __future__ import annotations

import pytest
from sqlmodel import SQLModel

from storage.casework import history
from storage.engine.tx import Tx
from storage.tables.casework import CaseCard, CaseHistory, CaseText, Consultation, Explanation
from storage.tables.mailbox import StoredFile
from storage.tables.proof import SignedReceipt
from tests.office import FOREIGN, Office
from tests.people import World

OF_A_CASE: tuple[type[SQLModel], ...] = (
    CaseText, CaseHistory, CaseCard, StoredFile, Consultation, SignedReceipt, Explanation,
)  # fmt: skip


@pytest.fixture
def case_id(world: World) -> int:
    office, citizen = Office(world), world.citizen()
    office.colleague("head", FOREIGN)
    code = office.taken(citizen)
    citizen.sends("photo", b"\xff\xd8\xff photo", text=f"/bosung {code} Gửi thêm ảnh")
    office.handler.says(f"/phoihop {code} {FOREIGN} Xin cho ý kiến")
    return int(world.case(code).id or 0)


def test_it_is_what_the_tables_say(world: World, case_id: int) -> None:
    def look(tx: Tx) -> set[str]:
        full = set()
        for model in OF_A_CASE:
            table = model.__table__  # type: ignore[attr-defined]
            expected = tx.find(model, table.c.case_id == case_id, order=tuple(table.primary_key))
            assert [r.model_dump() for r in tx.of_case(model, case_id)] == [
                r.model_dump() for r in expected
            ]
            full |= {model.__name__} if expected else set()
        return full

    assert {"CaseText", "CaseHistory", "CaseCard", "SignedReceipt"} <= world.store(look)


def test_after_any_write_it_is_read_again(world: World, case_id: int) -> None:
    def bodies(tx: Tx) -> list[str]:
        return [t.body for t in tx.of_case(CaseText, case_id)]

    def work(tx: Tx) -> None:
        before = bodies(tx)
        text_id, _ = history.add_text(tx, case_id, "reason", "thêm vào", world.now)
        assert bodies(tx) == [*before, "thêm vào"]
        history.replace_text(tx, text_id, case_id, "system", "mask", "che đi", world.now)
        assert bodies(tx) == [*before, "che đi"]
        tx.run_many("DELETE FROM case_text WHERE id = :id", [{"id": text_id}])
        assert bodies(tx) == before
        assert tx.of_case(CaseText, case_id + 1) == [] and bodies(tx) == before

    world.store(work)


def test_whoever_waited_for_the_row_reads_what_came_meanwhile(world: World, case_id: int) -> None:
    """On PostgreSQL another turn may have written while this one waited for the lock."""

    def elsewhere(tx: Tx) -> None:
        history.add_text(tx, case_id, "reason", "meanwhile", world.now)

    def work(tx: Tx) -> int:
        before = len(tx.of_case(CaseText, case_id))
        if tx.lock:
            other = world.house.store.engine.connect()
            with other.begin():
                elsewhere(Tx(other, other.connection.cursor(), True, world.house.keys))
            other.close()
        tx.one(f"SELECT id FROM cases WHERE id = :id{tx.lock}", id=case_id)
        return len(tx.of_case(CaseText, case_id)) - before

    assert world.store(work) == int(world.house.store.postgres)
