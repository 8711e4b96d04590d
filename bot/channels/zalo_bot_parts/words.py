"""A parcel's words as the Zalo Bot Platform takes them: plain, choices as numbered lines, in pieces
that fit."""

from __future__ import annotations

from bot.channels.parts.plain_text import Words, bubbles, numbered, spelt, whole
from bot.channels.zalo_bot_parts.traits import TEXT_LIMIT
from messages.envelope import Parcel


def worded(parcel: Parcel, words: Words, link: str = "") -> str:
    """`link` leads to its file where that is not shown."""
    listed = numbered if parcel.numbers else spelt
    return listed(whole(parcel, words, link), parcel.message.choices)


def pieces(text: str) -> list[str]:
    return bubbles(text, _room(text))


def _room(text: str) -> int:
    """Characters of one piece. Whether the platform counts an emoji as one or, as text_styles do,
    as two is published nowhere: what fits both ways is never refused."""
    twice = sum(1 for char in text if char > "\uffff")
    return max(TEXT_LIMIT // 2, TEXT_LIMIT - twice)
