"""One message in place of many: what was gathered for somebody since their last one."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from cases.days.deadlines import VIETNAM
from cases.plan.campaigns import Audience, CampaignKind
from handlers.campaigns.gone import gone_from
from handlers.campaigns.stopping import with_stop_line
from handlers.desk import Desk
from messages.envelope import Outgoing
from storage.plan import campaigns, gathered
from storage.plan.audience import Reader
from storage.plan.gathered import Kept
from storage.tables.plan import Campaign

KEY, KEY_TITLE = "campaign.summary", "campaign.summary_title"
PERIODS = ("week", "month")
_AT = time(9)
_LATE = {"week": timedelta(days=4), "month": timedelta(days=15)}
"""Missed for longer it is left to the next: two summaries in a day were not what they chose."""
_MOST = 10  # lines of one message


def begins(period: str, now: datetime) -> datetime:
    """When the summary of this week or month goes out, or went: on its first day at nine in
    Vietnam. What was gathered before then is in it."""
    here = now.astimezone(VIETNAM)
    day = here.date() - timedelta(days=here.weekday() if period == "week" else here.day - 1)
    at = datetime.combine(day, _AT, VIETNAM)
    if at <= here:
        return at.astimezone(now.tzinfo)
    return begins(period, now - timedelta(days=1))


def add(desk: Desk, period: str) -> None:
    """Once in a period, and only where something was gathered for anybody."""
    at = begins(period, desk.now)
    if desk.now - at > _LATE[period]:
        return
    if not gathered.waits(desk.tx, at):
        return
    made = campaigns.add(
        desk.tx,
        CampaignKind.SUMMARY,
        desk.now,
        title=desk.words("vi", KEY_TITLE, period=period),
        title_en=desk.words("en", KEY_TITLE, period=period),
        words_vi="",
        audience=Audience(gathered=period),
        occasion=f"summary {period} {at:%Y-%m-%d}",
        send_at=at,
    )
    if made is not None:
        campaigns.move(desk.tx, made.id, "submit")
        campaigns.move(desk.tx, made.id, "approve", approved_at=desk.now)


def of(desk: Desk, campaign: Campaign, reader: Reader) -> Outgoing | None:
    """None where all that was gathered has been cancelled, or is on the pages no more."""
    assert campaign.send_at is not None
    taken = gathered.take(desk.tx, reader.person_id, campaign.send_at, desk.now)
    kept = [each for each in taken if not gone_from(desk, each.link)]
    if not kept:
        return None
    lines = [_line(each, reader.language) for each in kept[-_MOST:]]
    message = desk.compose(reader.language, KEY, lines=lines, more=len(kept) - len(lines))
    return with_stop_line(desk, message, reader.language)


def _line(kept: Kept, language: str) -> dict[str, str]:
    title = (language == "en" and kept.title_en) or kept.title
    return {"title": title, "link": kept.link, "procedure": kept.procedure}
