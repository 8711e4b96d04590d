"""How to reach the department and its offices by other ways than this chat."""

from __future__ import annotations

from typing import Any

from cases.agency.offices import Contact, Office
from handlers.citizen.subject.about import office_meant
from handlers.citizen.subject.subjects import named
from handlers.desk import Turn
from handlers.router import command
from messages.envelope import Choice


@command("lienhe", "contact")
def contact(turn: Turn, words: str) -> None:
    """The department's address, telephone, hours and portals; or those of the office named."""
    agency = turn.agency
    office_id = office_meant(agency, words.strip()) if words.strip() else ""
    if office_id:
        office = agency.office(office_id)
        turn.say(
            "contact.office",
            [turn.button("contact.b_human", "/gapcanbo")],
            everyday=named(turn, office.everyday, office.everyday_en),
            **_params(turn, named(turn, office.name, office.name_en), office.contact),
        )
        return
    turn.say(
        "contact.department",
        _offices(turn),
        website=agency.website,
        portals=[list(p) for p in agency.portals],
        **_params(turn, named(turn, agency.name, agency.name_en), agency.contact),
    )


def _params(turn: Turn, name: str, contact: Contact) -> dict[str, Any]:
    return {
        "name": name,
        "address": named(turn, contact.address, contact.address_en),
        "phone": contact.phone,
        "email": contact.email,
        "hours": named(turn, contact.hours, contact.hours_en),
        "sample": contact.sample,
    }


def _offices(turn: Turn) -> list[Choice]:
    return [Choice(_short(turn, o), f"/lienhe {o.id}") for o in turn.agency.offices]


def _short(turn: Turn, office: Office) -> str:
    return named(turn, office.short, office.name_en)
