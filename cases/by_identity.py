"""Values as keys of a cache where the value itself cannot be hashed."""

from __future__ import annotations

from cases.agency import Agency


class ByIdentity:
    """An agency as a key: its mappings cannot be hashed, and a reloaded agency is another one. The
    key holds the agency, so that its identity is not given to another."""

    def __init__(self, agency: Agency) -> None:
        self.agency = agency

    def __hash__(self) -> int:
        return id(self.agency)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByIdentity) and other.agency is self.agency
