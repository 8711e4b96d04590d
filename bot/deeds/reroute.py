"""Notices that wait in a channel which was switched off go their next way at once."""

from __future__ import annotations

from functools import partial

from bot.deeds.shape import Write
from handlers.desk import Desk
from handlers.notices import rerouting
from storage.house import jobs
from storage.tables.house import Job


class Reroute:
    """params: channel."""

    async def do(self, job: Job) -> Write:
        return partial(_portion, str(job.params["channel"]))

    def give_up(self, desk: Desk, job: Job) -> None:
        """They wait until the channel is on again; the admins were told that it failed."""


def _portion(channel: str, desk: Desk) -> None:
    if rerouting.empty_channel(desk, channel):
        jobs.add(desk.tx, "reroute", {"channel": channel}, None, desk.now)
