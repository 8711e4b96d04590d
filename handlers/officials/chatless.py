"""An official whose last chat is gone: nobody hears of it unasked, so colleagues are told that
their cases lie still, and the admins how to let them back in."""

from __future__ import annotations

from typing import Any

from cases.kinds import OFFICE_ROLES, Role
from handlers.desk import Desk
from handlers.labels import Label
from handlers.officials import handover
from storage.people import officials, people
from storage.people.officials import Official


def chat_gone(desk: Desk, chat_id: int) -> None:
    """A chat that was erased or cannot be reached; nothing is said of citizens' chats."""
    person_id = officials.of_chat(desk.tx, chat_id)
    if person_id is not None:
        last_chat_gone(desk, person_id)


def last_chat_gone(desk: Desk, person_id: int) -> None:
    """To be called after a chat of theirs ended. Nothing is said while they have another."""
    official = officials.get(desk.tx, person_id)
    if official is None or official.has_chat or official.locked or not official.roles:
        return
    held = handover.open_cases(desk, person_id)
    told: dict[str, Any] = {"name": official.name, "number": official.id, "cases": len(held)}
    admins = set(people.admins(desk.tx, desk.now)) - {person_id}
    for admin in sorted(admins):
        buttons = [Label("people.b_back_in", f"/moi lai {official.id}")]
        if held:
            buttons.append(Label("people.b_hand_over", f"/bangiao {official.id}"))
        desk.tell_person(admin, "people.no_chat_left", buttons, **told)
    for other in sorted(_in_charge(desk, official) - admins if held else ()):
        desk.tell_person(other, "people.colleague_gone", **told)


def _in_charge(desk: Desk, official: Official) -> set[int]:
    """Who can give their cases to somebody else: the heads of their offices, else Văn phòng."""
    offices = {o for r, o in official.roles if r in OFFICE_ROLES}
    others = [v for v in people.viewers(desk.tx, desk.now) if v.person_id != official.id]
    heads = {v.person_id for v in others if any(v.is_(Role.HEAD, o) for o in offices)}
    reachable = people.with_chat(desk.tx)
    return (heads & reachable) or {v.person_id for v in others if v.is_(Role.DISPATCHER)}
