"""What the house knows of the Zalo Bot Platform (facts: channels, section 2)."""

from __future__ import annotations

from bot.channels.base import Capabilities
from bot.channels.parts.plain_text import text_length

NAME = "zalo_bot"
WEBHOOK_PATH = "/webhooks/zalo-bot"
SECRET_HEADER = "X-Bot-Api-Secret-Token"
SECRET_LENGTHS = range(8, 257)  # of setWebhook's secret_token

TEXT_LIMIT = 2000
"""Characters of a text or a caption, NFC [2.2]."""


CAPABILITIES = Capabilities(buttons=0, text_limit=TEXT_LIMIT, text_length=text_length)
