"""Parcels and templates to Zalo, each call with its consequence (facts: channels 1.3, 1.5)."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from bot.channels.base import Later, Outcome, Refused, Sent
from bot.channels.parts.begun import Begun
from bot.channels.zalo_parts.api import Answer, Api
from bot.channels.zalo_parts.contents import field
from bot.channels.zalo_parts.errors import UPLOAD_OVER, NotDone
from bot.channels.zalo_parts.messages import Composer, Message, Unfit
from bot.channels.zalo_parts.uploads import Uploads, fits
from messages.envelope import Document, Parcel, Priority, Template

log = logging.getLogger(__name__)

LinkTo = Callable[[Document], str]
"""Where a person can open a file of ours; empty where they cannot."""

_TRACKING_LIMIT = 48


class Sender:
    """Sends one parcel at a time per chat; one of several calls goes on where a failed try left
    off, remembered while we run."""

    def __init__(
        self, api: Api, business: str, uploads: Uploads, composer: Composer, link_to: LinkTo
    ) -> None:
        self._api, self._business = api, business
        self._uploads, self._composer, self._link_to = uploads, composer, link_to
        self._begun = Begun()

    async def send(self, parcel: Parcel) -> Outcome:
        """Never raises."""
        return await _settled(self._send(parcel), f"parcel {parcel.id}")

    async def send_template(self, template: Template) -> Outcome:
        """Never raises. By telephone number it goes to Zalo's other door, and bears the tracking
        id there only."""
        return await _settled(self._send_template(template), "a template")

    async def _send(self, parcel: Parcel) -> Outcome:
        file = parcel.message.file
        link = ""
        if file is not None and not fits(file):
            link, file = self._link_to(file), None
            if not link:
                raise Unfit("Zalo does not take such a file, and there is no link to it")
        messages: list[Message | Document] = [*self._composer.messages(parcel, link)]
        if file is not None:
            messages.insert(0, file)  # words and buttons stay below it, where people look
        told = self._begun.told(parcel)
        for message in messages[len(told) :]:
            try:
                told.append(await self._one(parcel, message, first=not told))
            except NotDone as error:
                if not told or not _spare(message, error):
                    raise
                log.warning("zalo: the form for particulars is refused (%d)", error.code)
            self._begun.note(parcel, told)
        self._begun.over(parcel)
        return Sent(told[_main(messages)])

    async def _one(self, parcel: Parcel, message: Message | Document, *, first: bool) -> str:
        """One call; the message's id."""
        more = {"quote_message_id": parcel.reply_to} if first and parcel.reply_to else {}
        if not isinstance(message, Document):
            return await self._call(parcel, message | more)
        attachment = await self._uploads.attachment(message, parcel.priority)
        try:
            return await self._call(parcel, {"attachment": attachment} | more)
        except NotDone as error:
            if error.code != UPLOAD_OVER:
                raise
        self._uploads.forget(message)
        attachment = await self._uploads.attachment(message, parcel.priority)
        return await self._call(parcel, {"attachment": attachment} | more)

    async def _call(self, parcel: Parcel, message: Message) -> str:
        body = {"recipient": {"user_id": parcel.chat}, "message": message}
        data = await self._api.post("/v3.0/oa/message/cs", body, priority=parcel.priority)
        return field(data, "message_id")

    async def _send_template(self, template: Template) -> Outcome:
        if bool(template.to_user) == bool(template.to_phone):
            raise Unfit("a template goes to a user or to a telephone number")
        if len(template.tracking) > _TRACKING_LIMIT:
            raise Unfit("a tracking id longer than 48 characters")
        body: Answer = {
            "template_id": template.template,
            "template_data": dict(template.values),
        }
        by: dict[str, Any] = {"template": True, "priority": Priority.NOTICE}
        if template.to_user:
            body["user_id"] = template.to_user
            data = await self._api.post("/v3.0/oa/message/template", body, **by)
            return Sent(field(data, "message_id") or field(data, "msg_id"))
        body |= {"phone": template.to_phone.lstrip("+"), "tracking_id": template.tracking}
        data = await self._api.post("/message/template", body, base=self._business, **by)
        return Sent(field(data, "msg_id") or field(data, "message_id"))


def _spare(message: Message | Document, error: NotDone) -> bool:
    """The form is a convenience: the words above it ask for the same."""
    form = isinstance(message, dict) and "text" not in message
    return form and isinstance(error.outcome, Refused)


def _main(messages: list[Message | Document]) -> int:
    """The place of the message people answer to: the last with words, else the file."""
    worded = [n for n, each in enumerate(messages) if isinstance(each, dict) and "text" in each]
    return worded[-1] if worded else 0


async def _settled(sending: Awaitable[Outcome], what: str) -> Outcome:
    try:
        return await sending
    except NotDone as error:
        return error.outcome
    except Unfit as error:
        return Refused(str(error))
    except OSError as error:
        return Later(30, f"a file cannot be read: {type(error).__name__}")
    except Exception as error:  # its words may be the citizen's
        log.exception("zalo: %s", what)
        return Refused(type(error).__name__)
