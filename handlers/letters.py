"""What is told in a chat, as a letter: in words of its own where those of the chat speak of buttons
and of typing, with a subject, and with a last line that says where to go on."""

from __future__ import annotations

from typing import Any

from messages.texts import Texts

CHANNEL = "email"
OWN_WORDS = {
    "receipt.receipt": "mail.receipt",
    "receipt.question": "mail.question",
    "receipt.praise": "mail.praise",
    "notice.ask": "mail.ask",
    "notice.answer": "mail.answer",
    "notice.refuse": "mail.refuse",
    "notice.forward": "mail.forward",
    "notice.extend": "mail.extend",
    "notice.late": "mail.late",
    "notice.progress": "mail.progress",
    "notice.close": "mail.close",
    "notice.transcribe": "mail.transcribe",
    "notice.lapse": "mail.lapse",
    "notice.restricted": "mail.restricted",
    "notice.restricted_ask": "mail.restricted",
    "clock.morning": "mail.morning",
}
"""By the key of what a chat is told; they take the same parameters."""


def body(
    texts: Texts, address: str, language: str, key: str, *, sender: bool, **params: Any
) -> str:
    """`sender`: it goes to who sent the case, not to an official."""
    said = texts.render(language, OWN_WORDS.get(key, key), **params)
    return closed(texts, address, language, said, sender=sender)


def closed(texts: Texts, address: str, language: str, said: str, *, sender: bool) -> str:
    """Any words as those of a letter."""
    last = texts.render(language, "mail.closing", address=address.rstrip("/"), sender=sender)
    return f"{said}\n\n{last}"


def subject(texts: Texts, language: str, key: str, code: str) -> str:
    """Says what it is and of which case, nothing else: it is read by whoever sees the mailbox."""
    return str(texts.render(language, "mail.subject", about=key, code=code))
