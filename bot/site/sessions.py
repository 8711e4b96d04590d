"""Sessions of the web chat. A session is a random token the browser keeps; we keep only its keyed
mark, as the address of the chat. Whoever has the token has the chat, and nobody else."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from aiohttp import web

from bot.channels.web import NAME
from bot.site.house import House
from bot.site.trouble import Trouble
from handlers.desk import Desk
from handlers.officials import chatless
from storage.engine.tx import Tx
from storage.mailbox import chat_history, chats
from storage.people import officials

_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Session:
    chat_id: int
    external: str  # the chat's address within the channel
    language: str


class Sessions:
    def __init__(self, house: House) -> None:
        self._house = house

    async def open(self, language: str) -> str:
        """A new chat; its token is shown this once."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        external, now = self._mark(token), self._house.now()
        await self._house.store.run(
            lambda tx: chats.open_chat(tx, NAME, external, now, language=language),
            (NAME, external),
        )
        return token

    async def of(self, request: web.Request) -> Session:
        """The session of the request's bearer token; raises Trouble (401)."""
        external = self._external(request)

        def find(tx: Tx) -> tuple[int, str] | None:
            return chat_history.open_web_chat(tx, external)

        found = await self._house.store.read(find)
        if found is None:
            raise Trouble(401, "session")
        return Session(found[0], external, found[1])

    async def erase(self, session: Session) -> None:
        """The token opens nothing any more. The cases stay; their notices go other ways. Where it
        was an official's last chat, colleagues are told."""
        now = self._house.now()

        def work(tx: Tx) -> None:
            chat_history.erase(tx, session.chat_id, now)
            chatless.chat_gone(Desk(tx, self._house.ground(), now), session.chat_id)

        await self._house.store.run(work, (NAME, session.external))

    async def is_officials(self, session: Session) -> bool:
        """Whether it speaks for an official, who needs a new code once it is erased."""

        def look(tx: Tx) -> bool:
            return officials.of_chat(tx, session.chat_id) is not None

        return await self._house.store.read(look)

    def _external(self, request: web.Request) -> str:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token or len(token) > 200 or not token.isascii():
            raise Trouble(401, "session")
        return self._mark(token)

    def _mark(self, token: str) -> str:
        return self._house.keys.mark("web session", token)
