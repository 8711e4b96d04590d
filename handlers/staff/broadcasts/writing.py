"""How a broadcast is written: read `writing` from top to bottom."""

from __future__ import annotations

from typing import Any

from cases.broadcast_rights import approvers
from cases.campaigns import CampaignKind
from cases.text import fold
from handlers import plan_words
from handlers.campaigns import card
from handlers.campaigns.forecast import forecast
from handlers.campaigns.size import size_words
from handlers.desk import Turn
from handlers.dialogue import Ask, Option, Unclear, dialogue
from handlers.staff.broadcasts import extras, items, keeping, moments, preview, readers
from handlers.staff.broadcasts.written import Written
from handlers.story import excerpt
from storage import people

NAME = "broadcast"
LONGEST = 1500
"""Characters in one language: with its title and its last line one message in every channel, Zalo's
2,000 characters included (facts/channels 1.3)."""
_LONGEST_TITLE = 100
_SKIPPED = "-"
TEST = "/thongbao thu"


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
    return keeping.done(written, _check(ask, written))


def written_so_far(ask: Ask) -> Written:
    """All but the last look."""
    staff = ask.choice("to", lambda: _to(ask.turn), text="broadcast.to") == "staff"
    item = items.item(ask, staff=staff)
    title = ask.text("title", longest=_LONGEST_TITLE, text="broadcast.title")
    words_vi = ask.text("words_vi", longest=LONGEST, params=lambda: _limits(ask.turn))
    words_en = _english(ask)
    added = extras.extras(ask)
    audience = readers.audience(ask, item, staff=staff)
    when = moments.when(ask)
    kind = CampaignKind.STAFF if staff else CampaignKind.WRITTEN
    return Written(
        kind=CampaignKind(ask.answers.get("kind", kind)),
        item=item,
        title=title,
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
    def read(turn: Turn, text: str) -> str:
        if fold(text) in extras.SKIP_WORDS:
            return _SKIPPED
        if len(text) > LONGEST:
            raise Unclear("common.too_long", limit=LONGEST)
        return text

    said = ask.choice(
        "words_en",
        (Option(_SKIPPED, "broadcast.b_no_english"),),
        read=read,
        params=lambda: {"limit": LONGEST},
    )
    return "" if said == _SKIPPED else said


# --- the last look -------------------------------------------------------------------------------


def _check(ask: Ask, written: Written) -> str:
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
        params=lambda: _check_params(ask, written),
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


def _check_params(ask: Ask, written: Written) -> dict[str, Any]:
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
        ("extras", "; ".join(filter(None, has)), (extras.KEY,)),
        ("when", card.when_words(turn, campaign, language), moments.KEYS),
    ]
    if by_hand:  # whom the clock's broadcasts are for follows from the cases they tell of
        said = card.audience_words(turn, written.audience, language)
        lines.insert(5, ("audience", said, readers.keys_of(ask)))
    return [(chr(65 + n), *line) for n, line in enumerate(lines)]


def _item_line(turn: Turn, written: Written) -> str:
    return excerpt(plan_words.named(turn, written.item, turn.language))
