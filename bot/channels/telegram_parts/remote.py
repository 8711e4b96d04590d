"""Telegram in a process of its own. Its libraries cost seconds to load and 165 MB, and half of the
processor time of a turn: here they cost the house nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from bot.channels.parts.webhook_calls import admit
from bot.channels.remote.channel import Hosted, RemoteChannel
from bot.channels.telegram_parts.traits import CAPABILITIES, NAME, SECRET_HEADER, WEBHOOK_PATH

FACTORY = "bot.channels.telegram:make"


def remote_telegram(
    token: str,
    api: str,
    mode: str,
    webhook_secret: str,
    public_url: str,
    commands: Mapping[tuple[str, str], Sequence[tuple[str, str]]],
    files_root: Path,
) -> RemoteChannel:
    """The arguments are those of `bot.channels.telegram.TelegramChannel`."""
    arguments = {
        "token": token,
        "api": api,
        "mode": mode,
        "webhook_secret": webhook_secret,
        "public_url": public_url,
        "commands": dict(commands),
        "files_root": str(files_root.absolute()),
    }
    routes = [("POST", WEBHOOK_PATH)] if mode == "webhook" else []
    door = partial(admit, SECRET_HEADER, webhook_secret)
    return RemoteChannel(Hosted(NAME, CAPABILITIES, FACTORY, arguments, routes, door))
