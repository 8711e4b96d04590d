"""A broadcast as its reader gets it."""

from __future__ import annotations

from cases.plan.campaigns import CampaignKind
from handlers.campaigns.stopping import with_stop_line
from handlers.desk import Desk
from messages.envelope import Choice, ChoiceKind, Outgoing
from storage.tables.plan import Campaign

KEY = "broadcast.message"
STAFF_KEY = "broadcast.staff_message"


def in_language(campaign: Campaign, language: str) -> str:
    """In which language somebody who speaks `language` reads it: English where it was written."""
    return "en" if language == "en" and campaign.words_en else "vi"


def title_in(campaign: Campaign, language: str) -> str:
    """For lists and summaries, where it cannot be left out: the Vietnamese one where no other was
    written."""
    return (language == "en" and campaign.title_en) or campaign.title


def worded(desk: Desk, campaign: Campaign, language: str) -> Outgoing:
    """Without its picture (`campaign.file_id`). Officials are not told how to stop."""
    spoken = in_language(campaign, language)
    to_staff = campaign.kind == CampaignKind.STAFF
    message = desk.compose(
        spoken,
        STAFF_KEY if to_staff else KEY,
        _choices(desk, campaign, spoken),
        title=campaign.title if spoken == "vi" else campaign.title_en,
        words=campaign.words_en if spoken == "en" else campaign.words_vi,
    )
    return message if to_staff else with_stop_line(desk, message, spoken)


def _choices(desk: Desk, campaign: Campaign, language: str) -> list[Choice]:
    choices = []
    if campaign.kind == CampaignKind.STAFF:
        read = f"/thongbao dadoc {campaign.number}"
        choices.append(desk.label(language, "broadcast.b_read", read))
    if campaign.procedure:
        see = f"/thutuc {campaign.procedure}"
        choices.append(desk.label(language, "broadcast.b_procedure", see))
    if campaign.link:
        words = desk.words(language, "broadcast.b_link")
        choices.append(Choice(words, campaign.link, ChoiceKind.URL))
    return choices
