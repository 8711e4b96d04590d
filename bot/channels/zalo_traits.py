"""What the house knows of the Zalo Official Account (facts: channels, section 1)."""

from __future__ import annotations

from datetime import timedelta

from bot.channels.base import Capabilities
from bot.channels.parts.plain_text import plain

NAME = "zalo"
WEBHOOK_PATH = "/webhooks/zalo"

TEXT_LIMIT = 2000
"""Characters (code points after NFC) of one message: longer ones are refused with -210 [1.3]."""
BUTTONS = 5
TITLE_LIMIT = 100


def text_length(text: str) -> int:
    """Of our HTML subset, as Zalo counts what is shown of it."""
    return len(plain(text))


CAPABILITIES = Capabilities(
    buttons=BUTTONS,
    text_limit=TEXT_LIMIT,
    text_length=text_length,
    contact_request=True,
    replies=True,
    window=timedelta(days=7),  # [1.4]; the first 48 hours are free
)
