"""Feeds as Atom (RFC 4287), for readers, journalists and other sites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from xml.etree.ElementTree import Element, SubElement, tostring

from bot.site.house import House
from messages.texts import LANGUAGES

NEVER = datetime(2021, 1, 1, tzinfo=UTC)
"""When a feed that never had an entry was updated: Atom wants a time."""
TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """`id` is an URN that stays the same for ever, whatever address the site has; `path` leads to
    its page. `language` where it is another than that of the feed may be."""

    id: str
    title: str
    path: str
    published: datetime
    updated: datetime
    content: str
    form: Literal["text", "html"]
    summary: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """`path` is that of its page; the feed stands beside it, as `path`.atom."""

    id: str
    title: str
    path: str
    updated: datetime
    entries: Sequence[Entry]


def atom(feed: Feed, house: House, language: str) -> bytes:
    """The same bytes as long as nothing of it changes."""
    base, query = house.settings.address, "" if language == LANGUAGES[0] else f"?lang={language}"
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": language})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", _when(feed.updated))
    _link(root, "self", f"{base}{feed.path}.atom{query}", TYPE)
    _link(root, "alternate", f"{base}{feed.path}{query}", "text/html")
    author = SubElement(root, "author")
    _text(author, "name", house.agency.name_en if language == "en" else house.agency.name)
    for entry in feed.entries:
        _entry(root, entry, f"{base}{entry.path}{query}")
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _entry(root: Element, entry: Entry, address: str) -> None:
    made = SubElement(root, "entry", {"xml:lang": entry.language} if entry.language else {})
    _text(made, "id", entry.id)
    _text(made, "title", entry.title)
    _text(made, "published", _when(entry.published))
    _text(made, "updated", _when(entry.updated))
    _link(made, "alternate", address, "text/html")
    if entry.summary:
        _text(made, "summary", entry.summary)
    _text(made, "content", entry.content, type=entry.form)


def _text(parent: Element, name: str, words: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = _NOT_IN_XML.sub(" ", words)


def _link(parent: Element, rel: str, href: str, type_: str) -> None:
    SubElement(parent, "link", {"rel": rel, "href": href, "type": type_})


def _when(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
