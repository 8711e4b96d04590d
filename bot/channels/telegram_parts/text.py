"""Telegram's HTML: counted as Telegram counts, and split so that nothing is lost."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

TEXT_LIMIT = 4096
"""core.telegram.org/bots/api#sendmessage: 1-4096 UTF-16 code units after entities parsing."""
CAPTION_LIMIT = 1024

_TAGS = "b|strong|i|em|u|ins|s|strike|del|code|pre|a|blockquote|tg-spoiler|span|tg-emoji"
# Telegram knows these four named entities only; any other is shown as it stands.
_MARKUP = re.compile(rf"<(/?)({_TAGS})(\s[^<>]*)?>|&(?:#\d+|#x[0-9a-f]+|lt|gt|amp|quot);", re.I)
_LINK = re.compile(r"""<a\s+href=["']([^"'<>]*)["']\s*>(.*?)</a>""", re.I | re.S)
_SEPARATORS = ("\n\n", "\n", (". ", "! ", "? ", "… ", "; "), " ")


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    opening: str
    closing: str


@dataclass(frozen=True, slots=True)
class _Rich:
    """What is seen, and which part of it stands in which tag, outer tags first."""

    plain: str
    spans: list[_Span]

    def render(self, start: int, end: int) -> str:
        """A piece as well-formed HTML: tags cut by its ends are closed or opened again."""
        out: list[str] = []
        open_tags: list[tuple[int, str]] = []
        at = start

        def advance(to: int) -> None:
            nonlocal at
            while open_tags and open_tags[-1][0] <= to:
                until, closing = open_tags.pop()
                out.append(html.escape(self.plain[at:until], quote=False) + closing)
                at = until
            out.append(html.escape(self.plain[at:to], quote=False))
            at = to

        for span in self.spans:
            first, last = max(span.start, start), min(span.end, end)
            if first < last:
                advance(first)
                out.append(span.opening)
                open_tags.append((last, span.closing))
        advance(end)
        return "".join(out)


def _read(text: str) -> _Rich:
    """Forgiving: what is no tag of Telegram's is text, a tag left open is closed at the end."""
    plain: list[str] = []
    spans: list[_Span] = []
    waiting: list[tuple[int, int, str, str]] = []  # place among the spans, start, name, opening
    length = at = 0

    def close() -> None:
        place, start, name, opening = waiting.pop()
        spans[place] = _Span(start, length, opening, f"</{name}>")

    for found in _MARKUP.finditer(text):
        before = text[at : found.start()]
        at = found.end()
        ending, name = found[1], found[2]
        shown = before if name else before + html.unescape(found[0])
        plain.append(shown)
        length += len(shown)
        if name and not ending:
            waiting.append((len(spans), length, name, found[0]))
            spans.append(_Span(0, 0, "", ""))
        elif name and any(name == opened[2] for opened in waiting):
            while waiting[-1][2] != name:
                close()
            close()
    plain.append(text[at:])
    length += len(text) - at
    while waiting:
        close()
    return _Rich("".join(plain), spans)


def _utf16(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def units(text: str) -> int:
    """The length of HTML `text` as Telegram counts it: UTF-16 code units of what is seen."""
    return _utf16(_read(text).plain if "<" in text or "&" in text else text)


def flat(text: str, limit: int = TEXT_LIMIT) -> str:
    """HTML `text` without its tags, links written out where there is room for them."""
    spelt_out = _read(_LINK.sub(r"\2 (\1)", text)).plain
    return spelt_out if _utf16(spelt_out) <= limit else _read(text).plain


def split(text: str, limit: int = TEXT_LIMIT) -> list[str]:
    """HTML `text` in pieces of at most `limit` units: at paragraph ends, else line ends, else the
    end of a sentence, else a space. Only white space between two pieces is dropped; Telegram
    strips it anyway. A text of nothing else makes no piece."""
    if not text.strip():
        return []
    if len(text) <= limit // 2 or units(text) <= limit:
        return [text]
    rich = _read(text)
    pieces = []
    start, total = 0, len(rich.plain)
    while start < total:
        if rich.plain[start].isspace():
            start += 1
            continue
        end = _fitting(rich.plain, start, limit)
        if end < total:
            end = _cut(rich.plain, start, end)
        pieces.append(rich.render(start, start + len(rich.plain[start:end].rstrip())))
        start = end
    return pieces


def _fitting(plain: str, start: int, limit: int) -> int:
    piece = plain[start : start + limit].encode("utf-16-le", "surrogatepass")[: 2 * limit]
    return start + len(piece.decode("utf-16-le", "ignore"))


def _cut(plain: str, start: int, end: int) -> int:
    least = start + (end - start) // 8
    for separator in _SEPARATORS:
        choices = (separator,) if isinstance(separator, str) else separator
        # A separator may begin exactly where the limit ends: what is cut off there is white space.
        until = end + 2 if separator == "\n\n" else end + 1
        best = max(plain.rfind(choice, least, until) for choice in choices)
        if best > least:
            return best + 1
    return _between_letters(plain, start, end)


def _between_letters(plain: str, start: int, end: int) -> int:
    """Not inside a letter with its marks or a joined emoji."""
    at = end
    while at > start + 1 and (
        unicodedata.combining(plain[at]) or plain[at] in "\u200d\ufe0f" or plain[at - 1] == "\u200d"
    ):
        at -= 1
    return at if at > start + 1 else end
