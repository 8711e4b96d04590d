"""Which Official Account a token opens (`getoa`; facts: channels 1.4)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.parts.http_wire import Wire
from bot.channels.parts.troubles import Troubles
from bot.channels.zalo_parts.api import data_of
from bot.channels.zalo_parts.client import Client
from bot.channels.zalo_parts.contents import field
from messages.envelope import scrub

_NAME_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Shown:
    oa_id: str
    name: str
    package: str
    verified: bool


async def shown(api: str, access: str) -> Shown:
    """Raises NotDone."""
    wire = Wire()
    client, url = Client(wire, Troubles("Zalo")), f"{api.rstrip('/')}/v2.0/oa/getoa"
    try:
        _, answer = await client.ask("GET", url, headers={"access_token": access})
        data = data_of(answer)
    finally:
        await wire.close()
    return Shown(
        field(data, "oa_id") or field(data, "oaid"),
        scrub(field(data, "name"))[:_NAME_SHOWN],
        scrub(field(data, "package_name"))[:_NAME_SHOWN],
        data.get("is_verified") is True,
    )
