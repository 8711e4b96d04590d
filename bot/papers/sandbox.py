"""Where the placeholders of an office's template are filled in: names and loops over what we give,
and nothing else. A template comes from a folder that many may write to; it can call nothing, read
no attribute but those of our figures, and fill no memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

_FILTERS = ("upper", "lower", "length", "default", "join", "round", "first", "last")
_TESTS = ("defined", "undefined", "none", "number", "string", "odd", "even")
_PLAIN = (str, int, float, bool, type(None))


class Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"*", "**", "%"})  # "x" * 10**9

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.tests = {name: self.tests[name] for name in _TESTS}

    def is_safe_callable(self, obj: Any) -> bool:
        return False

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if not (isinstance(left, int | float) and isinstance(right, int | float)):
            raise SecurityError("numbers only")
        if operator == "**":
            raise SecurityError("no powers")
        return super().call_binop(context, operator, left, right)


def plain_only(given: Mapping[str, Any]) -> dict[str, Any]:
    """A copy that has only words, numbers, lists and dictionaries in it. Raises TypeError."""
    return {name: _plain(value) for name, value in given.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return plain_only(value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, _PLAIN):
        return value
    raise TypeError(type(value).__name__)
