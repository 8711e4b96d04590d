"""The whole file of a case for those who may see it: what was told, what happened, notes, files."""

from __future__ import annotations

from typing import Any

from cases.kinds import STATUTORY, Kind, Role
from cases.lifecycle import OPEN, Status
from handlers.cards import card
from handlers.cards.identity_line import identity_line
from handlers.case import how_counted, promises, steps, told
from handlers.case.documents import summary
from handlers.casework import alike
from handlers.desk import Turn
from handlers.rights import rights
from handlers.rights.masking import Mask
from handlers.router import command
from handlers.staff.act import looking, outcome
from handlers.staff.guarded import opening
from handlers.staff.roles import CASEWORK, RECEPTION
from messages.dates import day_text, moment_text
from messages.envelope import Choice
from storage.casework import cases, history, notes
from storage.columns.plain import unstamp
from storage.mailbox import files, outbox
from storage.people import people
from storage.tables.casework import Case
from storage.tables.mailbox import StoredFile

_STEPS = 12
WORDS = (
    "story", "transcript", "supplement", "question", "draft", "answer", "reason", "published",
    "reply", "consultation", "opinion", "summary", "explanation", "trouble",
)  # fmt: skip
OURS = frozenset({"question", "draft", "answer", "published", "summary"})  # seen as they are read
_ON_CARD_ONLY = ("sender", "told", "again", "why_again", "trouble", "before", "draft", "document")


@command("hoso", "case", who=CASEWORK)
def case_file(turn: Turn, words: str) -> None:
    """`/hoso CODE`."""
    case = looking.case_meant(turn, words, "hoso")
    if case is None:
        return
    viewer = turn.viewer
    assert viewer is not None
    shown = card.text(turn, case, viewer, turn.language)
    mask = Mask(turn, case, viewer, turn.language)
    turn.say(
        "staff.file",
        _choices(turn, case),
        case_id=case.id,
        **{k: v for k, v in shown.items() if k not in _ON_CARD_ONLY},
        identity=_identity(turn, case),
        words=_texts(turn, case, mask),
        attachments=[
            mask.file(f.name) or f.kind
            for f in files.of_case(turn.tx, case.id)
            if _may_open(turn, f)
        ],
        steps=_steps(turn, case),
        notes=_notes(turn, case, mask),
        outcome=turn.words(turn.language, f"outcome.{case.outcome}") if case.outcome else "",
        measure=_measure(turn, case),
        **_newest_notice(turn, case),
        **_clocks(turn, case),
    )


def _clocks(turn: Turn, case: Case) -> dict[str, Any]:
    """What the day is counted from, the step that is running, and what is not confirmed."""
    language, counted = turn.language, promises.counting_of(turn, case)
    if counted is None or Status(case.status) not in OPEN:
        return {"counted": "", "step": "", "years": ""}
    step, years = steps.running(turn, case), how_counted.unconfirmed_years(turn, case, counted)
    return {
        "counted": how_counted.short(turn, case, language),
        "step": turn.words(
            language, "deadline.step", clock=step.clock.value, day=day_text(step.due_at, language)
        )
        if step
        else "",
        "years": turn.words(language, "deadline.year", years=years) if years else "",
    }


def _newest_notice(turn: Turn, case: Case) -> dict[str, Any]:
    """Whether the sender got the newest notice, where they are told in a chat."""
    found = outbox.newest_notice(turn.tx, case.id, case.chat_id) if case.chat_id else None
    if found is None:
        return {"news": "", "news_at": ""}
    return {"news": found[0], "news_at": moment_text(unstamp(found[1]), turn.language)}


def _choices(turn: Turn, case: Case) -> list[Choice]:
    """The moves, and the files where there are any; the file itself is on the screen already."""
    shown = {f"/{word} {case.code}" for word in ("hoso", "tep", "trung")}
    choices = [c for c in outcome.choices(turn, case) if c.data not in shown]
    if case.due_at and Status(case.status) in OPEN:
        choices.append(turn.button("deadline.b_how", f"/cachtinh {case.code}"))
    if alike.pairs(turn, case, turn.viewer):
        choices.append(turn.button("alike.b_show", f"/trung {case.code}"))
    if files.of_case(turn.tx, case.id):
        choices.append(turn.button("staff.b_files", f"/tep {case.code}"))
    if _goes_into_system(turn, case):
        choices.append(turn.button("system.b_copy", f"/chep {case.code}"))
    return [*choices, *opening.button(turn, case)]


def _goes_into_system(turn: Turn, case: Case) -> bool:
    """Whether this reader is one of those who copy it into the PAKN system."""
    viewer = turn.viewer
    copies = viewer is not None and viewer.is_(Role.DISPATCHER)
    return copies and Kind(case.kind) in STATUTORY and not case.system_code


def _identity(turn: Turn, case: Case) -> str:
    """Who sent it, where that is no secret; what is sealed is opened by /danhtinh."""
    if not rights.sees_sender(turn, case, turn.viewer):
        return ""
    known = cases.identity(turn.tx, turn.ground.keys, case.id)
    return identity_line(turn, known, turn.language)


def _measure(turn: Turn, case: Case) -> str:
    """What was done about it, for the Director alone."""
    director = turn.viewer is not None and turn.viewer.is_(Role.DIRECTOR)
    text = cases.latest_text(turn.tx, case.id, "measure") if director else None
    return text.body if text else ""


def _texts(turn: Turn, case: Case, mask: Mask) -> list[dict[str, Any]]:
    texts = cases.texts(turn.tx, case.id, *WORDS)
    answers = {t.body for t in texts if t.kind == "answer"}
    came_with = history.rows_by_text(turn.tx, case.id)
    said = told.transcripts(turn, case)
    return [
        {
            "kind": t.kind,
            "move": came_with[t.id].action if t.id in came_with else "",
            "verdict": said.get(t.id, ""),
            "document": summary(turn, t.data or {}),
            "body": t.body if t.kind in OURS else mask(t.body),
            "at": moment_text(t.at, turn.language),
            "who": people.name_of(turn.tx, t.author_id),
        }
        for t in texts
        if t.kind != "draft" or t.body not in answers
    ]


def _steps(turn: Turn, case: Case) -> list[dict[str, Any]]:
    rows = history.of_case(turn.tx, case.id)[-_STEPS:]
    return [outcome.happened(turn, row, turn.language) for row in rows]


def _notes(turn: Turn, case: Case, mask: Mask) -> list[dict[str, str]]:
    return [
        {
            "body": mask(n.body),
            "who": people.name_of(turn.tx, n.author_id),
            "at": moment_text(n.at, turn.language),
        }
        for n in notes.of_case(turn.tx, case.id)
    ]


@command("tep", "files", who=CASEWORK)
def fetch_files(turn: Turn, words: str) -> None:
    """`/tep CODE`: the kept files into this chat; of the others, why they are not here."""
    case = looking.case_meant(turn, words, "tep")
    if case is None:
        return
    found = [f for f in files.of_case(turn.tx, case.id) if _may_open(turn, f)]
    mask = Mask(turn, case, turn.viewer, turn.language)
    if not found:
        turn.say("staff.no_files", case_id=case.id, code=case.code)
    for file in found:
        if file.state == "kept":
            part = _part_of(turn, case, file)
            turn.say(
                "staff.one_file",
                file_id=file.id,
                case_id=case.id,
                name=mask.file(file.name),
                part=part,
            )
        else:
            turn.say(
                f"staff.file_{file.state}", case_id=case.id, name=mask.file(file.name) or file.kind
            )


def _may_open(turn: Turn, file: StoredFile) -> bool:
    """A photo of an identity paper is for those who receive, and the Director."""
    viewer = turn.viewer
    if file.reason != files.FOR_RECEPTION:
        return True
    return viewer is not None and any(viewer.is_(role) for role in RECEPTION)


def _part_of(turn: Turn, case: Case, file: StoredFile) -> str:
    """What a file is: the sender's, of the answer, of the draft that waits, or of one returned."""
    text = next((t for t in cases.texts(turn.tx, case.id) if t.id == file.text_id), None)
    if text is None or text.kind not in ("draft", "answer"):
        return ""
    draft = card.waiting_draft(turn, case)
    if text.kind == "draft" and (draft is None or draft.id != text.id):
        return "returned"
    return text.kind
