"""What is said in the chat whose code was typed in another: the second yes, or a no. And where the
person wishes to be told."""

from __future__ import annotations

from handlers import joining
from handlers.citizen.links import link
from handlers.conversation import hearing, replay
from handlers.desk import Turn
from handlers.notices.channel_names import channel_words
from handlers.router import command
from messages.envelope import Priority
from storage.mailbox import chats, switches
from storage.mailbox.chats import ChatRow
from storage.people import links
from storage.people.links import Code

# --- the chat in which the code was shown --------------------------------------------------------


@command("dunglatoi", "thatisme", hidden=True)
def it_is_me(turn: Turn, words: str) -> None:
    """The second yes: now they are joined."""
    found = _waiting(turn, words)
    if found is None:
        return
    other = chats.by_id(turn.tx, found.other_chat_id or 0)
    links.use(turn.tx, found.id, turn.now)
    if other is None:
        link.over(turn)
    elif why_not := joining.why_not(turn, other):
        turn.say(why_not, channel=channel_words(turn, turn.language, other.channel))
    else:
        joining.join(turn, other)
        _tell_joined(turn, other)


def _tell_joined(turn: Turn, other: ChatRow) -> None:
    official = turn.chat.official
    words = (("link.b_cases", "/cuatoi"), ("link.b_tell_here", "/baotinday"))
    here = [turn.button(key, data) for key, data in words]
    there = [turn.label(other.language, key, data) for key, data in words]
    turn.say(
        "link.joined",
        here,
        official=official,
        channel=channel_words(turn, turn.language, other.channel),
    )
    turn.tell_chat(
        other.id,
        "link.joined",
        there,
        priority=Priority.REPLY,
        official=official,
        channel=channel_words(turn, other.language, turn.chat.channel),
    )


@command("khongphaitoi", "notme", hidden=True)
def not_me(turn: Turn, words: str) -> None:
    """Nothing is joined, and the code has ended."""
    found = _waiting(turn, words)
    if found is None:
        return
    links.use(turn.tx, found.id, turn.now)
    turn.say("link.not_joined", phone=turn.agency.contact.phone)
    if found.other_chat_id is not None:
        turn.tell_chat(found.other_chat_id, "link.refused", priority=Priority.REPLY)


def _waiting(turn: Turn, words: str) -> Code | None:
    """The code that waits for an answer from here, and that a button was about. Without one the
    words are what anybody may say: the answer to the question under way, if there is one."""
    found = links.given(turn.tx, turn.chat.id, turn.now)
    asked = words.strip()
    if found is not None and asked in ("", str(found.id)):
        return found
    if not turn.choice and not asked and replay.under_way(turn):
        hearing.answer(turn)
    else:
        turn.say("link.nothing_asked", [turn.button("link.b_new_code", "/lienket")])
    return None


# --- where to be told ----------------------------------------------------------------------------


@command("baotinday", "tellhere", hidden=True)
def tell_here(turn: Turn, words: str) -> None:
    """What the person is told unasked comes to this chat first."""
    if switches.is_off(turn.tx, turn.chat.channel):
        turn.say("link.paused_here")
        return
    links.choose(turn.tx, turn.chat.person_id, turn.chat.id)
    turn.say("link.told_here")
