"""What the house knows of Telegram without loading its libraries."""

from __future__ import annotations

import hmac

from aiohttp import web

from bot.channels.base import Capabilities
from bot.channels.telegram_keyboard import BUTTONS
from bot.channels.telegram_text import TEXT_LIMIT, units

NAME = "telegram"
WEBHOOK_PATH = "/webhooks/telegram"
CAPABILITIES = Capabilities(
    buttons=BUTTONS,
    text_limit=TEXT_LIMIT,
    text_length=units,
    files=True,
    edits=True,
    groups=True,
    contact_request=True,
    replies=True,
)


def admit(secret: str, request: web.Request) -> None:
    """Raises HTTPForbidden for whoever does not know the webhook's secret; nobody knows an empty
    one."""
    given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
    sent = given.encode("utf-8", "surrogateescape")
    if not secret or not hmac.compare_digest(sent, secret.encode()):
        raise web.HTTPForbidden
