"""From whom a case is kept because it names them: read once, when it is filed, and once more when
somebody joins."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cases import confidentiality
from cases.confidentiality import Wall
from cases.kinds import Role
from cases.lifecycle import OPEN
from cases.privacy.naming import named
from cases.understanding import routing
from handlers.desk import Desk
from storage.casework import cases
from storage.casework.cases import NewCase
from storage.people import officials, people
from storage.tables.casework import Case


def raised(desk: Desk, new: NewCase) -> NewCase:
    """The case with those it accuses; one that accuses nobody as it is."""
    if not confidentiality.is_restricted(new.kind, new.accuses):
        return new
    found = wall(desk, new.about, new.about_office, new.story)
    return replace(
        new,
        accused=tuple(sorted(found.accused | set(new.accused))),
        to_director=found.to_director or new.to_director,
    )


def inherited(case: Case) -> dict[str, Any]:
    """Of a new case that speaks of a restricted one: it stands behind the same wall."""
    if not case.restricted:
        return {}
    return {
        "about": case.about,
        "about_office": case.about_office,
        "accused": tuple({*(case.accused or ()), *(case.recused or ())}),
        "to_director": bool(case.to_director),
    }


def doors(desk: Desk, story: str) -> frozenset[str]:
    """As `routing.doors`. Who names an official outright is kept from them too, whatever words they
    find for it (facts/law 4.2): fear writes no word of the list."""
    opened = routing.doors(story, desk.agency)
    names_one = named("", story, officials.names(desk.tx)).certain
    return opened | {"accusation"} if names_one else opened


def wall(desk: Desk, about: str, about_office: str, story: str) -> Wall:
    names = officials.names(desk.tx)
    said = named(about, story, names, office_named=bool(about_office))
    if not said.certain and not said.unclear:
        return Wall()
    return confidentiality.wall(said, people.viewers(desk.tx, desk.now))


def grown(desk: Desk, case: Case, said: str) -> dict[str, Any]:
    """What of a restricted case changes because its sender names somebody only now: asked "who was
    it?", by the very person perhaps."""
    if not case.restricted or not said:
        return {}
    found = wall(desk, said, case.about_office, said)
    accused = sorted(found.accused | set(case.accused or ()))
    return {"accused": accused, "to_director": int(found.to_director or bool(case.to_director))}


def nobody_receives(desk: Desk, case: Case) -> bool:
    """Whether everybody who receives for Văn phòng is kept from a restricted case: it is then the
    Director's. Where nobody receives at all it waits for somebody who will."""
    known, reception = cases.facts(desk.tx, case), desk.agency.reception_office
    if not case.restricted or case.status not in OPEN:
        return False
    if confidentiality.receiving_role(known, reception) is Role.DIRECTOR:
        return False
    receivers = [v for v in people.viewers(desk.tx, desk.now) if v.is_(Role.DISPATCHER)]
    seen = (confidentiality.may_see(known, v, reception) for v in receivers)
    return bool(receivers) and not any(seen)


def against_newcomer(desk: Desk, person_id: int) -> None:
    """An official who has just joined, or got a name: open cases may speak of them already."""
    name = {person_id: people.name_of(desk.tx, person_id)}
    for case in cases.restricted_open(desk.tx):
        story = "\n".join(t.body for t in cases.texts(desk.tx, case.id, "story", "supplement"))
        found = named(case.about, story, name, office_named=bool(case.about_office))
        known = set(case.accused or ())
        if found.certain and person_id not in known:
            cases.keep_from(desk.tx, case.id, sorted(known | {person_id}))
