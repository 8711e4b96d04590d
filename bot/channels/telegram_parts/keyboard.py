"""Choices as Telegram's keyboards, and what may be given up when Telegram refuses a message."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any

from bot.channels.telegram_parts.text import CAPTION_LIMIT, TEXT_LIMIT, flat
from messages.envelope import Choice, ChoiceKind, Parcel

BUTTONS = 20
"""Our own limit for one message; Telegram takes about 100."""
# Several short buttons stand in a row while their labels stay readable on a narrow screen.
_ROW_LETTERS, _ROW_BUTTONS = 30, 5

Markup = dict[str, Any]


class Keyboards:
    """Remembers in which chats a keyboard that asks for the phone number still stands."""

    def __init__(self) -> None:
        self._asking: dict[str, None] = {}

    def markup(self, parcel: Parcel, last: bool) -> tuple[Markup | None, str]:
        """The reply_markup of one part, and lines to add to its text.

        Buttons stand under the last part. A message bears either inline buttons or a change of the
        keyboard, so an old keyboard is put away by the first part that has no inline buttons.
        """
        choices = parcel.message.choices if last else ()
        if _asks_phone(parcel) and last:
            return _phone_keyboard(choices)
        shown = [choice for choice in choices if choice.kind is not ChoiceKind.PHONE]
        if shown:
            return {"inline_keyboard": _rows(shown, _inline)}, ""
        if parcel.chat in self._asking and not _asks_phone(parcel):
            return {"remove_keyboard": True}, ""
        return None, ""

    def shown(self, parcel: Parcel) -> None:
        """Called once `parcel` has gone out anew."""
        if _asks_phone(parcel):
            self._asking[parcel.chat] = None
            if len(self._asking) > 10_000:
                del self._asking[next(iter(self._asking))]
        elif not parcel.message.choices:
            self._asking.pop(parcel.chat, None)


def _asks_phone(parcel: Parcel) -> bool:
    """core.telegram.org/bots/api#keyboardbutton: request_contact works in private chats only."""
    private = not parcel.chat.startswith(("-", "@"))
    return private and any(choice.kind is ChoiceKind.PHONE for choice in parcel.message.choices)


def _phone_keyboard(choices: Iterable[Choice]) -> tuple[Markup, str]:
    """Its other buttons type their label, which is as good as a tap; links go into the text."""
    buttons = [choice for choice in choices if choice.kind is not ChoiceKind.URL]
    links = [choice for choice in choices if choice.kind is ChoiceKind.URL]
    keyboard = {
        "keyboard": _rows(buttons, _typing),
        "one_time_keyboard": True,
        "resize_keyboard": True,
    }
    lines = (html.escape(f"\n{link.label}: {link.data}", quote=False) for link in links)
    return keyboard, "".join(lines)


def _inline(choice: Choice) -> Markup:
    key = "url" if choice.kind is ChoiceKind.URL else "callback_data"
    return {"text": choice.label, key: choice.data}


def _typing(choice: Choice) -> Markup:
    if choice.kind is ChoiceKind.PHONE:
        return {"text": choice.label, "request_contact": True}
    return {"text": choice.label}


def _rows(choices: Iterable[Choice], button: Any) -> list[list[Markup]]:
    rows: list[list[Choice]] = []
    for choice in choices:
        together = [*rows[-1], choice] if rows else []
        widest = max((len(each.label) for each in together), default=0)
        fits = widest * len(together) <= _ROW_LETTERS and len(together) <= _ROW_BUTTONS
        if together and fits:
            rows[-1] = together
        else:
            rows.append([choice])
    return [[button(choice) for choice in row] for row in rows]


def soften(name: str, params: Markup, why: str) -> tuple[str, Markup] | None:
    """The call without what Telegram refused of it (`why`, in lower case), so that the words
    arrive; None when nothing can be given up."""
    if "can't parse" in why and "parse_mode" in params:
        return name, _without_format(params)
    if params.get("message_thread_id") and ("thread not found" in why or "topic_" in why):
        return name, {key: value for key, value in params.items() if key != "message_thread_id"}
    if "url" in why and "reply_markup" in params:
        linkless = _without_links(params)
        return None if linkless is None else (name, linkless)
    if name == "sendphoto" and ("photo" in why or "image" in why):
        rest = {key: value for key, value in params.items() if key != "photo"}
        return "senddocument", rest | {"document": params["photo"]}
    return None


def _without_format(params: Markup) -> Markup:
    rest = {key: value for key, value in params.items() if key != "parse_mode"}
    limits = {"text": TEXT_LIMIT, "caption": CAPTION_LIMIT}
    return rest | {key: flat(rest[key], limits[key]) for key in limits if key in rest}


def _without_links(params: Markup) -> Markup | None:
    """Telegram takes no button to an address without a public name (a trial on localhost)."""
    rows = params["reply_markup"].get("inline_keyboard", [])
    links = [button for row in rows for button in row if "url" in button]
    if not links:
        return None
    kept = [[button for button in row if "url" not in button] for row in rows]
    lines = "\n".join(f"{link['text']}: {link['url']}" for link in links)
    if "parse_mode" in params:
        lines = html.escape(lines, quote=False)
    key = "text" if "text" in params else "caption"
    softer = params | {key: f"{params.get(key, '')}\n{lines}".strip()}
    softer["reply_markup"] = {"inline_keyboard": [row for row in kept if row]}
    return softer
