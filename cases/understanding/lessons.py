"""What a case teaches: its story without those it tells of, and the office that was decided on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cases.agency.agency import Agency
from cases.agency.words import Example
from cases.kinds import Kind
from cases.privacy import pseudonym
from cases.privacy.private_data import masked
from cases.understanding.labels import KIND_OF

MOST = 2_000
"""The newest so many are learned: the folder's own examples must not drown in them."""
_LONGEST = 600  # characters: what a story is about stands in its beginning
_A_NUMBER = "0"  # as every number looks to what learns (`cases.understanding.features`)

_SURNAMES = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Trương Đinh Đoàn Lâm"
    " Trịnh Mai Đào Cao Hà Tạ Châu Phùng Tô Vương Thái Lương Tôn Quách Bạch Lưu Kiều Nguyen Tran"
    " Pham Hoang Huynh Phan Vo Dang Bui Do Ngo Duong Truong Dinh Doan Trinh Dao"
).split()
# A surname and one to three more words with capitals. "Hà Nội" goes with the people: a place lost
# teaches a little less, a name kept would stay.
_NAME = re.compile(
    rf"\b(?:{'|'.join(_SURNAMES)})(?: [A-ZÀ-ỸĐ][a-zà-ỹđ]+){{1,3}}(?![\w])",
)
_STANDS_FOR = re.compile(
    "|".join(
        map(
            re.escape,
            (pseudonym.SOMEBODY, pseudonym.NUMBER, pseudonym.ADDRESS, pseudonym.DOSSIER),
        )
    )
)
_LABELS: dict[Kind, list[str]] = {}
for _label, _kind in KIND_OF.items():
    _LABELS.setdefault(_kind, []).append(_label.value)


def label_of(kind: Kind) -> str:
    """The label a case of this kind teaches; empty where there are several, or none."""
    labels = _LABELS.get(kind, [])
    return labels[0] if len(labels) == 1 else ""


def story_of(told: str, sender: Mapping[str, str]) -> str:
    """A story without names and numbers, cut. `sender`: what they told of themselves."""
    bare = masked(told, lambda sort: _A_NUMBER)
    bare = _STANDS_FOR.sub(" ", pseudonym.without_sender(bare, sender))
    return " ".join(_NAME.sub(" ", bare).split())[:_LONGEST]


def usable(lessons: Sequence[Example], agency: Agency) -> tuple[Example, ...]:
    """Those with words, and of offices there still are."""
    offices = {office.id for office in agency.offices}
    return tuple(one for one in lessons if one.text and one.office in offices)


def with_lessons(agency: Agency, lessons: Sequence[Example]) -> Agency:
    """The agency with what was taught beside its own examples; itself where that is nothing."""
    if not (more := usable(lessons, agency)):
        return agency
    routing = agency.routing
    return replace(agency, routing=replace(routing, examples=(*routing.examples, *more)))
