"""By what it is seen that a procedure is done otherwise than before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from cases.agency.procedures import Procedure

_LENGTH = 12
_TELLING = ("papers", "steps", "days", "fee", "by_post", "online", "where")
"""What people do or pay; a new decision that leaves it as it was changes nothing for them."""


def marks(procedures: Iterable[Procedure]) -> dict[str, str]:
    """By code."""
    return {p.code: _mark(p) for p in procedures}


def _mark(procedure: Procedure) -> str:
    told = "\x1f".join(str(getattr(procedure, name)) for name in _TELLING)
    return hashlib.sha256(told.encode()).hexdigest()[:_LENGTH]
