"""Values as keys of a cache where the value itself cannot be hashed."""

from __future__ import annotations

from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class ByIdentity(Generic[Kept]):
    """An agency or its calendar as a key: their mappings cannot be hashed, and one that is read
    again is another one. The key keeps it, so that its identity is not given to another."""

    def __init__(self, kept: Kept) -> None:
        self.kept = kept

    def __hash__(self) -> int:
        return id(self.kept)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByIdentity) and other.kept is self.kept
