"""What is wrong with a channel, by its kind: the newest word on each, until it is over."""

from __future__ import annotations


class Troubles:
    """`service` is its name for people."""

    def __init__(self, service: str) -> None:
        self._service = service
        self._lines: dict[str, str] = {}

    @property
    def first(self) -> str:
        """One plain line, empty when all is well."""
        return next(iter(self._lines.values()), "")

    def line(self, kind: str) -> str:
        """The newest word on this kind; empty when it is over."""
        return self._lines.get(kind, "")

    def tell(self, kind: str, line: str) -> None:
        self._lines[kind] = line

    def over(self, *kinds: str) -> None:
        for kind in kinds:
            self._lines.pop(kind, None)

    def of_storing(self, error: Exception) -> None:
        self.tell("store", unstored(self._service, error))


def unstored(service: str, error: Exception) -> str:
    return f"{service} messages wait, because they cannot be stored here: {error}"
