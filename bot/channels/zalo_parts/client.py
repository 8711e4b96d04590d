"""Requests to Zalo, and what is known when one fails: whether it can have arrived or not."""

from __future__ import annotations

from typing import Any

import aiohttp

from bot.channels.base import Later, Unknown
from bot.channels.parts.http_wire import Wire, loads
from bot.channels.parts.troubles import Troubles
from bot.channels.zalo_parts.errors import SLOW_DOWN, NotDone, outcome

_TIMEOUT = aiohttp.ClientTimeout(total=30, connect=10)
_AWAY = 15.0


class Client:
    """Trouble of the kind "wire" lasts while Zalo cannot be reached."""

    def __init__(self, wire: Wire, troubles: Troubles) -> None:
        self._wire = wire
        self._troubles = troubles

    async def ask(self, method: str, url: str, **details: Any) -> tuple[int, dict[str, Any]]:
        """The HTTP status and the JSON object of the answer. Raises NotDone: Later where nothing
        can have arrived, else Unknown. Errors of the library repeat addresses, so that only their
        type is told."""
        try:
            status, raw = await self._answer(method, url, details)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            away = f"Zalo cannot be reached ({type(error).__name__})"
            self._troubles.tell("wire", away)
            raise NotDone(Later(_AWAY, away)) from None
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise NotDone(
                Unknown(f"the connection to Zalo broke ({type(error).__name__})")
            ) from None
        self._troubles.over("wire")
        if status >= 500:
            raise NotDone(Unknown(f"Zalo answered HTTP {status}"))
        if status == 429:
            raise NotDone(outcome(SLOW_DOWN), SLOW_DOWN)
        return status, _object(status, raw)

    async def _answer(self, method: str, url: str, details: dict[str, Any]) -> tuple[int, bytes]:
        try:
            session = self._wire.session
        except ConnectionError as error:
            raise NotDone(Later(5, str(error))) from None
        details.setdefault("timeout", _TIMEOUT)
        async with session.request(method, url, allow_redirects=False, **details) as response:
            return response.status, await response.read()


def _object(status: int, raw: bytes) -> dict[str, Any]:
    try:
        answer = loads(raw)
    except ValueError:
        answer = None
    if isinstance(answer, dict):
        return answer
    if status >= 300:  # a gateway's page: the request was turned away
        why = f"Zalo answered HTTP {status} without a reason"
        raise NotDone(Later(300, why, "odd_answer"))
    raise NotDone(Unknown("Zalo's answer cannot be read"))
