"""What the bot's Telegram process hosts in the benchmark: the channel as shipped over the canned
wire, and a line by which the benchmark feeds it updates and learns what it sent."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from bench.canned_wire import CannedTelegram
from bench.line import receive, send
from bench.network import Network
from bot.channels import telegram as channel
from bot.channels.base import Channel
from bot.channels.parts.http_wire import Wire
from bot.channels.telegram_parts.pace import UNPACED

_tasks: set[asyncio.Task[None]] = set()


def make(*, port: int, **given: Any) -> Channel:
    """`port` on loopback is where the benchmark listens."""
    telegram = CannedTelegram(Network())

    class CannedWire(Wire):
        @property
        def session(self) -> Any:
            return telegram

    vars(channel).update(Wire=CannedWire, Pace=lambda: UNPACED)
    _tasks.add(asyncio.create_task(_serve(telegram, port)))
    return channel.make(**given)


async def _serve(telegram: CannedTelegram, port: int) -> None:
    """Bare bytes are updates, answered once all are acknowledged with the seconds that took; b""
    asks for what was sent so far."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while True:
        updates = await receive(reader)
        if updates:
            arrived = telegram.feed(updates)
            await telegram.all_taken()
            send(writer, telegram.taken_at - arrived)
        else:
            send(writer, (telegram.network, time.process_time()))
