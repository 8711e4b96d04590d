"""Parcels as Bot API calls: text in parts, files with captions, buttons under the last part."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from telegram import InputFile

from bot.channels.telegram_parts.keyboard import Keyboards
from bot.channels.telegram_parts.text import CAPTION_LIMIT, split, units
from messages.envelope import ChoiceKind, Document, Parcel

UPLOAD_LIMIT = 50 * 1024 * 1024
"""core.telegram.org/bots/api#senddocument."""
# Telegram makes photos smaller and loses their letters: only small pictures go as photos.
PHOTO_LIMIT = 2 * 1024 * 1024
_PHOTO_TYPES = {"image/jpeg", "image/png"}

Params = dict[str, Any]
Call = tuple[str, Params]


class Unfit(Exception):
    """The parcel breaks a rule of Telegram's."""


def check(parcel: Parcel) -> None:
    """Raises Unfit. callback_data is 1-64 bytes (core.telegram.org/bots/api#inlinekeyboardbutton).

    A message has text or a file."""
    for choice in parcel.message.choices:
        size = len(choice.data.encode())
        if choice.kind is ChoiceKind.REPLY and not 1 <= size <= 64:
            raise Unfit(f"callback_data of {size} bytes, 1 to 64 are allowed: {choice.data!r}")
    if not parcel.message.text.strip() and parcel.message.file is None:
        raise Unfit("an empty message")


async def new(parcel: Parcel, keyboards: Keyboards, files_root: Path) -> list[Call]:
    """The calls that send `parcel` anew, in order. Raises Unfit, or OSError for its file."""
    message = parcel.message
    captioned = message.file is not None and units(message.text) <= CAPTION_LIMIT
    pieces = [] if captioned else split(message.text)
    total = len(pieces) + (message.file is not None)
    calls: list[Call] = []
    for number in range(total):
        markup, addition = keyboards.markup(parcel, last=number + 1 == total)
        params = _base(parcel) | ({"reply_markup": markup} if markup else {})
        if number == 0 and parcel.reply_to.isdigit():
            reply = {"message_id": int(parcel.reply_to), "allow_sending_without_reply": True}
            params["reply_parameters"] = reply
        if number < len(pieces):
            calls.append(("sendmessage", params | _text(pieces[number] + addition)))
        elif message.file is not None:
            caption = message.text + addition if captioned else addition
            path = files_root / message.file.path
            calls.append(await _upload(path, message.file, params, caption.strip()))
    return calls


def edit(parcel: Parcel, keyboards: Keyboards) -> Call | None:
    """The call that edits `parcel.replaces`; None where only a new message will do.

    core.telegram.org/bots/api#editmessagetext: text for text, and inline keyboards only.
    """
    pieces = split(parcel.message.text)
    if parcel.message.file or len(pieces) != 1 or not parcel.replaces.isdigit():
        return None
    markup, _ = keyboards.markup(parcel, last=True)
    if markup and "inline_keyboard" not in markup:
        if parcel.message.choices:
            return None
        markup = None
    params = _base(parcel) | _text(pieces[0]) | {"message_id": int(parcel.replaces)}
    params.pop("message_thread_id", None)
    return "editmessagetext", params | ({"reply_markup": markup} if markup else {})


async def _upload(path: Path, file: Document, params: Params, caption: str) -> Call:
    try:
        content = await asyncio.to_thread(path.read_bytes)
    except FileNotFoundError as error:
        raise Unfit(f"the file is not there: {file.path}") from error
    if not 0 < len(content) <= UPLOAD_LIMIT:
        raise Unfit(f"Telegram takes files of 1 byte to 50 MB, this has {len(content)}")
    if caption:
        params |= {"caption": caption, "parse_mode": "HTML"}
    kind = "document"
    if file.type in _PHOTO_TYPES and len(content) <= PHOTO_LIMIT:
        kind = "photo"
    return f"send{kind}", params | {kind: InputFile(content, filename=file.name)}


def _base(parcel: Parcel) -> Params:
    chat = parcel.chat
    params: Params = {"chat_id": int(chat) if chat.lstrip("-").isdigit() else chat}
    if parcel.topic.isdigit():
        params["message_thread_id"] = int(parcel.topic)
    return params


def _text(text: str) -> Params:
    # A preview would make Telegram fetch our pages, and hides the text on a small screen.
    return {"text": text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
