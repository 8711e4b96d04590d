"""A broadcast for officials: its particulars in lines, and its words as they will be read."""

from __future__ import annotations

import hashlib
from typing import Any

from cases.agency.plan import Topic
from cases.agency.procedures import Procedure
from cases.plan.campaigns import TO_THE_PRESS, Audience
from handlers.campaigns.wording import title_in, worded
from handlers.desk import Desk
from handlers.notices.notices import office_name
from handlers.plan import wording
from messages.dates import local, moment_text
from messages.envelope import Priority
from storage.columns.plain import dump
from storage.mailbox import outbox
from storage.mailbox.chats import ChatRow
from storage.people import people
from storage.tables.plan import Campaign

_MARK = 8
_READ = (
    "kind", "item", "title", "title_en", "words_vi", "words_en", "file_id", "link", "procedure",
    "audience", "send_at", "every",
)  # fmt: skip


def mark(campaign: Campaign) -> str:
    """Stands in the button under the words: who approves has had these very words, and these very
    readers, before their eyes."""
    read = dump([str(getattr(campaign, name) or "") for name in _READ])
    return hashlib.sha256(read.encode()).hexdigest()[:_MARK]


def particulars(desk: Desk, campaign: Campaign, language: str) -> dict[str, Any]:
    """What every card of a broadcast says of it."""
    return {
        "number": campaign.number,
        "title": title_in(campaign, language),
        "item": wording.named(desk, campaign.item, language),
        "author": people.name_of(desk.tx, campaign.author_id),
        "audience": audience_words(desk, Audience.of(campaign.audience), language),
        "when": when_words(desk, campaign, language),
    }


def audience_words(desk: Desk, audience: Audience, language: str) -> str:
    plan, agency = desk.agency.plan, desk.agency
    if audience == TO_THE_PRESS:
        return desk.words(language, "composed.to_the_press", count=len(plan.press))
    english = language == "en"

    def name(ident: str, found: Topic | Procedure | None) -> str:
        """One that is gone from the folder still decides who gets it: it stands there by its id."""
        return ident if found is None else (english and found.name_en) or found.name

    return desk.words(
        language,
        "broadcast.audience",
        staff=audience.staff,
        topics=[name(each, plan.topic(each)) for each in audience.topics],
        party=audience.party,
        languages=audience.languages,
        offices=[office_name(desk, office, language) for office in audience.offices],
        procedures=[name(each, agency.procedure(each)) for each in audience.wrote_about],
        cases=len(audience.cases),
    )


def when_words(desk: Desk, campaign: Campaign, language: str) -> str:
    """A time that has passed while it waited means at once."""
    at = campaign.send_at if campaign.send_at and campaign.send_at > desk.now else None
    said = moment_text(at, language) if at else ""
    if at and local(at).year != local(desk.now).year:
        said += f"/{local(at).year}" if language == "vi" else f" {local(at).year}"
    return desk.words(language, "broadcast.when", at=said, every=campaign.every)


def put_words(
    desk: Desk, chat: ChatRow, campaign: Campaign, priority: Priority = Priority.NOTICE
) -> None:
    """The very messages, in each language that was written."""
    post = outbox.post if desk.chat is chat else outbox.post_elsewhere
    for language in ("vi", "en") if campaign.words_en else ("vi",):
        message = worded(desk, campaign, language)
        post(desk.tx, chat, message, desk.now, priority=priority, file_id=campaign.file_id)
