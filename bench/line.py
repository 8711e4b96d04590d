"""What the benchmark and the bot's Telegram process tell each other."""

from __future__ import annotations

import asyncio
import pickle
from typing import Any


def send(writer: asyncio.StreamWriter, what: Any) -> None:
    body = pickle.dumps(what)
    writer.write(len(body).to_bytes(8, "big") + body)


async def receive(reader: asyncio.StreamReader) -> Any:
    size = int.from_bytes(await reader.readexactly(8), "big")
    return pickle.loads(await reader.readexactly(size))
