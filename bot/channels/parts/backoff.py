"""How long to wait before something is tried again."""

from __future__ import annotations


def growing(failures: int, least: float, most: float) -> float:
    """Seconds: `least`, doubled with each failure, up to `most`."""
    return min(most, least * 2.0 ** min(failures, 20))
