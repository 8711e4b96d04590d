"""The last look at a broadcast that was written: as each channel shows it, line by line, and what
becomes of it."""

from __future__ import annotations

from typing import Any

from cases.plan.broadcast_rights import approvers
from cases.plan.campaigns import CampaignKind
from handlers.campaigns import card
from handlers.campaigns.forecast import forecast
from handlers.campaigns.size import size_words
from handlers.conversation.dialogue import Ask, Option
from handlers.conversation.story import excerpt
from handlers.desk import Turn
from handlers.plan import wording
from handlers.staff.broadcasts import extras, moments, preview, readers
from handlers.staff.broadcasts.written import Written
from storage.people import people

TEST = "/thongbao thu"


def check(ask: Ask, written: Written) -> str:
    turn = ask.turn
    return ask.choice(
        "check",
        lambda: (
            Option("submit", "broadcast.b_submit_alone" if _alone(turn) else "broadcast.b_submit"),
            Option(TEST, "broadcast.b_test"),
            Option("edit", "broadcast.b_edit_line"),
            Option("save", "broadcast.b_save"),
        ),
        text="broadcast.check",
        params=lambda: _params(ask, written),
        edits=lambda: [
            (letter, Option(line, f"broadcast.line_{line}"), keys)
            for letter, line, _, keys in _lettered(ask, written)
        ],
        above=lambda turn: preview.say(turn, written),
    )


def _alone(turn: Turn) -> bool:
    who = turn.chat.person_id
    able = approvers(people.viewers(turn.tx, turn.now), who)
    return [v.person_id for v in able] == [who]


def _params(ask: Ask, written: Written) -> dict[str, Any]:
    turn = ask.turn
    return {
        "lines": [
            (letter, turn.words(turn.language, f"broadcast.line_{line}"), value)
            for letter, line, value, _ in _lettered(ask, written)
        ],
        "size": size_words(turn, forecast(turn, written.audience), turn.language),
    }


def _lettered(ask: Ask, written: Written) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Letter, name and value of each line, and the answers dropped when it is to be edited."""
    turn, language = ask.turn, ask.turn.language
    campaign = written.campaign()
    has = [
        turn.words(language, "broadcast.has_picture") if written.file_id else "",
        written.link,
        excerpt(extras.procedure_name(turn, written.procedure)),
    ]
    by_hand = written.kind in (CampaignKind.WRITTEN, CampaignKind.STAFF)
    lines: list[tuple[str, str, tuple[str, ...]]] = [
        ("item", _item_line(turn, written), ("to", "item") if by_hand else ("item",)),
        ("title", written.title, ("title",)),
        ("vi", excerpt(written.words_vi), ("words_vi",)),
        ("en", excerpt(written.words_en), ("words_en",)),
        *([("title_en", written.title_en, ("title_en",))] if written.words_en else []),
        ("extras", "; ".join(filter(None, has)), (extras.KEY,)),
        ("when", card.when_words(turn, campaign, language), moments.KEYS),
    ]
    if by_hand:  # whom the clock's broadcasts are for follows from the cases they tell of
        said = card.audience_words(turn, written.audience, language)
        lines.insert(-1, ("audience", said, readers.keys_of(ask)))
    return [(chr(65 + n), *line) for n, line in enumerate(lines)]


def _item_line(turn: Turn, written: Written) -> str:
    return excerpt(wording.named(turn, written.item, turn.language))
