"""Whoever changes what is written is found: history that the database refuses to change, and every
byte of it once somebody with all rights has made it possible."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from bot.commands.check import check
from bot.settings import Settings
from messages.texts import LANGUAGES, Texts
from storage.casework.history import row_hash
from storage.engine.db import Store, open_engine
from storage.engine.tx import Tx
from storage.keys import Keys
from storage.proof import verification
from storage.proof.append_only import history_is_guarded
from storage.proof.broken import Broken, Part
from tests.attack import take_guards_away
from tests.office import SQLITE_FIRST, Office, filed
from tests.people import World
from tests.stories import sends_tip

KEYS = Keys(b"k" * 32)
COLUMNS = ("case_id", "seq", "at", "actor", "action", "data", "prev_hash", "hash")


@pytest.fixture(scope="module")
def lived_in(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database with the traces of some days' work."""
    folder = tmp_path_factory.mktemp("lived-in")
    shutil.copy(migrated_sqlite, folder / "langnghe.db")
    world = World(f"sqlite:///{folder / 'langnghe.db'}", folder)
    office, citizen = Office(world), world.citizen()
    answered = office.answered(citizen)
    office.handler.says(f"/ghichu {answered} Đã gọi điện cho người gửi")
    taken = office.taken(world.citizen())
    office.handler.says(f"/ghichu {taken} Chờ bản gốc")
    sends_tip(world.citizen())
    citizen.says(f"/maso {answered}")
    world.close()
    engine = open_engine(f"sqlite:///{folder / 'langnghe.db'}", keys=KEYS)
    yield engine
    engine.dispose()


@contextmanager
def attack(engine: Engine) -> Iterator[Tx]:
    """What is done inside is undone at its end."""
    with engine.connect() as connection:
        trial = connection.begin()
        tx = Tx(connection, connection.connection.cursor(), False, KEYS)
        take_guards_away(tx)
        yield tx
        tx.close()
        trial.rollback()


def first_broken(tx: Tx) -> Broken | None:
    return verification.first_broken(tx, KEYS)[1]


def rows(engine: Engine) -> list[tuple[int, int]]:
    with attack(engine) as tx:
        found = tx.all("SELECT case_id, seq FROM case_history ORDER BY case_id, seq")
    return [(row[0], row[1]) for row in found]


def flip(tx: Tx, row: tuple[int, int], column: str, at: int, bit: int) -> None:
    """One bit of a text, valid UTF-8 afterwards or not; of a number one that no other row has."""
    where = " WHERE case_id = :case_id AND seq = :seq"
    key = {"case_id": row[0], "seq": row[1]}
    if column in ("case_id", "seq"):
        said = f"UPDATE case_history SET {column} = {column} + :more{where}"
        tx.run(said, more=1 << (bit + 8), **key)
        return
    found = tx.one(f"SELECT CAST({column} AS BLOB) FROM case_history{where}", **key)
    assert found is not None
    text = bytearray(found[0] or b"\0")
    text[at % len(text)] ^= 1 << bit
    # As BLOB literal: the store's own parameters are words and numbers only.
    tx.run(f"UPDATE case_history SET {column} = CAST(X'{text.hex()}' AS TEXT){where}", **key)


def test_untouched_it_is_whole(lived_in: Engine) -> None:
    with attack(lived_in) as tx:
        assert verification.first_broken(tx, KEYS) == (3, None)
    assert len(rows(lived_in)) > 10


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_any_changed_bit_is_found(lived_in: Engine, data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(rows(lived_in)))
    column = data.draw(st.sampled_from(COLUMNS))
    with attack(lived_in) as tx:
        flip(tx, row, column, data.draw(st.integers(0, 999)), data.draw(st.integers(0, 7)))
        assert first_broken(tx) is not None, (row, column)


@pytest.mark.parametrize("column", COLUMNS)
def test_in_every_row_and_column_the_first_bad_row_is_named(lived_in: Engine, column: str) -> None:
    codes: dict[int, str] = {}
    with attack(lived_in) as tx:
        codes = dict(tx.all("SELECT id, code FROM cases"))
    everything = rows(lived_in)
    for case_id, seq in everything:
        with attack(lived_in) as tx:
            flip(tx, (case_id, seq), column, 3, 0)
            found = first_broken(tx)
        cut_off = column in ("case_id", "seq") and (case_id, seq + 1) not in everything
        if cut_off and column == "case_id":
            # As if the last row had been taken away.
            assert found is not None and found.code == codes[case_id]
        else:
            assert found == Broken(codes[case_id], "history", str(seq)), (case_id, seq)


def test_every_removed_row_is_found(lived_in: Engine) -> None:
    """The last one too: by the number of changes or the status, or by the note or the receipt
    number that has no row any more."""
    for case_id, seq in rows(lived_in):
        with attack(lived_in) as tx:
            tx.run(
                "DELETE FROM case_history WHERE case_id = :case_id AND seq = :seq",
                case_id=case_id,
                seq=seq,
            )
            found = first_broken(tx)
            assert found is not None, (case_id, seq)
            if found.part == "history":
                assert found.detail == str(seq)


def test_swapped_rows_are_found(lived_in: Engine) -> None:
    pairs = [(c, s) for c, s in rows(lived_in) if (c, s + 1) in rows(lived_in)]
    move = "UPDATE case_history SET seq = :to WHERE case_id = :case_id AND seq = :seq"
    for case_id, seq in pairs:
        with attack(lived_in) as tx:
            for before, after in ((seq, 999), (seq + 1, seq), (999, seq + 1)):
                tx.run(move, case_id=case_id, seq=before, to=after)
            found = first_broken(tx)
            assert found is not None and (found.part, found.detail) == ("history", str(seq))


def test_a_row_put_in_with_a_right_hash_is_found(lived_in: Engine) -> None:
    """The chain has no secret in it: what a forger adds must still agree with the case."""
    with attack(lived_in) as tx:
        last = tx.one(
            "SELECT case_id, seq, at, hash FROM case_history ORDER BY case_id, seq DESC LIMIT 1"
        )
        assert last is not None
        case_id, seq, at, prev = last
        data = '{"from":"answered","to":"answered"}'
        tx.insert_row(
            "case_history",
            case_id=case_id,
            seq=seq + 1,
            at=at,
            actor="clock",
            action="rate",
            data=data,
            prev_hash=prev,
            hash=row_hash(case_id, seq + 1, at, "clock", "rate", data, prev),
        )
        found = first_broken(tx)
        assert found is not None and found.part == "tail"


# --- what the database itself refuses ------------------------------------------------------------

_REFUSED = (
    "UPDATE case_history SET actor = 'person:9'",
    "DELETE FROM case_history",
    "DELETE FROM case_history WHERE seq = 1",
)
_REFUSED_BY = {
    "sqlite": "INSERT OR REPLACE INTO case_history SELECT case_id, seq, at, 'person:9', action,"
    " data, prev_hash, hash FROM case_history",
    "postgresql": "TRUNCATE case_history",
}


def _tried(connection: Connection, statement: str) -> str:
    with connection.begin() as trial, pytest.raises(DBAPIError) as refused:
        try:
            connection.exec_driver_sql(statement)
        finally:
            trial.rollback()
    return str(refused.value.orig)


def test_the_database_refuses_to_change_or_delete_history(database: str, tmp_path: Path) -> None:
    world = World(database, tmp_path)
    filed(world)
    engine = open_engine(database)
    before = world.rows("SELECT * FROM case_history")
    assert before
    with engine.connect() as connection:
        for statement in (*_REFUSED, _REFUSED_BY[connection.dialect.name]):
            assert "append-only" in _tried(connection, statement), statement
    assert world.rows("SELECT * FROM case_history") == before
    assert history_is_guarded(database)
    world.store(take_guards_away)
    assert not history_is_guarded(database)
    world.close()
    engine.dispose()


def test_check_says_when_the_guard_is_gone(sqlite_database: str, tmp_path: Path, capsys) -> None:
    place = Settings(_env_file=None, data_dir=tmp_path, secret_key="k" * 32)
    check(place)
    assert "không còn chặn" not in capsys.readouterr().out
    store = Store(place.database, KEYS)
    store.start()
    store.run_sync(take_guards_away)
    store.stop()
    assert check(place) == 1
    told = capsys.readouterr().out
    assert "không còn chặn việc sửa, xóa lịch sử" in told and "langnghe verify" in told


# --- as it is told ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_found_has_its_words(language: str) -> None:
    for part in get_args(Part):
        said = Texts().render(language, f"verify.broken_{part}", code="PA26-00001-H", detail="7")
        assert "PA26-00001-H" in said or "7" in said


# --- as an official sees it ----------------------------------------------------------------------


@SQLITE_FIRST
def test_nhatky_names_the_row(world: World) -> None:
    office = Office(world)
    code = office.taken(world.citizen())
    office.dispatcher.says(f"/nhatky {code}")
    assert "còn nguyên vẹn" in office.dispatcher.text
    world.store(take_guards_away)
    said: Any = "UPDATE case_history SET at = '2026-01-01' WHERE action = 'take'"
    world.store(lambda tx: tx.run(said))
    office.dispatcher.says(f"/nhatky {code}")
    assert f"Hồ sơ {code}, dòng lịch sử 3: không còn như lúc ghi" in office.dispatcher.text
