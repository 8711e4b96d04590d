"""What people send in Zalo lies at public addresses, some of which live for a short time only: it
is fetched by the jobs within a second of the commit."""

from __future__ import annotations

import logging

import aiohttp
from yarl import URL

from bot.channels.base import FileGone
from bot.channels.parts.http_wire import Wire, at_most

log = logging.getLogger(__name__)

_HOSTS = ("zdn.vn", "zadn.vn", "zalo.me", "zaloapp.com", "zaloplatforms.com", "zapps.me")
"""Zalo's own domains, with all below them: where its apps keep files (facts: channels 1.8, 2.4)."""
_TIMEOUT = aiohttp.ClientTimeout(total=300, sock_connect=10, sock_read=30)
_GONE = {401, 403, 404, 410}  # signed addresses that are over answer any of these
_MOVED = {301, 302, 303, 307, 308}
_MOST_REDIRECTS = 3


class Media:
    """`api` is the server that our calls go to: whoever puts one of their own there gets the files
    from it too."""

    def __init__(self, wire: Wire, api: str) -> None:
        self._wire = wire
        self._home = URL(api).origin()

    async def fetch(self, ref: str, limit: int) -> bytes:
        """The bytes behind an address, only from Zalo's servers, also where it leads on. Raises
        FileGone, FileTooLarge while it comes, or OSError to try later."""
        url = self._admitted(ref)
        try:
            for _ in range(_MOST_REDIRECTS + 1):
                async with self._wire.session.get(
                    url, timeout=_TIMEOUT, allow_redirects=False
                ) as response:
                    if response.status not in _MOVED:
                        return await _content(response, limit)
                    url = self._admitted(str(url.join(URL(response.headers["Location"]))))
        except (aiohttp.ClientError, KeyError) as error:
            raise ConnectionError(f"a download from Zalo broke: {type(error).__name__}") from None
        raise ConnectionError("a file of Zalo's is always somewhere else")

    def _admitted(self, ref: str) -> URL:
        """An address inside our own network, say, is none of Zalo's. Raises FileGone."""
        try:
            url = URL(ref)
            if url.absolute and url.origin() == self._home:
                return url
        except ValueError:
            raise FileGone("no address") from None
        host = url.host or ""
        if url.scheme not in ("http", "https") or not host:
            raise FileGone("no address")
        if not any(host == known or host.endswith(f".{known}") for known in _HOSTS):
            log.warning("zalo: a file lies with %s, which is no server of Zalo's we know", host)
            raise FileGone("no address of Zalo's")
        # Plain http occurs; what is sent to us is nobody else's to read.
        return url.with_scheme("https")


async def _content(response: aiohttp.ClientResponse, limit: int) -> bytes:
    if response.status in _GONE:
        raise FileGone("Zalo no longer has the file")
    if response.status != 200:
        raise ConnectionError(f"Zalo answered HTTP {response.status} for a file")
    return await at_most(limit, response.content.iter_chunked(65536))
