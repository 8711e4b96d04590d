"""Calls of the OpenAPI in their turn, with the token of the day (facts: channels 1.2, 1.10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiohttp import FormData

from bot.channels.base import Later
from bot.channels.parts.http_wire import FILE_TIMEOUT
from bot.channels.zalo_parts.client import Client
from bot.channels.zalo_parts.errors import SLOW_DOWN, TOKEN_SPENT, NotDone, outcome
from bot.channels.zalo_parts.pace import Pace
from bot.channels.zalo_parts.tokens import Tokens
from messages.envelope import Priority

Answer = dict[str, Any]


class Api:
    """Raises NotDone for everything that is no success."""

    def __init__(self, client: Client, tokens: Tokens, pace: Pace, base: str) -> None:
        self._client, self._tokens, self._pace = client, tokens, pace
        self._base = base.rstrip("/")

    async def post(
        self,
        path: str,
        body: Answer | None = None,
        *,
        form: Callable[[], FormData] | None = None,
        base: str = "",
        template: bool = False,
        priority: Priority = Priority.REPLY,
    ) -> Answer:
        """The `data` of the answer. A token that was refused is renewed, and the call made once
        more."""
        url = (base.rstrip("/") or self._base) + path
        token = await self._tokens.access()
        try:
            return await self._once(url, token, body, form, template, priority)
        except NotDone as error:
            if error.code not in TOKEN_SPENT:
                raise
        token = await self._tokens.renewed(token)
        return await self._once(url, token, body, form, template, priority)

    async def _once(
        self,
        url: str,
        token: str,
        body: Answer | None,
        form: Callable[[], FormData] | None,
        template: bool,
        priority: Priority,
    ) -> Answer:
        await self._pace.turn(priority)
        # `Authorization: Bearer` does not work there.
        details: dict[str, Any] = {"headers": {"access_token": token}}
        details |= {"data": form(), "timeout": FILE_TIMEOUT} if form else {"json": body}
        try:
            _, answer = await self._client.ask("POST", url, **details)
            return data_of(answer, template=template)
        except NotDone as error:
            if error.code == SLOW_DOWN and isinstance(error.outcome, Later):
                self._pace.halt(error.outcome.seconds)
            raise


def data_of(answer: Answer, *, template: bool = False) -> Answer:
    """`{"data": {...}, "error": 0}`; raises NotDone for any other code."""
    try:
        code = int(answer.get("error", 0))
    except (TypeError, ValueError):
        code = -1
    if code:
        raise NotDone(outcome(code, template=template), code)
    data = answer.get("data")
    return data if isinstance(data, dict) else {}
