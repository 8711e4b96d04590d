"""The Atom feed of the articles (RFC 4287)."""

from __future__ import annotations

import uuid
import xml.etree.ElementTree as ET
from collections.abc import Sequence

from bot.site.article_shown import Said
from bot.site.house import House
from messages.dates import local

_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NEVER = "2021-01-01T00:00:00+07:00"
"""When a feed that never had an entry was updated: Atom wants a time."""
_NO_XML = dict.fromkeys((0xFFFE, 0xFFFF))
"""What XML 1.0 forbids, of all that passes our doors."""


def atom(house: House, title: str, language: str, entries: Sequence[tuple[Said, str]]) -> bytes:
    """`entries` with their bodies as HTML, newest first."""
    ET.register_namespace("", _ATOM)
    address = house.settings.address
    query = "" if language == "vi" else f"?lang={language}"
    feed = ET.Element(f"{{{_ATOM}}}feed", {_LANG: language})
    _add(feed, "id", _id(house, "articles", language))
    _add(feed, "title", title)
    _add(feed, "updated", _time(entries[0][0]) if entries else _NEVER)
    _link(feed, "self", f"{address}/articles.atom{query}")
    _link(feed, "alternate", f"{address}/articles{query}")
    _author(feed, house, language)
    for said, body in entries:
        entry = ET.SubElement(feed, f"{{{_ATOM}}}entry", {_LANG: said.language})
        _add(entry, "id", _id(house, said.number, language))
        _add(entry, "title", said.title)
        _add(entry, "published", _time(said))
        _add(entry, "updated", _time(said))
        _link(entry, "alternate", said.url + query)
        _add(entry, "summary", said.opening)
        _add(entry, "content", body, type="html")
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def _id(house: House, name: str, language: str) -> str:
    """The same for ever, whatever address the site has."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{house.agency.id}/{name}/{language}").urn


def _time(said: Said) -> str:
    return local(said.published_at).isoformat(timespec="seconds")


def _author(feed: ET.Element, house: House, language: str) -> None:
    author = ET.SubElement(feed, f"{{{_ATOM}}}author")
    _add(author, "name", house.agency.name_en if language == "en" else house.agency.name)


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes).text = text.translate(_NO_XML)


def _link(parent: ET.Element, rel: str, href: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}link", {"rel": rel, "href": href})
