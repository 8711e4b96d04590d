"""An office that is no longer in the agency's folder: its cases go back to those who receive, none
is stranded, and its group hears that nothing comes any more."""

from __future__ import annotations

from handlers import door
from handlers.desk import Desk
from handlers.notices.admins import tell_admins
from storage.casework import abolished
from storage.casework.cases import NotAllowed, Overtaken
from storage.people import people
from storage.tables.casework import Case

_ACTOR = "system"


def without_office(desk: Desk) -> None:
    """To be called when an agency's folder comes into force. Does nothing twice."""
    offices = [o.id for o in desk.agency.offices]
    if not abolished.any_gone(desk.tx, offices):
        return
    moved = sum(_back(desk, case) for case in abolished.open_cases(desk.tx, offices))
    abolished.forget_suggestions(desk.tx, offices)
    abolished.move_duties(desk.tx, offices, desk.agency.reception_office)
    groups = abolished.groups(desk.tx, offices)
    for chat_id in groups:
        desk.tell_chat(chat_id, "people.office_gone")
        abolished.unbind(desk.tx, chat_id)
    left = abolished.people_left(desk.tx, offices)
    if moved or groups:
        names = ", ".join(filter(None, (people.name_of(desk.tx, who) for who in left)))
        tell_admins(desk, "clock.office_gone", _SEE_PEOPLE, cases=moved, who=names)


_SEE_PEOPLE = ("people.b_people", "/nhansu")


def _back(desk: Desk, case: Case) -> bool:
    try:
        door.act(
            desk,
            case,
            "unassign",
            door.SYSTEM,
            _ACTOR,
            office="",
            owner_id=None,
            suggested_office="",
            data={"from_office": case.office},
        )
    except (NotAllowed, Overtaken):
        return False
    return True
