"""What was typed after `/kehoach`: an item, a period, an office, a page, in any order."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cases.agency.agency import Agency
from cases.agency.plan import PlanItem
from cases.reports.spans import Span
from cases.words.text import fold
from handlers.staff.act import meant

_SPANS = {
    Span.WEEK: ("tuan", "tuan nay", "week"),
    Span.MONTH: ("thang", "thang nay", "month"),
    Span.QUARTER: ("quy", "quy nay", "quarter"),
    Span.YEAR: ("nam", "nam nay", "ca nam", "year"),
}
_ALL = ("tat ca", "tatca", "ca so", "ca ke hoach", "all")
_PAGE = ("trang", "page")


@dataclass(frozen=True, slots=True)
class Asked:
    """`everything`: also what other offices lead. `unread`: words that mean nothing here."""

    item: PlanItem | None = None
    span: Span | None = None
    office: str = ""
    everything: bool = False
    page: int = 1
    unread: str = ""

    def typed(self) -> str:
        """The same, as a command without its page: for buttons."""
        item = self.item.id if self.item else ""
        span = _SPANS[self.span][0] if self.span else ""
        parts = (item, "tatca" if self.everything else "", self.office, span)
        return " ".join(["/kehoach", *filter(None, parts)])


def read(agency: Agency, words: str) -> Asked:
    asked, rest = Asked(), words.strip()
    while rest:
        taken = _item(agency, asked, rest) or _other(agency, asked, rest)
        if taken is None:
            return replace(asked, unread=rest)
        asked, rest = taken
    return asked


def item_named(agency: Agency, word: str) -> PlanItem | None:
    """ "II.2.a", "ii2a", "2.2.a" is none: by its letters and digits alone."""
    bare = fold(word).replace(" ", "")
    return next((i for i in agency.plan.items if fold(i.id).replace(" ", "") == bare), None)


def first_item(agency: Agency, words: str) -> tuple[PlanItem | None, str]:
    """The item that words begin with, and what follows."""
    head, _, rest = words.strip().partition(" ")
    item = item_named(agency, head)
    return (item, rest.strip()) if item else (None, words.strip())


def _item(agency: Agency, asked: Asked, rest: str) -> tuple[Asked, str] | None:
    item, after = first_item(agency, rest)
    return (replace(asked, item=item), after) if item else None


def _other(agency: Agency, asked: Asked, rest: str) -> tuple[Asked, str] | None:
    span, after = meant.leading(rest, _span)
    if span is not None:
        return replace(asked, span=span), after
    everything, after = meant.leading(rest, lambda said: said in _ALL or None)
    if everything:
        return replace(asked, everything=True), after
    office, after = meant.office(agency, rest)
    if office is not None:
        return replace(asked, office=office.id), after
    head, _, after = rest.partition(" ")
    if fold(head) in _PAGE:
        head, _, after = after.strip().partition(" ")
    page = meant.number(head)
    return (replace(asked, page=max(page, 1)), after.strip()) if page is not None else None


def _span(said: str) -> Span | None:
    return next((span for span, words in _SPANS.items() if said in words), None)
