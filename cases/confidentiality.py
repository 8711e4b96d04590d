"""Who may see a case and what they are to it. Rights are the union of one's roles, but an official
who sent a case, is accused in it or is involved never meets it as an official, and nobody approves
what they wrote."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from cases.kinds import IdentityMode, Kind, Role
from cases.lifecycle import Standing, Status
from cases.privacy.naming import Named

_NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Viewer:
    """An official. `roles` are pairs of role and office (empty for roles without one);
    `stands_for` are colleagues who are away and whose work this person does."""

    person_id: int
    roles: frozenset[tuple[str, str]]
    stands_for: frozenset[int] = frozenset()

    def is_(self, role: Role, office: str | None = None) -> bool:
        return any(r == role and (office is None or o == office) for r, o in self.roles)


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a case decides rights."""

    status: str
    kind: str
    restricted: bool
    identity_mode: str
    office: str
    about_office: str
    owner_id: int | None
    submitter_id: int | None
    draft_author: int | None = None
    approver_roles: frozenset[str] = frozenset()  # who approves here: see `approver_role`
    barred: frozenset[int] = _NOBODY  # decided it before and may not again
    accused: frozenset[int] = _NOBODY  # for them it does not exist: see `wall`
    recused: frozenset[int] = _NOBODY  # said that they are involved
    to_director: bool = False  # restricted, and Văn phòng must not receive it: see `wall`
    reviewers: frozenset[int] = _NOBODY  # who may look at its answer again: see `second_look`

    @property
    def shut_out(self) -> frozenset[int]:
        """Who has nothing to do with it, whatever their roles."""
        return self.accused | self.recused


def is_restricted(kind: Kind | str, accuses: bool = False) -> bool:
    """Conduct of officials is restricted, and so is whatever accuses one, of whatever kind its
    sender takes it to be; a late dossier that only names its office is not."""
    return kind == Kind.CONDUCT or accuses


@dataclass(frozen=True, slots=True)
class Wall:
    """From whom a restricted case is kept, and whether it goes past Văn phòng to the Director."""

    accused: frozenset[int] = _NOBODY
    to_director: bool = False


def wall(named: Named, officials: Collection[Viewer]) -> Wall:
    """Kept from whoever is named. Where a given name is all that was said and one of those who
    would receive it bears it, or where they are all named, the Director receives it; kept from
    the bearers of that name still, who may stand in for the Director. Without a Director it is
    held, and the admins hear that one is."""
    dispatchers = {v.person_id for v in officials if v.is_(Role.DISPATCHER)}
    directors = {v.person_id for v in officials if v.is_(Role.DIRECTOR)}
    nobody_left = bool(dispatchers) and dispatchers <= named.certain
    return Wall(
        named.certain | (named.unclear & (dispatchers | directors)),
        nobody_left or bool(named.unclear & dispatchers),
    )


def past_reception(restricted: bool, about_office: str, to_director: bool, reception: str) -> bool:
    """Whether Văn phòng must not have it: it is about Văn phòng, or about somebody there."""
    return restricted and (to_director or about_office == reception)


def receiving_role(case: Facts, reception_office: str) -> Role:
    """Who receives: Văn phòng, unless the case is about Văn phòng itself; then the Director."""
    past = past_reception(case.restricted, case.about_office, case.to_director, reception_office)
    return Role.DIRECTOR if past else Role.DISPATCHER


def may_see(case: Facts, viewer: Viewer, reception_office: str) -> bool:
    """Whether the case exists for this official at all (lists, counts and searches included)."""
    if case.submitter_id == viewer.person_id or viewer.person_id in case.shut_out:
        return False
    if case.restricted:
        if viewer.person_id in case.barred:
            return False
        return viewer.is_(receiving_role(case, reception_office)) or viewer.is_(Role.DIRECTOR)
    if viewer.is_(Role.DISPATCHER) or viewer.is_(Role.DIRECTOR):
        return True
    return any(
        role in (Role.HANDLER, Role.HEAD) and office == case.office for role, office in viewer.roles
    ) and bool(case.office)


def may_see_identity(case: Facts, viewer: Viewer, reception_office: str) -> bool:
    """A closed sender is shown to Văn phòng and the Director only."""
    if case.identity_mode == IdentityMode.ANONYMOUS:
        return False
    if not may_see(case, viewer, reception_office):
        return False
    if case.identity_mode == IdentityMode.CLOSED or case.restricted:
        return viewer.is_(Role.DISPATCHER) or viewer.is_(Role.DIRECTOR)
    return True


def is_sealed(case: Facts) -> bool:
    """Whether who sent it is opened by /danhtinh only: kept closed, or in a case that accuses
    somebody. What bears no name is sealed as far as its words lead to a person."""
    return case.restricted or case.identity_mode != IdentityMode.NAMED


# Who must be able to reach the sender of a case whose name is no secret. Who only approves it, or
# only looks, does not.
_NEED_TO_REACH = frozenset({Standing.DISPATCHER, Standing.HANDLER, Standing.OWNER})


def reads_private_data(case: Facts, viewer: Viewer, reception_office: str) -> bool:
    """Whether telephone numbers and the like stand unmasked in the sender's words (facts/law
    4.5)."""
    return not is_sealed(case) and not _NEED_TO_REACH.isdisjoint(
        standings(case, viewer, reception_office)
    )


def may_open_identity(case: Facts, viewer: Viewer, reception_office: str) -> bool:
    """Whether an official may ask for it, and agree that a colleague does."""
    return may_see(case, viewer, reception_office) and (
        viewer.is_(Role.DISPATCHER) or viewer.is_(Role.DIRECTOR)
    )


def standings(case: Facts, viewer: Viewer, reception_office: str) -> frozenset[Standing]:
    """What this official is to the case; empty when it does not exist for them."""
    if not may_see(case, viewer, reception_office):
        return frozenset()
    found: set[Standing] = set()
    receiver = receiving_role(case, reception_office)
    barred = viewer.person_id in case.barred
    if viewer.is_(receiver) and not (barred and case.status == Status.RECEIVED):
        found.add(Standing.DISPATCHER)
    if not barred:
        found |= _in_office(case, viewer, receiver)
    if viewer.is_(Role.DIRECTOR):
        found.add(Standing.DIRECTOR)
    if _approves(case, viewer) and not barred:
        found.add(Standing.APPROVER)
    if viewer.person_id in case.reviewers:
        found.add(Standing.REVIEWER)
    return frozenset(found)


def _in_office(case: Facts, viewer: Viewer, receiver: Role) -> set[Standing]:
    found: set[Standing] = set()
    if case.office and viewer.is_(Role.HANDLER, case.office):
        found.add(Standing.HANDLER)
    if case.office and viewer.is_(Role.HEAD, case.office):
        found |= {Standing.HEAD, Standing.HANDLER}
    if case.restricted and viewer.is_(receiver):
        # Conduct stays with whoever received it: Văn phòng's dispatchers, or the Director.
        found.add(Standing.HANDLER)
    if case.owner_id == viewer.person_id or case.owner_id in viewer.stands_for:
        found.add(Standing.OWNER)
    return found


def _approves(case: Facts, viewer: Viewer) -> bool:
    if case.draft_author == viewer.person_id:
        return False
    return any(
        role in case.approver_roles and (role != Role.HEAD or office == case.office)
        for role, office in viewer.roles
    )


def approver_role(
    case: Facts,
    officials: Collection[Viewer],
    reception_office: str,
    away: Collection[int] = (),
) -> Role | None:
    """Who approves the draft: the head of the answering office or who stands in, else the
    Director, else a dispatcher; never the author, never somebody barred, and of those `away`
    nobody. None: nobody can, the admins are told."""
    able = [
        v
        for v in officials
        if v.person_id != case.draft_author
        and v.person_id not in case.barred
        and v.person_id not in away
        and may_see(case, v, reception_office)
    ]
    if any(v.is_(Role.HEAD, case.office) for v in able):
        return Role.HEAD
    for role in (Role.DIRECTOR, Role.DISPATCHER):
        if any(v.is_(role) for v in able):
            return role
    return None
