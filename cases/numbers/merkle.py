"""One value over many leaves, so that none can be taken out, added or changed without it showing:
a Merkle tree with the two prefixes of RFC 6962, so that no inner node passes for a leaf."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

NOTHING = hashlib.sha256(b"").hexdigest()
"""Over no leaves at all."""


def leaf(content: str) -> str:
    """SHA-256 in hex; tells nothing of the content to whoever does not have it."""
    return hashlib.sha256(b"\x00" + content.encode()).hexdigest()


def top(leaves: Iterable[str]) -> str:
    """Over leaves in hex, which are put in order first: their order says nothing of when they
    came. An odd one out goes up as it is."""
    level = [bytes.fromhex(each) for each in sorted(leaves)]
    if not level:
        return NOTHING
    while len(level) > 1:
        pairs = [level[at : at + 2] for at in range(0, len(level), 2)]
        level = [
            hashlib.sha256(b"\x01" + b"".join(pair)).digest() if len(pair) == 2 else pair[0]
            for pair in pairs
        ]
    return level[0].hex()
