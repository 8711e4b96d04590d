"""Which of our offices a row of a portal's table belongs to, if any."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from cases.agency.agency import Agency
from cases.words.text import fold

# Bodies that are never a department's own; beside those the agency itself names in routing.toml.
_OTHERS = re.compile(
    r"\b(?:cap xa|cap huyen|ubnd xa|uy ban nhan dan xa|ban quan ly|bql|kho bac|trung uong|thu tuong"
    r"|tong cuc|chi cuc|(?<!chi )(?<!tong )cuc|bo (?!phan))\b"
)


class Offices:
    """`fields` holds for each folded field of our catalogue the office that has most of it."""

    def __init__(self, agency: Agency, rows: Iterable[Mapping[str, str]]) -> None:
        self.reception = agency.reception_office
        self._names = {fold(o.name): o.id for o in agency.offices}
        self._called = {fold(n): o.id for o in agency.offices for n in (o.id, o.short, *o.aliases)}
        self._own = fold(agency.short)
        self._bodies = list(_bodies(agency))
        self.fields = _fields(rows, {**self._called, **self._names})

    def named(self, body: str) -> str:
        """The office of ours whose whole name stands in the words, or "". A short name must be all
        of them: "Văn phòng" is also in "Văn phòng UBND tỉnh"."""
        said = fold(body)
        inside = [name for name in self._names if f" {name} " in f" {said} "]
        return self._names[max(inside, key=len)] if inside else self._called.get(said, "")

    def elsewhere(self, body: str) -> bool:
        """Whether every body named is another authority."""
        parts = [said for part in re.split(r"[;\n]", body) if (said := fold(part))]
        return bool(parts) and all(map(self._is_other, parts))

    def _is_other(self, said: str) -> bool:
        if self._own in said or self.named(said):
            return False
        return bool(_OTHERS.search(said)) or any(body in said for body in self._bodies)

    def of_field(self, field: str) -> str:
        return self.fields.get(fold(field), "")


def _bodies(agency: Agency) -> Iterable[str]:
    place = f" tinh {fold(agency.province)}"
    for body in agency.routing.other_bodies:
        yield from (fold(name).removesuffix(place) for name in body.name.split(";"))


def _fields(rows: Iterable[Mapping[str, str]], offices: Mapping[str, str]) -> dict[str, str]:
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        if field := fold(row.get("field", "")):
            office = offices.get(fold(row["office"]), row["office"])
            counts.setdefault(field, Counter())[office] += 1
    return {field: count.most_common(1)[0][0] for field, count in counts.items()}
