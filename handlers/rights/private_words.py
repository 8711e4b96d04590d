"""What in an official's words leads to somebody: looked at before they go to senders, or to all
on the results page."""

from __future__ import annotations

from cases.privacy.private_data import private_part
from cases.words.text import fold
from handlers.conversation.dialogue import Unclear
from handlers.desk import Desk, Turn
from handlers.rights import masking, rights
from storage.casework import cases, merged
from storage.tables.casework import Case

_NUMBERS = ("phone", "email", "tax_code")


def trace_in(desk: Desk, case: Case, said: str, *, known: bool = True) -> str:
    """What in these words leads to the sender of the case, or to somebody; empty for nothing. What
    the sender told of themselves is compared where it is `known` to who wrote: by trying names
    nobody shall find out a sealed one."""
    if found := private_part(said, masking.ours(desk)):
        return found
    if not known:
        return ""
    told = cases.identity(desk.tx, desk.ground.keys, case.id)
    for key in ("name", "dossier"):
        value = told.get(key) or (case.dossier if key == "dossier" else "")
        if len(fold(value)) > 3 and f" {fold(value)} " in f" {fold(said)} ":
            return value
    return ""


def personal_part(desk: Desk, case: Case, said: str) -> str:
    """What in words to the sender tells who one of several senders is; empty for words that go to
    one alone."""
    others = merged.waiting_with(desk.tx, case.id)
    if not others:
        return ""
    found = (
        trace_in(desk, each, said, known=not rights.is_sealed(desk, each))
        for each in (case, *others)
    )
    return next(filter(None, found), "")


def general(turn: Turn, case: Case, said: str) -> None:
    """Raises Unclear for words that several senders will read and that tell who one of them is."""
    if found := personal_part(turn, case, said):
        raise Unclear("merged.personal", code=case.code, found=found)


def of_somebody_else(desk: Desk, case: Case, said: str) -> str:
    """What in words to the sender may be the private data of somebody else; empty for nothing. Of a
    sealed case nothing counts as the sender's own: by what is passed over their number could be
    guessed at."""
    own: set[str] = set()
    if not rights.is_sealed(desk, case):
        told = cases.identity(desk.tx, desk.ground.keys, case.id)
        own = {told.get(key, "") for key in _NUMBERS} | {case.dossier}
    return private_part(said, masking.ours(desk) | (own - {""}))
