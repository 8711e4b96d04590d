"""How a broadcast ends: by itself when too much fails, or when it has come to everybody."""

from __future__ import annotations

from cases.agency.plan import Evidence
from cases.plan.campaigns import CampaignKind, Progress, State
from handlers.campaigns import stale
from handlers.campaigns.gone import gone
from handlers.campaigns.progress import counted
from handlers.campaigns.wording import title_in
from handlers.clock_duty import spoken
from handlers.desk import Desk
from handlers.labels import Label
from storage.columns.plain import dump
from storage.people import people
from storage.plan import campaign_sending, campaigns, evidence
from storage.tables.plan import Campaign


def why_stop(desk: Desk, campaign_id: int) -> str:
    """In words: too many of the last sends failed, what it tells of is on the pages no more, or it
    has taken far too long; empty for nothing."""
    rules, campaign = desk.agency.plan.broadcasts, desk.tx.get(Campaign, campaign_id)
    failed = campaign_sending.failed_lately(desk.tx, campaign_id, rules.error_among)
    if failed * 100 >= rules.error_percent * rules.error_among:
        among = rules.error_among
        return desk.words("vi", "campaign.why_stopped", failed=failed, among=among)
    if campaign and not campaign.all_written and (code := gone(desk, campaign)):
        return desk.words("vi", "campaign.why_gone", code=code)
    return stale.why(desk, campaign) if campaign and _goes_on(desk, campaign) else ""


def stop(desk: Desk, campaign_id: int, reason: str) -> None:
    campaign = _running(desk, campaign_id)
    if campaign is None:
        return
    campaigns.move(desk.tx, campaign.id, "stop", reason=reason, watched_since=desk.now)
    choices = [
        Label("campaign.b_resume", f"/thongbao tieptuc {campaign.number}"),
        Label("campaign.b_cancel", f"/thongbao huy {campaign.number}"),
    ]
    theirs = {who for who in (campaign.author_id, campaign.approver_id) if who is not None}
    for person_id in sorted(theirs.union(people.admins(desk.tx, desk.now))):
        desk.tell_person(
            person_id, "campaign.stopped", choices, number=campaign.number, reason=reason
        )


def ended(desk: Desk, campaign_id: int) -> Progress | None:
    """What it came to, where nothing of it is left to be sent. What waits for people to write again
    is no longer waited for."""
    campaign = desk.tx.get(Campaign, campaign_id)
    if campaign is None or campaign.state != State.RUNNING or _goes_on(desk, campaign):
        return None
    return counted(desk, campaign)


def finish(desk: Desk, campaign_id: int, result: Progress) -> None:
    campaign = _running(desk, campaign_id)
    if campaign is None:
        return
    campaigns.move(desk.tx, campaign.id, "finish", ended_at=desk.now, result=dump(result.kept()))
    # A press note reaches nobody here; its letters keep their own evidence.
    if campaign.item and campaign.kind != CampaignKind.PRESS:
        evidence.keep(
            desk.tx,
            campaign.item,
            Evidence.BROADCAST,
            campaign.number,
            desk.now,
            office=_office(desk, campaign),
            words=campaign.title,
            link=campaign.link,
            by_id=campaign.author_id,
        )
    if campaign.author_id:
        _tell(desk, campaign, campaign.author_id, result)


def _goes_on(desk: Desk, campaign: Campaign) -> bool:
    return not campaign.all_written or bool(campaign_sending.pending(desk.tx, campaign.id))


def _tell(desk: Desk, campaign: Campaign, author_id: int, result: Progress) -> None:
    desk.tell_person(
        author_id,
        "campaign.finished",
        number=campaign.number,
        title=title_in(campaign, spoken(desk, author_id)),
        sent=result.sent,
        held=result.held,
        failed=result.failed,
        dropped=result.dropped,
        gathered=result.gathered,
        missed=result.left,
    )


def _running(desk: Desk, campaign_id: int) -> Campaign | None:
    campaign = campaign_sending.locked(desk.tx, campaign_id)
    return campaign if campaign is not None and campaign.state == State.RUNNING else None


def _office(desk: Desk, campaign: Campaign) -> str:
    """Whose doing it was: of the author's offices one that the plan makes lead it."""
    viewer = people.viewer(desk.tx, campaign.author_id, desk.now) if campaign.author_id else None
    offices = sorted({office for _, office in viewer.roles if office}) if viewer else []
    item = desk.agency.plan.item(campaign.item)
    leading = [office for office in offices if item and office in item.lead]
    return next(iter(leading or offices), desk.agency.reception_office)
