"""Telling Văn phòng what the clock composed, or did not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cases.kinds import Role
from handlers.desk import Desk
from handlers.labels import Label
from storage.people import people


def tell_reception(desk: Desk, key: str, choices: Sequence[Label] = (), **params: Any) -> int:
    """All dispatchers who are not away (all of them where everybody is). How many."""
    able = [v.person_id for v in people.viewers(desk.tx, desk.now) if v.is_(Role.DISPATCHER)]
    away = people.away(desk.tx, desk.now)
    told = [who for who in able if who not in away] or able
    for person_id in told:
        desk.tell_person(person_id, key, choices, **params)
    return len(told)
