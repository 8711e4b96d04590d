"""Broadcasts are offered in one line, once to each person, when they were content with an
answer."""

from __future__ import annotations

from handlers.desk import Turn
from storage.people import links
from storage.plan import subscribers

_OFFERED = "offered_news"


def offers(turn: Turn) -> bool:
    """Whether they are to be offered now: never to whoever spoke of it already, in any chat."""
    person = turn.chat.person_id
    if turn.viewer or not turn.agency.plan.topics or subscribers.wishes(turn.tx, person):
        return False
    elsewhere = (chat.state or {} for chat in links.chats_of(turn.tx, person))
    if turn.state.get(_OFFERED) or any(state.get(_OFFERED) for state in elsewhere):
        return False
    turn.state[_OFFERED] = True
    return True
