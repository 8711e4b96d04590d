"""Tasks of somebody who is an official no more: they go back to whoever gave them, or to the admin
who took the rights away where that one has left too."""

from __future__ import annotations

from handlers.desk import Turn
from handlers.staff.reports import tasks
from storage.people import people
from storage.reports import tasks as kept


def see_to(turn: Turn, person_id: int) -> None:
    left = people.name_of(turn.tx, person_id)
    for task in kept.open_of(turn.tx, person_id):
        gave = people.viewer(turn.tx, task.by_id, turn.now)
        kept.hand_to(turn.tx, task.id, task.by_id if gave else turn.chat.person_id)
        tasks.tell_owner(turn, task.id, "task.back", left=left)
