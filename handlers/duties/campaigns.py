"""Of broadcasts: the summaries of what was gathered, and an end to what waits behind a closed
window."""

from __future__ import annotations

from datetime import timedelta

from handlers.campaigns import summary
from handlers.clock_duty import ClockDuty, daytime
from handlers.desk import Desk
from storage.plan import campaign_sending


def _periods(desk: Desk, after: int) -> list[int]:
    if not daytime(desk):
        return []
    return [n for n in range(1, len(summary.PERIODS) + 1) if n > after]


def _gather(desk: Desk, number: int) -> None:
    summary.add(desk, summary.PERIODS[number - 1])


def _held_too_long(desk: Desk, after: int) -> list[int]:
    until = desk.now - timedelta(days=desk.agency.plan.broadcasts.held_days)
    return campaign_sending.held_since(desk.tx, until, after)


def _give_up(desk: Desk, outbox_id: int) -> None:
    campaign_sending.give_up_held(desk.tx, outbox_id)


DUTIES = (
    ClockDuty("summaries", _periods, _gather, seconds=600),
    ClockDuty("held broadcasts", _held_too_long, _give_up, seconds=3600),
)
