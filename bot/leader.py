"""Which process delivers, keeps the clock, works off jobs and polls. With SQLite there is one
process only; with PostgreSQL several may serve pages and webhooks, and one of them leads."""

from __future__ import annotations

import asyncio
import fcntl
import logging
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import make_url

log = logging.getLogger(__name__)

_KEY = 0x4C4E_4748_4501  # any number; advisory locks of one database share them
_AGAIN_AFTER = (0.2, 5.0)  # seconds between two tries: a process that dies is soon followed
_ANSWER_WITHIN = 10.0
_ALIVE = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}

Told = Callable[[], Awaitable[None]]


class AlreadyRunning(Exception):
    """Another process works in the same data folder."""

    def __init__(self, folder: Path, process: str) -> None:
        who = f" ({process})" if process else ""
        super().__init__(
            f"Lắng Nghe đang chạy rồi với thư mục dữ liệu {folder}{who}; hãy tắt nó trước.\n"
            f"Lắng Nghe is already running with the data folder {folder}{who}; stop it first."
        )


class Leader(Protocol):
    leads: bool

    def claim(self) -> None:
        """Before anything is opened. Raises AlreadyRunning where only one process may run."""

    async def start(self, gained: Told, lost: Told) -> None:
        """Call `gained` as soon as this process leads, at once if it can, and `lost` when it does
        no more."""

    async def stop(self) -> None:
        """Call `lost` if leading, and let go."""


def leader_for(database: str, data_dir: Path) -> Leader:
    url = make_url(database)
    if url.get_backend_name() == "sqlite":
        return OnlyProcess(data_dir)
    return OneOfSeveral(url.set(drivername="postgresql").render_as_string(hide_password=False))


class OnlyProcess:
    """A lock on a file in the data folder. It ends with the process, however that ends."""

    def __init__(self, data_dir: Path) -> None:
        self.leads = False
        self._folder = data_dir
        self._handle: int | None = None
        self._lost: Told | None = None

    def claim(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._folder / "langnghe.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            process = os.read(handle, 20).decode("ascii", "replace").strip()
            os.close(handle)
            raise AlreadyRunning(self._folder, process) from None
        os.truncate(handle, 0)
        os.write(handle, b"%d\n" % os.getpid())
        self._handle = handle

    async def start(self, gained: Told, lost: Told) -> None:
        self._lost = lost
        self.leads = True
        await gained()

    async def stop(self) -> None:
        if self.leads and self._lost is not None:
            self.leads = False
            await self._lost()
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


class OneOfSeveral:
    """A PostgreSQL advisory lock, held by a connection of its own: whoever loses the connection
    loses the lead."""

    def __init__(self, address: str) -> None:
        self.leads = False
        self._address = make_conninfo(address, **_ALIVE)
        self._connection: psycopg.AsyncConnection | None = None
        self._keeping: asyncio.Task[None] | None = None

    def claim(self) -> None:
        """Any number of processes may run."""

    async def start(self, gained: Told, lost: Told) -> None:
        self._gained, self._lost = gained, lost
        await self._try()
        self._keeping = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
        if self.leads:
            self.leads = False
            await self._lost()
        await self._close()

    async def _keep(self) -> None:
        pause, longest = _AGAIN_AFTER
        while True:
            if self.leads:
                await self._until_gone()
                pause = _AGAIN_AFTER[0]
            else:
                await asyncio.sleep(pause)
                pause = min(longest, pause * 2)
                await self._try()

    async def _try(self) -> None:
        try:
            connection = await psycopg.AsyncConnection.connect(self._address, autocommit=True)
            self._connection = connection
            cursor = await connection.execute("SELECT pg_try_advisory_lock(%s)", (_KEY,))
            row = await cursor.fetchone()
        except (psycopg.Error, OSError) as error:
            log.warning("the lead cannot be asked for: %s", type(error).__name__)
            await self._close()
            return
        if row is None or not row[0]:
            await self._close()
            return
        await self._lead()

    async def _lead(self) -> None:
        log.info("this process leads")
        self.leads = True
        try:
            await self._gained()
        except Exception:
            log.exception("leading did not begin; another try follows")
            await self._give_up()

    async def _until_gone(self) -> None:
        try:
            while self._connection is not None:
                # Raises at once when the server closes; what follows finds a silent break.
                async for _ in self._connection.notifies(timeout=5):
                    pass
                async with asyncio.timeout(_ANSWER_WITHIN):
                    await self._connection.execute("SELECT 1")
        except (psycopg.Error, OSError, TimeoutError) as error:
            log.warning("the lead is lost: %s", type(error).__name__)
        await self._give_up()

    async def _give_up(self) -> None:
        """What leading means is stopped before the lock can be another's, where there is time."""
        self.leads = False
        with suppress(Exception):
            await self._lost()
        await self._close()

    async def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(psycopg.Error, OSError):
                await connection.close()
