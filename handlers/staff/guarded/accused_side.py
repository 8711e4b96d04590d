"""Who is asked to explain: the official a case names, or the head of an office."""

from __future__ import annotations

from collections.abc import Sequence

from cases.confidentiality import Viewer
from cases.kinds import OFFICE_ROLES, Role
from handlers.conversation.dialogue import Option, Unclear
from handlers.desk import Desk, Turn
from handlers.notices import notices
from handlers.staff.act import meant
from handlers.staff.act.acts import Need
from storage.people import officials, people
from storage.tables.casework import Case, Explanation

_PERSON = "@"


def options(turn: Turn, case: Case) -> list[Option]:
    """Those it names, then the heads, of the office it is about first."""
    named = [officials.get(turn.tx, person) for person in case.accused or ()]
    heads = sorted(_offices_with_head(turn), key=lambda office: office != case.about_office)
    return [
        *(Option(f"{_PERSON}{o.id}", label=f"{o.name} (#{o.id})") for o in named if o),
        *(Option(office, label=_head(turn, office)) for office in heads),
    ]


def _offices_with_head(desk: Desk) -> list[str]:
    headed = {o for v in people.viewers(desk.tx, desk.now) for r, o in v.roles if r == Role.HEAD}
    return [office.id for office in desk.agency.offices if office.id in headed]


def _head(desk: Desk, office: str) -> str:
    role = desk.words("vi", "people.role", role=Role.HEAD.value)
    return f"{role} · {notices.office_name(desk, office, 'vi')}"


def _read(turn: Turn, case: Case, text: str) -> str:
    """Raises Unclear for what names nobody of them."""
    able = {option.value for option in options(turn, case)}
    named: list[str] = [o.id for o in meant.offices_like(turn.agency, text)]
    accused = (officials.get(turn.tx, person) for person in case.accused or ())
    named += [f"{_PERSON}{o.id}" for o in meant.people_like([o for o in accused if o], text)]
    found = [value for value in named if value in able]
    if len(found) != 1:
        raise Unclear("explain.whom_form")
    return found[0]


WHOM = Need("whom", "explain.whom", lambda turn, case, rest: ("", rest), _read, options)


def asked_of(desk: Desk, said: str) -> tuple[str, int | None]:
    """The office and, where it is one person, the person that an answer means."""
    if not said.startswith(_PERSON):
        return said, None
    person = int(said.removeprefix(_PERSON))
    own = people.roles_of(desk.tx, person)
    offices = sorted(office for role, office in own if role in OFFICE_ROLES)
    return (offices[0] if offices else desk.agency.reception_office), person


def is_asked(explanation: Explanation, viewer: Viewer) -> bool:
    if explanation.person_id is not None:
        return explanation.person_id == viewer.person_id
    return viewer.is_(Role.HEAD, explanation.office)


def people_asked(desk: Desk, explanation: Explanation) -> Sequence[int]:
    """Everybody who may answer."""
    everybody = people.viewers(desk.tx, desk.now)
    return [v.person_id for v in everybody if is_asked(explanation, v)]


def words(desk: Desk, explanation: Explanation) -> str:
    """Who it is, for those who ask."""
    if explanation.person_id is not None:
        return people.name_of(desk.tx, explanation.person_id)
    return _head(desk, explanation.office)
