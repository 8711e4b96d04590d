"""What else stands on the card and in the file of a case, line by line with its markup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cases.confidentiality import Viewer
from cases.kinds import Kind
from handlers import alike, answer_check, consulting, marks, why
from handlers.desk import Desk
from storage import merged
from storage.tables import Case, CaseText


def lines(
    desk: Desk, case: Case, viewer: Viewer | None, language: str, draft: CaseText | None = None
) -> list[str]:
    """`viewer` None: a group of the office. `draft`: the one that waits for its approver, who sees
    what it lacks."""
    found = [
        *marks.lines(desk, case, viewer, language),
        why.line(desk, case, viewer, language),
        alike.line(desk, case, viewer, language),
        apology(desk, case, language),
        consulting.line(desk, case, language),
    ]
    if draft is not None:
        found.append(answer_check.shown(desk, case, draft.body, language))
        if document_stays(desk, case, draft.data):
            found.append(desk.ready(language, "merged.document_apart"))
    return [line for line in found if line]


def document_stays(desk: Desk, case: Case, document: Mapping[str, Any] | None) -> bool:
    """Whether others get the words of an answer and not its signed document, which may be
    addressed to the sender of the main case."""
    return bool((document or {}).get("file")) and bool(merged.waiting_with(desk.tx, case.id))


def apology(desk: Desk, case: Case, language: str) -> str:
    """Whether the sender of a late dossier was given the written apology."""
    if case.kind != Kind.LATE_DOSSIER or not case.apology:
        return ""
    form = desk.agency.answers.apology_form
    return desk.ready(language, "answers.apology", form=form, given=case.apology)
