"""Requests to Zalo, and what is known when one fails: whether it can have arrived or not."""

from __future__ import annotations

import json
from typing import Any

import aiohttp

from bot.channels.base import Later, Unknown
from bot.channels.zalo_errors import SLOW_DOWN, NotDone, outcome

TIMEOUT = aiohttp.ClientTimeout(total=30, connect=10)
FILE_TIMEOUT = aiohttp.ClientTimeout(total=180, connect=10)
_AWAY = 15.0


class Wire:
    """One connection pool for all of it, made when first needed; once closed, nothing leaves until
    it is opened again. `troubles["wire"]` says while Zalo cannot be reached."""

    def __init__(self, troubles: dict[str, str]) -> None:
        self._troubles = troubles
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    def open(self) -> None:
        self._closed = False

    @property
    def session(self) -> aiohttp.ClientSession:
        """Raises NotDone once closed."""
        if self._closed:
            raise NotDone(Later(5, "the channel is stopped"))
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=TIMEOUT, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session

    async def close(self) -> None:
        self._closed = True
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def ask(self, method: str, url: str, **details: Any) -> tuple[int, dict[str, Any]]:
        """The HTTP status and the JSON object of the answer. Raises NotDone: Later where nothing
        can have arrived, else Unknown. Errors of the library repeat addresses, so that only their
        type is told."""
        try:
            status, raw = await self._answer(method, url, details)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            self._troubles["wire"] = f"Zalo cannot be reached ({type(error).__name__})"
            raise NotDone(Later(_AWAY, self._troubles["wire"])) from None
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise NotDone(
                Unknown(f"the connection to Zalo broke ({type(error).__name__})")
            ) from None
        self._troubles.pop("wire", None)
        if status >= 500:
            raise NotDone(Unknown(f"Zalo answered HTTP {status}"))
        if status == 429:
            raise NotDone(outcome(SLOW_DOWN), SLOW_DOWN)
        return status, _object(status, raw)

    async def _answer(self, method: str, url: str, details: dict[str, Any]) -> tuple[int, bytes]:
        asking = self.session.request(method, url, allow_redirects=False, **details)
        async with asking as response:
            return response.status, await response.read()


def _object(status: int, raw: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(raw)
    except (ValueError, RecursionError):
        answer = None
    if isinstance(answer, dict):
        return answer
    if status >= 300:  # a gateway's page: the request was turned away
        raise NotDone(Later(300, f"Zalo answered HTTP {status} without a reason", alarm=True))
    raise NotDone(Unknown("Zalo's answer cannot be read"))
