"""Files in Telegram: what came with a message, and how their bytes are fetched."""

from __future__ import annotations

import aiohttp
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.methods import GetFile
from aiogram.types import Message, Sticker

from bot.channels.base import FileGone, FileTooLarge
from bot.channels.parts.http_wire import at_most
from messages.envelope import Attachment, FileKind, scrub


def attachments(message: Message) -> tuple[Attachment, ...]:
    """The one file a message can bear; a photo in its largest size."""
    if message.photo:
        # Sizes come smallest first, but the page does not promise it.
        best = max(message.photo, key=lambda size: size.width * size.height)
        return (Attachment(FileKind.PHOTO, best.file_id, "", "image/jpeg", best.file_size),)
    if message.sticker:
        return (_sticker(message.sticker),)
    named = (
        # An animation comes with a `document` of the same bytes, so it goes first.
        (FileKind.VIDEO, message.animation, "video/mp4"),
        (FileKind.DOCUMENT, message.document, ""),
        (FileKind.AUDIO, message.audio, "audio/mpeg"),
        (FileKind.VIDEO, message.video, "video/mp4"),
    )
    for kind, file, usual in named:
        if file:
            name, type_ = scrub(file.file_name or ""), file.mime_type or usual
            return (Attachment(kind, file.file_id, name, type_, file.file_size),)
    if voice := message.voice:
        type_ = voice.mime_type or "audio/ogg"
        return (Attachment(FileKind.VOICE, voice.file_id, "", type_, voice.file_size),)
    if note := message.video_note:
        return (Attachment(FileKind.VIDEO, note.file_id, "", "video/mp4", note.file_size),)
    return ()


def _sticker(sticker: Sticker) -> Attachment:
    type_ = "image/webp"
    if sticker.is_video:
        type_ = "video/webm"
    elif sticker.is_animated:
        type_ = "application/x-tgsticker"
    return Attachment(FileKind.STICKER, sticker.file_id, "", type_, sticker.file_size)


async def download(bot: Bot, ref: str, limit: int) -> bytes:
    """The bytes behind a file_id (core.telegram.org/bots/api#getfile: up to 20 MB there).

    Raises FileTooLarge before or while it comes, FileGone, or OSError to try later.
    """
    path = await _path(bot, ref, limit)
    try:
        url = bot.session.api.file_url(bot.token, path)
        return await at_most(limit, bot.session.stream_content(url))
    except aiohttp.ClientResponseError as error:
        if error.status == 404:
            raise FileGone("Telegram no longer has the file") from None
        raise ConnectionError(f"Telegram answered {error.status} for a file") from None
    except aiohttp.ClientError as error:
        raise ConnectionError(f"a download from Telegram broke: {type(error).__name__}") from None


async def _path(bot: Bot, ref: str, limit: int) -> str:
    try:
        file = await bot(GetFile(file_id=ref))
    except TelegramBadRequest as error:
        if "too big" in error.message:
            raise FileTooLarge(error.message) from error
        if "temporarily" in error.message:
            raise ConnectionError(error.message) from error
        raise FileGone(error.message) from error
    except AiogramError as error:
        raise ConnectionError(f"getFile: {type(error).__name__}") from error
    if file.file_size is not None and file.file_size > limit:
        raise FileTooLarge(f"{file.file_size} bytes, more than {limit}")
    if not file.file_path:
        raise FileGone("Telegram gives no path to the file")
    return file.file_path
