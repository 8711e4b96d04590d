"""Looking through cases, a portion at a time. What somebody may not see, or not read in what they
see, is never matched: by what is found nobody shall learn what is hidden from them."""

from __future__ import annotations

from dataclasses import dataclass

from cases.confidentiality import Viewer
from cases.kinds import IdentityMode, Role
from cases.words import searching
from handlers.cards.identity_line import identity_line
from handlers.desk import Desk
from handlers.rights import rights
from handlers.rights.masking import Mask
from handlers.staff.casework.case_file import OURS, WORDS
from handlers.staff.search.asked import Asked
from storage.casework import searching as storage
from storage.casework.searching import Words
from storage.people import people
from storage.tables.casework import Case

PORTION = 500
_NO_WORDS = Words([], [], {})


@dataclass(frozen=True, slots=True)
class Looked:
    """`found`: (how well it fits, id). `last`: the id to go on before; None when all were seen."""

    found: list[tuple[int, int]]
    count: int
    last: int | None


def portion(
    desk: Desk, person_id: int, asked: Asked, last: int | None, language: str, most: int = PORTION
) -> Looked:
    """The next cases. Whoever lost their rights meanwhile finds nothing more."""
    viewer = people.viewer(desk.tx, person_id, desk.now)
    if viewer is None:
        return Looked([], 0, None)
    looked = storage.before(desk.tx, last, most, asked.only)
    seen = [case for case in looked if rights.may_see(desk, case, viewer)]
    words = storage.words(desk.tx, desk.ground.keys, seen, _named(seen))
    found = [
        (fits, case.id)
        for case in seen
        if (fits := _fits(desk, case, viewer, words[case.id], asked, language))
    ]
    return Looked(found, len(looked), looked[-1].id if len(looked) == most else None)


def _named(cases: list[Case]) -> list[int]:
    return [c.id for c in cases if c.identity_mode == IdentityMode.NAMED and not c.restricted]


def _fits(desk: Desk, case: Case, viewer: Viewer, words: Words, asked: Asked, language: str) -> int:
    """Masking is slow, and what does not fit unmasked fits masked still less."""
    abbreviations = desk.agency.routing.abbreviations
    bare = _bare(desk, case, words)
    if not searching.score(asked.query, bare, abbreviations):
        return 0
    texts = readable(desk, case, viewer, words, language)
    return searching.score(asked.query, texts, abbreviations)


def _bare(desk: Desk, case: Case, words: Words) -> list[str]:
    """Everything, as it is kept."""
    bodies = [body for _, body in words.texts]
    kept = (*bodies, *words.notes, *words.told.values(), case.about, case.dossier)
    return [*kept, *_outside(desk, case)]


def _outside(desk: Desk, case: Case) -> list[str]:
    """What leads to nobody."""
    procedure = desk.agency.procedure(case.procedure_code) if case.procedure_code else None
    return [case.code, procedure.name if procedure else ""]


def readable(desk: Desk, case: Case, viewer: Viewer, words: Words, language: str) -> list[str]:
    """What this official reads in the file of the case, part by part as it stands there."""
    mask = Mask(desk, case, viewer, language)
    kinds = {*WORDS, *(("measure",) if viewer.is_(Role.DIRECTOR) else ())}
    texts = [
        body if kind in OURS or kind == "measure" else mask(body)
        for kind, body in words.texts
        if kind in kinds
    ]
    notes = [mask(note) for note in words.notes]
    sees = bool(words.told) and rights.sees_sender(desk, case, viewer)
    who = identity_line(desk, words.told, language) if sees else ""
    dossier = "" if case.restricted else case.dossier
    parts = (*texts, *notes, who, mask(case.about), dossier, *_outside(desk, case))
    return [part for part in parts if part]


def of_one(desk: Desk, case: Case, viewer: Viewer, language: str) -> list[str]:
    """`readable` of a case looked up now."""
    words = storage.words(desk.tx, desk.ground.keys, [case], _named([case]))
    return readable(desk, case, viewer, words.get(case.id, _NO_WORDS), language)
