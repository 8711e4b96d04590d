"""Who looks at an answer again while it stands."""

from __future__ import annotations

from collections.abc import Collection

from cases.confidentiality import Facts, Viewer, may_see, receiving_role
from cases.kinds import Role

NOT_CONTENT = 2
"""Stars that ask for it, and below."""


def reviewers(
    case: Facts,
    officials: Collection[Viewer],
    decided: Collection[int],
    reception_office: str,
) -> frozenset[int]:
    """Who looks at an answer again while it stands: those who receive such cases, else the
    Director; never who had a part in it (`decided`), nor its owner. Empty where nobody is left."""
    able = [
        v
        for v in officials
        if v.person_id not in decided
        and v.person_id not in case.barred
        and v.person_id != case.owner_id
        and may_see(case, v, reception_office)
    ]
    for role in (receiving_role(case, reception_office), Role.DIRECTOR):
        if found := frozenset(v.person_id for v in able if v.is_(role)):
            return found
    return frozenset()
