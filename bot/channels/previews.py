"""A message as each channel would show it, made by the channel's own rendering, for an official who
looks before it is sent."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping

from bot.channels import web
from bot.channels.parts.plain_text import Words
from bot.channels.telegram_parts import text as telegram_text
from bot.channels.telegram_parts import traits as telegram
from bot.channels.zalo_bot_parts import traits as zalo_bot
from bot.channels.zalo_bot_parts import words as zalo_bot_words
from bot.channels.zalo_parts import traits as zalo
from bot.channels.zalo_parts.messages import Composer, Unfit
from messages.envelope import Outgoing, Parcel, Shown
from storage.keys import Keys

Show = Callable[[Parcel, Keys, Words], Shown]


def shown_by(name: str, keys: Keys, words: Words) -> Callable[[Outgoing, str], Shown] | None:
    """How the channel shows a message in a language; None for one that carries no broadcasts."""
    show = _SHOW.get(name)
    if show is None:
        return None

    def shown(message: Outgoing, language: str) -> Shown:
        return show(Parcel(0, name, 0, "", "", message, language=language), keys, words)

    return shown


def _web(parcel: Parcel, keys: Keys, words: Words) -> Shown:
    return Shown((parcel.message.text,), _labels(parcel))


def _telegram(parcel: Parcel, keys: Keys, words: Words) -> Shown:
    text = parcel.message.text
    apart = telegram_text.units(text) > telegram_text.CAPTION_LIMIT
    return Shown(tuple(telegram_text.split(text)), _labels(parcel), apart)


def _zalo(parcel: Parcel, keys: Keys, words: Words) -> Shown:
    try:
        sent = Composer(keys, words).messages(parcel)
    except Unfit:
        return Shown(())
    bearing = (m.get("attachment", {}).get("payload", {}).get("buttons", []) for m in sent)
    titles = tuple(str(button["title"]) for buttons in bearing for button in buttons)
    return Shown(tuple(html.escape(m["text"], quote=False) for m in sent), titles, True)


def _zalo_bot(parcel: Parcel, keys: Keys, words: Words) -> Shown:
    pieces = zalo_bot_words.pieces(zalo_bot_words.worded(parcel, words))
    escaped = tuple(html.escape(piece, quote=False) for piece in pieces)
    return Shown(escaped, picture_apart=len(pieces) > 1)


def _labels(parcel: Parcel) -> tuple[str, ...]:
    return tuple(choice.label for choice in parcel.message.choices)


_SHOW: Mapping[str, Show] = {
    zalo.NAME: _zalo,
    telegram.NAME: _telegram,
    web.NAME: _web,
    zalo_bot.NAME: _zalo_bot,
}
