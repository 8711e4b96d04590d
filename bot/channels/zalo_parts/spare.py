"""A new token pair on disk, sealed, from Zalo's answer until the database has it: then the database
may be away, and the process may be stopped, without costing a login."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from storage.keys import Keys, WrongKey
from storage.mailbox.zalo_tokens import Pair

log = logging.getLogger(__name__)

_PURPOSE = "zalo spare"


class Spare:
    """Blocks for as long as a disk takes; never raises. Without a disk there is no spare."""

    def __init__(self, path: Path, keys: Keys) -> None:
        self._path, self._keys = path, keys

    def put(self, instead_of: Pair, fresh: Pair) -> None:
        value = [instead_of.refresh, fresh.access, fresh.refresh, fresh.got_at.isoformat()]
        sealed = self._keys.seal(_PURPOSE, [*value, fresh.seed])
        unfinished = self._path.with_suffix(".unfinished")
        try:
            handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            os.replace(unfinished, self._path)
        except OSError as error:
            log.warning("zalo: new tokens have no copy on disk: %s", error.strerror)

    def get(self) -> tuple[str, Pair] | None:
        """The refresh token that was spent, and the pair it gave."""
        try:
            value = self._keys.unseal(_PURPOSE, self._path.read_bytes())
        except (OSError, WrongKey):
            return None
        assert isinstance(value, list)
        spent, access, refresh, got_at, seed = value
        return spent, Pair(access, refresh, datetime.fromisoformat(got_at), seed)

    def clear(self) -> None:
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
