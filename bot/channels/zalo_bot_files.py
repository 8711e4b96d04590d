"""Pictures, voices and stickers that came through the Zalo Bot Platform: public addresses that live
for a short time. They are fetched by the jobs within a second of the commit."""

from __future__ import annotations

import logging
from collections.abc import Collection

import aiohttp
from yarl import URL

from bot.channels.base import FileGone, FileTooLarge
from bot.channels.telegram_wire import Wire

log = logging.getLogger(__name__)

HOSTS = ("zdn.vn", "zadn.vn", "zalo.me", "zaloapp.com", "zaloplatforms.com", "zapps.me")
"""Zalo's own domains, with all below them: where its apps keep what people send."""

_LIMIT = aiohttp.ClientTimeout(total=300, sock_connect=10, sock_read=30)
_GONE = {401, 403, 404, 410}  # signed addresses that are over answer any of these
_MOVED = {301, 302, 303, 307, 308}
_MOST_REDIRECTS = 3


class Media:
    """`hosts` are the domains we fetch from over https; the API's own server always is one."""

    def __init__(self, wire: Wire, api: str, hosts: Collection[str]) -> None:
        self._wire = wire
        self._home = URL(api).origin()
        self._hosts = tuple(hosts)

    async def fetch(self, ref: str, limit: int) -> bytes:
        """Raises FileGone, FileTooLarge, or OSError to try later."""
        url = self._admitted(ref)
        try:
            for _ in range(_MOST_REDIRECTS + 1):
                async with self._wire.session.get(
                    url, timeout=_LIMIT, allow_redirects=False
                ) as response:
                    if response.status not in _MOVED:
                        return await _read(response, limit)
                    # Again one of theirs, or none.
                    url = self._admitted(str(url.join(URL(response.headers["Location"]))))
        except (aiohttp.ClientError, KeyError) as error:
            raise ConnectionError(f"a download from Zalo broke: {type(error).__name__}") from None
        raise ConnectionError("a file of Zalo's is always somewhere else")

    def _admitted(self, ref: str) -> URL:
        """An address inside our own network, say, is no address of Zalo's."""
        try:
            url = URL(ref)
            if url.absolute and url.origin() == self._home:
                return url
        except ValueError:
            raise FileGone("no address") from None
        host = url.host or ""
        if url.scheme != "https" or not host:
            raise FileGone("no address of Zalo's")
        if not any(host == known or host.endswith(f".{known}") for known in self._hosts):
            log.warning("zalo bot: a file lies with %s, which is no server of Zalo's we know", host)
            raise ConnectionError("a file lies with a server that we do not know")
        return url


async def _read(response: aiohttp.ClientResponse, limit: int) -> bytes:
    if response.status in _GONE:
        raise FileGone("Zalo no longer has the file")
    if response.status != 200:
        raise ConnectionError(f"Zalo answered {response.status} for a file")
    received = bytearray()
    async for chunk in response.content.iter_chunked(65536):
        received += chunk
        if len(received) > limit:
            raise FileTooLarge(f"more than {limit} bytes")
    return bytes(received)
