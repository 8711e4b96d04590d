"""Memory, once everything is loaded."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_NEW_OBJECTS = 20_000
"""Python's own 700 are a handful of messages; each look at them stops everybody."""


@contextmanager
def loading() -> Iterator[None]:
    """What is imported meanwhile stays for good and holds no rubbish: measured, looking for some
    was a fifth of a start."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def settle() -> None:
    """What is there now stays for good, so that the collector need not go through it again and
    again; measured, that was a twentieth of each turn."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 50)
