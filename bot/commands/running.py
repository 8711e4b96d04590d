"""Whether the bot runs on this data folder: it may be saved then, but not replaced."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from bot.commands.plainly import Refusal
from bot.settings import Settings

_FILE = "running.lock"


@contextmanager
def running(settings: Settings) -> Iterator[None]:
    """Held while serving. Several processes may serve one database together. The lock ends with
    the process, however it dies."""
    with _locked(settings, fcntl.LOCK_SH):
        yield


@contextmanager
def nobody_running(settings: Settings) -> Iterator[None]:
    """Raises Refusal while somebody serves."""
    with _locked(settings, fcntl.LOCK_EX):
        yield


@contextmanager
def _locked(settings: Settings, kind: int) -> Iterator[None]:
    with (settings.data_dir / _FILE).open("a") as file:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal(
                "Bot đang chạy trên dữ liệu này, hoặc đang được lấy lại dữ liệu: đợi xong hoặc tắt"
                " bot trước.",
                "The bot is running on this data, or a restore is under way: wait, or stop the bot"
                " first.",
            ) from None
        yield
