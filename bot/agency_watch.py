"""Watching the agency's folder: a correction is in force as soon as it is saved without a mistake;
with one, what was in force stays."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.agency_files import AgencyMistakes
from bot.agency_files.last_good import InForce, in_force
from cases.agency.agency import Agency

Seen = frozenset[tuple[str, int, int]]


class AgencyWatch:
    """`use` puts a folder that has no mistakes in force."""

    def __init__(
        self, folder: Path, data_dir: Path, use: Callable[[Agency], Awaitable[None]]
    ) -> None:
        self._folder = folder
        self._data_dir = data_dir
        self._use = use
        self._seen = _look(folder)

    async def look(self) -> InForce | AgencyMistakes | None:
        """None while nothing changed; else what is in force now, or why nothing of it is. Told
        once per change."""
        seen = await asyncio.to_thread(_look, self._folder)
        if seen == self._seen:
            return None
        self._seen = seen
        try:
            found = await asyncio.to_thread(in_force, self._folder, self._data_dir)
        except AgencyMistakes as mistakes:
            return mistakes
        if found.mistakes is not None:
            return found.mistakes
        await self._use(found.agency)
        return found


def _look(folder: Path) -> Seen:
    """Every file with its size and time; one that vanishes meanwhile shows at the next look."""
    found = set()
    for path in folder.rglob("*"):
        try:
            state = path.stat()
        except OSError:
            continue
        if path.is_file():
            found.add((str(path.relative_to(folder)), state.st_size, state.st_mtime_ns))
    return frozenset(found)
