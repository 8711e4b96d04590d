"""The account's tokens, kept fresh by one process at a time (facts: channels 1.9). Read `_renew`.

An access token lives 25 hours; a refresh token works once, and the access token dies with it. So a
new pair is put on disk as soon as it is here, committed before it is used, and whoever comes to
renew first looks whether somebody else has: another process, or `langnghe zalo-login`.

What cannot be saved: an answer that Zalo gave and nobody received, because the connection broke or
the process died in the moment before it was on disk. The next try is then refused, the admins are
told, and an administrator logs in again."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from bot.channels.base import Later
from bot.channels.parts.troubles import Troubles
from bot.channels.zalo_parts.errors import NotDone
from bot.channels.zalo_parts.oauth import Final, OAuth
from bot.channels.zalo_parts.spare import Spare
from storage.engine.db import Store
from storage.engine.tx import Tx
from storage.engine.unavailable import StorageUnavailable
from storage.keys import Keys
from storage.mailbox import zalo_tokens
from storage.mailbox.zalo_tokens import Pair

log = logging.getLogger(__name__)

T = TypeVar("T")

OLD = timedelta(hours=20)
LOGIN_NEEDED = "login"
_CLAIMED = timedelta(minutes=3)  # longer than the tries of one renewal take
_STOP_SECONDS = 3.0
_PATIENCE = 5.0
_NEEDS_LOGIN = "Zalo wants an administrator to log in again: run `langnghe zalo-login`"


class Tokens:
    """`seeds` are the (access, refresh) tokens of the settings: used at the first start, and again
    when they change. `alarm` is given the trouble, as in `base.Later`; `pause` is in seconds."""

    def __init__(
        self,
        store: Store,
        keys: Keys,
        oauth: OAuth,
        seeds: tuple[str, str],
        spare: Spare,
        troubles: Troubles,
        alarm: Callable[[str], Awaitable[None]],
        now: Callable[[], datetime],
        pause: float = 1.0,
    ) -> None:
        self._store, self._keys, self._oauth = store, keys, oauth
        self._seeds, self._spare = seeds, spare
        self._troubles, self._alarm = troubles, alarm
        self._now, self._pause = now, pause
        self._me = secrets.token_hex(8)
        self._pair: Pair | None = None
        self._dead: str | None = None  # the refresh token that was refused; "" where there is none
        self._told = False
        self._renewal: asyncio.Task[Pair] | None = None

    async def take_up_spare(self) -> None:
        """Once, at the start of any process: the pair a death kept from the database may lie in the
        folder of one that leads no more."""
        if self._spare.get() is not None:
            with suppress(NotDone):
                await self._look()

    async def access(self) -> str:
        """The token to use now. Raises NotDone. While a renewal is under way the old one may be
        dead already, so a moment is waited for the new; not longer, for Zalo may be away."""
        if self._renewal is not None and not self._renewal.done():
            await asyncio.wait([self._renewal], timeout=_PATIENCE)
        pair = self._pair or await self._look()
        return pair.access or await self.renewed("")

    async def renewed(self, spent: str) -> str:
        """A token to use after `spent` was refused. Raises NotDone. Whoever waits here may go away:
        a renewal that has begun is brought to its end."""
        if self._renewal is None or self._renewal.done():
            self._renewal = asyncio.create_task(self._renew(spent))
            self._renewal.add_done_callback(lambda done: done.cancelled() or done.exception())
        pair = await asyncio.shield(self._renewal)
        return pair.access

    async def refresh_when_old(self) -> None:
        """For the clock of the leading process: takes over what was stored meanwhile, and renews
        a token after 20 of its 25 hours."""
        try:
            pair = await self._look()
            if pair.refresh == self._dead:
                await self._login_needed(self._dead)
            elif self._now() - pair.got_at >= OLD:
                await self.renewed(pair.access)
        except NotDone as trouble:
            log.info("zalo: the tokens wait: %s", trouble)

    async def stop(self) -> None:
        """A renewal under way gets a moment to be stored."""
        if self._renewal is not None and not self._renewal.done():
            await asyncio.wait([self._renewal], timeout=_STOP_SECONDS)
            self._renewal.cancel()

    async def _renew(self, spent: str) -> Pair:
        pair = await self._look()
        if pair.access and pair.access != spent:
            return pair
        if not pair.refresh or pair.refresh == self._dead:
            raise await self._login_needed(pair.refresh)
        if not await self._run(self._claim):
            raise NotDone(Later(5, "another process is renewing Zalo's tokens"))
        try:
            # Between the first look and the claim another process may have been done with it.
            pair = await self._look()
            done = pair.access and pair.access != spent
            return pair if done else await self._exchange(pair)
        finally:
            with suppress(NotDone):
                await self._run(lambda tx: zalo_tokens.release(tx, self._me))

    async def _exchange(self, pair: Pair) -> Pair:
        try:
            access, refresh = await self._oauth.insist(pair.refresh, self._pause)
        except Final as refused:
            if (other := await self._look()).refresh != pair.refresh:
                return other  # somebody logged in while we asked
            log.error("zalo: the refresh token is refused (%s)", refused)
            raise await self._login_needed(pair.refresh) from None
        fresh = Pair(access, refresh, self._now(), pair.seed)
        await asyncio.to_thread(self._spare.put, pair, fresh)
        return self._take(await self._stored(fresh, pair))

    async def _stored(self, fresh: Pair, instead_of: Pair) -> Pair:
        """Zalo has forgotten the old pair: it is tried until it is done."""
        while True:
            try:
                kept = await self._store.run(
                    lambda tx: zalo_tokens.keep(tx, self._keys, fresh, instead_of)
                )
            except StorageUnavailable:
                self._troubles.tell("tokens", "new Zalo tokens wait to be stored")
                await asyncio.sleep(self._pause)
            else:
                self._spare.clear()
                return kept

    async def _look(self) -> Pair:
        """The pair in force, by the database's word. Raises NotDone."""
        spare = self._spare.get()
        pair = await self._run(partial(self._in_force, spare))
        if spare is not None:
            self._spare.clear()
        if pair is None:
            raise await self._login_needed("")
        return self._take(pair)

    def _in_force(self, spare: tuple[str, Pair] | None, tx: Tx) -> Pair | None:
        there = zalo_tokens.kept(tx, self._keys)
        if spare is not None and there is not None and there.refresh == spare[0]:
            there = zalo_tokens.keep(tx, self._keys, spare[1], there)
        seed = zalo_tokens.seed_mark(self._keys, *self._seeds)
        if not seed or (there is not None and there.seed == seed):
            return there
        return zalo_tokens.keep(tx, self._keys, Pair(*self._seeds, self._now(), seed), there)

    def _claim(self, tx: Tx) -> bool:
        return zalo_tokens.claim(tx, self._me, self._now(), self._now() + _CLAIMED)

    def _take(self, pair: Pair) -> Pair:
        self._pair = pair
        if pair.refresh != self._dead:
            self._troubles.over("tokens")
            self._dead, self._told = None, False
        return pair

    async def _login_needed(self, refresh: str) -> NotDone:
        """Notes and tells, once, that only an administrator can help; what to raise."""
        if self._dead != refresh:
            self._dead, self._told = refresh, False
        self._troubles.tell("tokens", _NEEDS_LOGIN)
        if not self._told:
            with suppress(StorageUnavailable):
                await self._alarm(LOGIN_NEEDED)
                self._told = True
        return NotDone(Later(300, _NEEDS_LOGIN, LOGIN_NEEDED))

    async def _run(self, work: Callable[[Tx], T]) -> T:
        try:
            return await self._store.run(work)
        except StorageUnavailable:
            raise NotDone(Later(5, "the database is away")) from None
