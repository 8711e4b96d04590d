"""A broadcast as each channel will show it, said before it is sent for approval; and a real copy of
it for its author alone."""

from __future__ import annotations

from markupsafe import Markup

from handlers.campaigns.wording import in_language, worded
from handlers.desk import Turn
from handlers.notices.channel_names import channel_words
from handlers.staff.broadcasts.written import Written
from messages.envelope import Priority, Shown
from storage.mailbox import outbox
from storage.tables.plan import Campaign


def limits(turn: Turn) -> str:
    """'Zalo 2000, Telegram 4096': how many characters one message holds, the smallest first."""
    known = sorted(
        (reach.text_limit, channel_words(turn, turn.language, name))
        for name, reach in turn.ground.reach.items()
        if reach.shown is not None
    )
    return ", ".join(f"{name} {limit}" for limit, name in known)


def say(turn: Turn, written: Written) -> None:
    """In each language; channels that show the same are told of together."""
    campaign = written.campaign()
    for language in _languages(campaign):
        for shown, channels in _alike(turn, campaign, language).items():
            turn.say(
                "broadcast.preview",
                channels=", ".join(channels),
                english=language == "en",
                pieces=[Markup(piece) for piece in shown.pieces],
                buttons=list(shown.buttons),
                picture=_picture(written, shown),
            )


def _picture(written: Written, shown: Shown) -> str:
    if written.file_id is None:
        return ""
    return "apart" if shown.picture_apart else "with"


def _alike(turn: Turn, campaign: Campaign, language: str) -> dict[Shown, list[str]]:
    message = worded(turn, campaign, language)
    alike: dict[Shown, list[str]] = {}
    for name, reach in turn.ground.reach.items():
        if reach.shown is not None:
            shown = reach.shown(message, language)
            alike.setdefault(shown, []).append(channel_words(turn, turn.language, name))
    return alike


def _languages(campaign: Campaign) -> tuple[str, ...]:
    return tuple(dict.fromkeys(in_language(campaign, language) for language in ("vi", "en")))


def send_test(turn: Turn, campaign: Campaign) -> None:
    """The very messages, with picture and all, into this chat."""
    turn.say("broadcast.test")
    for language in _languages(campaign):
        outbox.post(
            turn.tx,
            turn.chat,
            worded(turn, campaign, language),
            turn.now,
            priority=Priority.REPLY,
            file_id=campaign.file_id,
        )
