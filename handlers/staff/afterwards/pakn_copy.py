"""“Chép sang Hệ thống PAKN”: every field of that system's form in its order, in one block that can
be copied as it is. Who sent a sealed case stands in it only while it is open to who copies."""

from __future__ import annotations

from collections.abc import Callable

from cases.kinds import IdentityMode, Kind
from handlers.cards import card
from handlers.case import told
from handlers.conversation.phones import spoken_phone
from handlers.desk import Turn
from handlers.notices import notices
from handlers.rights import rights
from handlers.rights.masking import Mask
from handlers.router import command
from handlers.staff.act import looking
from handlers.staff.roles import RECEPTION
from messages.dates import moment_text
from storage.casework import cases, openings
from storage.privacy.access import log_access
from storage.tables.casework import Case

_LONGEST_TITLE = 120
_ACTS = frozenset({Kind.CONDUCT, Kind.LATE_DOSSIER})
_WHO = ("name", "commune", "phone", "email")
_CALLED = {"commune": "address"}

Told = dict[str, str]


@command("chep", "copy", who=RECEPTION)
def copy(turn: Turn, words: str) -> None:
    """`/chep CODE`. Who copied is noted: the block holds who sent it, where that is not closed."""
    case = looking.case_meant(turn, words, "chep")
    if case is None or turn.viewer is None:
        return
    me = turn.viewer.person_id
    opened = openings.open_to(turn.tx, case.id, me, turn.now) is not None
    log_access(turn.tx, turn.now, me, "copied", case_id=case.id)
    if opened:
        log_access(turn.tx, turn.now, me, "identity", case_id=case.id, detail="chep")
    mask = None if opened else Mask(turn, case, turn.viewer, "vi")
    fields = {
        **_sender(turn, case, opened=opened),
        **{k: make(turn, case) for k, make in _MADE.items()},
        **_words(turn, case, mask),
    }
    lines = [
        (turn.words("vi", "system.field", field=name), fields.get(name, ""))
        for name in turn.agency.pakn_system.fields
    ]
    buttons = [turn.button("system.b_enter", f"/mapakn {case.code}")]
    turn.say(
        openings.COPIED if opened else "system.copy",
        buttons,
        case_id=case.id,
        code=case.code,
        system=turn.agency.pakn_system.name,
        lines=lines,
    )


def _sender(turn: Turn, case: Case, *, opened: bool) -> Told:
    """Who sent it, as they told it; a name kept closed is opened elsewhere, with a reason."""
    assert turn.viewer is not None
    if rights.is_sealed(turn, case) and not opened:
        mode = "none" if case.identity_mode == IdentityMode.ANONYMOUS else "closed"
        hidden = turn.words("vi", f"system.who_{mode}", code=case.code)
        return {_CALLED.get(key, key): hidden for key in _WHO}
    if not opened and not rights.may_see_identity(turn, case, turn.viewer):
        return {}
    known = cases.identity(turn.tx, turn.ground.keys, case.id)
    if known.get("phone", "").startswith("+"):
        known["phone"] = spoken_phone(known["phone"])
    return {_CALLED.get(key, key): known.get(key, "") for key in _WHO}


def _words(turn: Turn, case: Case, mask: Mask | None) -> Told:
    """What the sender told, as who copies may read it."""
    content = "\n".join(part.body for part in told.parts(turn, case, "vi"))
    about, dossier = case.about, case.dossier
    if mask is not None:
        content, about, dossier = mask(content), mask(about), card.dossier(turn, case, "vi")
    return {"content": content, "title": _title(content), "about": about, "dossier": dossier}


def _title(content: str) -> str:
    """The first line of what was told."""
    first = " ".join(content.split("\n", 1)[0].split())
    return first if len(first) <= _LONGEST_TITLE else first[: _LONGEST_TITLE - 1].rstrip() + "…"


def _class(turn: Turn, case: Case) -> str:
    """How an official acts, or the rule itself (facts/law 2.1)."""
    return turn.words("vi", "system.class_act" if case.kind in _ACTS else "system.class_rule")


def _field(turn: Turn, case: Case) -> str:
    procedure = turn.agency.procedure(case.procedure_code)
    return procedure.field if procedure else ""


def _procedure(turn: Turn, case: Case) -> str:
    procedure = turn.agency.procedure(case.procedure_code)
    return procedure.name if procedure else ""


_MADE: dict[str, Callable[[Turn, Case], str]] = {
    "code": lambda turn, case: case.code,
    "received": lambda turn, case: moment_text(case.received_at, "vi"),
    "class": _class,
    "field": _field,
    "procedure": _procedure,
    "office": lambda turn, case: notices.office_name(turn, case.office, "vi"),
}
