"""How a broadcast is written: read `writing` from top to bottom."""

from __future__ import annotations

from typing import Any

from cases.plan.campaigns import CampaignKind
from cases.words.text import fold
from handlers.conversation.dialogue import Ask, Option, Unclear, dialogue
from handlers.desk import Turn
from handlers.staff.broadcasts import extras, items, keeping, last_look, moments, preview, readers
from handlers.staff.broadcasts.written import SKIPPED, Written

NAME = "broadcast"
LONGEST = 1500
"""Characters in one language: with its title and its last line one message in every channel, Zalo's
2,000 characters included (facts/channels 1.3)."""
_LONGEST_TITLE = 100


@dialogue(
    NAME,
    lambda turn, written: keeping.keep(turn, written),
    collects=extras.KEY,
    draft=True,
    limits=extras.only_pictures,
    official=True,
)
def writing(ask: Ask) -> Written:
    written = written_so_far(ask)
    return keeping.done(written, last_look.check(ask, written))


def written_so_far(ask: Ask) -> Written:
    """All but the last look."""
    staff = ask.choice("to", lambda: _to(ask.turn), text="broadcast.to") == "staff"
    item = items.item(ask, staff=staff)
    title = ask.text("title", longest=_LONGEST_TITLE, text="broadcast.title")
    words_vi = ask.text("words_vi", longest=LONGEST, params=lambda: _limits(ask.turn))
    words_en = _english(ask)
    title_en = _title_en(ask) if words_en else ""
    added = extras.extras(ask)
    audience = readers.audience(ask, item, staff=staff)
    when = moments.when(ask)
    kind = CampaignKind.STAFF if staff else CampaignKind.WRITTEN
    return Written(
        kind=CampaignKind(ask.answers.get("kind", kind)),
        item=item,
        title=title,
        title_en=title_en,
        words_vi=words_vi,
        words_en=words_en,
        file_id=added.file_id,
        link=added.link,
        procedure=added.procedure,
        audience=audience,
        send_at=when.at,
        every=when.every,
        number=ask.answers.get("number", ""),
    )


# --- the questions -------------------------------------------------------------------------------


def _to(turn: Turn) -> list[Option]:
    return [Option(to, f"broadcast.b_to_{to}") for to in ("citizens", "staff")]


def _limits(turn: Turn) -> dict[str, Any]:
    return {"limit": LONGEST, "channels": preview.limits(turn)}


def _english(ask: Ask) -> str:
    return _skippable(ask, "words_en", LONGEST, "broadcast.b_no_english")


def _title_en(ask: Ask) -> str:
    return _skippable(ask, "title_en", _LONGEST_TITLE, "broadcast.b_no_title_en")


def _skippable(ask: Ask, key: str, longest: int, label: str) -> str:
    def read(turn: Turn, text: str) -> str:
        if fold(text) in extras.SKIP_WORDS:
            return SKIPPED
        if len(text) > longest:
            raise Unclear("common.too_long", limit=longest)
        return text

    said = ask.choice(key, (Option(SKIPPED, label),), read=read, params=lambda: {"limit": longest})
    return "" if said == SKIPPED else said
