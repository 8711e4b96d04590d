"""A broadcast that recurs: when one begins, the next stands ready, with the same approved words."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, timedelta

from cases.days.deadlines import VIETNAM
from cases.plan.campaigns import Audience, CampaignKind
from handlers.desk import Desk
from storage.plan import campaigns
from storage.tables.plan import Campaign


def add_next(desk: Desk, campaign: Campaign) -> None:
    """Those missed while the house stood still are left out. Whoever cancels it ends it all."""
    if not campaign.every:
        return
    first = campaign.repeats_id or campaign.id
    send_at = next_time(campaign.send_at or desk.now, campaign.every, desk.now)
    following = campaigns.add(
        desk.tx,
        CampaignKind(campaign.kind),
        desk.now,
        title=campaign.title,
        title_en=campaign.title_en,
        words_vi=campaign.words_vi,
        words_en=campaign.words_en,
        audience=Audience.of(campaign.audience),
        item=campaign.item,
        occasion=f"repeat {first} {send_at:%Y-%m-%d}",
        author_id=campaign.author_id,
        file_id=campaign.file_id,
        link=campaign.link,
        procedure=campaign.procedure,
        send_at=send_at,
        every=campaign.every,
        repeats_id=first,
    )
    if following is not None:
        campaigns.move(desk.tx, following.id, "submit")
        approved = {"approver_id": campaign.approver_id, "approved_at": campaign.approved_at}
        campaigns.move(desk.tx, following.id, "approve", **approved)


def next_time(begun: datetime, every: str, now: datetime) -> datetime:
    """The first after both, on the same weekday or day of the month at the same time in Vietnam."""
    here = begun.astimezone(VIETNAM)
    times = 0
    while True:
        times += 1
        following = here + timedelta(weeks=times) if every == "week" else _in_months(here, times)
        if following > now:
            return following.astimezone(begun.tzinfo)


def _in_months(here: datetime, months: int) -> datetime:
    """On the last day where the month has no such day."""
    year, month = divmod(here.year * 12 + here.month - 1 + months, 12)
    return here.replace(
        year=year, month=month + 1, day=min(here.day, monthrange(year, month + 1)[1])
    )
