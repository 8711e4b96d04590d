"""A long list in pages, each with an address of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Generic, TypeVar

from aiohttp import web

Item = TypeVar("Item")
_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """`number` from 1 to `last`; `items` are those of the page, `count` all there are."""

    items: Sequence[Item]
    number: int
    last: int
    count: int


def page_of(request: web.Request, items: Sequence[Item], size: int) -> Page[Item]:
    """The page that `?page=` names; the nearest there is for any other number."""
    return page_from(request, len(items), size, lambda start: items[start : start + size])


def page_from(
    request: web.Request, count: int, size: int, read: Callable[[int], Sequence[Item]]
) -> Page[Item]:
    """The same of a list that is not at hand: `read` gets one page of it, from an index on."""
    last = max(1, ceil(count / size))
    asked = request.query.get("page", "1")
    known = asked.isascii() and asked.isdecimal() and len(asked) <= _DIGITS
    number = min(max(int(asked) if known else 1, 1), last)
    return Page(read((number - 1) * size), number, last, count)


def asked_for(request: web.Request, *names: str, longest: int = 200) -> dict[str, Any]:
    """Parameters of the address, empty where they are missing, cut where they are long."""
    return {name: request.query.get(name, "").strip()[:longest] for name in names}
