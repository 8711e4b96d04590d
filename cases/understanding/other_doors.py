"""Whether a story may be a formal complaint or a denunciation. What citizens call by these words is
often plain feedback ("tôi khiếu nại về việc trả hồ sơ chậm"), so the words alone decide nothing:
they are a reason to ask one question."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum

from cases.agency.agency import Agency
from cases.words.text import fold, written_words

FORMAL = ("denunciation", "complaint")
"""In the order in which they are asked about: who denounces is to be shielded first."""

# Around words typed without diacritics the others must be bare too: "toà nhà to cao tầng" is no
# "tố cáo".
_AROUND = 2
_NOT = frozenset("khong ko k chua chang dung not never".split())
_STRONG = 3.0  # points: opens a door by itself
_DENIES_FROM = 3  # words before: "không phải là khiếu nại"


class Speaks(StrEnum):
    """How much a story speaks for a door."""

    NOT = ""
    PERHAPS = "perhaps"
    CERTAINLY = "certainly"


def speaks(text: str, agency: Agency, door: str, opened: Collection[str]) -> Speaks:
    """`opened` is what `routing.doors` found in the text."""
    words = agency.other_doors[door].words
    if door not in opened:
        return Speaks.PERHAPS if _says(text, words) else Speaks.NOT
    return Speaks.CERTAINLY if _decided(text, agency, door) else Speaks.PERHAPS


def last_day(received_on: date, agency: Agency) -> date:
    """Until when a complaint against a decision received that day is in time. The day itself does
    not count (Bộ luật Dân sự 2015 Art. 147)."""
    return received_on + timedelta(days=agency.other_doors.bar_days)


def _decided(text: str, agency: Agency, door: str) -> bool:
    """Whether it is certain even without the words that people misuse: by a phrase that opens the
    door alone. Several weak ones ("có bằng chứng", "xử lý nghiêm") are a reason to ask."""
    own = agency.other_doors[door]
    phrases = agency.routing.doors.get(door, ())
    strong = [said.phrase for said in phrases if said.weight >= _STRONG]
    rest = _without(text, own.words)
    return _says(text, own.decides) or _says(rest, strong)


def _says(text: str, phrases: Sequence[str]) -> bool:
    return any(not denied for _, denied in _found(text, phrases))


def _without(text: str, phrases: Sequence[str]) -> str:
    words = written_words(text)
    gone = {at for span, _ in _found(text, phrases) for at in span}
    return " ".join(word for at, word in enumerate(words) if at not in gone)


def _found(text: str, phrases: Sequence[str]) -> Iterator[tuple[range, bool]]:
    """Where the phrases stand, and whether they are denied there."""
    words = written_words(text)
    bare = [fold(word) for word in words]
    folded = " ".join(bare)
    for phrase in phrases:
        if fold(phrase) not in folded:
            continue
        wanted, plain = written_words(phrase), fold(phrase).split()
        for at in range(len(bare) - len(plain) + 1):
            span = range(at, at + len(plain))
            if plain and bare[at : span.stop] == plain and _as_meant(words, bare, span, wanted):
                yield span, not _NOT.isdisjoint(bare[max(at - _DENIES_FROM, 0) : at])


def _as_meant(words: list[str], bare: list[str], span: range, wanted: list[str]) -> bool:
    """Each word as written or bare, and a phrase that is wholly bare only among bare words."""
    said = [words[at] for at in span]
    if any(s not in (w, bare[at]) for s, w, at in zip(said, wanted, span, strict=True)):
        return False
    near = range(max(span.start - _AROUND, 0), min(span.stop + _AROUND, len(words)))
    return (
        said == wanted
        or any(words[a] != bare[a] for a in span)
        or not any(words[at] != bare[at] for at in near)
    )
