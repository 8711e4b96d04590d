"""What the catalogue does not tell yet of a procedure, so that somebody fills it in."""

from __future__ import annotations

from collections.abc import Sequence

from cases.agency.procedures import Procedure

TOLD = ("papers", "steps", "days", "fee", "decision")
"""What everybody must be able to read of a procedure in force."""


def gaps(procedures: Sequence[Procedure]) -> dict[str, list[str]]:
    """Which codes lack what, by field; fields that none lacks are left out."""
    found = {name: [p.code for p in procedures if not getattr(p, name)] for name in TOLD}
    return {name: codes for name, codes in found.items() if codes}


def incomplete(procedures: Sequence[Procedure]) -> int:
    """How many lack anything."""
    return sum(not all(getattr(p, name) for name in TOLD) for p in procedures)
