"""Groups too small to be named where everybody reads: by a small number people know who it was."""

from __future__ import annotations

from collections.abc import Mapping


def named(sizes: Mapping[str, int], fewest: int) -> list[str]:
    """Those that may be shown by themselves, in the given order. The others are told of as one
    group, and so many of the smaller are left to it that it is no small group either: what is
    missing from a total could be worked out. Those without a name ("") are never shown."""
    shown = [key for key, size in sizes.items() if key and size >= fewest]
    rest = sum(sizes.values()) - sum(sizes[key] for key in shown)
    while shown and 0 < rest < fewest:
        smallest = min(reversed(shown), key=lambda key: sizes[key])
        shown.remove(smallest)
        rest += sizes[smallest]
    return shown
