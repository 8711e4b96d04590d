"""The house's HTML subset (b, i, code, a) read for channels that have less, or more."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from messages.envelope import scrub

_LINK = re.compile(r"(?:https?://|mailto:|tel:)[^\s<>\"]+$", re.IGNORECASE)


def both_ways(text: str) -> tuple[str, str]:
    """(plain text, safe HTML) of the house's HTML subset; unknown tags lose their meaning."""
    reader = _Reader()
    reader.feed(scrub(text))
    reader.close()
    return "".join(reader.plain).strip(), "".join(reader.rich + reader.left_open()).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.plain: list[str] = []
        self.rich: list[str] = []
        self._open: list[tuple[str, str, int]] = []  # tag, address, where its words begin

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = (dict(attrs).get("href") or "").strip() if tag == "a" else ""
        if tag in ("b", "i", "code"):
            self.rich.append(f"<{tag}>")
        elif _LINK.match(href):
            self.rich.append(f'<a href="{html.escape(href)}">')
        else:
            return
        self._open.append((tag, href, len(self.plain)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            return
        _, href, begin = self._open.pop()
        self.rich.append(f"</{tag}>")
        shown = href.removeprefix("mailto:").removeprefix("tel:")
        if href and "".join(self.plain[begin:]).strip() != shown:
            self.plain.append(f" ({shown})")

    def handle_data(self, data: str) -> None:
        self.plain.append(data)
        self.rich.append(html.escape(data).replace("\n", "<br>\n"))

    def left_open(self) -> list[str]:
        return [f"</{tag}>" for tag, _, _ in reversed(self._open)]
