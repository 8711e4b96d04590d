"""The check card, the filing of a confirmed submission, and its receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases import deadlines
from cases.agency import Limit
from cases.codes import spaced
from cases.kinds import IdentityMode, Kind, Source
from handlers import cards, notices
from handlers.citizen.about import About
from handlers.citizen.late_dossier import slip_line
from handlers.citizen.sender import sender_line
from handlers.citizen.subjects import Subject, named, subject_words
from handlers.desk import Desk, Turn
from handlers.dialogue import Ask, Option
from handlers.story import StoryParts
from messages.dates import day_text, local, moment_text
from storage import cases, consents, people
from storage.cases import NewCase
from storage.tables import Case

_EXCERPT = 120


@dataclass(frozen=True, slots=True)
class Submission:
    """What a confirmed submission says."""

    story: StoryParts
    subject: Subject
    about: About
    identity: dict[str, str]  # mode, notice version, time and words of the tap
    sender: dict[str, str]
    tell_here: bool
    dossier: str = ""
    promised_on: str = ""


def check_text(mode: IdentityMode) -> str:
    return "submit.check_tip" if mode is IdentityMode.ANONYMOUS else "submit.check"


def check_params(
    ask: Ask,
    story: StoryParts,
    subject: Subject,
    whom: About,
    mode: IdentityMode,
    told: dict[str, str],
    dossier: str,
    promised: str,
) -> dict[str, Any]:
    """The lines of the card, each with its letter."""
    turn = ask.turn
    agency = turn.agency
    about = whom.whom or (agency.office(whom.office).short if whom.office else "")
    office = agency.office(subject.office) if subject.office else None
    values = {
        "story": excerpt(story.text) or turn.words(turn.language, "submit.story_by_file"),
        "subject": subject_words(turn, subject),
        "about": about,
        "dossier": slip_line(turn, dossier, promised),
        "identity": turn.words(turn.language, f"identity.{mode}"),
        "sender": sender_line(turn, told),
    }
    lines = [
        (letter, turn.words(turn.language, f"submit.line_{key}"), values[key])
        for letter, key, _ in _lines(subject, whom, told, dossier)
    ]
    return {
        "lines": lines,
        "files": len(story.files),
        "office": named(turn, office.name, office.name_en) if office else "",
    }


def excerpt(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1].rstrip() + "…"


# What each line of the card drops when it is to be edited.
_SUBJECT_KEYS = (
    "subject",
    "kind",
    "matter",
    "procedure",
    "about",
    "leadership",
    "dossier",
    "promised",
)
_SENDER_KEYS = ("sender",)


def _lines(
    subject: Subject, whom: About, told: dict[str, str], dossier: str
) -> list[tuple[str, str, tuple[str, ...]]]:
    """(letter, line, answers to drop) for the lines this card has."""
    lines: list[tuple[str, tuple[str, ...]]] = [
        ("story", ("story", "door")),
        ("subject", _SUBJECT_KEYS),
    ]
    if subject.kind is Kind.CONDUCT:
        lines.append(("about", ("about", "leadership")))
    if subject.kind is Kind.LATE_DOSSIER:
        lines.append(("dossier", ("dossier", "promised")))
    if subject.kind is not Kind.QUESTION:
        lines.append(("identity", ("identity", "door")))
    if told:
        lines.append(("sender", _SENDER_KEYS))
    return [(chr(ord("A") + i), line, keys) for i, (line, keys) in enumerate(lines)]


def edit_lines(
    subject: Subject, whom: About, told: dict[str, str], dossier: str
) -> list[tuple[str, Option, tuple[str, ...]]]:
    return [
        (letter, Option(line, f"submit.line_{line}"), keys)
        for letter, line, keys in _lines(subject, whom, told, dossier)
    ]


# --- filing --------------------------------------------------------------------------------------


def limit_for(desk: Desk, kind: Kind) -> Limit:
    limits = desk.agency.deadlines
    return limits.question if kind is Kind.QUESTION else limits.answer


def due_at(desk: Desk, kind: Kind, mode: IdentityMode) -> datetime | None:
    """A tip without a name and praise have no promised date."""
    if mode is IdentityMode.ANONYMOUS or kind is Kind.PRAISE:
        return None
    return deadlines.due(desk.now, limit_for(desk, kind), desk.agency.calendar)


def file(turn: Turn, submission: Submission) -> None:
    """Make the case, store the consents, tell the dispatchers, hand over the receipt."""
    turn.state.pop("kept", None)
    mode = IdentityMode(submission.identity["mode"])
    tip = mode is IdentityMode.ANONYMOUS
    digits = turn.ground.chance(16) if tip else ""
    case = new_case(
        turn,
        NewCase(
            kind=submission.subject.kind,
            source=Source(turn.chat.channel),
            language=turn.language,
            story=submission.story.text,
            files=tuple(submission.story.files),
            identity_mode=mode,
            identity=submission.sender or None,
            suggested_office=submission.subject.office,
            procedure_code=submission.subject.procedure,
            about=submission.about.whom,
            about_office=submission.about.office,
            dossier=submission.dossier,
            promised_on=submission.promised_on,
            submitter_id=None if tip else turn.chat.person_id,
            chat_id=turn.chat.id if submission.tell_here and not tip else None,
            receipt_hash=turn.ground.keys.mark("receipt", digits) if digits else None,
            due_at=due_at(turn, submission.subject.kind, mode),
        ),
    )
    consents.store(
        turn.tx,
        turn.chat.person_id,
        None if tip else case.id,
        "notice",
        submission.identity["notice"],
        submission.identity.get("tap", mode.value),
        turn.chat.channel,
        True,
        turn.now,
    )
    if not tip:
        consents.store(
            turn.tx,
            turn.chat.person_id,
            case.id,
            "results_here",
            submission.identity["notice"],
            "here" if submission.tell_here else "look",
            turn.chat.channel,
            submission.tell_here,
            turn.now,
        )
    if email := submission.sender.get("email"):
        people.email_chat(
            turn.tx, turn.ground.keys, turn.chat.person_id, email, turn.now, turn.language
        )
    receipt(turn, case, digits, tell_here=submission.tell_here)


def new_case(desk: Desk, new: NewCase) -> Case:
    """File it and put it before those who receive."""
    case = cases.file_case(
        desk.tx, desk.ground.keys, desk.agency.code_prefix, new, desk.now, local(desk.now).year
    )
    cards.refresh(desk, case)
    return case


def receipt(turn: Turn, case: Case, digits: str, *, tell_here: bool) -> None:
    if digits:
        turn.say("receipt.tip", code=case.code)
        show_number(turn, digits)
        return
    choices = [
        turn.button("receipt.b_add", f"/bosung {case.code}"),
        turn.button("receipt.b_number", f"/maso {case.code}"),
        turn.button("receipt.b_print", f"/bienlai {case.code}"),
    ]
    key = "receipt.question" if case.kind == Kind.QUESTION else "receipt.receipt"
    if case.due_at is None:
        key = "receipt.praise"
    params = receipt_params(turn, case, tell_here=tell_here)
    turn.say(key, choices, case_id=case.id, **params)
    notices.mail(turn, case, key, **params)


def receipt_params(turn: Turn, case: Case, *, tell_here: bool) -> dict[str, Any]:
    limit = limit_for(turn, Kind(case.kind))
    due = day_text(case.due_at, turn.language) if case.due_at else ""
    common = {"code": case.code, "at": moment_text(case.received_at, turn.language)}
    if not due:
        return common
    return {
        **common,
        "due": due,
        "days": limit.days,
        "here": tell_here,
        "phone": turn.agency.contact.phone,
    }


def show_number(turn: Turn, digits: str) -> None:
    """Shown twice at once, never again: only its keyed hash is kept."""
    turn.say("receipt.number", one_time=True, number=spaced(digits))
