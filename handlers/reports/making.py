"""Asking for a report, and what is said once it is counted."""

from __future__ import annotations

from datetime import date
from typing import Any

from cases.kinds import Role
from cases.reports import periods
from cases.reports.periods import Period
from cases.reports.report import ReportKind
from cases.reports.report_days import Reminder
from handlers.desk import Desk
from handlers.reports import by_clock, files, names, telling
from handlers.reports.drafts import Draft
from handlers.reports.issuing import issue, overtaken
from messages.envelope import Priority
from storage.house import jobs
from storage.mailbox import chats
from storage.people import people
from storage.tables.house import Job
from storage.tables.reports import Report

JOB = "report"
MAY = frozenset({Role.DISPATCHER, Role.DIRECTOR})
"""Who sees every figure, issues reports and hears of those the clock issues."""


def ask(
    desk: Desk,
    kind: ReportKind,
    period: Period,
    chat_id: int | None,
    *,
    issues: bool = False,
    reminds: Reminder | None = None,
) -> None:
    """`chat_id` None: the clock asks; `reminds`: it did before, and nobody issued it."""
    params: dict[str, Any] = {
        "kind": kind.value,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "issues": issues,
        "chat": chat_id,
        "reminds": reminds,
    }
    if not jobs.waits(desk.tx, JOB, params):
        jobs.add(desk.tx, JOB, params, chat_id, desk.now)


def asked_for(desk: Desk, job: Job) -> tuple[ReportKind, Period]:
    first, last = (date.fromisoformat(job.params[name]) for name in ("first", "last"))
    period = periods.of_days(first, last, desk.agency.reports.month_ends)
    return ReportKind(job.params["kind"]), period


def made(job: Job, draft: Draft, desk: Desk) -> None:
    """Shown or issued, for whoever asked, if they still may; else as the clock does."""
    if job.chat_id is None:
        said = job.params.get("reminds")  # a job of an older version has none
        _by_the_clock(desk, draft, bool(job.params["issues"]), Reminder(said) if said else None)
        return
    chat = chats.by_id(desk.tx, job.chat_id)
    viewer = people.viewer(desk.tx, chat.person_id, desk.now) if chat and chat.official else None
    if chat is None or viewer is None or not any(map(viewer.is_, MAY)):
        return
    report = issue(desk, draft, viewer.person_id) if job.params["issues"] else None
    if report is not None:
        telling.show(desk, chat.id, report)
        deliver(desk, report, but=viewer.person_id, also=chat.id)
        return
    if job.params["issues"]:
        title = names.title(desk, draft.kind, draft.period, chat.language)
        desk.tell_chat(chat.id, "report.not_issued", priority=Priority.REPLY, title=title)
    telling.show_draft(desk, chat.id, draft)


def _by_the_clock(desk: Desk, draft: Draft, issues: bool, reminds: Reminder | None) -> None:
    """What does not balance, or waits for approval, goes before Văn phòng as a draft."""
    if draft.same or overtaken(desk, draft):
        return
    if reminds and by_clock.issued(desk, draft.kind, draft.period):
        return
    report = issue(desk, draft, None) if issues else None
    if report is not None:
        deliver(desk, report)
    elif reminds is Reminder.LATE:
        _tell_late(desk, draft)
    else:
        for chat_id in telling.readers(desk, Role.DISPATCHER).values():
            telling.show_draft(desk, chat_id, draft, asked=reminds or telling.FIRST)


def _tell_late(desk: Desk, draft: Draft) -> None:
    """The Director; where there is none Văn phòng is asked once more."""
    directors = telling.readers(desk, Role.DIRECTOR).values()
    for chat_id in directors:
        telling.say_late(desk, chat_id, draft)
    for chat_id in () if directors else telling.readers(desk, Role.DISPATCHER).values():
        telling.show_draft(desk, chat_id, draft, asked=Reminder.LATE)


def not_made(desk: Desk, job: Job) -> None:
    """To whoever asked; of what the clock asked for, to Văn phòng, which may ask for it by hand."""
    if job.chat_id is not None:
        desk.tell_chat(job.chat_id, "report.not_made", phone=desk.agency.contact.phone)
        return
    kind, period = asked_for(desk, job)
    for chat_id in telling.readers(desk, Role.DISPATCHER).values():
        telling.say_not_made(desk, chat_id, kind, period)


def deliver(desk: Desk, report: Report, *, but: int | None = None, also: int | None = None) -> None:
    """To the Director and Văn phòng, with its files; `but`: who issued it and has read it there,
    in the chat `also`."""
    readers = {who: chat for who, chat in telling.readers(desk, *MAY).items() if who != but}
    for chat_id in readers.values():
        telling.show(desk, chat_id, report, priority=Priority.NOTICE)
    files.ask(desk, report, [*readers.values(), *([also] if also else [])])
