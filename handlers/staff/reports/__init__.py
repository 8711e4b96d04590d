"""`/baocao`, and the tasks that come of reports."""

from handlers.staff.reports import command, giving, tasks

__all__ = ["command", "giving", "tasks"]
