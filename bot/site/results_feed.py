"""The published results as an Atom feed (RFC 4287), for readers, journalists and other sites."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree

from bot.site.words import Words
from cases.agency import Agency
from cases.results import Result, Shelf
from messages.texts import LANGUAGES

MOST = 50
_ATOM = "http://www.w3.org/2005/Atom"
NEVER = datetime(2021, 1, 1, tzinfo=UTC)
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TITLE = 120


def feed(
    newest: Sequence[Result], shelf: Shelf, agency: Agency, address: str, words: Words
) -> bytes:
    """`address` is where people reach us. Ids hold neither it nor the language, so that they stay
    the same when the site moves."""
    query = "" if words.language == LANGUAGES[0] else f"?lang={words.language}"
    root = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": words.language})
    _text(root, "id", _urn(agency, "results"))
    _text(root, "title", words("feed_title", agency=agency).unescape())
    _text(root, "updated", _when(shelf.changed_at or NEVER))
    _link(root, "self", f"{address}/results.atom{query}", "application/atom+xml")
    _link(root, "alternate", f"{address}/results{query}", "text/html")
    author = ElementTree.SubElement(root, "author")
    _text(author, "name", agency.name_en if words.language == "en" else agency.name)
    for result in newest:
        _entry(root, result, agency, f"{address}/results/{result.code}{query}", words)
    body: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _entry(
    root: ElementTree.Element, result: Result, agency: Agency, address: str, words: Words
) -> None:
    entry = ElementTree.SubElement(root, "entry")
    _text(entry, "id", _urn(agency, result.code))
    _text(entry, "title", f"{result.code}: {_shortened(result.question or result.answer)}")
    _text(entry, "published", _when(result.published_at))
    _text(entry, "updated", _when(result.updated_at))
    _link(entry, "alternate", address, "text/html")
    said = words("feed_words", question=result.question, answer=result.answer).unescape()
    _text(entry, "content", said.strip(), {"type": "text"})


def _text(
    parent: ElementTree.Element, name: str, words: str, more: dict[str, str] | None = None
) -> None:
    ElementTree.SubElement(parent, name, more or {}).text = _NOT_IN_XML.sub(" ", words)


def _link(parent: ElementTree.Element, rel: str, href: str, type_: str) -> None:
    ElementTree.SubElement(parent, "link", {"rel": rel, "href": href, "type": type_})


def _urn(agency: Agency, name: str) -> str:
    space = uuid.uuid5(uuid.NAMESPACE_URL, f"langnghe:{agency.id}")
    return uuid.uuid5(space, name).urn


def _when(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TITLE else line[: _TITLE - 1].rsplit(" ", 1)[0] + "…"
