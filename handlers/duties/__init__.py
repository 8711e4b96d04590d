"""What the clock does by itself, in the order in which it matters: a case that closes today is not
asked about, a draft that ends today is not reminded of."""

from __future__ import annotations

from handlers.duties import (
    alarms,
    breaches,
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
    recount,
    report_tasks,
    reports,
    retention,
    silence,
    unread,
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
    *unread.DUTIES,
    *windows.DUTIES,
    *breaches.DUTIES,
    *data_requests.DUTIES,
    *retention.DUTIES,
    *farewells.DUTIES,
    *alarms.DUTIES,
    *next_year.DUTIES,
    *day_roots.DUTIES,
    *reports.DUTIES,
    *report_tasks.DUTIES,
)
