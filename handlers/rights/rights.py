"""What somebody may do with a case, with all the database knows: the approver of a waiting draft
included."""

from __future__ import annotations

from dataclasses import replace

from cases import confidentiality, second_look
from cases.confidentiality import Facts, Viewer, approver_role
from cases.lifecycle import Standing, Status
from handlers.desk import Desk
from handlers.rights.decisions import decided
from storage.casework import cases
from storage.people import people
from storage.tables.casework import Case


def facts(desk: Desk, case: Case) -> Facts:
    known = cases.facts(desk.tx, case)
    if case.second_look:
        known = replace(known, reviewers=reviewers_of(desk, case, known))
    if case.status != Status.AWAITING_APPROVAL:
        return known
    officials, reception = people.viewers(desk.tx, desk.now), desk.agency.reception_office
    away = people.away(desk.tx, desk.now)
    # Who is away may approve all the same, and somebody who is there always can.
    roles = (approver_role(known, officials, reception, who) for who in (away, ()))
    return replace(known, approver_roles=frozenset(role.value for role in roles if role))


def reviewers_of(desk: Desk, case: Case, known: Facts | None = None) -> frozenset[int]:
    """Who would look at its answer again while it stands."""
    return second_look.reviewers(
        known or cases.facts(desk.tx, case),
        people.viewers(desk.tx, desk.now),
        decided(desk, case),
        desk.agency.reception_office,
    )


def standings_of(desk: Desk, case: Case, viewer: Viewer) -> frozenset[Standing]:
    return confidentiality.standings(facts(desk, case), viewer, desk.agency.reception_office)


def may_see(desk: Desk, case: Case, viewer: Viewer) -> bool:
    return confidentiality.may_see(facts(desk, case), viewer, desk.agency.reception_office)


def may_see_identity(desk: Desk, case: Case, viewer: Viewer) -> bool:
    return confidentiality.may_see_identity(facts(desk, case), viewer, desk.agency.reception_office)


def is_sealed(desk: Desk, case: Case) -> bool:
    return confidentiality.is_sealed(cases.facts(desk.tx, case))


def sees_sender(desk: Desk, case: Case, viewer: Viewer | None) -> bool:
    """Whether who sent it stands open for them: what is sealed is opened by /danhtinh only, and a
    group sees nobody."""
    return viewer is not None and not is_sealed(desk, case) and may_see_identity(desk, case, viewer)


def may_open_identity(desk: Desk, case: Case, viewer: Viewer) -> bool:
    reception = desk.agency.reception_office
    return confidentiality.may_open_identity(facts(desk, case), viewer, reception)


def reads_private_data(desk: Desk, case: Case, viewer: Viewer | None) -> bool:
    """Without a viewer (a group) nothing private is read."""
    reception = desk.agency.reception_office
    return viewer is not None and confidentiality.reads_private_data(
        facts(desk, case), viewer, reception
    )
