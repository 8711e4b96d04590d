"""A broadcast begins at its time, and is written to its readers portion by portion: in each channel
only as far ahead as that can take, so that memory stays as it is, and who is just writing is
answered between two portions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from cases.plan.campaigns import Audience, CampaignKind, State
from handlers import letters
from handlers.campaigns import ending, repeating, stale, summary
from handlers.campaigns.wording import worded
from handlers.desk import Desk
from messages.envelope import Outgoing, Priority
from storage.mailbox import chats, outbox
from storage.plan import audience as audiences
from storage.plan import campaign_sending, campaigns, gathered
from storage.plan.audience import Reader
from storage.plan.audience_query import Asked
from storage.tables.plan import Campaign

AHEAD = 500
"""Messages of one broadcast on their way in one channel: enough for some seconds of the fastest."""
PORTION = 100
"""People in one transaction: turns need not wait long."""
_WEEK = timedelta(days=7)
_REST = ""  # the lane of whoever was told in another channel while theirs was written to
_OUTSIDE = frozenset({CampaignKind.CHANGED, CampaignKind.STAFF, CampaignKind.SUMMARY})
_TOGETHER = frozenset({"week", "month"})


@dataclass(frozen=True, slots=True)
class Portion:
    """The next readers in a lane above the person `after`, up to `upto` (None: all of them)."""

    lane: str
    after: int
    readers: list[Reader]
    upto: int | None


def channels(desk: Desk) -> list[str]:
    """In which channels broadcasts are read. An e-mail address was given for something else."""
    return [name for name in desk.ground.reach if name != letters.CHANNEL]


def begin(desk: Desk, campaign_id: int, by_channel: dict[str, int]) -> None:
    """`by_channel` is how many there are to tell, counted a moment ago. One that comes far too late
    stops before anybody gets it."""
    campaign = campaign_sending.locked(desk.tx, campaign_id)
    if campaign is None or campaign.started_at is not None:
        return
    if campaign.state == State.APPROVED:
        campaigns.move(desk.tx, campaign.id, "begin")
        if reason := stale.why(desk, campaign):
            ending.stop(desk, campaign.id, reason)
            return
    campaign_sending.begun(desk.tx, campaign.id, by_channel, desk.now)
    repeating.add_next(desk, campaign)


def spread(desk: Desk, campaign_id: int) -> dict[str, int]:
    campaign = desk.tx.get(Campaign, campaign_id)
    assert campaign is not None
    return audiences.spread(desk.tx, _asked(desk, campaign)).by_channel


def room(desk: Desk, campaign_id: int) -> dict[str, int]:
    """How many messages may be written now, by lane; without the lanes that are done with, or have
    no room for a whole portion."""
    campaign = desk.tx.get(Campaign, campaign_id)
    if campaign is None or campaign.state != State.RUNNING or campaign.all_written:
        return {}
    reached = campaign.reached or {}
    lanes = [each for each in channels(desk) if reached.get(each, 0) is not None] or [_REST]
    waiting = campaign_sending.pending(desk.tx, campaign.id)
    free = {lane: AHEAD - waiting.get(lane, 0) for lane in lanes}
    return {lane: room for lane, room in free.items() if room >= min(PORTION, AHEAD)}


def next_portion(desk: Desk, campaign_id: int, lane: str, limit: int) -> Portion | None:
    campaign = desk.tx.get(Campaign, campaign_id)
    after = (campaign.reached or {}).get(lane, 0) if campaign else None
    if campaign is None or after is None:
        return None
    asked = _asked(desk, campaign, lane=lane)
    return Portion(lane, after, *audiences.portion(desk.tx, asked, after, limit))


def write(desk: Desk, campaign_id: int, portion: Portion) -> None:
    """The messages, and up to whom they were written, or nothing of it where somebody paused the
    broadcast meanwhile or another run was here first."""
    campaign = campaign_sending.locked(desk.tx, campaign_id)
    reached = dict(campaign.reached or {}) if campaign else {}
    if campaign is None or campaign.state != State.RUNNING:
        return
    if reached.get(portion.lane, 0) != portion.after:
        return
    _give(desk, campaign, portion.readers)
    reached[portion.lane] = portion.upto
    everybody = portion.lane == _REST and portion.upto is None
    campaign_sending.written(desk.tx, campaign.id, reached, everybody=everybody)


def _give(desk: Desk, campaign: Campaign, readers: list[Reader]) -> None:
    worded_once: dict[str, Outgoing] = {}
    most = desk.agency.plan.broadcasts.most_a_week
    for reader in readers:
        too_many = reader.frequency in _TOGETHER or reader.had >= most
        if too_many and not outside_quota(campaign):
            gathered.add(desk.tx, campaign.id, reader.person_id, desk.now)
        elif campaign.kind == CampaignKind.SUMMARY:
            message = summary.of(desk, campaign, reader)
            if message is not None:
                _post(desk, campaign, reader, message)
        else:
            if reader.language not in worded_once:
                worded_once[reader.language] = worded(desk, campaign, reader.language)
            _post(desk, campaign, reader, worded_once[reader.language])


def _post(desk: Desk, campaign: Campaign, reader: Reader, message: Outgoing) -> None:
    chat = chats.by_id(desk.tx, reader.chat_id)
    assert chat is not None
    outbox.post_elsewhere(
        desk.tx,
        chat,
        message,
        desk.now,
        priority=Priority.BROADCAST,
        file_id=campaign.file_id,
        person_id=reader.person_id,
        campaign_id=campaign.id,
    )


def _asked(desk: Desk, campaign: Campaign, lane: str = _REST) -> Asked:
    audience = Audience.of(campaign.audience)
    week_ago = desk.now - _WEEK
    counted = (
        []
        if outside_quota(campaign)
        else [
            each.id
            for each in campaign_sending.in_seven_days(desk.tx, week_ago)
            if not outside_quota(each)
        ]
    )
    return Asked(
        audience,
        channels(desk),
        lane,
        campaign.id,
        gathered_before=campaign.send_at if audience.gathered else None,
        counted=counted,
        counted_since=week_ago,
    )


def outside_quota(campaign: Campaign) -> bool:
    """What concerns people's own cases, officials, and what was gathered, is not counted."""
    audience = Audience.of(campaign.audience)
    return campaign.kind in _OUTSIDE or audience.staff or bool(audience.cases)
