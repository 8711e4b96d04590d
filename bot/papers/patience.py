"""A template that never ends is a broken one."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from bot.papers.template_mistakes import broken

_SECONDS = 20.0


@contextmanager
def within(path: Path, seconds: float = _SECONDS) -> Iterator[None]:
    """Raises TemplateBroken after so many seconds; also where memory is not enough. Only a main
    thread can be interrupted: `bot/papers/apart.py` and the command line have one to themselves."""

    def ended(number: int, frame: FrameType | None) -> None:
        raise broken(path, "điền mãi không xong; hãy bớt vòng lặp", "filling it in never ends")

    alone = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGALRM, ended) if alone else None
    try:
        if alone:
            signal.setitimer(signal.ITIMER_REAL, seconds)
        yield
    except MemoryError as error:
        raise broken(path, "cần quá nhiều bộ nhớ", "it needs too much memory") from error
    finally:
        if alone:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
