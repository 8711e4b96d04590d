"""Messages for channels that know no markup: plain words, numbered choices, pieces that fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from bot.channels.parts.markup import both_ways
from cases.words.text import fold
from messages.envelope import Choice, ChoiceKind, Parcel

Words = Callable[..., str]
"""(language, key, **parameters) to words of the house, in its HTML subset."""

_SEPARATORS = ("\n\n", "\n", (". ", "! ", "? ", "… ", "; "), " ")
_JOINED = "\u200d\ufe0f"  # what ties emoji together


def plain(text: str) -> str:
    """The house's HTML subset as plain NFC text; a link's address follows its words."""
    return both_ways(text)[0]


def text_length(text: str) -> int:
    """Characters of the HTML subset as they are shown (code points after NFC)."""
    return len(plain(text))


def whole(parcel: Parcel, words: Words, link: str = "") -> str:
    """All that a message says where nothing can be edited and its file may only be opened at
    `link`: that it takes another's place, its words, and where the file is."""
    above = words(parcel.language, "channel.replaces") if parcel.replaces else ""
    parts = plain(above), plain(parcel.message.text), opened_at(parcel, words, link)
    return "\n".join(part for part in parts if part)


def opened_at(parcel: Parcel, words: Words, link: str) -> str:
    """The line that leads to the file; empty without one."""
    if not link or parcel.message.file is None:
        return ""
    return plain(words(parcel.language, "channel.file", name=parcel.message.file.name, link=link))


def numbered(text: str, choices: Sequence[Choice], first: int = 1) -> str:
    """`text` with a line per choice: "1. Xong". Only choices that can be answered are counted, as
    a typed number counts them; addresses stand behind their words. A text that numbers all of them
    itself, in words of its own around theirs, is not followed by the same once more."""
    answers = [each for each in choices if each.kind is ChoiceKind.REPLY]
    number_of = {id(each): number for number, each in enumerate(answers, first)}
    told = _numbers_all(text, answers, first)
    lines = []
    for choice in choices:
        if choice.kind is ChoiceKind.URL:
            lines.append(_with_address(choice))
        elif choice.kind is ChoiceKind.REPLY and not told:
            lines.append(f"{number_of[id(choice)]}. {choice.label}")
    return _below(text, lines)


def spelt(text: str, choices: Sequence[Choice]) -> str:
    """`text` with a line per choice, where a typed number would mean another question's: what to
    type instead ("Nhận việc: /nhan PA26-00123-K"), or the words themselves, which are as good."""
    lines = [
        _with_address(each)
        if each.kind is ChoiceKind.URL or each.data.startswith("/")
        else f"– {each.label}"
        for each in choices
        if each.kind is not ChoiceKind.PHONE
    ]
    return _below(text, lines)


def _with_address(choice: Choice) -> str:
    return f"{choice.label}: {choice.data}"


def _below(text: str, lines: Sequence[str]) -> str:
    """Apart from what has lines of its own, such as a card."""
    gap = "\n\n" if "\n" in text else "\n"
    return gap.join(part for part in (text, "\n".join(lines)) if part)


def _numbers_all(text: str, answers: Sequence[Choice], first: int) -> bool:
    """All of them or none: a story may have a numbered line that begins with a button's words."""
    lines = [f" {fold(line)} " for line in text.splitlines()]
    return bool(answers) and all(
        any(line.startswith(f" {number} ") and f" {fold(each.label)} " in line for line in lines)
        for number, each in enumerate(answers, first)
    )


def pieces(text: str, limit: int) -> list[str]:
    """`text` in pieces of at most `limit` characters, which together are the text, character by
    character: cut behind a paragraph, else a line, else a sentence, else a space, else between two
    letters, never between a letter and its marks."""
    found, start = [], 0
    while len(text) - start > limit:
        end = _cut(text, start, start + limit)
        found.append(text[start:end])
        start = end
    return [*found, text[start:]] if text[start:] else found


def bubbles(text: str, limit: int) -> list[str]:
    """The pieces that can be messages: services refuse one of nothing but blanks."""
    return [piece for piece in pieces(text, limit) if piece.strip()]


def _cut(text: str, start: int, end: int) -> int:
    least = start + (end - start) // 8
    for separator in _SEPARATORS:
        choices = (separator,) if isinstance(separator, str) else separator
        best = max(
            at + len(each) if (at := text.rfind(each, least, end)) >= 0 else -1 for each in choices
        )
        if best > least:
            return best
    at = end
    while at > start + 1 and _belongs_together(text, at):
        at -= 1
    return at if at > start + 1 else end


def _belongs_together(text: str, at: int) -> bool:
    """Whether a cut before `at` would part a letter from its marks, or a joined emoji."""
    return unicodedata.combining(text[at]) != 0 or text[at] in _JOINED or text[at - 1] == _JOINED[0]
