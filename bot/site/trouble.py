"""A request that cannot be served, and why: one code, one sentence, one HTTP status."""

from __future__ import annotations

from typing import Any


class Trouble(Exception):
    """Ends a request with `status`. `retry_after` is in seconds; 0 means trying again is no use."""

    def __init__(self, status: int, code: str, *, retry_after: float = 0, **params: Any) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.retry_after = retry_after
        self.params = params
