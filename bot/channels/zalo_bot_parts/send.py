"""Parcels to the Zalo Bot Platform: plain words with numbered choices, pictures by their address,
any other file as a link. Words go out as they are, without parse_mode: a `*` or `<` that a person
wrote is theirs."""

from __future__ import annotations

import logging
from typing import Any

from bot.channels.base import Outcome, Refused, Sent
from bot.channels.parts.begun import Begun
from bot.channels.parts.file_links import FETCHED, FileLinks
from bot.channels.parts.plain_text import Words, opened_at
from bot.channels.zalo_bot_parts.api import Api, Failed, outcome_of
from bot.channels.zalo_bot_parts.troubles import BotTroubles
from bot.channels.zalo_bot_parts.words import pieces, worded
from messages.envelope import Parcel

log = logging.getLogger(__name__)

PICTURES = frozenset({"image/jpeg", "image/png"})

Call = tuple[str, dict[str, Any]]


class Sender:
    """Long parcels, and pictures with much to say, go on where a failed try left off."""

    def __init__(self, api: Api, words: Words, links: FileLinks, troubles: BotTroubles) -> None:
        self._api = api
        self._words = words
        self._links = links
        self._troubles = troubles
        self._begun = Begun()

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
        calls, told = self._calls(parcel), self._begun.told(parcel)
        if not calls:
            return Refused("an empty message")
        while len(told) < len(calls):
            call = calls[len(told)]
            try:
                answer = await self._api.call(*call)
            except Failed as failed:
                instead = self._without_picture(parcel, *call)
                if failed.code != 400 or instead is None:
                    raise
                log.warning("zalo bot: a picture was refused and goes out as a link")
                calls[len(told) :] = instead
                continue
            told.append(str(answer.get("message_id", "")) if isinstance(answer, dict) else "")
            if len(told) < len(calls):
                self._begun.note(parcel, told)
        self._begun.over(parcel)
        self._troubles.works("quota")
        return Sent(told[-1])

    def _calls(self, parcel: Parcel) -> list[Call]:
        file = parcel.message.file
        if file is None or file.type not in PICTURES:
            return _texts(parcel.chat, self._text(parcel, self._link(parcel)))
        # Fetched by the platform at once, from an address of ours.
        shown: dict[str, Any] = {
            "chat_id": parcel.chat,
            "photo": self._links.link(file, FETCHED),
        }
        text = self._text(parcel)
        if text and len(pieces(text)) == 1:
            return [("sendPhoto", shown | {"caption": text})]
        return [*_texts(parcel.chat, text), ("sendPhoto", shown)]

    def _without_picture(
        self, parcel: Parcel, method: str, params: dict[str, Any]
    ) -> list[Call] | None:
        """What to send where the picture was refused: our address may not be reachable from
        outside, and the words must not be lost with it."""
        if method != "sendPhoto":
            return None
        link = self._link(parcel)
        if "caption" in params:
            return _texts(parcel.chat, self._text(parcel, link))
        return _texts(parcel.chat, opened_at(parcel, self._words, link))

    def _text(self, parcel: Parcel, link: str = "") -> str:
        return worded(parcel, self._words, link)

    def _link(self, parcel: Parcel) -> str:
        file = parcel.message.file
        return self._links.link(file) if file is not None else ""


def _texts(chat: str, text: str) -> list[Call]:
    return [("sendMessage", {"chat_id": chat, "text": part}) for part in pieces(text)]
