"""What one change brings with it in other cases: those merged into a case follow it, each through
the door with a history row of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cases.lifecycle import UNANSWERED, Status
from handlers.cards import cards
from handlers.casework import merging
from handlers.desk import Desk
from handlers.labels import Label
from handlers.rights import rights
from handlers.rights.masking import Mask
from storage.casework import cases, merged
from storage.casework.cases import Change
from storage.columns.plain import stamp
from storage.tables.casework import Case

_EXCERPT = 600
_SENT_MORE = frozenset({"add", "confirm_transcript", "reject_transcript"})


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A move to be made by the system, with the details of the door."""

    case: Case
    move: str
    details: dict[str, Any]


def after(desk: Desk, change: Change) -> list[FollowUp]:
    """What must happen now in other cases, or in the same one."""
    case = change.case
    if case.status == Status.MERGED:
        return _of_merged(desk, change)
    if change.move == "close":
        same = merged.answered_with(desk.tx, case.id)
        return [_closed(desk, each) for each in same if not each.second_look]
    waiting = merged.waiting_with(desk.tx, case.id)
    return [step for each in waiting if (step := _following(desk, change, each))]


# --- a case that others were merged into ---------------------------------------------------------


def _following(desk: Desk, change: Change, each: Case) -> FollowUp | None:
    main = change.case
    if outcome := _OUTCOMES.get(main.status):
        move, details = outcome
        return FollowUp(each, move, {**merging.place(main), **details(desk, change)})
    if main.status not in UNANSWERED or merging.wall(each) != merging.wall(main):
        return FollowUp(each, "unmerge", merging.apart(desk, each))
    if change.move == "extend" and main.due_at and each.due_at and each.due_at < main.due_at:
        return FollowUp(each, "follow_extend", {"due_at": main.due_at, "words": change.words})
    if change.move == "delay" and _told_of_the_delay(main, each):
        return FollowUp(each, "follow_delay", _delayed(change))
    if (each.office, each.owner_id) != (main.office, main.owner_id):
        return FollowUp(each, "follow", {**merging.place(main), "data": {"office": main.office}})
    return None


def _told_of_the_delay(main: Case, each: Case) -> bool:
    """Whoever is promised a later day, or heard a new date before, hears none (facts/law 2.8)."""
    new, own = main.new_date_at, each.due_at
    return new is not None and own is not None and own < new and each.new_date_at is None


def _delayed(change: Change) -> dict[str, Any]:
    new = change.case.new_date_at
    assert new is not None
    return {"new_date_at": new, "words": change.words, "data": {"new_date": stamp(new)}}


def _answered(desk: Desk, change: Change) -> dict[str, Any]:
    """The same words. The signed document stays with the main case: it may name its sender."""
    answer = cases.latest_text(desk.tx, change.case.id, "answer")
    told = (answer.data or {}) if answer else {}
    return {
        "words": answer.body if answer else "",
        "text_kind": "answer",
        "text_data": {k: v for k, v in told.items() if k != "file"} or None,
        "author_id": answer.author_id if answer else None,
        "answered_at": desk.now,
        "verdict": change.case.verdict,
    }


def _over(desk: Desk, change: Change) -> dict[str, Any]:
    return {"words": change.words, "ended_at": desk.now}


def _forwarded(desk: Desk, change: Change) -> dict[str, Any]:
    body = change.case.forwarded_to
    return {**_over(desk, change), "forwarded_to": body, "data": {"body": body}}


_OUTCOMES: dict[str, tuple[str, Callable[[Desk, Change], dict[str, Any]]]] = {
    Status.ANSWERED: ("follow_answer", _answered),
    Status.REFUSED: ("follow_refuse", _over),
    Status.FORWARDED: ("follow_forward", _forwarded),
    Status.CLOSED: ("follow_acknowledge", _over),
}


def _closed(desk: Desk, each: Case) -> FollowUp:
    return FollowUp(each, "close", {"ended_at": desk.now})


# --- a case that was merged ----------------------------------------------------------------------


def _of_merged(desk: Desk, change: Change) -> list[FollowUp]:
    """What its sender adds reaches those who work on the main case; what raises a wall around it
    takes it out again."""
    case, main = change.case, merging.main_of(desk, change.case)
    if main is None or merging.wall(case) != merging.wall(main):
        return [FollowUp(case, "unmerge", merging.apart(desk, case))]
    if change.move in _SENT_MORE:
        _tell_handlers(desk, change, main)
    return []


def _tell_handlers(desk: Desk, change: Change, main: Case) -> None:
    """Numbers in their words as each may read them."""
    case = change.case
    for viewer in cards.on_duty(desk, main):
        if rights.may_see(desk, case, viewer):
            mask = Mask(desk, case, viewer, "vi")
            desk.tell_person(
                viewer.person_id,
                "merged.sent_more",
                [Label("card.b_details", f"/hoso {case.code}")],
                details={"case_id": case.id},
                code=case.code,
                main=main.code,
                words="" if case.restricted else mask(change.words)[:_EXCERPT],
            )
