"""Asking the Zalo Bot Platform for updates. It hands over one at a time and never again: there is
no offset to confirm with. A crash between its answer and our commit loses that update (delivery at
most once), so production needs the webhook."""

from __future__ import annotations

import asyncio

from bot.channels.parts.backoff import growing
from bot.channels.parts.http_wire import dumps
from bot.channels.parts.keeping import NotKept
from bot.channels.zalo_bot_parts.api import NOTHING_NEW, Api, Failed
from bot.channels.zalo_bot_parts.intake import Intake
from bot.channels.zalo_bot_parts.troubles import BotTroubles

_NO_WEBHOOK = {400, 404}  # to deleteWebhook: there is none
_LEAST, _MOST = 0.2, 60.0  # seconds between tries
_PATIENCE = 8.0  # seconds for a commit under way when we stop


class Polling:
    def __init__(self, api: Api, intake: Intake, troubles: BotTroubles, seconds: int) -> None:
        self._api = api
        self._intake = intake
        self._troubles = troubles
        self._seconds = seconds
        self._webhook_gone = False
        self._stopping = False
        self._taking = False

    async def run(self) -> None:
        failures = 0
        while not self._stopping:
            try:
                await self._ask()
                failures = 0
            except Exception as error:
                self._webhook_gone = False  # a webhook that came back keeps getUpdates silent
                self._troubles.of_receiving(error)
                await asyncio.sleep(waiting(failures))
                failures += 1

    async def stop(self, task: asyncio.Task[None]) -> None:
        """Ends `task`, which runs us: at once while it waits, after the commit while it works."""
        self._stopping = True
        if self._taking:
            await asyncio.wait([task], timeout=_PATIENCE)
        task.cancel()

    async def _ask(self) -> None:
        if not self._webhook_gone:
            await self._delete_webhook()
        try:
            # As a string: the documentation says so, and live code does.
            params = {"timeout": str(self._seconds)}
            update = await self._api.call("getUpdates", params, self._seconds + 15)
        except Failed as failed:
            if failed.code != NOTHING_NEW:
                raise
            update = None
        self._troubles.works("receive")
        if update:
            await self._take(update)

    async def _take(self, update: object) -> None:
        """Nobody else has it any more: it is offered to the house until it is kept."""
        self._taking, failures = True, 0
        try:
            while True:
                try:
                    await self._intake.take(update, dumps(update))
                    self._troubles.over("store")
                    return
                except NotKept as error:
                    self._troubles.of_storing(error)
                    await asyncio.sleep(min(waiting(failures), 5.0))
                    failures += 1
        finally:
            self._taking = False

    async def _delete_webhook(self) -> None:
        """While one is set, getUpdates has nothing."""
        try:
            await self._api.call("deleteWebhook", {})
        except Failed as failed:
            if failed.code not in _NO_WEBHOOK:
                raise
        self._webhook_gone = True
        self._troubles.works()


def waiting(failures: int) -> float:
    """Seconds before the next try."""
    return growing(failures, _LEAST, _MOST)
