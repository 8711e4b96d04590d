"""Files that came with messages: fetched from their channel, checked, kept; and their sender is
told kindly where that was not possible."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from bot.channels.base import Channel, FileGone, FileTooLarge
from bot.files import FileRejected, FileStore, Kept
from handlers.desk import Desk, Ground
from storage.engine.db import StorageUnavailable, Store
from storage.engine.tx import Tx
from storage.house import jobs
from storage.mailbox import drafts, files
from storage.tables.mailbox import StoredFile

log = logging.getLogger(__name__)

_CHECKED_AT_ONCE = 2  # a large picture takes a processor, and memory for each of its points
_TRIES = 20  # over about half a day
_NAME_SHOWN = 80


class Fetching:
    def __init__(
        self,
        store: Store,
        ground: Callable[[], Ground],
        channels: Mapping[str, Channel],
        kept: FileStore,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._ground = ground
        self._channels = channels
        self._files = kept
        self._now = now
        self._room = asyncio.Semaphore(_CHECKED_AT_ONCE)

    async def fetch(self, file: StoredFile) -> None:
        """Ends with the file's row kept, refused, gone, or put off."""
        try:
            await self._store.run(await self._outcome(file))
        except StorageUnavailable:
            log.warning("a file was fetched and could not be noted; it is fetched again")

    async def _outcome(self, file: StoredFile) -> Callable[[Tx], None]:
        try:
            kept = await self._keep(file)
        except FileTooLarge:
            return partial(self._refuse, file, "refused", "too_large")
        except FileRejected as rejected:
            return partial(self._refuse, file, "refused", rejected.reason)
        except FileGone:
            return partial(self._refuse, file, "gone", "gone")
        except Exception as error:
            log.warning("a file from %s has to wait: %s", file.channel, type(error).__name__)
            return partial(self._later, file)
        return partial(self._note, file.id, kept)

    async def _keep(self, file: StoredFile) -> Kept:
        channel = self._channels.get(file.channel)
        if channel is None:
            raise ConnectionError("the channel is off")
        limit = self._ground().agency.limits.file_megabytes << 20
        data = await channel.fetch(file.ref, limit)
        async with self._room:
            return await asyncio.to_thread(self._files.keep, file.name, file.type, data, limit)

    def _note(self, file_id: int, kept: Kept, tx: Tx) -> None:
        if tx.get(StoredFile, file_id) is None:  # deleted with its draft meanwhile
            later = self._now() + drafts.BYTES_KEPT
            jobs.add(tx, "delete_bytes", {"path": kept.path}, None, later)
            return
        files.kept(
            tx,
            file_id,
            name=kept.name,
            type_=kept.type,
            size=kept.size,
            sha256=kept.sha256,
            path=kept.path,
        )

    def _refuse(self, file: StoredFile, state: str, reason: str, tx: Tx) -> None:
        """Whether it belongs to a case already or to a draft, the person hears of it where they
        sent it."""
        if tx.get(StoredFile, file.id) is None:
            return
        files.not_kept(tx, file.id, state, reason)
        desk = Desk(tx, self._ground(), self._now())
        if file.chat_id is not None:
            name = file.name[:_NAME_SHOWN]
            limit = desk.agency.limits.file_megabytes
            desk.tell_chat(file.chat_id, f"files.{reason}", name=name, limit=limit)

    def _later(self, file: StoredFile, tx: Tx) -> None:
        if file.attempts + 1 >= _TRIES:
            self._refuse(file, "gone", "gone", tx)
        else:
            files.later(tx, file.id, file.attempts, self._now())
