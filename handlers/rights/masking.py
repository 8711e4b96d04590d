"""What leads to a person in the words of a case, hidden from officials who need not reach its
sender."""

from __future__ import annotations

from cases.confidentiality import Viewer
from cases.privacy.private_data import Sort, masked, masked_name, traces
from handlers.desk import Desk
from handlers.rights import rights
from storage.tables.casework import Case


def ours(desk: Desk) -> frozenset[str]:
    """Numbers and addresses that may stand anywhere: the department's and other authorities'."""
    agency = desk.agency
    contacts = (agency.contact, *(office.contact for office in agency.offices))
    own = {value for c in contacts for value in (c.phone, c.email)}
    others = {body.phone for body in agency.routing.other_bodies}
    return frozenset({*own, *others, agency.police_phone} - {""})


class Mask:
    """How the words of one case stand before one reader; made once for all of its texts.
    Without a reader (a group) everything is hidden."""

    __slots__ = ("_desk", "_language", "_ours", "hides")

    def __init__(self, desk: Desk, case: Case, viewer: Viewer | None, language: str) -> None:
        self.hides = not rights.reads_private_data(desk, case, viewer)
        self._desk, self._language = desk, language
        self._ours = ours(desk) if self.hides else frozenset()

    def __call__(self, text: str) -> str:
        """Its words as they may be read."""
        return masked(text, self._name, self._ours) if self.hides else text

    def file(self, name: str) -> str:
        """The name of a file."""
        return masked_name(name) if self.hides else name

    def _name(self, sort: Sort) -> str:
        return self._desk.words(self._language, f"masked.{sort.value}")


def masked_for_all(desk: Desk, text: str, language: str) -> str:
    """Words of which nobody knows yet whose they are."""
    return masked(text, lambda sort: desk.words(language, f"masked.{sort.value}"), ours(desk))


def hidden_in(desk: Desk, text: str) -> list[str]:
    """What is hidden in it, as it was written."""
    return [trace.text for trace in traces(text, ours(desk))]
