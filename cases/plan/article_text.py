"""The body of an article as a clerk types it, without any marks to learn: an empty line ends a
paragraph, lines that begin with "- " or "1." are lists, and a short line of its own that ends like
no sentence is a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

_LONGEST_HEADING = 90
_EMPTY_LINE = re.compile(r"\n[ \t]*\n\s*")
_BULLET = re.compile(r"[-–—•*+·][ \t]+(?=\S)")
_NUMBER = re.compile(r"(\d{1,2})[.)][ \t]+(?=\S)")
_SENTENCE_ENDS = tuple(".!?:;,…")


@dataclass(frozen=True, slots=True)
class Heading:
    kind: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    kind: ClassVar[str] = "paragraph"
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """`first` is the number of its first item; 0: points."""

    kind: ClassVar[str] = "list"
    items: tuple[str, ...]
    first: int = 0


Block = Heading | Paragraph | Listing


def blocks(body: str) -> list[Block]:
    """What the body is made of, in order."""
    found: list[Block] = []
    for block in _read(body):
        before = found[-1] if found else None
        if isinstance(block, Listing) and isinstance(before, Listing) and _goes_on(before, block):
            found[-1] = replace(before, items=before.items + block.items)
        else:
            found.append(block)
    return [_headed(block, last=at == len(found) - 1) for at, block in enumerate(found)]


def _read(body: str) -> Iterator[Block]:
    for part in _EMPTY_LINE.split(body.strip()):
        plain: list[str] = []
        for line in filter(None, map(str.strip, part.split("\n"))):
            item = _item(line)
            if item is None:
                plain.append(line)
                continue
            if plain:
                yield Paragraph(tuple(plain))
                plain = []
            yield item
        if plain:
            yield Paragraph(tuple(plain))


def _item(line: str) -> Listing | None:
    if bullet := _BULLET.match(line):
        return Listing((line[bullet.end() :],))
    if number := _NUMBER.match(line):
        return Listing((line[number.end() :],), int(number[1]))
    return None


def _goes_on(before: Listing, item: Listing) -> bool:
    if not before.first or not item.first:
        return before.first == item.first
    return item.first == before.first + len(before.items)


def _headed(block: Block, *, last: bool) -> Block:
    """A numbered line that no other number follows is a heading, or a sentence, with its number."""
    if isinstance(block, Listing) and block.first and len(block.items) == 1:
        block = Paragraph((f"{block.first}. {block.items[0]}",))
    if isinstance(block, Paragraph) and len(block.lines) == 1 and not last:
        line = block.lines[0]
        if len(line) <= _LONGEST_HEADING and not line.endswith(_SENTENCE_ENDS):
            starts = line[0].isupper() or line[0].isdigit()
            return Heading(line) if starts and "://" not in line else block
    return block


def opening(body: str, longest: int) -> str:
    """The first words, in one line, cut at a word."""
    said = (
        " ".join(b.lines)
        if isinstance(b, Paragraph)
        else "; ".join(item.rstrip(" ;,.") for item in b.items) + "."
        for b in blocks(body)
        if not isinstance(b, Heading)
    )
    line = " ".join(" ".join(said).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rpartition(' ')[0]}…"
