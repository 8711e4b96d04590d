"""What was changed because of whom: cases an official names by their codes, or all about one
procedure. Nothing that accuses anybody: of such a case its sender alone is told."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cases.agency.procedures import Procedure
from cases.kinds import Role
from cases.plan.campaigns import Audience
from handlers.conversation.dialogue import Unclear
from handlers.desk import Turn
from handlers.staff.act import which
from handlers.staff.act.meant import MISREAD, leading_codes
from storage.published import changes
from storage.tables.casework import Case

_BETWEEN = re.compile(r"[\s,;.:|]+$")


@dataclass(frozen=True, slots=True)
class Subject:
    """`procedure` is what they all are about, or that which was named; None for several."""

    cases: tuple[Case, ...]
    procedure: Procedure | None

    @property
    def key(self) -> str:
        """As it is kept in a dialogue: codes, or the procedure's."""
        named = self.procedure.code if self.procedure else ""
        return " ".join(case.code for case in self.cases) or named

    def narrow(self, turn: Turn) -> Audience:
        """Those who sent the cases themselves, and those merged into them."""
        ids = [case.id for case in self.cases]
        return Audience(cases=tuple(changes.with_merged(turn.tx, ids)))

    def wide(self) -> Audience:
        """Everybody who wrote about the procedure."""
        return Audience(wrote_about=(self.procedure.code,) if self.procedure else ())


def taken(turn: Turn, words: str) -> tuple[Subject | None, str]:
    """What words name, and what follows; None where they name nothing. Raises Unclear."""
    head, bar, after = words.partition("|")
    codes, rest = leading_codes(head)
    if codes:
        what = " ".join(part for part in (rest, after.strip()) if part)
        return of_cases(turn, codes), what
    procedure = turn.agency.procedure(_BETWEEN.sub("", head.strip()))
    if procedure is not None:
        return _of_procedure(turn, procedure), after.strip()
    if bar and head.strip():
        raise Unclear("changed.which_form")
    here = which.code_here(turn)
    return (of_cases(turn, [here]), words.strip()) if here else (None, words.strip())


def named(turn: Turn, words: str) -> Subject:
    """Raises Unclear where words name nothing, or what may not be told of."""
    subject, _ = taken(turn, words)
    if subject is None:
        raise Unclear("changed.which_form")
    return subject


def of_cases(turn: Turn, codes: list[str]) -> Subject:
    """Raises Unclear."""
    found = []
    for code in codes:
        case = which.visible(turn, code)
        if case is None:
            raise Unclear("changed.no_such_case", code=code if code != MISREAD else "")
        if case.restricted:
            raise Unclear("changed.restricted", code=case.code)
        if not _theirs(turn, case.office):
            raise Unclear("changed.not_yours", code=case.code)
        found.append(case)
    about = {case.procedure_code for case in found}
    only = turn.agency.procedure(about.pop()) if len(about) == 1 else None
    return Subject(tuple(found), only)


def _of_procedure(turn: Turn, procedure: Procedure) -> Subject:
    if not _theirs(turn, procedure.office):
        raise Unclear("changed.not_yours", code=procedure.code)
    return Subject((), procedure)


def _theirs(turn: Turn, office: str) -> bool:
    """Văn phòng speaks for all, a head for what their office does."""
    viewer = turn.viewer
    assert viewer is not None
    return viewer.is_(Role.DISPATCHER) or viewer.is_(Role.HEAD, office)
