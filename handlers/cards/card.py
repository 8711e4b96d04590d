"""What the card of a case shows, and its buttons: the moves the lifecycle table offers to whoever
reads it."""

from __future__ import annotations

from typing import Any

from cases.confidentiality import Viewer
from cases.days import deadlines
from cases.kinds import Kind
from cases.lifecycle import OPEN, Standing, Status
from handlers.cards import beside
from handlers.cards.identity_line import WHO, identity_line
from handlers.case import told
from handlers.case.documents import summary
from handlers.casework import alike, limits
from handlers.desk import Desk
from handlers.notices import notices
from handlers.notices.readers import reader
from handlers.rights import rights
from handlers.rights.masking import Mask
from messages.dates import day_text, day_written
from messages.envelope import Choice
from storage.casework import cases
from storage.mailbox import files
from storage.people import people
from storage.tables.casework import Case, CaseText

# Moves offered as buttons, most wanted first, with the command each one carries. What is not here
# is typed: a card with fifteen buttons helps nobody.
BUTTONS: tuple[tuple[str, str], ...] = (
    ("recall", "/thuhoi"),
    ("accept", "/tiepnhan"),
    ("acknowledge", "/xong"),
    ("transcribe", "/ghiloi"),
    ("take", "/nhan"),
    ("answer", "/traloi"),
    ("approve", "/duyet"),
    ("ask", "/hoi"),
    ("ask_handling", "/hoi"),
    ("assign", "/giao"),
    ("transfer", "/chuyen"),
    ("refuse", "/tuchoi"),
    ("forward", "/chuyenngoai"),
    ("return_draft", "/tralai"),
    ("hand_back", "/tralai"),
    ("extend", "/giahan"),
    ("consult", "/phoihop"),
    ("end_consult", "/thoihoi"),
    ("resume", "/nhan"),
    ("confirm_answer", "/giunguyen"),
    ("send_again", "/lamlai"),
    ("unmerge", "/tachgop"),
    ("publish", "/congkhai"),
    ("unpublish", "/goxuong"),
    ("close", "/dong"),
    ("note", "/ghichu"),
)
_MOST_MOVES = 6
_EXCERPT = 600
_SHORT = 200


def buttons(desk: Desk, case: Case, viewer: Viewer | None, language: str) -> list[Choice]:
    """Up to eight. In a group the buttons are those of the office; who taps is checked."""
    if viewer is None:
        held = frozenset({Standing.HANDLER})
    else:
        held = rights.standings_of(desk, case, viewer)
    names = {m.name for m in limits.open_moves(desk, case, held)} - _not_wanted(desk, case)
    choices = [
        desk.label(language, f"card.b_{name}", f"{command} {case.code}")
        for name, command in BUTTONS
        if name in names
    ][:_MOST_MOVES]
    if viewer is not None:
        if (draft := waiting_draft(desk, case)) and (draft.data or {}).get("file"):
            choices.append(desk.label(language, "staff.b_files", f"/tep {case.code}"))
        if alike.pairs(desk, case, viewer):
            choices.append(desk.label(language, "alike.b_show", f"/trung {case.code}"))
        choices.append(desk.label(language, "card.b_details", f"/hoso {case.code}"))
    return choices


def _not_wanted(desk: Desk, case: Case) -> set[str]:
    """Possible, but never what this case asks for."""
    unwanted = {"accept", "refuse", "ask"} if for_thanks(case) else set()
    return unwanted if _only_recorded(desk, case) else {*unwanted, "transcribe"}


def _only_recorded(desk: Desk, case: Case) -> bool:
    """Told by voice or photo alone, and not written down yet."""
    return bool(files.sent_with(desk.tx, case.id)) and not told.parts(desk, case, "vi")


def waiting_draft(desk: Desk, case: Case) -> CaseText | None:
    """The draft that an approver has before them."""
    waits = case.status == Status.AWAITING_APPROVAL
    return cases.latest_text(desk.tx, case.id, "draft") if waits else None


def for_thanks(case: Case) -> bool:
    """Praise is acknowledged, not assigned."""
    return case.kind == Kind.PRAISE


def text(desk: Desk, case: Case, viewer: Viewer | None, language: str) -> dict[str, Any]:
    """The parameters of the card's text. Without a viewer (a group) no identity is shown."""
    agency = desk.agency
    procedure = agency.procedure(case.procedure_code) if case.procedure_code else None
    left = deadlines.days_left(case.due_at, desk.now, agency.calendar) if case.due_at else None
    draft = waiting_draft(desk, case)
    again = told.before(desk, case)
    mask = Mask(desk, case, viewer, language)
    open_ = Status(case.status) in OPEN
    return {
        "code": case.code,
        "kind": desk.words(language, f"kind.{case.kind}"),
        "status": desk.words(language, f"status.{case.status}"),
        "office": _office(desk, case.office or case.suggested_office),
        "suggested": not case.office,
        "procedure": procedure.name if procedure else "",
        "open": open_,
        "due": day_text(case.due_at, language) if case.due_at else "",
        "left": left if left is not None else 0,
        "mode": desk.words(language, f"identity.{case.identity_mode}"),
        "sender": _sender(desk, case, viewer, language),
        "owner": people.name_of(desk.tx, case.owner_id),
        "told": _told(desk, case, language, mask),
        "again": again.times if again else 0,
        "why_again": _excerpt(mask(again.why), _EXCERPT) if again else "",
        "trouble": bool(again and again.trouble),
        "before": _excerpt(again.outcome, _SHORT) if again else "",
        "files": len(files.of_case(desk.tx, case.id)),
        "about": mask(case.about),
        "dossier": dossier(desk, case, language),
        "promised": day_written(case.promised_on, language),
        "restricted": bool(case.restricted),
        "draft": draft.body if draft else "",
        "document": summary(desk, draft.data or {}) if draft else "",
        "reader": reader(desk, case, language) if draft else "",
        "wish": case.forwarded_to if case.status == Status.RECEIVED else "",
        "source": desk.words(language, f"source.{case.source}"),
        "beside": beside.lines(desk, case, viewer, language, draft),
    }


def _sender(desk: Desk, case: Case, viewer: Viewer | None, language: str) -> str:
    if not rights.sees_sender(desk, case, viewer):
        return ""
    return identity_line(desk, cases.identity(desk.tx, desk.ground.keys, case.id), language, WHO)


def dossier(desk: Desk, case: Case, language: str) -> str:
    """Where a case accuses somebody its number would lead them to the sender; elsewhere nobody can
    do the work without it."""
    hidden = case.restricted and case.dossier
    return desk.words(language, "masked.dossier") if hidden else case.dossier


def _told(desk: Desk, case: Case, language: str, mask: Mask) -> list[told.Part]:
    """The parts of the story, cut where together they grow too long for a card."""
    shown, room = [], _EXCERPT
    for part in told.parts(desk, case, language):
        if room <= 0:
            break
        shown.append(told.Part(part.label, _excerpt(mask(part.body), room)))
        room -= len(part.body)
    return shown


def _excerpt(text: str, longest: int) -> str:
    return text[:longest] + ("…" if len(text) > longest else "")


def _office(desk: Desk, office_id: str) -> str:
    return notices.office_name(desk, office_id, "vi")
