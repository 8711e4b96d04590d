"""An approved press note goes out by letter, and to Văn phòng as words to copy: once."""

from __future__ import annotations

from cases.agency.plan import Evidence
from cases.agency.press import PressAddress
from cases.plan.campaigns import CampaignKind
from handlers import letters
from handlers.campaigns.wording import in_language, title_in
from handlers.clock_duty import ClockDuty
from handlers.composing.reception import tell_reception
from handlers.desk import Desk
from messages.envelope import Priority
from storage.mailbox import addresses, chats, outbox
from storage.plan import evidence, press
from storage.tables.plan import Campaign


def _approved(desk: Desk, after: int) -> list[int]:
    return press.to_send(desk.tx, after)


def _send(desk: Desk, campaign_id: int) -> None:
    campaign = desk.tx.get(Campaign, campaign_id)
    if campaign is None or campaign.kind != CampaignKind.PRESS:
        return
    if not press.note_sent(desk.tx, campaign.id):
        return
    to = desk.agency.plan.press if letters.CHANNEL in desk.ground.reach else ()
    for address in to:
        _write(desk, campaign, address)
    if to:
        words = campaign.title
        evidence.keep(
            desk.tx, campaign.item, Evidence.BROADCAST, campaign.number, desk.now,
            office=desk.agency.reception_office, words=words, by_id=campaign.approver_id,
        )  # fmt: skip
    tell_reception(desk, "composed.press_sent", number=campaign.number, count=len(to))
    tell_reception(desk, "composed.press_copy", title=campaign.title, words=campaign.words_vi)


def _write(desk: Desk, campaign: Campaign, address: PressAddress) -> None:
    chat_id = addresses.keep_for_press(
        desk.tx, desk.ground.keys, address.email, desk.now, address.language
    )
    chat = chats.by_id(desk.tx, chat_id)
    assert chat is not None
    spoken = in_language(campaign, address.language)
    message = desk.compose(
        spoken,
        "composed.press_letter",
        words=campaign.words_en if spoken == "en" else campaign.words_vi,
        agency=desk.agency.name_en if spoken == "en" else desk.agency.name,
        phone=desk.agency.contact.phone,
    )
    subject = title_in(campaign, spoken)
    outbox.post_elsewhere(
        desk.tx, chat, message, desk.now, priority=Priority.NOTICE, subject=subject
    )


DUTIES = (ClockDuty("press letters", _approved, _send, seconds=60),)
