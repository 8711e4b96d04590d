"""What a kind of job is: what it does outside a turn, what it then writes, and what is left to do
where it can't be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.channels.base import Channel
from bot.files import FileStore, Kept
from cases.agency.agency import Agency
from handlers.desk import Desk, Ground
from storage.engine.db import Store
from storage.engine.tx import Tx
from storage.mailbox import files
from storage.tables.house import Job

Write = Callable[[Desk], None]
"""What a job writes once it is done, in the transaction that ends it."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a job may work with. `folder` is the agency as its folder says, without what officials
    taught."""

    store: Store
    ground: Callable[[], Ground]
    channels: Mapping[str, Channel]
    files: FileStore
    now: Callable[[], datetime]
    folder: Callable[[], Agency]

    def desk(self, tx: Tx) -> Desk:
        return Desk(tx, self.ground(), self.now())


def nothing(desk: Desk) -> None:
    """There is nothing to write."""


def recorded(desk: Desk, chat_id: int, kept: Kept, **kind: str) -> int:
    """The id of a file we made, to be sent into a chat."""
    return files.ours(
        desk.tx,
        chat_id,
        name=kept.name,
        type_=kept.type,
        size=kept.size,
        sha256=kept.sha256,
        path=kept.path,
        now=desk.now,
        **kind,
    )


class NotYet(Exception):
    """Try again in `seconds`; nothing is wrong."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Deed(Protocol):
    async def do(self, job: Job) -> Write:
        """Anything raised but NotYet counts as a failed try."""

    def give_up(self, desk: Desk, job: Job) -> None:
        """After the last try."""
