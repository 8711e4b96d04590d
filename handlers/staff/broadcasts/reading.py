"""Officials say that they have read what was written to them; others see who has not."""

from __future__ import annotations

from cases.confidentiality import Viewer
from cases.kinds import Role
from cases.plan.broadcast_rights import may_steer
from cases.plan.campaigns import OUT, CampaignKind, State
from handlers.campaigns import acknowledged
from handlers.desk import Turn
from handlers.notices.notices import office_name
from storage.plan import acknowledgements
from storage.tables.plan import Campaign


def note(turn: Turn, campaign: Campaign, more: str) -> None:
    if campaign.kind != CampaignKind.STAFF or State(campaign.state) not in OUT:
        turn.say("broadcast.not_out_yet", number=campaign.number)
        return
    new = acknowledged.read(turn, campaign, turn.chat.person_id)
    turn.say("broadcast.read_noted", number=campaign.number, again=not new)


def missing(turn: Turn, campaign: Campaign, more: str) -> None:
    """All of them for its author and who may approve; a head, those of their office."""
    viewer = turn.viewer
    late = acknowledged.unread(turn, campaign)
    seen = [office for office in sorted(late) if viewer and _sees(viewer, campaign, office)]
    head = viewer is not None and (viewer.is_(Role.HEAD) or may_steer(viewer, campaign.author_id))
    if not head:
        turn.say("broadcast.not_yours", number=campaign.number)
        return
    offices = [
        {
            "name": office_name(turn, office, turn.language),
            "people": sorted(official.name for official in late[office]),
        }
        for office in seen
    ]
    read = len(acknowledgements.readers(turn.tx, campaign.id))
    turn.say("broadcast.unread", number=campaign.number, offices=offices, read=read)


def _sees(viewer: Viewer, campaign: Campaign, office: str) -> bool:
    return may_steer(viewer, campaign.author_id) or viewer.is_(Role.HEAD, office)
