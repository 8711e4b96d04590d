"""What the house knows of the Zalo Official Account (facts: channels, section 1)."""

from __future__ import annotations

from datetime import timedelta

from bot.channels.base import Capabilities
from bot.channels.parts.plain_text import text_length

NAME = "zalo"
WEBHOOK_PATH = "/webhooks/zalo"

TEXT_LIMIT = 2000
"""Characters (code points after NFC) of one message: longer ones are refused with -210 [1.3]."""
BUTTONS = 5
TITLE_LIMIT = 100
BROADCASTS = 45
"""A second, of the sixty-six Zalo takes: 4,000 a minute for the whole app [1.10]."""


CAPABILITIES = Capabilities(
    buttons=BUTTONS,
    text_limit=TEXT_LIMIT,
    text_length=text_length,
    contact_request=True,
    replies=True,
    broadcasts=BROADCASTS,
    window=timedelta(days=7),  # [1.4]; the first 48 hours are free
)
