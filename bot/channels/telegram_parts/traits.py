"""What the house knows of Telegram without loading its libraries."""

from __future__ import annotations

from bot.channels.base import Capabilities
from bot.channels.telegram_parts.keyboard import BUTTONS
from bot.channels.telegram_parts.text import TEXT_LIMIT, units

NAME = "telegram"
WEBHOOK_PATH = "/webhooks/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
BROADCASTS = 20
"""A second, of the thirty messages Telegram takes: people who are just writing are answered while a
broadcast runs."""
CAPABILITIES = Capabilities(
    buttons=BUTTONS,
    text_limit=TEXT_LIMIT,
    text_length=units,
    files=True,
    edits=True,
    groups=True,
    contact_request=True,
    replies=True,
    broadcasts=BROADCASTS,
)
