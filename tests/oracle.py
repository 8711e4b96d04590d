"""Who may learn what of a case, once more and in plain words, after the law (conduct of officials)
and the design (Confidentiality). It knows nothing of `cases/confidentiality.py`: it judges it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

RECEPTION = "van_phong"


class Part(StrEnum):
    """What of a case somebody may learn. `CODE`: that there is such a case at all."""

    CODE = "code"
    STORY = "story"
    ABOUT = "about"
    SUPPLEMENT = "supplement"
    QUESTION = "question"
    DRAFT = "draft"
    ANSWER = "answer"
    NOTE = "note"
    MEASURE = "measure"
    PUBLISHED = "published"
    NAME = "name"
    PHONE = "phone"
    COMMUNE = "commune"
    EMAIL = "email"
    RECEIPT = "receipt"
    SAID_PHONE = "said phone"  # in the sender's own words
    FILE = "file"  # its name
    ASKED = "asked"  # of another office
    SUMMARY = "summary"  # for the accused side
    REQUEST = "request"  # of the sender, about their data


P = Part
NOTHING: frozenset[Part] = frozenset()
IDENTITY = frozenset({P.NAME, P.PHONE, P.COMMUNE, P.EMAIL})
WHO = IDENTITY | {P.SAID_PHONE}
BEHIND = frozenset({P.ASKED, P.SUMMARY})  # said among officials
# The number of a receipt opens the case to whoever has it: it is its holder's alone.
OFFICIALS = frozenset(Part) - {P.RECEIPT, P.MEASURE, P.REQUEST}
SENDERS = frozenset(Part) - {P.DRAFT, P.NOTE, P.MEASURE} - BEHIND


@dataclass(frozen=True, slots=True)
class Somebody:
    """`roles`: pairs of role and office, those lent by a colleague who is away included."""

    name: str
    person_id: int
    roles: frozenset[tuple[str, str]] = frozenset()
    locked: bool = False

    def holds(self, role: str) -> bool:
        return not self.locked and any(held == role for held, _ in self.roles)

    def in_office(self, office: str) -> bool:
        wanted = {("handler", office), ("head", office)}
        return not self.locked and bool(office) and not wanted.isdisjoint(self.roles)


@dataclass(frozen=True, slots=True)
class About:
    """What of a case decides who may learn of it. `names`: officials it accuses by name."""

    restricted: bool
    identity_mode: str
    office: str = ""
    about_office: str = ""
    names: frozenset[int] = frozenset()
    recused: frozenset[int] = frozenset()
    decided_before: frozenset[int] = frozenset()
    sender: int | None = None
    past_reception: bool = False  # all who would receive it are named
    published: bool = False
    opened_to: frozenset[int] = frozenset()  # who may look at the identity now
    asked_offices: frozenset[str] = frozenset()
    asked_people: frozenset[int] = frozenset()  # of the accused side
    answered_with: frozenset[int] = frozenset()  # senders of what was merged into it

    @property
    def sealed(self) -> bool:
        return self.restricted or self.identity_mode != "named"


def may_learn(case: About, who: Somebody) -> frozenset[Part]:
    """In a private chat of theirs, as an official and as a citizen together."""
    if case.sender == who.person_id:
        return SENDERS
    public = frozenset({P.CODE, P.PUBLISHED}) if case.published else NOTHING
    if who.person_id in case.answered_with:
        public |= {P.ANSWER}
    return public | _as_official(case, who)


def group_may_learn(case: About, office: str) -> frozenset[Part]:
    """A group of officials bound to an office: never who sent it, nothing of what is restricted; of
    another office's case no more than the code that somebody who may see it spoke of there."""
    if case.restricted:
        return NOTHING
    return OFFICIALS - WHO if case.office == office else frozenset({P.CODE})


def may_be_told(case: About, who: Somebody) -> frozenset[Part]:
    """What somebody may learn who did not ask: a notice to the sender of what is restricted may be
    read over their shoulder, and says nothing of it."""
    if case.restricted and case.sender == who.person_id:
        return frozenset({P.CODE})
    return may_learn(case, who)


def knows_of(case: About, who: Somebody) -> bool:
    """Whether the case exists for them: where not, nothing they are answered may depend on it."""
    return bool(may_learn(replace(case, published=False), who) - _held(case, who)) or case.published


def _as_official(case: About, who: Somebody) -> frozenset[Part]:
    if who.locked:
        return NOTHING
    if who.person_id in case.names:
        asked = who.person_id in case.asked_people
        return frozenset({P.SUMMARY}) if asked else NOTHING
    if who.person_id in case.recused:
        return frozenset({P.CODE})  # they said it themselves, of this case
    if case.restricted:
        return _restricted(case, who) or _held(case, who)
    if who.holds("dispatcher") or who.holds("director") or who.in_office(case.office):
        return _all_of(case, who)
    asked = any(who.in_office(office) for office in case.asked_offices)
    return frozenset({P.CODE, P.ASKED}) if asked else _held(case, who)


def _all_of(case: About, who: Somebody) -> frozenset[Part]:
    """But who sent it, where that is sealed and not opened; numbers in the words are for those who
    must be able to reach the sender."""
    parts = OFFICIALS
    if case.sealed and who.person_id not in case.opened_to:
        parts -= WHO
    elif not case.sealed and not (who.holds("dispatcher") or who.in_office(case.office)):
        parts -= {P.SAID_PHONE}
    receives = who.holds("dispatcher") or who.holds("director")
    return parts | _measures(who) | (frozenset({P.REQUEST}) if receives else NOTHING)


def _restricted(case: About, who: Somebody) -> frozenset[Part]:
    """Văn phòng's dispatchers and the Director; where it is about Văn phòng the Director alone; and
    not somebody who decided on it before and is to be replaced."""
    if who.person_id in case.decided_before:
        return frozenset({P.CODE, P.ABOUT})  # whom it accuses they know from before
    to_director = case.past_reception or case.about_office == RECEPTION
    if who.holds("director") or (who.holds("dispatcher") and not to_director):
        return _all_of(case, who)
    return NOTHING


def _measures(who: Somebody) -> frozenset[Part]:
    return frozenset({P.MEASURE}) if who.holds("director") else NOTHING


def _held(case: About, who: Somebody) -> frozenset[Part]:
    """Where nobody can act on it the admins learn that one is held."""
    seen = who.holds("admin") and who.person_id not in case.names | case.recused
    return frozenset({P.CODE}) if seen else NOTHING
