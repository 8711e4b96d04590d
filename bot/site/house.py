"""What the site needs of its house. `bot/app.py` provides it; tests bring their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from markupsafe import Markup

from bot.channels.base import Channel, Taken
from bot.files import Kept
from cases.agency.agency import Agency
from handlers.desk import Ground
from messages.envelope import Incoming
from storage.engine.db import Store
from storage.keys import Keys


class SiteSettings(Protocol):
    @property
    def address(self) -> str:
        """Where people reach us, without a slash at its end."""

    @property
    def trusted_proxies(self) -> tuple[str, ...]: ...


class Files(Protocol):
    """As in `bot/files.py`."""

    def keep(self, name: str, declared_type: str, data: bytes, limit: int) -> Kept: ...

    def open_path(self, path: str) -> Path: ...


class SiteTexts(Protocol):
    def render(self, language: str, key: str, **params: Any) -> Markup: ...


class House(Protocol):
    """`agency` may be another one at the next request; `channels` are those that are on."""

    @property
    def settings(self) -> SiteSettings: ...

    @property
    def agency(self) -> Agency: ...

    @property
    def keys(self) -> Keys: ...

    @property
    def store(self) -> Store: ...

    @property
    def files(self) -> Files: ...

    @property
    def texts(self) -> SiteTexts: ...

    @property
    def channels(self) -> Mapping[str, Channel]: ...

    @property
    def serving(self) -> bool: ...

    def ground(self) -> Ground: ...

    def now(self) -> datetime:
        """Aware UTC."""

    async def receive(self, updates: Sequence[Incoming]) -> list[Taken]:
        """Returns after the commit; raises StorageUnavailable when nothing was committed."""

    async def wait_for(self, chat_id: int, after: int, seconds: float) -> None:
        """Returns when the chat has something newer than `after`, or the time is over."""

    def readiness(self) -> dict[str, str]:
        """Why the house is not ready, by part; empty when it is."""
