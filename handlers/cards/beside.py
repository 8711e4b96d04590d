"""What else stands on the card and in the file of a case, line by line with its markup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cases.confidentiality import Viewer
from cases.kinds import Kind, Role
from cases.lifecycle import Status
from cases.understanding.matters import two
from handlers.cards import marks, why
from handlers.casework import alike, answer_check
from handlers.conversation.story import excerpt
from handlers.desk import Desk
from handlers.notices import consulting
from handlers.rights.masking import Mask
from storage.casework import cases, merged
from storage.tables.casework import Case, CaseText


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
        _two_matters(desk, case, viewer, language),
    ]
    if draft is not None:
        found.append(answer_check.shown(desk, case, draft.body, language))
        if document_stays(desk, case, draft.data):
            found.append(desk.ready(language, "merged.document_apart"))
    return [line for line in found if line]


def _two_matters(desk: Desk, case: Case, viewer: Viewer | None, language: str) -> str:
    """For whoever dispatches it: that another matter stands in the same story."""
    if case.status != Status.RECEIVED or viewer is None or not viewer.is_(Role.DISPATCHER):
        return ""
    story = cases.latest_text(desk.tx, case.id, "story")
    found = two(story.body, desk.agency) if story else None
    if found is None:
        return ""
    mask = Mask(desk, case, viewer, language)
    return desk.ready(language, "two_matters.hint", words=excerpt(mask(found.second)))


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
