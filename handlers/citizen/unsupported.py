"""What came that its channel does not hand over: in what else to write, or how else to reach us."""

from __future__ import annotations

from datetime import timedelta

from handlers.citizen import first_words
from handlers.citizen.links import carry_over
from handlers.conversation import replay
from handlers.desk import Turn
from messages.envelope import FileKind
from storage.columns.plain import stamp, unstamp
from storage.people import links

_HIDES_PEOPLE = frozenset({"zalo_bot"})
"""Channels that say the same of whatever somebody writes whom the platform protects, so that other
words in the same chat may be no help."""
_SAID_ONCE_IN = timedelta(hours=24)


def answer(turn: Turn) -> None:
    phone = turn.agency.contact.phone
    if turn.chat.channel not in _HIDES_PEOPLE or turn.chat.official:
        turn.say("common.unsupported", phone=phone)
        replay.ask_again(turn)
    elif _said_lately(turn):
        linked = links.is_open(turn.tx, links.CARRY, turn.chat.id, turn.now)
        turn.say("carry.again", phone=phone, linked=linked)
    else:
        link, draft = carry_over.link(turn), replay.has_draft(turn)
        turn.say("carry.how_else", one_time=True, link=link, phone=phone, draft=draft)
        turn.state[carry_over.SHOWN] = stamp(turn.now)
        replay.ask_again(turn)


def only_sticker(turn: Turn) -> bool:
    """A thumb or a heart, and nothing beside it, is answered and kept nowhere."""
    kinds = {file.kind for file in turn.incoming.files}
    if kinds != {FileKind.STICKER} or turn.text:
        return False
    if turn.chat.fresh:
        first_words.greet(turn)
    else:
        turn.say("common.sticker")
        replay.ask_again(turn)
    return True


def _said_lately(turn: Turn) -> bool:
    """A row of stickers is answered shortly, and gets one link."""
    said = turn.state.get(carry_over.SHOWN)
    return said is not None and turn.now - unstamp(said) < _SAID_ONCE_IN
