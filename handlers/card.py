"""What the card of a case shows, and its buttons: the moves the lifecycle table offers to whoever
reads it."""

from __future__ import annotations

from typing import Any

from cases import deadlines
from cases.confidentiality import Viewer
from cases.kinds import IdentityMode, Kind
from cases.lifecycle import OPEN, Standing, Status, allowed
from handlers import notices, rights
from handlers.desk import Desk
from handlers.phones import spoken_phone
from messages.dates import day_text
from messages.envelope import Choice
from storage import cases, files, people
from storage.tables import Case

# Moves offered as buttons, most wanted first, with the command each one carries. What is not here
# is typed: a card with fifteen buttons helps nobody.
BUTTONS: tuple[tuple[str, str], ...] = (
    ("accept", "/tiepnhan"),
    ("acknowledge", "/tiepnhan"),
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
    ("resume", "/nhan"),
    ("publish", "/congkhai"),
    ("close", "/dong"),
    ("note", "/ghichu"),
)
_EXCERPT = 600


def buttons(desk: Desk, case: Case, viewer: Viewer | None, language: str) -> list[Choice]:
    """Up to seven moves. In a group the buttons are those of the office; who taps is checked."""
    if viewer is None:
        held = frozenset({Standing.HANDLER})
    else:
        held = rights.standings_of(desk, case, viewer)
    names = {m.name for m in allowed(Status(case.status), held)}
    names -= {"acknowledge"} if not for_thanks(case) else {"accept", "refuse", "ask"}
    choices = [
        desk.label(language, f"card.b_{name}", f"{command} {case.code}")
        for name, command in BUTTONS
        if name in names
    ][:6]
    if viewer is not None:
        choices.append(desk.label(language, "card.b_details", f"/hoso {case.code}"))
    return choices


def for_thanks(case: Case) -> bool:
    """Praise is acknowledged, not assigned."""
    return case.kind == Kind.PRAISE


def text(desk: Desk, case: Case, viewer: Viewer | None, language: str) -> dict[str, Any]:
    """The parameters of the card's text. Without a viewer (a group) no identity is shown."""
    agency = desk.agency
    story = "\n".join(
        t.body for t in cases.texts(desk.tx, case.id, "story", "transcript", "supplement")
    )
    sender = ""
    # A name kept closed is opened by /hoso, where each opening is noted.
    closed = case.identity_mode == IdentityMode.CLOSED
    if viewer is not None and not closed and rights.may_see_identity(desk, case, viewer):
        told = cases.identity(desk.tx, desk.ground.keys, case.id)
        if told.get("phone"):
            told["phone"] = spoken_phone(told["phone"])
        sender = ", ".join(told[k] for k in ("name", "phone", "commune") if told.get(k))
    procedure = agency.procedure(case.procedure_code) if case.procedure_code else None
    left = deadlines.days_left(case.due_at, desk.now, agency.calendar) if case.due_at else None
    draft = cases.latest_text(desk.tx, case.id, "draft")
    open_ = Status(case.status) in OPEN
    return {
        "code": case.code,
        "kind": desk.words(language, f"kind.{case.kind}"),
        "status": desk.words(language, f"status.{case.status}"),
        "office": _office(desk, case.office or case.suggested_office),
        "suggested": not case.office,
        "procedure": procedure.name if procedure else "",
        "due": day_text(case.due_at, language) if case.due_at and open_ else "",
        "left": left if left is not None else 0,
        "mode": desk.words(language, f"identity.{case.identity_mode}"),
        "sender": sender,
        "owner": people.name_of(desk.tx, case.owner_id),
        "story": story[:_EXCERPT] + ("…" if len(story) > _EXCERPT else ""),
        "files": len(files.of_case(desk.tx, case.id)),
        "about": case.about,
        "dossier": case.dossier,
        "restricted": bool(case.restricted),
        "draft": draft.body if draft and case.status == Status.AWAITING_APPROVAL else "",
        "source": desk.words(language, f"source.{case.source}"),
    }


def _office(desk: Desk, office_id: str) -> str:
    return notices.office_name(desk, office_id, "vi")
