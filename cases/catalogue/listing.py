"""The catalogue as a list to read: by office and field, or what was searched for."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from cases.agency.agency import Agency
from cases.agency.procedures import Procedure
from cases.by_identity import ByIdentity
from cases.catalogue.finding import of_code, search

_MOST_FOUND = 100


def listed(agency: Agency, words: str, office: str, field: str) -> list[Procedure]:
    """What fits best first where words are searched for, an ended one by its code too; else by
    office, field and name. Empty means any."""
    found = _searched(agency, words) if words.strip() else in_order(ByIdentity(agency))
    return [p for p in found if office in ("", p.office) and field in ("", p.field)]


def _searched(agency: Agency, words: str) -> tuple[Procedure, ...]:
    named = of_code(words, agency)
    return (named,) if named else tuple(search(words, agency, limit=_MOST_FOUND))


@lru_cache(maxsize=4)
def in_order(key: ByIdentity[Agency]) -> tuple[Procedure, ...]:
    """All in force, as they stand on a notice board."""
    agency = key.kept
    offices = {office.id: number for number, office in enumerate(agency.offices)}
    return tuple(
        sorted(agency.procedures, key=lambda p: (offices.get(p.office, 99), p.field, p.name))
    )


@lru_cache(maxsize=64)
def fields_of(key: ByIdentity[Agency], office: str) -> dict[str, int]:
    """The fields of an office, or of all, each with how many procedures it has."""
    counted = Counter(p.field for p in in_order(key) if p.field and office in ("", p.office))
    return dict(sorted(counted.items()))


@lru_cache(maxsize=4)
def offices_of(key: ByIdentity[Agency]) -> dict[str, int]:
    """The offices that have procedures, in the order of the agency."""
    counted = Counter(p.office for p in in_order(key))
    return {o.id: counted[o.id] for o in key.kept.offices if counted[o.id]}
