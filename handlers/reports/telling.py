"""Drafts and issued reports as messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cases.kinds import Role
from cases.reports.periods import Period
from cases.reports.report import Changed, Figure, ReportKind
from cases.reports.report_days import send_by
from cases.reports.statutory import COLUMNS, TOTAL
from handlers.desk import Desk
from handlers.reports import names
from handlers.reports.drafts import FORMS, Draft
from handlers.reports.issuing import corrected
from messages.dates import full_day, local
from messages.envelope import Choice, Priority
from messages.numbers import written
from storage.mailbox import chats
from storage.people import people
from storage.reports import reports
from storage.tables.reports import Report

WORD = "baocao"
ISSUED = "report.issued"
_OF_ALL = "carried received answered open open_late on_time days stars".split()
_MAIN: dict[ReportKind, tuple[str, ...]] = {
    ReportKind.DIRECTOR: (*(f"all|{column}" for column in _OF_ALL), "tip|received"),
    **dict.fromkeys(FORMS, tuple(f"a|{TOTAL}|{column}" for column in COLUMNS)),
}
"""What stands in the message; the rest is a tap away."""
_MOST_CHANGES = 8
FIRST = "first"
_MARK = 12  # characters of the hash: enough to compare by eye


def lines(
    desk: Desk, figures: Sequence[Figure], keys: Sequence[str], language: str
) -> list[dict[str, Any]]:
    """Figures with the numbers by which they are opened."""
    at = {figure.key: n for n, figure in enumerate(figures, 1)}
    return [
        {
            "number": at[key],
            "label": names.figure(desk, key, language),
            "value": written(figures[at[key] - 1].value, language),
        }
        for key in keys
        if key in at
    ]


def show_draft(desk: Desk, chat_id: int, draft: Draft, *, asked: str = "") -> None:
    """`asked`: the clock says that it is time to issue it, for the first time or again."""
    language = _language(desk, chat_id)
    main = lines(desk, draft.figures, _MAIN[draft.kind], language)
    desk.tell_chat(
        chat_id,
        "report.draft",
        _ways_on(desk, draft, language),
        priority=Priority.NOTICE if asked else Priority.REPLY,
        language=language,
        title=names.title(desk, draft.kind, draft.period, language),
        lines=main,
        off=[names.off(desk, wrong, language) for wrong in draft.off],
        over=draft.over,
        last=full_day(draft.period.last, language),
        same=draft.before.number if draft.same and draft.before else "",
        asked=asked,
        send_by=_send_by(desk, draft, language),
    )


def _send_by(desk: Desk, draft: Draft, language: str) -> str:
    """Of what leaves the house."""
    if draft.kind not in FORMS:
        return ""
    return full_day(send_by(draft.period, desk.agency.reports.due_day), language)


def say_late(desk: Desk, chat_id: int, draft: Draft) -> None:
    language = _language(desk, chat_id)
    day = send_by(draft.period, desk.agency.reports.due_day)
    desk.tell_chat(
        chat_id,
        "report.unissued",
        [_look(desk, draft.kind, draft.period, language)],
        priority=Priority.NOTICE,
        title=names.title(desk, draft.kind, draft.period, language),
        by=full_day(day, language),
        off=bool(draft.off),
        leaves=draft.kind in FORMS,
    )


def say_not_made(desk: Desk, chat_id: int, kind: ReportKind, period: Period) -> None:
    language = _language(desk, chat_id)
    desk.tell_chat(
        chat_id,
        "report.not_made_by_clock",
        [_look(desk, kind, period, language)],
        priority=Priority.NOTICE,
        title=names.title(desk, kind, period, language),
    )


def _look(desk: Desk, kind: ReportKind, period: Period, language: str) -> Choice:
    return desk.label(language, "report.b_look", f"/{WORD} {kind} {_typed(period)}")


def _typed(period: Period) -> str:
    return f"{period.first:%d/%m/%Y} den {period.last:%d/%m/%Y}"


def _ways_on(desk: Desk, draft: Draft, language: str) -> list[Choice]:
    first, last = draft.period.first, draft.period.last
    choices = []
    if draft.ready:
        words = "report.b_issue_correction" if draft.before else "report.b_issue"
        choices.append(desk.label(language, words, f"/{WORD} phathanh {draft.kind} {first} {last}"))
    if draft.same and draft.before:
        choices.append(desk.label(language, "report.b_this", f"/{WORD} {draft.before.number}"))
    typed = _typed(draft.period)
    others = [kind for kind in ReportKind if kind is not draft.kind]
    choices += [
        desk.label(language, f"report.b_as_{kind}", f"/{WORD} {kind} {typed}") for kind in others
    ]
    return [*choices, desk.label(language, "report.b_reports", f"/{WORD}")]


def show(desk: Desk, chat_id: int, report: Report, *, priority: Priority = Priority.REPLY) -> None:
    """One that was issued."""
    language, figures = _language(desk, chat_id), reports.figures_of(report)
    period, changed = names.period_of(desk, report), corrected(desk, report)
    desk.tell_chat(
        chat_id,
        ISSUED,
        [
            desk.label(language, "report.b_files", f"/{WORD} {report.number} tep"),
            desk.label(language, "report.b_figures", f"/{WORD} {report.number} so"),
            *_task(desk, chat_id, report, language),
            desk.label(language, "report.b_reports", f"/{WORD}"),
        ],
        priority=priority,
        language=language,
        number=report.number,
        title=names.title(desk, report.kind, period, language),
        day=full_day(local(report.issued_at).date(), language),
        who=people.name_of(desk.tx, report.issued_by),
        by_clock=report.issued_by is None,
        lines=lines(desk, figures, _MAIN[ReportKind(report.kind)], language),
        corrects=_corrects(desk, report),
        changes=[_change(desk, c, language) for c in changed[:_MOST_CHANGES]],
        more=max(len(changed) - _MOST_CHANGES, 0),
        mark=report.sha256[:_MARK],
    )


def _task(desk: Desk, chat_id: int, report: Report, language: str) -> list[Choice]:
    """The Director gives tasks."""
    chat = chats.by_id(desk.tx, chat_id)
    viewer = people.viewer(desk.tx, chat.person_id, desk.now) if chat else None
    if viewer is None or not viewer.is_(Role.DIRECTOR):
        return []
    return [desk.label(language, "report.b_task", f"/giaoviec {report.number}")]


def _corrects(desk: Desk, report: Report) -> dict[str, Any] | None:
    before = reports.get(desk.tx, report.corrects_id) if report.corrects_id else None
    return {"times": report.version - 1, "number": before.number} if before else None


def _change(desk: Desk, changed: Changed, language: str) -> str:
    return desk.words(
        language,
        "report.change",
        label=names.figure(desk, changed.key, language),
        before=written(changed.before, language),
        now=written(changed.now, language),
    )


def _language(desk: Desk, chat_id: int) -> str:
    chat = chats.by_id(desk.tx, chat_id)
    return chat.language if chat else "vi"


def readers(desk: Desk, *roles: Role) -> dict[int, int]:
    """The chats in which officials of these roles are told, by person."""
    able = (v.person_id for v in people.viewers(desk.tx, desk.now) if any(map(v.is_, roles)))
    found = {who: people.preferred_chat(desk.tx, who) for who in able}
    return {who: chat for who, chat in found.items() if chat is not None}
