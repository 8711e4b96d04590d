"""Whoever was given a task by the Director is reminded on the working day before its last day, on
that day, and each working day after; the Director hears once that it is late."""

from __future__ import annotations

from datetime import date

from cases.days.deadlines import local_day
from cases.days.working_days import add_working_days
from handlers.clock_duty import ClockDuty, at_work
from handlers.desk import Desk
from handlers.staff.reports import tasks
from storage.clock import due
from storage.reports import tasks as kept


def _to_remind(desk: Desk, after: int) -> list[int]:
    if not at_work(desk, desk.agency.reminders.morning):
        return []
    today = local_day(desk.now)
    tomorrow = add_working_days(today, 1, desk.agency.calendar)
    return kept.to_remind(desk.tx, today, tomorrow, after)


def _remind(desk: Desk, task_id: int) -> None:
    task, today = kept.get(desk.tx, task_id), local_day(desk.now)
    if task is None or task.done_at is not None or local_day(task.at) == today:
        return
    if not kept.note_reminded(desk.tx, task_id, today):
        return
    tasks.tell_owner(desk, task_id, "task.remind")
    late = date.fromisoformat(task.due_on) < today and task.owner_id != task.by_id
    if late and due.first_ever(desk.tx, f"late task {task_id}", desk.now):
        desk.tell_person(task.by_id, "task.late_told", **tasks.line(desk, task, "vi"))


DUTIES = (ClockDuty("tasks of reports", _to_remind, _remind, seconds=300),)
