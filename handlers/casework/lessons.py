"""Learning from what officials decide. The words stay with the case: they are read anew whenever
something is learned, and what may not teach any more teaches nothing from then on."""

from __future__ import annotations

from cases.agency.words import Example
from cases.kinds import IdentityMode, Kind
from cases.understanding.lessons import MOST, label_of, story_of
from handlers.desk import Desk
from storage.casework import alike, cases, lessons
from storage.casework.lessons import Mark
from storage.engine.tx import Tx
from storage.tables.casework import Case


def follow(desk: Desk, case: Case, office: str, suggested: str, actor: str) -> None:
    """The case has come to another office than `office`, where it was. Ending where it was
    suggested, it teaches nothing."""
    if case.office == office or case.restricted or case.identity_mode == IdentityMode.ANONYMOUS:
        return
    known = lessons.of_case(desk.tx, case.id)
    suggested = known.suggested if known else suggested
    if case.office == suggested:
        lessons.forget(desk.tx, case.id)
        return
    by, label = _person(actor), label_of(Kind(case.kind))
    lessons.keep(
        desk.tx, case.id, case.office, suggested=suggested, label=label, by=by, now=desk.now
    )


def _person(actor: str) -> int | None:
    kind, _, number = actor.partition(":")
    return int(number) if kind == "person" else None


def mark(tx: Tx) -> Mark:
    return lessons.mark(tx, MOST)


def examples(desk: Desk) -> tuple[Mark, tuple[Example, ...]]:
    """What there is to learn, and by which mark it is known again."""
    tx, known = desk.tx, mark(desk.tx)
    if not known:
        return known, ()
    taught = lessons.by_ids(tx, [ident for ident, _ in known])
    stories = alike.stories(tx, [lesson.case_id for lesson in taught])
    found = (
        Example(_story(desk, one.case_id, stories.get(one.case_id, "")), one.label, one.office)
        for one in taught
    )
    return known, tuple(found)


def _story(desk: Desk, case_id: int, told: str) -> str:
    return story_of(told, cases.identity(desk.tx, desk.ground.keys, case_id))
