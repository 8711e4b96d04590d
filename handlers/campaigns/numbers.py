"""Numbers of broadcasts as people type them: "tb26 00012" is TB26-00012."""

from __future__ import annotations

import re

from handlers.desk import Desk
from storage.plan import campaigns
from storage.tables.plan import Campaign

_NUMBER = re.compile(r"\s*TB[\s-]?(\d{2})[\s-]?(\d{5,7})\b[\s:,.;-]*", re.IGNORECASE)


def leading(words: str) -> tuple[str, str]:
    """The number that words begin with (empty where there is none), and what follows."""
    match = _NUMBER.match(words)
    if match is None:
        return "", words.strip()
    return f"TB{match[1]}-{match[2]}", words[match.end() :].strip()


def named(desk: Desk, words: str) -> tuple[Campaign | None, str]:
    """The broadcast whose number words begin with, and what follows it."""
    number, rest = leading(words)
    return (campaigns.by_number(desk.tx, number) if number else None), rest
