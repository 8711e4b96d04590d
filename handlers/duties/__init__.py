"""What the clock does by itself, in the order in which it matters: a case that closes today is not
asked about, a draft that ends today is not reminded of."""

from __future__ import annotations

from handlers.campaigns import acknowledged, watching
from handlers.duties import (
    alarms,
    breaches,
    campaigns,
    changed_procedures,
    composed,
    data_requests,
    day_roots,
    drafts,
    farewells,
    last_day,
    lateness,
    leave_over,
    mornings,
    next_year,
    openings,
    opinions,
    plan_silence,
    plan_watch,
    press_letters,
    recount,
    retention,
    silence,
    unread,
    weekly_digest,
    windows,
)
from handlers.duties.shape import ClockDuty

DUTIES: tuple[ClockDuty, ...] = (
    *recount.DUTIES,
    *silence.DUTIES,
    *lateness.DUTIES,
    *last_day.DUTIES,
    *opinions.DUTIES,
    *drafts.DUTIES,
    *leave_over.DUTIES,
    *openings.DUTIES,
    *mornings.DUTIES,
    *weekly_digest.DUTIES,
    *plan_watch.DUTIES,
    *plan_silence.DUTIES,
    *unread.DUTIES,
    *windows.DUTIES,
    *campaigns.DUTIES,
    *breaches.DUTIES,
    *data_requests.DUTIES,
    *changed_procedures.DUTIES,
    *composed.DUTIES,
    *press_letters.DUTIES,
    *retention.DUTIES,
    *farewells.DUTIES,
    *alarms.DUTIES,
    *next_year.DUTIES,
    *day_roots.DUTIES,
    *watching.DUTIES,
    *acknowledged.DUTIES,
)
