"""What Telegram checks before it takes a message, in its own words."""

from __future__ import annotations

import html
import json
import re
from typing import Any
from urllib.parse import urlsplit


class ApiError(Exception):
    """An answer with "ok": false (core.telegram.org/bots/api#responseparameters)."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
        if parameters:
            self.body["parameters"] = parameters


def bad(why: str, **parameters: Any) -> ApiError:
    return ApiError(400, f"Bad Request: {why}", **parameters)


_ENTITIES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "s": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
}
_TAG = re.compile(r"""<(/?)([^\s<>]*)((?:\s+[\w-]+="[^"<>]*")*)\s*>""")
_CHARACTER = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|lt|gt|amp|quot);")


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(text: str) -> tuple[str, list[dict[str, Any]]]:
    """What is seen and its entities, as strictly as core.telegram.org/bots/api#html-style."""
    plain = ""
    entities: list[dict[str, Any]] = []
    open_tags: list[tuple[str, int, str]] = []
    at = 0
    while at < len(text):
        if text[at] == "<":
            found = _TAG.match(text, at)
            if not found or found[2].lower() not in _ENTITIES:
                name = found[2] if found else text[at + 1 : at + 9]
                raise bad(f'can\'t parse entities: Unsupported start tag "{name}" at offset {at}')
            if not found[1]:
                open_tags.append((found[2].lower(), utf16(plain), found[3]))
            elif not open_tags or open_tags[-1][0] != found[2].lower():
                raise bad(f"can't parse entities: Unmatched end tag at offset {at}")
            else:
                entities.append(_entity(*open_tags.pop(), utf16(plain)))
            at = found.end()
        elif found := _CHARACTER.match(text, at):
            plain += html.unescape(found[0])
            at = found.end()
        else:
            plain += text[at]
            at += 1
    if open_tags:
        raise bad(f"can't parse entities: Can't find end tag for start tag {open_tags[-1][0]}")
    return plain, entities


def _entity(name: str, start: int, attributes: str, end: int) -> dict[str, Any]:
    entity: dict[str, Any] = {"type": _ENTITIES[name], "offset": start, "length": end - start}
    if name == "a":
        entity["url"] = html.unescape(attributes.partition('"')[2].rstrip('"'))
    return entity


def seen(text: Any, mode: Any, limit: int, what: str) -> tuple[str, list[dict[str, Any]]]:
    """A text or caption as it will stand in the chat."""
    if not isinstance(text, str):
        raise bad(f"{what} must be a string")
    if mode not in (None, "", "HTML"):
        raise bad("unsupported parse_mode")
    plain, entities = parse_html(text) if mode == "HTML" else (text, [])
    plain = plain.strip()
    if utf16(plain) > limit:
        raise bad("message caption is too long" if what == "caption" else "message is too long")
    if not plain and what == "text":
        raise bad("message text is empty")
    return plain, entities


def markup(value: Any, private: bool) -> dict[str, Any] | None:
    """A checked reply_markup; it may come as an object or as its JSON."""
    if value in (None, ""):
        return None
    if isinstance(value, str):
        value = json.loads(value)
    if "inline_keyboard" in value:
        buttons = [button for row in value["inline_keyboard"] for button in row]
        if len(buttons) > 100:
            raise bad("reply markup is too long")
        for button in buttons:
            _inline_button(button)
        return dict(value) if buttons else None
    if "keyboard" in value:
        for button in (button for row in value["keyboard"] for button in row):
            if button.get("request_contact") and not private:
                raise bad("phone number can be requested in private chats only")
            if not button.get("text"):
                raise bad("keyboard button text must be non-empty")
        return dict(value)
    if value.get("remove_keyboard") is True:
        return dict(value)
    raise bad("object expected as reply markup")


def _inline_button(button: dict[str, Any]) -> None:
    if not button.get("text"):
        raise bad("inline keyboard button text must be non-empty")
    kinds = set(button) - {"text", "style"}
    if len(kinds) != 1 or not kinds <= {"url", "callback_data"}:
        raise bad("text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in button:
        parts = urlsplit(button["url"])
        if parts.scheme not in ("http", "https", "tg") or "." not in (parts.hostname or ""):
            url = button["url"]
            raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def commands(value: Any) -> list[dict[str, str]]:
    """A checked menu (core.telegram.org/bots/api#setmycommands)."""
    entries = json.loads(value) if isinstance(value, str) else value
    if not isinstance(entries, list) or len(entries) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for entry in entries:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", entry["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(entry["description"]) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return entries
