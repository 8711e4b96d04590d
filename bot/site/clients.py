"""Whose request it is, behind the proxies we trust (TRUSTED_PROXIES) and behind no others."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from aiohttp import web

Address = IPv4Address | IPv6Address


class Clients:
    """`trusted` are addresses or networks; raises ValueError for anything else."""

    def __init__(self, trusted: Sequence[str]) -> None:
        self._trusted = [ip_network(each.strip(), strict=False) for each in trusted if each.strip()]

    def address(self, request: web.Request) -> Address | None:
        """The client's address; None for a Unix socket. `X-Forwarded-For` is read from the right,
        as far as trusted proxies wrote it: what stands further left anybody can invent."""
        found = _parse(request.remote or "")
        if found is None or not self._trusts(found):
            return found
        for hop in reversed(",".join(request.headers.getall("X-Forwarded-For", [])).split(",")):
            hop_address = _parse(hop)
            if hop_address is None:
                break
            found = hop_address
            if not self._trusts(found):
                break
        return found

    def paced(self, request: web.Request) -> str:
        """What to count a client by, or empty for this machine: an IPv6 client owns a whole /64.
        A proxy on this machine that is not trusted stands for everybody, so it is not counted."""
        found = self.address(request)
        if found is None or found.is_loopback:
            return ""
        if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
            return str(ip_network((int(found), 64), strict=False))
        return str(found)

    def inside(self, request: web.Request) -> bool:
        """Whether it comes from this machine or its private network, not through an unknown
        proxy."""
        found = self.address(request)
        if found is None:
            return True
        forwarded = "X-Forwarded-For" in request.headers
        peer = _parse(request.remote or "")
        if forwarded and (peer is None or not self._trusts(peer)):
            return False
        return found.is_private

    def _trusts(self, address: Address) -> bool:
        mapped = getattr(address, "ipv4_mapped", None)
        return any((mapped or address) in network for network in self._trusted)


def _parse(text: str) -> Address | None:
    text = text.strip()
    if text.startswith("["):
        text = text[1:].split("]")[0]
    elif text.count(":") == 1:
        text = text.split(":")[0]
    try:
        return ip_address(text.split("%")[0])
    except ValueError:
        return None
