"""Turns committed together: one that fails takes nobody with it, whatever made it fail."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from storage.engine.db import Store
from storage.engine.tx import Tx
from storage.engine.unavailable import StorageUnavailable
from storage.keys import Keys

KEYS = Keys(b"k" * 32)
T0 = "2026-11-16T02:00:00.000000+00:00"


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    made = Store(database, KEYS)
    yield made
    made.stop()


def keeps(word: str) -> Callable[[Tx], str]:
    def work(tx: Tx) -> str:
        tx.insert_row("kept", name=word, value="x")
        return word

    return work


def breaks(tx: Tx) -> None:
    tx.insert_row("kept", name="never", value="x")
    raise LookupError("a mistake of ours")


def kept(store: Store) -> list[str]:
    return [r[0] for r in store.read_sync(lambda tx: tx.all("SELECT name FROM kept ORDER BY name"))]


def together(store: Store, works: list[Callable[[Tx], object]]) -> list[object]:
    """All handed in before the first is begun; what each gave or raised."""

    async def hand_in() -> list[object]:
        ends = [store.submit(work, "one chat") for work in works]
        store.start(asyncio.get_running_loop())
        return list(await asyncio.gather(*ends, return_exceptions=True))

    return asyncio.run(hand_in())


def test_a_turn_that_fails_is_undone_alone(store: Store) -> None:
    first, failed, last = together(store, [keeps("a"), breaks, keeps("b")])
    assert (first, last) == ("a", "b")
    assert isinstance(failed, LookupError)
    assert kept(store) == ["a", "b"]


def test_what_was_handed_in_runs_in_its_order_and_is_made_known_once(store: Store) -> None:
    known: list[set[int]] = []
    store.committed = lambda parcels, chats: known.append(chats)

    def touches(number: int) -> Callable[[Tx], int]:
        def work(tx: Tx) -> int:
            tx.touched.add(number)
            return tx.insert("person", created_at=T0)

        return work

    idents = together(store, [*map(touches, range(50)), breaks, *map(touches, range(50, 100))])
    idents.pop(50)
    assert idents == sorted(idents)  # type: ignore[type-var]
    assert sorted(n for chats in known for n in chats) == list(range(100))


@pytest.fixture
def small_disk() -> Iterator[None]:
    """Every SQLite database opened meanwhile has room for forty pages more than it has."""

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + 40}")

    event.listen(Engine, "connect", limit)
    yield
    event.remove(Engine, "connect", limit)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_turn_too_large_for_the_disk_takes_no_other_with_it(
    database: str, small_disk: None
) -> None:
    def too_large(tx: Tx) -> None:
        tx.insert_row("kept", name="large", value="x" * 1_000_000)

    store = Store(database, KEYS)
    first, failed, last = together(store, [keeps("a"), too_large, keeps("b")])
    assert (first, last) == ("a", "b")
    assert isinstance(failed, StorageUnavailable)
    assert kept(store) == ["a", "b"]
    store.stop()


def test_a_short_look_waits_for_no_long_one(store: Store) -> None:
    """However many reports are counted at once."""
    let_go, begun = threading.Event(), []

    def counts(tx: Tx) -> None:
        begun.append(1)
        assert let_go.wait(20)

    async def work() -> list[str]:
        long = [asyncio.create_task(store.read_long(counts)) for _ in range(10)]
        looked = await asyncio.gather(*(store.read(lambda tx: "short") for _ in range(10)))
        assert len(begun) <= 1
        let_go.set()
        await asyncio.gather(*long)
        return looked

    assert asyncio.run(work()) == ["short"] * 10 and len(begun) == 10
