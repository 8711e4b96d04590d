"""What the Telegram process of a test's house hosts: the channel as it is, without Telegram's pace,
which would make every conversation as slow as in life."""

from __future__ import annotations

from dataclasses import replace


def quick(**given):
    from bot.channels.telegram import make
    from bot.channels.telegram_parts.pace import UNPACED

    return make(**given, pace=UNPACED, poll_seconds=5)


def impatient(**given):
    """Every halt that Telegram asks for goes back to the outbox at once."""
    from bot.channels.telegram import make
    from bot.channels.telegram_parts.pace import UNPACED

    return make(**given, pace=replace(UNPACED, hold=0.05), poll_seconds=5)
