"""What a message from Zalo holds: words, places, files, cards (facts: channels 1.8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from bot.channels.parts.http_wire import loads
from messages.envelope import Attachment, FileKind, Location, scrub

_Body = dict[str, Any]
_KINDS = {
    "image": FileKind.PHOTO,
    "gif": FileKind.PHOTO,
    "file": FileKind.DOCUMENT,
    "audio": FileKind.VOICE,
    "voice": FileKind.VOICE,
    "video": FileKind.VIDEO,
    "sticker": FileKind.STICKER,
}


class Strange(Exception):
    """A body that we cannot read. Its words name the event or the part, never what was said."""


def field(body: Any, *path: str) -> str:
    """A text or a number somewhere inside, as text; empty where there is none. Ids have up to 19
    digits and are texts, but nobody promises it."""
    for name in path:
        body = body.get(name) if isinstance(body, dict) else None
    if isinstance(body, str):
        return body
    return str(body) if isinstance(body, int) and not isinstance(body, bool) else ""


def said(message: _Body) -> str:
    return scrub(field(message, "text"))


def attached(kind: str, message: _Body) -> dict[str, Any]:
    """What `Incoming` is to hold of a message of this kind; empty where nothing can be read."""
    payloads = [
        each["payload"]
        for each in message.get("attachments") or ()
        if isinstance(each, dict) and isinstance(each.get("payload"), dict)
    ]
    lines = [said(message)]
    found: dict[str, Any] = {}
    if kind in _KINDS:
        found["files"] = tuple(_file(kind, p) for p in payloads if field(p, "url"))
    elif kind == "location":
        found["location"] = next(filter(None, map(_place, payloads)), None)
    elif spelt := _SPELT.get(kind):
        lines += [line for p in payloads for line in spelt(p)]
    found["text"] = _together(lines)
    return found if any(found.values()) else {}


def _file(kind: str, payload: _Body) -> Attachment:
    size, type_ = field(payload, "size"), field(payload, "type")
    return Attachment(
        _KINDS[kind],
        scrub(field(payload, "url")),
        scrub(field(payload, "name")),
        scrub(type_) if "/" in type_ else "",  # some write the extension instead
        int(size) if size.isdecimal() and len(size) < 16 else None,
    )


def _place(payload: _Body) -> Location | None:
    """Live code has {latitude, longitude}, a document {lat, long} [conflict]."""
    given = payload.get("coordinates")
    if not isinstance(given, dict):
        return None
    try:
        latitude = float(given["latitude"] if "latitude" in given else given["lat"])
        longitude = float(given["longitude"] if "longitude" in given else given["long"])
    except (KeyError, TypeError, ValueError):
        return None
    on_earth = abs(latitude) <= 90 and abs(longitude) <= 180
    return Location(latitude, longitude) if on_earth else None


def _link(payload: _Body) -> list[str]:
    title = field(payload, "title") or field(payload, "description")
    return [title, field(payload, "url")]


def _card(payload: _Body) -> list[str]:
    """Somebody's card: their name, and the number, which stands in JSON inside the description."""
    try:
        inside = loads(field(payload, "description"))
    except ValueError:
        inside = {}
    name = field(payload, "name") or field(payload, "title") or field(inside, "name")
    phone = field(payload, "phone") or field(inside, "phone")
    return [name, local_phone(phone), "" if name or phone else field(payload, "url")]


_SPELT: dict[str, Callable[[_Body], list[str]]] = {"link": _link, "business_card": _card}


def submitted(info: Any) -> str:
    """What somebody filled in when asked for it (`user_submit_info`), each on a line: name, phone,
    address. Both shapes are read [conflict]."""
    address = [
        field(info, "full_address", "user_address") or field(info, "address"),
        field(info, "full_address", "user_ward") or field(info, "ward"),
        field(info, "full_address", "user_district") or field(info, "district"),
        field(info, "full_address", "user_city") or field(info, "city"),
    ]
    where = ", ".join(part.strip() for part in address if part.strip())
    return _together([field(info, "name"), local_phone(field(info, "phone")), where])


def local_phone(number: str) -> str:
    """Zalo writes numbers as 84..., without a plus."""
    digits = number.strip()
    return f"+{digits}" if digits.isdecimal() and digits.startswith("84") else digits


def _together(lines: Iterable[str]) -> str:
    """Lines, each said once: a link's address often stands in the text as well."""
    found: list[str] = []
    for line in map(scrub, lines):
        if line.strip() and line not in "\n".join(found):
            found.append(line)
    return "\n".join(found)
