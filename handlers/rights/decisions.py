"""Who decided a case, by its history."""

from __future__ import annotations

from handlers.desk import Desk
from storage.casework import history
from storage.tables.casework import Case

_DECISIONS = frozenset(
    {"answer", "approve", "refuse", "acknowledge", "close", "confirm_answer", "send_again"}
    | {"follow_answer", "follow_refuse", "follow_acknowledge"}
)
AUTHORS = frozenset({"answer"})


def decided(desk: Desk, case: Case, actions: frozenset[str] = _DECISIONS) -> frozenset[int]:
    """The officials who answered, approved, refused or closed it, or the case it was merged into,
    whose answer was its own."""
    of = [case.id, *([case.merged_into] if case.merged_into else [])]
    return frozenset(
        int(row.actor.removeprefix("person:"))
        for case_id in of
        for row in history.of_case(desk.tx, case_id)
        if row.action in actions and row.actor.startswith("person:")
    )
