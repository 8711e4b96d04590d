"""The ways to write to the department that are open now, each with the code a telephone scans."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import segno
from markupsafe import Markup

from bot.site.house import House

_KNOWN = ("web", "zalo", "zalo_bot", "telegram")


@dataclass(frozen=True, slots=True)
class Way:
    channel: str
    link: str  # empty where the agency gave only a name to search for
    shown: str
    qr: Markup
    decision: str
    decided_on: str


def open_ways(house: House) -> list[Way]:
    """Channels that are on and have an address, the chat of this site first."""
    ways = []
    for name in _KNOWN:
        if name not in house.channels:
            continue
        decision = house.agency.channels.get(name)
        address = decision.address.strip() if decision else ""
        if name == "web":
            address = address or f"{house.settings.address}/chat"
        if address:
            link = link_of(name, address)
            shown = link if address.isdigit() else address
            ways.append(
                Way(
                    name,
                    link,
                    shown_address(shown),
                    qr_of(link) if link else Markup(),
                    decision.decision if decision else "",
                    decision.on if decision else "",
                )
            )
    return ways


def link_of(channel: str, address: str) -> str:
    """An address people can open: a link as it stands, or one made from an account name."""
    if address.startswith(("https://", "http://")):
        return address
    if "." in address and " " not in address:
        return f"https://{address}"
    if channel == "telegram" and address.lstrip("@").replace("_", "").isalnum():
        return f"https://t.me/{address.lstrip('@')}"
    if channel.startswith("zalo") and address.isdigit():
        return f"https://zalo.me/{address}"
    return ""


@lru_cache(maxsize=32)
def qr_of(link: str) -> Markup:
    """Dark on white in both colour schemes: not every reader sees it the other way round."""
    code = segno.make(link, error="m", micro=False)
    return Markup(
        code.svg_inline(border=3, omitsize=True, dark="#10201f", light="#fff", svgclass="qr")
    )


def shown_address(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://")
