"""Tasks out of reports as their owners see them, and what ends them: `/xongviec NUMBER WORDS`."""

from __future__ import annotations

from datetime import date
from typing import Any

from cases.confidentiality import Viewer
from cases.days.deadlines import local_day
from handlers.citizen.interludes import begin_over, ended
from handlers.conversation.dialogue import Ask, Option, dialogue
from handlers.desk import Desk, Turn
from handlers.router import STAFF, command
from handlers.staff.act import meant
from handlers.staff.act.acts import CANCEL
from handlers.staff.matters import MATTERS, Matter
from messages.dates import day_text
from messages.envelope import Choice
from storage.casework import duties
from storage.people import people
from storage.reports import reports
from storage.reports import tasks as kept
from storage.tables.casework import Duty
from storage.tables.reports import Task

DUTY = "task"
WORD = "xongviec"
_LONGEST = 1000


def _theirs(desk: Desk, duty: Duty, viewer: Viewer) -> bool:
    task = kept.get(desk.tx, int((duty.data or {}).get("task", 0)))
    return task is not None and task.done_at is None and _does(task, viewer)


def _does(task: Task, viewer: Viewer) -> bool:
    return task.owner_id == viewer.person_id or task.owner_id in viewer.stands_for


def _show(turn: Turn, duty: Duty) -> None:
    task = kept.get(turn.tx, int(duty.data["task"]))
    if task is not None:
        turn.say("task.card", _ways_on(turn, task), **line(turn, task, turn.language))


MATTERS[DUTY] = Matter(_theirs, _show)


def line(desk: Desk, task: Task, language: str) -> dict[str, Any]:
    report = reports.get(desk.tx, task.report_id) if task.report_id else None
    due = date.fromisoformat(task.due_on)
    return {
        "number": task.id,
        "words": task.words,
        "who": people.name_of(desk.tx, task.owner_id),
        "by": people.name_of(desk.tx, task.by_id),
        "due": day_text(due, language),
        "late": task.done_at is None and due < local_day(desk.now),
        "report": report.number if report else "",
    }


def _ways_on(desk: Desk, task: Task, language: str = "vi") -> list[Choice]:
    return [desk.label(language, "task.b_done", f"/{WORD} {task.id}", number=task.id)]


def tell_owner(desk: Desk, task_id: int, key: str, **more: str) -> None:
    """Whoever does it, with what it is and until when."""
    task = kept.get(desk.tx, task_id)
    if task is not None:
        told = {**line(desk, task, "vi"), **more}
        desk.tell_person(task.owner_id, key, _ways_on(desk, task), **told)


def given(turn: Turn) -> None:
    """What this Director gave and is not done."""
    mine = kept.given_by(turn.tx, turn.chat.person_id)
    lines = [line(turn, task, turn.language) for task in mine]
    turn.say("task.list", [turn.button("report.b_reports", "/baocao")], lines=lines)


# --- done ----------------------------------------------------------------------------------------


@command(WORD, "taskdone", who=STAFF)
def done(turn: Turn, words: str) -> None:
    """`/xongviec NUMBER WORDS`: what came of it, told to whoever gave it."""
    typed, _, outcome = words.strip().partition(" ")
    number, viewer = meant.number(typed), turn.viewer
    task = kept.get(turn.tx, number) if number is not None else None
    if (
        viewer is None
        or task is None
        or not (_does(task, viewer) or task.by_id == viewer.person_id)
    ):
        turn.say("task.no_such", [turn.button("staff.b_today", "/homnay")])
    elif task.done_at is not None:
        who = people.name_of(turn.tx, task.done_by)
        turn.say(
            "task.was_done", [turn.button("staff.b_today", "/homnay")], number=task.id, who=who
        )
    else:
        told = {"number": task.id, **({"outcome": outcome[:_LONGEST]} if outcome else {})}
        begin_over(turn, "task_done", told)


@dialogue("task_done", lambda turn, told: _end(turn, told), words=("outcome",), official=True)
def ending(ask: Ask) -> dict[str, Any]:
    ask.text(
        "outcome",
        longest=_LONGEST,
        text="task.outcome",
        params=lambda: {"number": ask.answers["number"]},
        options=(Option(CANCEL, "staff.b_cancel"),),
    )
    return ask.answers


def _end(turn: Turn, told: dict[str, Any]) -> None:
    number, outcome = int(told["number"]), str(told["outcome"])
    if outcome == CANCEL:
        turn.say("staff.cancelled")
    else:
        _finish(turn, number, outcome)
    ended(turn)


def _finish(turn: Turn, number: int, outcome: str) -> None:
    me = turn.chat.person_id
    button = [turn.button("staff.b_today", "/homnay")]
    ended_now = kept.finish(turn.tx, number, outcome, me, turn.now)
    task = kept.get(turn.tx, number)
    assert task is not None
    if not ended_now:
        who = people.name_of(turn.tx, task.done_by)
        turn.say("task.was_done", button, number=number, who=who)
        return
    duties.close_matters(turn.tx, DUTY, "task", number, turn.now)
    turn.say("task.done", button, number=number)
    told = {**line(turn, task, "vi"), "outcome": outcome}
    for other in {task.by_id, task.owner_id} - {me}:
        turn.tell_person(other, "task.came", done_by=people.name_of(turn.tx, me), **told)
