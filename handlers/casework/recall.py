"""The minute in which an answer that nobody approves can be taken back (facts/conversation, rule
12). Its sender is told only when the minute is over, and until then sees the case as it was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cases.lifecycle import Status
from handlers.desk import Desk
from handlers.notices import notices
from handlers.notices.by_hand import told_by_hand
from storage.casework import cases
from storage.casework.cases import Change
from storage.house import jobs
from storage.tables.casework import Case

SPAN = timedelta(seconds=60)
JOB = "tell_answer"
QUIET = frozenset({"recall", "add", "note"})
"""Moves that leave an untold answer untold; any other tells it first."""


def _params(case: Case) -> dict[str, Any]:
    return {"case": case.id}


def straight_out(change: Change) -> bool:
    """Whether it is an answer that goes to the sender without anybody's approval."""
    return change.move == "answer" and change.case.status == Status.ANSWERED


def hold(desk: Desk, case: Case) -> None:
    """The sender is told later, by a job: nothing is written into their chat before, so a mailbox
    shows nothing either, and a restart changes nothing."""
    jobs.add(desk.tx, JOB, _params(case), None, desk.now + SPAN)


def held(desk: Desk, case: Case) -> bool:
    """Whether the answer of a case has not been told to anybody yet."""
    return case.status == Status.ANSWERED and jobs.waits(desk.tx, JOB, _params(case))


def stop(desk: Desk, case: Case) -> bool:
    """The sender is not told by the job. False where they were, or somebody else stopped it: of
    two at once one hears True, and sees to what follows."""
    return jobs.end(desk.tx, JOB, _params(case))


def told(desk: Desk, case: Case) -> Change | None:
    """Tell the answer now, if that was still to be done; what follows is up to the door."""
    if case.status != Status.ANSWERED or not stop(desk, case):
        return None
    answer = cases.latest_text(desk.tx, case.id, "answer")
    if answer is None:
        return None
    change = Change(case, "answer", Status.IN_PROGRESS, answer.body, answer.id)
    notices.tell_submitter(desk, change)
    told_by_hand(desk, change)
    return change


def unsaid(desk: Desk, case: Case) -> str:
    """The words of the answer, which are a draft again."""
    answer = cases.latest_text(desk.tx, case.id, "answer")
    if answer is None:
        return ""
    cases.unsay(desk.tx, answer.id)
    return answer.body


def as_told(desk: Desk, case: Case) -> Case:
    """The case as its sender knows it: in work while the minute lasts. For showing only."""
    if not held(desk, case):
        return case
    columns = {name: getattr(case, name) for name in Case.model_fields}
    return Case(**columns | {"status": Status.IN_PROGRESS.value, "answered_at": None})
