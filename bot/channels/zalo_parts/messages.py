"""Parcels as messages of `message/cs`: plain text in pieces, buttons under the last one (facts:
channels 1.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.channels.parts.plain_text import Words, bubbles, numbered, plain, spelt, whole
from bot.channels.zalo_parts.taps import payload
from bot.channels.zalo_parts.traits import BUTTONS, TEXT_LIMIT, TITLE_LIMIT
from messages.envelope import Choice, ChoiceKind, Parcel, scrub
from storage.keys import Keys

Message = dict[str, Any]

_SUBTITLE_LIMIT = 500


class Unfit(Exception):
    """The parcel breaks a rule of Zalo's."""


@dataclass(frozen=True, slots=True)
class Composer:
    """`words` are asked for the few things that only this channel says."""

    keys: Keys
    words: Words

    def messages(self, parcel: Parcel, link: str = "") -> list[Message]:
        """In the order they are to be sent; `link` leads to a file that Zalo does not take.

        An edit goes out anew and says so. Raises Unfit."""
        text, buttons = self._offered(parcel, whole(parcel, self.words, link))
        found = self._worded(text, buttons)
        if any(c.kind is ChoiceKind.PHONE for c in parcel.message.choices):
            found.append(self._asking(parcel.language))
        if not found and parcel.message.file is None:
            raise Unfit("an empty message")
        return found

    def _worded(self, text: str, buttons: list[Message]) -> list[Message]:
        parts: list[Message] = [{"text": part} for part in bubbles(text, TEXT_LIMIT)]
        if buttons:
            if not parts:
                raise Unfit("buttons without words")
            attachment = {"type": "template", "payload": {"buttons": buttons}}
            parts[-1]["attachment"] = attachment
        return parts

    def _offered(self, parcel: Parcel, text: str) -> tuple[str, list[Message]]:
        """All choices as buttons while they fit; else each has a line of its own, and the first
        ones that can be tapped bear its number, unless a number would answer an open question."""
        choices = [c for c in parcel.message.choices if c.kind is not ChoiceKind.PHONE]
        if len(choices) <= BUTTONS and all(map(_fits, choices)):
            return text, [self._button(parcel, c, scrub(c.label)) for c in choices]
        replies = [c for c in choices if c.kind is ChoiceKind.REPLY]
        buttons = [
            self._button(parcel, choice, _shortened(scrub(_titled(choice, number, parcel.numbers))))
            for number, choice in enumerate(replies[:BUTTONS], 1)
        ]
        listed = numbered if parcel.numbers else spelt
        return scrub(listed(text, choices)), buttons

    def _button(self, parcel: Parcel, choice: Choice, title: str) -> Message:
        if choice.kind is ChoiceKind.URL:
            return {"title": title, "type": "oa.open.url", "payload": {"url": choice.data}}
        if not choice.data:
            raise Unfit("a button with nothing behind it")
        data = payload(self.keys, parcel.chat, parcel.id, choice.data)
        # `hide`: the tap is not shown in the chat, where nobody could read it.
        return {"title": title, "type": "oa.query.hide", "payload": data}

    def _asking(self, language: str) -> Message:
        """A form of Zalo's own for name, telephone and address; it comes back as an event."""
        element = {
            "title": self._said(language, "zalo.ask_title")[:TITLE_LIMIT],
            "subtitle": self._said(language, "zalo.ask_subtitle")[:_SUBTITLE_LIMIT],
        }
        asked = {"template_type": "request_user_info", "elements": [element]}
        return {"attachment": {"type": "template", "payload": asked}}

    def _said(self, language: str, key: str) -> str:
        return plain(self.words(language, key))


def _fits(choice: Choice) -> bool:
    if choice.kind is ChoiceKind.URL and not choice.data.startswith("https://"):
        return False  # opens nowhere; as a line it can at least be read
    return 0 < len(scrub(choice.label)) <= TITLE_LIMIT


def _titled(choice: Choice, number: int, numbers: bool) -> str:
    return f"{number}. {choice.label}" if numbers else choice.label


def _shortened(title: str) -> str:
    return title if len(title) <= TITLE_LIMIT else title[: TITLE_LIMIT - 1] + "…"
