"""Cases that waited for somebody who has just lost their rights: they come before whoever can go on
with them, and of those with which nobody can the admins hear."""

from __future__ import annotations

from collections.abc import Collection

from cases.confidentiality import Viewer
from cases.lifecycle import Status
from handlers import door
from handlers.cards import cards
from handlers.desk import Desk
from handlers.labels import Label
from handlers.officials import handover
from handlers.rights import walls
from handlers.staff import work
from storage.people import officials, people
from storage.tables.casework import Case

_MOST = 10
"""Codes named in one message, and cards put before somebody at once."""


def before(desk: Desk, person_id: int) -> list[int]:
    """To be asked before the change: what waits for this official."""
    viewer = people.viewer(desk.tx, person_id, desk.now)
    return [case.id for case in work.cases_of(desk, viewer)] if viewer else []


def see_to(desk: Desk, waiting: Collection[int], actor: str) -> None:
    """`waiting` as `before` gave it. What they had taken up is handed over (see `leaving`)."""
    stuck: list[Case] = []
    put: dict[int, int] = {}
    for case_id in waiting:
        case = desk.tx.get(Case, case_id)
        if case is None or not cards.wanted(case) or case.status == Status.IN_PROGRESS:
            continue
        if walls.nobody_receives(desk, case):
            door.act(desk, case, "to_director", door.SYSTEM, actor, to_director=1)
        elif able := cards.on_duty(desk, case):
            for viewer in able:
                _put_before(desk, case, viewer, put)
        elif not handover.back_to_reception(desk, case, actor):
            stuck.append(case)
    _tell_admins(desk, stuck)


def _put_before(desk: Desk, case: Case, viewer: Viewer, put: dict[int, int]) -> None:
    """Where it does not stand already; `put` counts what each was given."""
    chat_id = people.preferred_chat(desk.tx, viewer.person_id, letters=False)
    if chat_id is None or put.get(viewer.person_id, 0) >= _MOST:
        return
    if all(card.case_id != case.id for card in officials.cards_in(desk.tx, chat_id)):
        put[viewer.person_id] = put.get(viewer.person_id, 0) + 1
        cards.show(desk, case, viewer, chat_id)


def _tell_admins(desk: Desk, stuck: Collection[Case]) -> None:
    """The codes and no more, and not of what accuses them."""
    button = [Label("people.b_people", "/nhansu")]
    for admin in people.admins(desk.tx, desk.now):
        codes = [case.code for case in stuck if admin not in (case.accused or ())]
        if codes:
            shown, more = ", ".join(codes[:_MOST]), len(codes) - _MOST
            desk.tell_person(admin, "stranded.cases", button, codes=shown, more=max(0, more))
