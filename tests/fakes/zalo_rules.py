"""What Zalo refuses, and with which code (facts: channels 1.3 to 1.5)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any


class ZaloError(Exception):
    def __init__(self, code: int, message: str = "refused") -> None:
        super().__init__(f"{code} {message}")
        self.code = code
        self.message = message


@dataclass
class Template:
    """`limits` are the most characters of each parameter. `by_user` may be sent by user id."""

    limits: dict[str, int] = field(default_factory=dict)
    approved: bool = True
    by_user: bool = True
    day_only: bool = False


def must(condition: object, code: int = -201, message: str = "a parameter is wrong") -> None:
    if not condition:
        raise ZaloError(code, message)


def _only(given: Any, *names: str) -> None:
    must(isinstance(given, dict) and set(given) <= set(names))


def check_text(text: Any) -> None:
    must(isinstance(text, str) and text.strip())
    must(len(unicodedata.normalize("NFC", text)) <= 2000, -210, "more than 2,000 characters")


def check_message(message: Any) -> None:
    """The form of a message; whether what it points to is there, the server looks up."""
    _only(message, "text", "attachment", "quote_message_id")
    attachment = message.get("attachment")
    must("text" in message or attachment)
    if "text" in message:
        check_text(message["text"])
    if attachment is None:
        return
    _only(attachment, "type", "payload")
    payload = attachment["payload"]
    if attachment["type"] == "file":
        _only(payload, "token")
        must("text" not in message)
        return
    must(attachment["type"] == "template")
    _only(payload, "buttons", "template_type", "elements")
    kind = payload.get("template_type")
    if kind is None:
        must("text" in message)
        check_buttons(payload.get("buttons"))
    else:
        must(kind in ("media", "request_user_info") and "text" not in message)
        must(isinstance(payload.get("elements"), list) and len(payload["elements"]) == 1)
        (_picture if kind == "media" else _form)(payload["elements"][0])


def _picture(element: Any) -> None:
    _only(element, "media_type", "attachment_id")
    must(element["media_type"] == "image")


def _form(element: Any) -> None:
    _only(element, "title", "subtitle", "image_url")
    must(0 < len(element["title"]) <= 100 and 0 < len(element["subtitle"]) <= 500)


def check_buttons(buttons: Any) -> None:
    must(isinstance(buttons, list) and 0 < len(buttons) <= 5)
    for button in buttons:
        _only(button, "title", "type", "payload")
        must(isinstance(button["title"], str) and 0 < len(button["title"]) <= 100)
        if button["type"] == "oa.open.url":
            _only(button["payload"], "url")
            must(str(button["payload"]["url"]).startswith("https://"))
        else:
            must(button["type"] in ("oa.query.hide", "oa.query.show"))
            must(isinstance(button["payload"], str) and 0 < len(button["payload"]) <= 1000)


def check_template(template: Template | None, values: Any) -> None:
    must(template is not None and template.approved, -131, "template not approved")
    assert template is not None
    must(isinstance(values, dict) and set(values) == set(template.limits), -1122, "parameters")
    for name, limit in template.limits.items():
        must(isinstance(values[name], str) and values[name], -1122)
        must(len(values[name]) <= limit, -1121, "a parameter is too long")
