"""Opening the database and running turns in it: threads that take what has arrived, run each turn
and commit. On SQLite one thread commits many turns together; on PostgreSQL
several threads commit one turn each, the turns of one chat always in the same thread."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, QueuePool

from messages.envelope import Parcel
from storage.engine.tx import Tx
from storage.engine.unavailable import StorageUnavailable as StorageUnavailable
from storage.keys import Keys

T = TypeVar("T")

log = logging.getLogger(__name__)

_SQLITE_BATCH = 256
_POSTGRES_WRITERS = 8
_READERS = 4
_RETRIES = 8  # of a PostgreSQL turn that met a deadlock or a serialization failure
_SQLITE_AWAY = (
    "SQLITE_FULL",
    "SQLITE_IOERR",
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_READONLY",
    "SQLITE_CANTOPEN",
    "SQLITE_NOMEM",
)
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=10000",
    "cache_size=-16384",  # KiB, of each of half a dozen connections
    "temp_store=MEMORY",
)


@dataclass(slots=True)
class _Task:
    work: Callable[[Tx], Any]
    done: Callable[[_Task], None]
    result: Any = None
    error: BaseException | None = None
    tx: Tx | None = None


def open_engine(url: str, *, read_only: bool = False, keys: Keys | None = None) -> Engine:
    """An engine whose transactions are ours: the sqlite3 driver's own would commit at the first
    RELEASE, so it is switched off and BEGIN is said by us. With `keys` what is sealed opens."""
    engine = _engine(url, read_only)
    engine.dialect.keys = keys  # type: ignore[attr-defined]
    return engine


def _engine(url: str, read_only: bool) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            poolclass=QueuePool if read_only else NullPool,
            pool_pre_ping=read_only,
            # A server that is away must be noticed: TCP alone would wait for minutes.
            connect_args={"connect_timeout": 10},
        )
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        parsed,
        poolclass=QueuePool if read_only else NullPool,
        connect_args={
            "isolation_level": None,
            "check_same_thread": False,
            "cached_statements": 512,
        },
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        if read_only:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


class Store:
    """`url` is a SQLAlchemy address. Without `keys` nothing sealed is read or written. `committed`
    is called in the event loop after each commit with what was posted and which chats were touched.
    `trouble` says why nothing can be written, until something is written again."""

    def __init__(
        self,
        url: str,
        keys: Keys | None,
        *,
        writers: int | None = None,
        readers: int = _READERS,
    ) -> None:
        self.url = url
        self.keys = keys
        self.postgres = make_url(url).get_backend_name() != "sqlite"
        self.engine = open_engine(url, keys=keys)
        self._read_engine = open_engine(url, read_only=True, keys=keys)
        count = writers or (_POSTGRES_WRITERS if self.postgres else 1)
        self._batch = 1 if self.postgres else _SQLITE_BATCH
        self._queues: list[queue.SimpleQueue[_Task | None]] = [
            queue.SimpleQueue() for _ in range(count)
        ]
        self._threads = [
            threading.Thread(target=self._write, args=(q,), name=f"writer-{i}", daemon=True)
            for i, q in enumerate(self._queues)
        ]
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="reader")
        self._long_reader = ThreadPoolExecutor(1, thread_name_prefix="long-reader")
        self._loop: asyncio.AbstractEventLoop | None = None
        self.committed: Callable[[list[Parcel], set[int]], None] = lambda parcels, chats: None
        self.trouble = ""

    def start(self, loop: asyncio.AbstractEventLoop | None = None) -> None:
        self._loop = loop
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish what was handed in, then close."""
        for q in self._queues:
            q.put(None)
        for thread in self._threads:
            if thread.is_alive():
                thread.join()
        self._readers.shutdown()
        self._long_reader.shutdown()
        self.engine.dispose()
        self._read_engine.dispose()

    async def run(self, work: Callable[[Tx], T], key: object = None) -> T:
        """Run `work` in a transaction and return its result after the commit. Raises what `work`
        raised (rolled back), or StorageUnavailable."""
        return await self.submit(work, key)

    def submit(self, work: Callable[[Tx], T], key: object = None) -> asyncio.Future[T]:
        """The same without waiting. Works with the same `key` (a chat) run in the order handed
        in."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        def resolve(task: _Task) -> None:
            if future.cancelled():
                return
            if task.error is not None:
                future.set_exception(task.error)
            else:
                future.set_result(task.result)

        self._queue(key).put(_Task(work, resolve))
        return future

    def run_sync(self, work: Callable[[Tx], T]) -> T:
        """The same for callers without an event loop (command line, tests)."""
        future: Future[T] = Future()

        def resolve(task: _Task) -> None:
            if task.error is not None:
                future.set_exception(task.error)
            else:
                future.set_result(task.result)

        self._queue(None).put(_Task(work, resolve))
        return future.result()

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Run `work` on a reading connection, beside the writers."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, self.read_sync, work)

    async def read_long(self, work: Callable[[Tx], T]) -> T:
        """`read` for what goes through all cases, one after the other: of several reports at a time
        each takes seconds, and whoever has just written would wait for a reader as long."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._long_reader, self.read_sync, work)

    def read_sync(self, work: Callable[[Tx], T]) -> T:
        """Raises what `work` raised, or StorageUnavailable."""
        try:
            with self._read_engine.connect() as connection, connection.begin():
                tx = self._tx(connection)
                try:
                    return work(tx)
                finally:
                    tx.close()
        except Exception as error:
            if _of_database(error):
                raise _unavailable(error) from error
            raise

    def _queue(self, key: object) -> queue.SimpleQueue[_Task | None]:
        return self._queues[hash(key) % len(self._queues)]

    def _tx(self, connection: Connection) -> Tx:
        return Tx(connection, connection.connection.cursor(), self.postgres, self.keys)

    def _write(self, q: queue.SimpleQueue[_Task | None]) -> None:
        connection: Connection | None = None
        while True:
            tasks, stop = self._next(q)
            if tasks:
                connection = self._commit_all(connection, tasks)
                self._note_trouble(tasks[-1].error)
                self._make_known(tasks)
            if stop:
                if connection is not None:
                    connection.close()
                return

    def _next(self, q: queue.SimpleQueue[_Task | None]) -> tuple[list[_Task], bool]:
        tasks: list[_Task] = []
        item = q.get()
        while item is not None:
            tasks.append(item)
            if len(tasks) >= self._batch:
                return tasks, False
            try:
                item = q.get_nowait()
            except queue.Empty:
                return tasks, False
        return tasks, True

    def _commit_all(self, connection: Connection | None, tasks: list[_Task]) -> Connection | None:
        """Together if possible. If one of them fails (a turn's own mistake, or a full disk, which
        rolls back all of it) each alone, so that nobody goes down with another: a turn may run
        twice, and acts through its Tx only."""
        connection, error = self._try(connection, tasks)
        if error is None:
            return connection
        if len(tasks) == 1 and not _passing(error):
            tasks[0].error = _unavailable(error)
            return connection
        for task in tasks:
            connection = self._commit_one(connection, task)
        return connection

    def _commit_one(self, connection: Connection | None, task: _Task) -> Connection | None:
        for _ in range(_RETRIES):
            connection, error = self._try(connection, [task])
            task.error = None if error is None else _unavailable(error)
            if error is None or not _passing(error):
                break
        return connection

    def _try(
        self, connection: Connection | None, tasks: list[_Task]
    ) -> tuple[Connection | None, Exception | None]:
        """One transaction: all of them or, with the error that says why, none. A connection that
        the database let down is given up."""
        try:
            connection = connection or self.engine.connect()
            with connection.begin():
                cursor = connection.connection.cursor()
                for task in tasks:
                    task.tx = Tx(connection, cursor, self.postgres, self.keys)
                    try:
                        task.result = task.work(task.tx)
                    finally:
                        task.tx.close()
            return connection, None
        except Exception as error:
            if connection is not None and _of_database(error):
                connection.invalidate()
                connection.close()
                connection = None
            return connection, error

    def _note_trouble(self, error: BaseException | None) -> None:
        trouble = str(error) if isinstance(error, StorageUnavailable) else ""
        if trouble and not self.trouble:
            log.error("nothing can be written: %s; nothing is acknowledged meanwhile", trouble)
        elif self.trouble and not trouble:
            log.warning("the database can be written again")
        self.trouble = trouble

    def _make_known(self, tasks: list[_Task]) -> None:
        parcels: list[Parcel] = []
        touched: set[int] = set()
        for task in tasks:
            if task.error is None and task.tx is not None:
                parcels += task.tx.posted
                touched |= task.tx.touched
            task.tx = None
        if self._loop is None:
            for task in tasks:
                task.done(task)
            return
        self._loop.call_soon_threadsafe(self._tell, tasks, parcels, touched)

    def _tell(self, tasks: list[_Task], parcels: list[Parcel], touched: set[int]) -> None:
        for task in tasks:
            task.done(task)
        if parcels or touched:
            self.committed(parcels, touched)


def _of_database(error: BaseException) -> bool:
    """Whether the database, not the turn's own code, said no in a way that spoils the whole
    transaction (full disk, lost connection, deadlock)."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(origin, "sqlite_errorname", None)
    if code is not None:
        return str(code).startswith(_SQLITE_AWAY)
    return any(c.__name__ in ("OperationalError", "InterfaceError") for c in type(origin).__mro__)


def _passing(error: BaseException) -> bool:
    """A deadlock, serialization failure, or dropped connection: running it again may succeed."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(origin, "sqlstate", None)
    return state in ("40001", "40P01", "57P01") or "connection" in str(origin).lower()


def _unavailable(error: BaseException) -> BaseException:
    if _of_database(error):
        unavailable = StorageUnavailable(str(error).splitlines()[0])
        unavailable.__cause__ = error
        return unavailable
    return error
