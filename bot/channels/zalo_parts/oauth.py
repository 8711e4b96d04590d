"""Zalo's OAuth: a refresh token for a new pair (facts: channels 1.9)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from bot.channels.base import Later, Unknown
from bot.channels.zalo_parts.client import Client
from bot.channels.zalo_parts.errors import SLOW_DOWN, NotDone

_PATH = "/v4/oa/access_token"
_TRIES = 3


class Final(Exception):
    """Zalo will not give anything for this refresh token again; an administrator has to log in.
    Its text is a code or a short name of Zalo's, never a token."""


@dataclass(frozen=True, slots=True)
class OAuth:
    client: Client
    api: str
    app_id: str
    app_secret: str = field(repr=False)

    async def insist(self, refresh: str, pause: float) -> tuple[str, str]:
        """As `refreshed`, tried again after `pause` seconds where the answer never came: it may
        have been given, but were the token spent, we would learn it."""
        for _ in range(_TRIES):
            try:
                return await self.refreshed(refresh)
            except NotDone as error:
                if not isinstance(error.outcome, Unknown):
                    raise
                why = error.outcome.why
                await asyncio.sleep(pause)
        raise NotDone(Later(30, why))

    async def refreshed(self, refresh: str) -> tuple[str, str]:
        """(access, refresh). Each refresh token works once, and kills the access token before it.
        Raises Final, or NotDone where asking again with the same token may help.

        An error may come with HTTP 200, so the body decides; no code is documented for a token
        already spent, so that every refusal is final."""
        _, answer = await self.client.ask(
            "POST",
            self.api.rstrip("/") + _PATH,
            headers={"secret_key": self.app_secret},
            data={
                "refresh_token": refresh,
                "app_id": self.app_id,
                "grant_type": "refresh_token",
            },
        )
        access, following = answer.get("access_token"), answer.get("refresh_token")
        if isinstance(access, str) and isinstance(following, str) and access and following:
            return access, following
        raise _refused(answer)


def _refused(answer: dict[str, Any]) -> Exception:
    code = answer.get("error")
    if code == SLOW_DOWN:
        return NotDone(Later(60, "Zalo asks us to slow down"), SLOW_DOWN)
    if code is None and "error_name" not in answer:
        return NotDone(Unknown("Zalo's OAuth answered neither tokens nor an error"))
    return Final(str(code)[:20])
