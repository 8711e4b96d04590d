"""What a text is about, as the agency's examples and words see it: a suggestion that the citizen
confirms and Văn phòng decides. No text leaves the machine, nothing is refused here."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from cases.agency.agency import Agency
from cases.by_identity import ByIdentity
from cases.kinds import Kind
from cases.understanding.because import apart, because
from cases.understanding.labels import KIND_OF, Label
from cases.understanding.learned import Learned, learned
from cases.understanding.linear import Counts, Linear, Point
from cases.understanding.phrases import Found
from cases.understanding.spoken import points, spoken

DOOR_OPENS = 3.0
"""Points from which another door is offered: one strong phrase or two plain ones."""

# Where examples and words disagree, one strong phrase of an office makes it four times as likely;
# the words for kinds, which people use loosely, count for less (docs/decisions/0023).
_OFFICE_WORDS = 0.5
_KIND_WORDS = 0.1
_OTHER_WORDS = 0.3  # of other bodies, of complaint and denunciation
_OUR_WORDS = 0.1  # of our own offices, against another's matter
_MOST_SWAY = 3.0
_QUESTION_MARK = 1.0
_ELSEWHERE_FROM = 0.2  # share from which the words for other bodies may outweigh those for ours
_BODY_FROM = 0.35  # share of one of them where no word of it was said
_LATE_FROM = 1.5  # a plain phrase
# What a formal matter is, where somebody sends it as feedback all the same.
_SENT_HERE_AS = {Label.DENUNCIATION: Kind.CONDUCT, Label.COMPLAINT: Kind.REGULATION}
_NOBODYS = frozenset({Label.ELSEWHERE, Label.OTHER})
_OFFICE_FROM = 0.35  # a smaller share speaks for none
_DOOR_FROM = 0.18  # share of complaint and denunciation together from which a question is put
_DOOR_IN_DANGER_FROM = 0.5  # who fears for a life is not asked about papers
_FORMAL = {"complaint": Label.COMPLAINT, "denunciation": Label.DENUNCIATION}
_LABELS_OF: dict[Kind, tuple[Label, ...]] = {
    **{kind: (label,) for label, kind in KIND_OF.items() if kind is not Kind.QUESTION},
    Kind.QUESTION: (Label.QUESTION, Label.STATUS),
    Kind.LATE_DOSSIER: (Label.CONDUCT,),
    Kind.PRAISE: (Label.OTHER,),
}


@dataclass(frozen=True, slots=True)
class Guess:
    """`office` is empty where nothing in the text speaks for one, `other_body` the id of the
    authority to which the matter seems to belong. Confidences and shares run from 0 to 1; `labels`
    and `offices` are in order, best first."""

    kind: Kind
    office: str
    procedure: str = ""
    other_body: str = ""
    kind_confidence: float = 0.0
    office_confidence: float = 0.0
    because: tuple[str, ...] = ()
    labels: tuple[tuple[Label, float], ...] = ()
    offices: tuple[tuple[str, float], ...] = ()

    @property
    def label(self) -> Label:
        return self.labels[0][0]

    @property
    def confidence(self) -> float:
        return min(self.kind_confidence, self.office_confidence)


def guess(text: str, agency: Agency) -> Guess:
    """Kind, office and procedure of a text; the kind is REGULATION when nothing speaks for any. A
    procedure is named only where words of its own were said."""
    return _guess(text, ByIdentity(agency))


@lru_cache(maxsize=8)  # one message is looked at from several sides within a turn
def _guess(text: str, key: ByIdentity[Agency]) -> Guess:
    agency, words, examples = key.kept, spoken(key), learned(key)
    found = words.matcher.find(text)
    counts = examples.counts(text, agency.routing.abbreviations)
    kinds = _kinds(found, text)
    point = examples.space.point(counts)
    if not found and not point.is_known:
        return _nothing_known(agency)
    said = words.offices(found)
    ours = max(said.values(), default=0.0)
    labels = _labels(examples, point, kinds, found, ours)
    offices = _offices(examples, point, said, labels, agency)
    body = _other_body(found, examples, point, labels, ours, agency)
    office, office_share = next(iter(offices.items()), ("", 0.0))
    kind, kind_share = _kind(labels, kinds)
    nobodys = next(iter(labels)) in _NOBODYS and kind is not Kind.PRAISE
    if nobodys or office_share < _OFFICE_FROM:
        office = ""
    return Guess(
        kind=kind,
        office=office,
        procedure=words.procedure(found, office),
        other_body=body,
        kind_confidence=kind_share,
        office_confidence=office_share if office else 0.0,
        because=_because(text, agency, examples.offices, counts, office, found),
        labels=tuple(labels.items()),
        offices=tuple(offices.items()),
    )


def _nothing_known(agency: Agency) -> Guess:
    alike = tuple((office.id, 1 / len(agency.offices)) for office in agency.offices)
    return Guess(Kind.REGULATION, "", labels=((Label.OTHER, 1.0),), offices=alike)


def doors(text: str, agency: Agency) -> frozenset[str]:
    """Which other doors the text may need: "complaint", "denunciation", "emergency"; "accusation"
    says that an official is accused of more than delay. People write these words for plain feedback
    too, so this is a reason to ask, or to keep it from the accused, never to decide."""
    opened = doors_by_words(text, agency)
    if not opened.isdisjoint(_FORMAL) or _denies(text, agency):
        return opened
    labels = dict(guess(text, agency).labels)
    shares = {door: labels.get(label, 0.0) for door, label in _FORMAL.items()}
    if sum(shares.values()) < (_DOOR_IN_DANGER_FROM if "emergency" in opened else _DOOR_FROM):
        return opened
    return opened | {max(shares, key=shares.__getitem__)}


def _denies(text: str, agency: Agency) -> bool:
    """Whether a formal door is named only to say that it is not meant: "tôi không tố cáo ai"."""
    found = spoken(ByIdentity(agency)).matcher.find(text)
    formal = [one.denied for one in found if one.about[0] == "door" and one.about[1] in _FORMAL]
    return bool(formal) and all(formal)


def doors_by_words(text: str, agency: Agency) -> frozenset[str]:
    """As `doors`, by the agency's phrases alone: cheap enough for every message."""
    found = spoken(ByIdentity(agency)).matcher.find(text)
    said = points((one for one in found if not one.denied), "door")
    return frozenset(name for name, sum_ in said.items() if sum_ >= DOOR_OPENS)


def accuses(opened: Collection[str]) -> bool:
    """Whether a text with these doors must be kept from those it is about."""
    return "accusation" in opened or "denunciation" in opened


def kind_points(text: str, agency: Agency) -> dict[str, float]:
    """How much the agency's words speak for each kind: 1.5 a plain phrase, 3 a strong one, and
    their sums."""
    return _kinds(spoken(ByIdentity(agency)).matcher.find(text), text)


def _kinds(found: list[Found], text: str) -> dict[str, float]:
    kinds = points(found, "kind")
    if text.rstrip().endswith("?"):
        kinds[Kind.QUESTION] = kinds.get(Kind.QUESTION, 0.0) + _QUESTION_MARK
    return kinds


def _labels(
    examples: Learned, point: Point, kinds: Mapping[str, float], found: list[Found], ours: float
) -> dict[Label, float]:
    """`ours`: how much the agency's words speak for one of its own offices."""
    said: dict[str, float] = {}
    for kind, kind_said in kinds.items():
        for label in _LABELS_OF[Kind(kind)]:
            said[label] = max(said.get(label, 0.0), kind_said * _KIND_WORDS)
    others = points(found, "door")
    for door, label in _FORMAL.items():
        said[label] = others.get(door, 0.0) * _OTHER_WORDS
    theirs = max(points(found, "body").values(), default=0.0)
    said[Label.ELSEWHERE] = theirs * _OTHER_WORDS - ours * _OUR_WORDS
    shares = _swayed(examples.labels, point, said, list(Label))
    return {Label(label): share for label, share in shares.items()}


def _offices(
    examples: Learned,
    point: Point,
    said: Mapping[str, float],
    labels: Mapping[Label, float],
    agency: Agency,
) -> dict[str, float]:
    """Văn phòng leads on initiatives (item II.3.a of the plan), whatever they are about."""
    ids = [office.id for office in agency.offices]
    moved = {office: points_ * _OFFICE_WORDS for office, points_ in said.items()}
    shares = _swayed(examples.offices, point, moved, ids)
    initiative = labels.get(Label.INITIATIVE, 0.0)
    shares = {office: share * (1 - initiative) for office, share in shares.items()}
    reception = agency.reception_office
    shares[reception] = shares.get(reception, 0.0) + initiative
    return dict(sorted(shares.items(), key=lambda share: -share[1]))


def _swayed(
    examples: Linear, point: Point, said: Mapping[str, float], every: list[str]
) -> dict[str, float]:
    """The shares the examples give, moved by what the agency's words say; best first. Where the
    examples say nothing the words alone decide."""
    shares = examples.shares(point) or dict.fromkeys(every, 1 / len(every))
    moved = {
        name: share * math.exp(min(said.get(name, 0.0), _MOST_SWAY))
        for name, share in shares.items()
    }
    whole = sum(moved.values())
    return {n: m / whole for n, m in sorted(moved.items(), key=lambda share: -share[1])}


def _kind(labels: Mapping[Label, float], kinds: Mapping[str, float]) -> tuple[Kind, float]:
    """The kind of the best label that is one, a late dossier and praise by their words; and its
    share."""
    top = next(iter(labels))
    if top in _SENT_HERE_AS:
        return _SENT_HERE_AS[top], labels[top]
    sums: dict[Kind, float] = {}
    for label, share in labels.items():
        if label in KIND_OF:
            sums[KIND_OF[label]] = sums.get(KIND_OF[label], 0.0) + share
    if labels.get(Label.OTHER, 0.0) > max(sums.values()) and kinds.get(Kind.PRAISE, 0.0) > 0:
        return Kind.PRAISE, labels[Label.OTHER]
    kind = max(sums, key=sums.__getitem__)
    late = kinds.get(Kind.LATE_DOSSIER, 0.0)
    chases = kind is Kind.CONDUCT or labels.get(Label.STATUS, 0.0) > sums[kind] / 2
    if chases and late >= _LATE_FROM and late > kinds.get(Kind.CONDUCT, 0.0):
        return Kind.LATE_DOSSIER, sums[kind]
    return kind, sums[kind]


def _other_body(
    found: list[Found],
    examples: Learned,
    point: Point,
    labels: Mapping[Label, float],
    ours: float,
    agency: Agency,
) -> str:
    """The other authority, where the matter seems to be another's and something says whose."""
    said = points(found, "body")
    share = labels.get(Label.ELSEWHERE, 0.0)
    best = max(said.values(), default=0.0)
    if next(iter(labels)) is not Label.ELSEWHERE and not (share >= _ELSEWHERE_FROM and best > ours):
        return ""
    moved = {body: points_ * _OTHER_WORDS for body, points_ in said.items()}
    bodies = _swayed(examples.bodies, point, moved, [b.id for b in agency.routing.other_bodies])
    body, likely = next(iter(bodies.items()), ("", 0.0))
    return body if best or likely >= _BODY_FROM else ""


def _because(
    text: str,
    agency: Agency,
    offices: Linear,
    counts: Counts,
    office: str,
    found: list[Found],
) -> tuple[str, ...]:
    """The person's own words that decided for the office, then the agency's phrases that did."""
    learned_from = because(text, agency.routing.abbreviations, offices.why(counts, office))
    said = sorted((f for f in found if f.about == ("office", office)), key=lambda f: -f.weight)
    phrases = [f.phrase for f in said if f.weight > 0]
    return apart((*learned_from, *phrases))[:6]
