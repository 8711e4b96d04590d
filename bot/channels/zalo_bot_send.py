"""Parcels to the Zalo Bot Platform: plain words with numbered choices, pictures by their address,
any other file as a link. Words go out as they are, without parse_mode: a `*` or `<` that a person
wrote is theirs."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from bot.channels.base import Outcome, Refused, Sent
from bot.channels.file_links import FETCHED, FileLinks
from bot.channels.plain_text import bubbles, numbered, plain, spelt
from bot.channels.zalo_bot_api import Api, Failed, outcome_of
from bot.channels.zalo_bot_troubles import Troubles
from messages.envelope import Parcel

log = logging.getLogger(__name__)

TEXT_LIMIT = 2000
"""Characters of a text or a caption, NFC."""
PICTURES = frozenset({"image/jpeg", "image/png"})
_REMEMBERED = 1000

Words = Callable[..., str]
"""(language, key, **parameters) to words in the house's HTML subset."""
Call = tuple[str, dict[str, Any]]


class Sender:
    """Long parcels, and pictures with much to say, go on where a failed try left off."""

    def __init__(self, api: Api, words: Words, links: FileLinks, troubles: Troubles) -> None:
        self._api = api
        self._words = words
        self._links = links
        self._troubles = troubles
        self._begun: dict[int, tuple[Parcel, int]] = {}

    async def send(self, parcel: Parcel) -> Outcome:
        """Never raises."""
        try:
            return await self._send(parcel)
        except Failed as failed:
            self._troubles.of_call(failed)
            return outcome_of(failed, parcel.attempts)
        except Exception as error:
            log.exception("zalo bot: parcel %d", parcel.id)
            return Refused(type(error).__name__)

    async def _send(self, parcel: Parcel) -> Outcome:
        calls, message_id = self._calls(parcel), ""
        if not calls:
            return Refused("an empty message")
        number = self._already(parcel)
        while number < len(calls):
            try:
                answer = await self._api.call(*calls[number])
            except Failed as failed:
                instead = self._without_picture(parcel, *calls[number])
                if failed.code != 400 or instead is None:
                    raise
                log.warning("zalo bot: a picture was refused and goes out as a link")
                calls[number:] = instead
                continue
            number += 1
            message_id = str(answer.get("message_id", "")) if isinstance(answer, dict) else ""
            if number < len(calls):
                self._begun[parcel.id] = (parcel, number)
        self._begun.pop(parcel.id, None)
        self._troubles.works("quota")
        return Sent(message_id)

    def _already(self, parcel: Parcel) -> int:
        """How many calls an earlier try has brought over; remembered while we run only."""
        while len(self._begun) > _REMEMBERED:
            del self._begun[next(iter(self._begun))]
        before, done = self._begun.get(parcel.id, (parcel, 0))
        same = (before.chat, before.message) == (parcel.chat, parcel.message)
        return done if same else 0

    def _calls(self, parcel: Parcel) -> list[Call]:
        file = parcel.message.file
        if file is None or file.type not in PICTURES:
            return _texts(parcel.chat, self._text(parcel, self._file_line(parcel)))
        # Fetched by the platform at once, from an address of ours.
        shown: dict[str, Any] = {
            "chat_id": parcel.chat,
            "photo": self._links.link(file, FETCHED),
        }
        text = self._text(parcel, "")
        if text and len(bubbles(text, _room(text))) == 1:
            return [("sendPhoto", shown | {"caption": text})]
        return [*_texts(parcel.chat, text), ("sendPhoto", shown)]

    def _without_picture(
        self, parcel: Parcel, method: str, params: dict[str, Any]
    ) -> list[Call] | None:
        """What to send where the picture was refused: our address may not be reachable from
        outside, and the words must not be lost with it."""
        if method != "sendPhoto":
            return None
        line = self._file_line(parcel)
        text = self._text(parcel, line) if "caption" in params else plain(line)
        return _texts(parcel.chat, text)

    def _text(self, parcel: Parcel, below: str) -> str:
        message = parcel.message
        # Nothing can be edited here: what was to change an older message stands below it.
        replaced = parcel.replaces_id or parcel.replaces
        above = self._words(parcel.language, "channel.replaces") if replaced else ""
        said = plain("\n".join(part for part in (above, message.text, below) if part))
        return (numbered if parcel.numbers else spelt)(said, message.choices)

    def _file_line(self, parcel: Parcel) -> str:
        if (file := parcel.message.file) is None:
            return ""
        link = self._links.link(file)
        return self._words(parcel.language, "channel.file", name=file.name, link=link)


def _texts(chat: str, text: str) -> list[Call]:
    parts = bubbles(text, _room(text))
    return [("sendMessage", {"chat_id": chat, "text": part}) for part in parts]


def _room(text: str) -> int:
    """Characters of one piece. Whether the platform counts an emoji as one or, as text_styles do,
    as two is published nowhere: what fits both ways is never refused."""
    twice = sum(1 for char in text if char > "\uffff")
    return max(TEXT_LIMIT // 2, TEXT_LIMIT - twice)
