"""Somebody whose rights or chats changed: they hear of it, lose sight of what is no longer theirs,
and get the cards of what is."""

from __future__ import annotations

from typing import Any

from handlers.cards import cards, sight
from handlers.desk import Desk
from handlers.labels import Label
from handlers.staff import work
from storage.people import officials, people

_MOST = 10
"""Cards put before somebody at once; /homnay has the rest."""


def tell(desk: Desk, person_id: int, key: str, **params: Any) -> None:
    """The change in words, then their cards."""
    sight.lost_to(desk, person_id)
    button = [Label("staff.b_today", "/homnay")]
    desk.tell_person(person_id, key, button, language="vi", **params)
    put_before(desk, person_id)


def put_before(desk: Desk, person_id: int) -> None:
    """What waits for them comes to their chat as cards, where it does not stand there already."""
    viewer = people.viewer(desk.tx, person_id, desk.now)
    chat_id = people.preferred_chat(desk.tx, person_id, letters=False)
    if viewer is None or chat_id is None:
        return
    there = {c.case_id for c in officials.cards_in(desk.tx, chat_id)}
    waiting = [c for c in work.cases_of(desk, viewer) if c.id not in there]
    for case in waiting[:_MOST]:
        cards.show(desk, case, viewer, chat_id)
