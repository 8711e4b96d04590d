"""A lost phone, a suspected official: every right ends at once, and comes back only when asked."""

from __future__ import annotations

from handlers.desk import Turn
from handlers.officials import handover, retraction
from handlers.router import command
from handlers.staff.people import colleague, left_waiting
from handlers.staff.people.leaving import Leaving, offer
from handlers.staff.roles import ADMINS
from storage.people import officials

_SURE = "mo"


@command("khoa", "lock", who=ADMINS)
def lock(turn: Turn, words: str) -> None:
    """`/khoa PERSON`: locks at once. Again: unlocks, asked first."""
    person, _, sure = words.strip().rpartition(" ")
    if sure != _SURE:
        person, sure = words, ""
    official = colleague.whom(turn, person, "khoa")
    if official is None or colleague.is_me(turn, official):
        return
    if not official.locked:
        waiting = left_waiting.before(turn, official.id)
        officials.lock(turn.tx, official.id, turn.now)
        retraction.retract_everywhere(turn, official.id, "people.locked_now")
        turn.say("people.now_locked", name=official.name, number=official.id)
        if handover.open_cases(turn, official.id):
            offer(turn, Leaving("bangiao", official))
        left_waiting.see_to(turn, waiting, f"person:{turn.chat.person_id}")
    elif sure:
        officials.unlock(turn.tx, official.id)
        turn.say("people.now_unlocked", name=official.name)
    else:
        choices = [turn.button("people.b_unlock", f"/khoa {official.id} {_SURE}")]
        turn.say("people.unlock_sure", choices, name=official.name)
