"""A broadcast as it was written, before anything is kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.plan.campaigns import Audience, CampaignKind
from storage.columns.plain import stamp
from storage.tables.plan import Campaign

ONCE = "at:"
"""In front of the moment, in the answer to when a broadcast goes out."""

SKIPPED = "-"
"""The answer where something was left out."""


@dataclass(frozen=True, slots=True)
class Written:
    """`number`: of the draft that it corrects; `done` is what its author chose at the end."""

    kind: CampaignKind
    item: str
    title: str
    title_en: str
    words_vi: str
    words_en: str
    file_id: int | None
    link: str
    procedure: str
    audience: Audience
    send_at: datetime | None
    every: str
    number: str = ""
    done: str = ""

    def columns(self) -> dict[str, Any]:
        """As they are kept, its kind and audience apart."""
        names = ("item", "title", "title_en", "words_vi", "words_en", "file_id", "link")
        return {name: getattr(self, name) for name in (*names, "procedure", "send_at", "every")}

    def campaign(self) -> Campaign:
        """As it would be, for a preview."""
        return Campaign(
            number=self.number or "TB00-00000",
            kind=self.kind,
            audience=self.audience.kept(),
            **self.columns(),
        )


def answers_of(campaign: Campaign) -> dict[str, Any]:
    """What would have been answered to write it: correcting it begins at the last question."""
    when = f"{ONCE}{stamp(campaign.send_at)}" if campaign.send_at else "now"
    return {
        "number": campaign.number,
        "kind": campaign.kind,
        "to": "staff" if campaign.kind == CampaignKind.STAFF else "citizens",
        "item": campaign.item,
        "title": campaign.title,
        "words_vi": campaign.words_vi,
        "words_en": campaign.words_en or SKIPPED,
        **({"title_en": campaign.title_en or SKIPPED} if campaign.words_en else {}),
        "extras": {
            "parts": [{"files": [campaign.file_id]}] if campaign.file_id else [],
            "link": campaign.link,
            "procedure": campaign.procedure,
            "done": True,
        },
        "audience": campaign.audience or {},
        "when": campaign.every or when,
        **({"first": when} if campaign.every else {}),
    }
