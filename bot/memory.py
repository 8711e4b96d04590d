"""Memory, once everything is loaded."""

from __future__ import annotations

import gc

_NEW_OBJECTS = 20_000
"""Python's own 700 are a handful of messages; each look at them stops everybody."""


def settle() -> None:
    """What is there now stays for good, so that the collector need not go through it again and
    again; measured, that was a twentieth of each turn."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 50)
