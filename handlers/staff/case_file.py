"""The whole file of a case for those who may see it: what was told, what happened, notes, files."""

from __future__ import annotations

from typing import Any

from cases.kinds import IdentityMode
from handlers import card, rights
from handlers.desk import Turn
from handlers.phones import spoken_phone
from handlers.router import command
from handlers.staff import outcome, which
from handlers.staff.meant import leading_code
from handlers.staff.roles import CASEWORK
from messages.dates import moment_text
from messages.envelope import Choice
from storage import cases, files, history, notes, people
from storage.access import log_access
from storage.tables import Case

_STEPS = 12
_WORDS = ("story", "transcript", "supplement", "question", "draft", "answer", "reason", "published")
_TOLD = ("name", "phone", "commune", "email", "tax_code", "behalf")


@command("hoso", "case", who=CASEWORK)
def case_file(turn: Turn, words: str) -> None:
    """`/hoso CODE`."""
    case = _meant(turn, words)
    if case is None:
        return
    viewer = turn.viewer
    assert viewer is not None
    shown = card.text(turn, case, viewer, turn.language)
    turn.say(
        "staff.file",
        _choices(turn, case),
        case_id=case.id,
        **{k: v for k, v in shown.items() if k not in ("story", "sender", "draft")},
        identity=_identity(turn, case),
        words=_texts(turn, case),
        attachments=[f.name or f.kind for f in files.of_case(turn.tx, case.id)],
        steps=_steps(turn, case),
        notes=_notes(turn, case),
    )


def _meant(turn: Turn, words: str) -> Case | None:
    code, _ = leading_code(words)
    code = code or which.code_here(turn)
    case = which.visible(turn, code)
    if case is None:
        which.unknown(turn, code)
    return case


def _choices(turn: Turn, case: Case) -> list[Choice]:
    """The moves, and the files where there are any; the file itself is on the screen already."""
    choices = [c for c in outcome.choices(turn, case) if not c.data.startswith("/hoso")]
    if files.of_case(turn.tx, case.id):
        choices.append(turn.button("staff.b_files", f"/tep {case.code}"))
    return choices


def _identity(turn: Turn, case: Case) -> str:
    """Who sent it, for those who may know. Opening a closed name is noted."""
    viewer = turn.viewer
    if viewer is None or not rights.may_see_identity(turn, case, viewer):
        return ""
    if case.restricted or case.identity_mode == IdentityMode.CLOSED:
        log_access(turn.tx, turn.now, viewer.person_id, "identity", case_id=case.id)
    told = cases.identity(turn.tx, turn.ground.keys, case.id)
    if told.get("phone"):
        told["phone"] = spoken_phone(told["phone"])
    return ", ".join(told[k] for k in _TOLD if told.get(k))


def _texts(turn: Turn, case: Case) -> list[dict[str, Any]]:
    texts = cases.texts(turn.tx, case.id, *_WORDS)
    answers = {t.body for t in texts if t.kind == "answer"}
    return [
        {
            "kind": t.kind,
            "body": t.body,
            "at": moment_text(t.at, turn.language),
            "who": people.name_of(turn.tx, t.author_id),
        }
        for t in texts
        if t.kind != "draft" or t.body not in answers
    ]


def _steps(turn: Turn, case: Case) -> list[dict[str, Any]]:
    rows = history.of_case(turn.tx, case.id)[-_STEPS:]
    return [outcome.happened(turn, row, turn.language) for row in rows]


def _notes(turn: Turn, case: Case) -> list[dict[str, str]]:
    return [
        {
            "body": n.body,
            "who": people.name_of(turn.tx, n.author_id),
            "at": moment_text(n.at, turn.language),
        }
        for n in notes.of_case(turn.tx, case.id)
    ]


@command("tep", "files", who=CASEWORK)
def fetch_files(turn: Turn, words: str) -> None:
    """`/tep CODE`: the kept files into this chat; of the others, why they are not here."""
    case = _meant(turn, words)
    if case is None:
        return
    found = files.of_case(turn.tx, case.id)
    if not found:
        turn.say("staff.no_files", case_id=case.id, code=case.code)
    for file in found:
        if file.state == "kept":
            turn.say("staff.one_file", file_id=file.id, case_id=case.id, name=file.name)
        else:
            turn.say(f"staff.file_{file.state}", case_id=case.id, name=file.name or file.kind)
