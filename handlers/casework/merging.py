"""Several people tell of the same: one case is worked on, the others are merged into it and follow
it. Their senders keep their own codes and receipts, and never learn of each other."""

from __future__ import annotations

from typing import Any

from cases.kinds import STATUTORY, Kind
from cases.lifecycle import OPEN, Status
from handlers.desk import Desk
from storage.casework import cases, history, merged
from storage.columns.plain import stamp
from storage.people import people
from storage.tables.casework import Case

_RESTORED = ("office", "owner_id", "returns_to")


def why_apart(desk: Desk, case: Case, main: Case) -> str:
    """What keeps a case from being merged into another, as a text; empty where nothing does. The
    earlier promise must be the main one's, so that nobody waits longer than they were told."""
    if case.id == main.id:
        return "merged.same"
    if main.status not in OPEN:
        return "merged.not_open"
    if wall(case) != wall(main):
        return "merged.walls"
    if _class(case) != _class(main):
        return "merged.kinds"
    if merged.waiting_with(desk.tx, case.id):
        return "merged.has_own"
    if main.owner_id is not None and main.owner_id in _shut_out(desk, case):
        return "merged.involved"
    earlier = case.due_at is not None and main.due_at is not None and case.due_at < main.due_at
    return "merged.earlier" if earlier else ""


def wall(case: Case) -> tuple[Any, ...]:
    """From whom it is kept, and who may know its sender. Two cases that differ in this are never
    merged: what is kept from somebody in one would reach them by the other."""
    if not case.restricted:
        return (case.identity_mode,)
    accused = tuple(sorted(case.accused or ()))
    return (case.identity_mode, case.about_office, bool(case.to_director), accused)


def _class(case: Case) -> str:
    """Questions and praise have rules of their own; every PAKN has the same."""
    return "pakn" if Kind(case.kind) in STATUTORY else case.kind


def _shut_out(desk: Desk, case: Case) -> frozenset[int | None]:
    """Who must never meet it as an official."""
    return cases.facts(desk.tx, case).shut_out | {case.submitter_id}


# --- what changes in it --------------------------------------------------------------------------


def into(case: Case, main: Case) -> dict[str, Any]:
    """What changes in a case that is merged, and what its history keeps so that it can be undone.
    It goes where the main one is: who handles that may read it."""
    was = {name: getattr(case, name) for name in _RESTORED}
    if case.status_at:
        was["status_at"] = stamp(case.status_at)
    return {**place(main), "merged_into": main.id, "data": {"body": main.code, "was": was}}


def place(main: Case) -> dict[str, Any]:
    return {"office": main.office, "owner_id": main.owner_id}


def apart(desk: Desk, case: Case) -> dict[str, Any]:
    """What changes in a case that is taken out again: all is as before. Where its office or its
    owner has gone meanwhile it goes to those who hand it on."""
    rows = [r for r in history.of_case(desk.tx, case.id) if r.action == "merge"]
    was = dict(rows[-1].data["was"])
    main = desk.tx.get(Case, case.merged_into)
    freed = {"merged_into": None, "data": {"body": main.code if main else ""}}
    back = was["returns_to"]
    if was["office"] and was["office"] not in {o.id for o in desk.agency.offices}:
        nobodys = {"office": "", "owner_id": None, "returns_to": back}
        return {**freed, **nobodys, "to": Status.RECEIVED}
    if was["owner_id"] and people.viewer(desk.tx, was["owner_id"], desk.now) is None:
        untaken = {"office": was["office"], "owner_id": None, "returns_to": back}
        return {**freed, **untaken, "to": Status.ASSIGNED}
    return {**freed, **was}


# --- seen from outside ---------------------------------------------------------------------------


def main_of(desk: Desk, case: Case) -> Case | None:
    """The case that is worked on in place of this one, while it is."""
    if case.status != Status.MERGED or case.merged_into is None:
        return None
    return desk.tx.get(Case, case.merged_into)


def shown_status(desk: Desk, case: Case) -> Status:
    """Where it stands for its sender: where the main one does, but that they are asked nothing."""
    main = main_of(desk, case)
    if main is None:
        return Status(case.status)
    return Status.IN_PROGRESS if main.status == Status.WAITING else Status(main.status)
