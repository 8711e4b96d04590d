"""The check card, the filing of a confirmed submission, and its receipt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cases import confidentiality
from cases.kinds import IdentityMode, Kind, Source
from cases.numbers.codes import spaced
from handlers.cards import cards
from handlers.case.promises import limit_for, promised
from handlers.casework import alike
from handlers.citizen.doors.way import KEYS as door_keys
from handlers.citizen.subject.about import About
from handlers.citizen.subject.late_dossier import slip_line
from handlers.citizen.subject.subjects import Subject, named, subject_words
from handlers.citizen.submission import opt_ins
from handlers.citizen.submission.parting import AS_BEFORE
from handlers.citizen.submission.proof_link import proof_choice
from handlers.citizen.submission.sender import sender_line
from handlers.conversation.dialogue import Option
from handlers.conversation.story import StoryParts
from handlers.desk import Desk, Turn
from handlers.notices import notices
from handlers.rights import walls
from messages.dates import day_text, local, midnight, moment_text
from storage.casework import cases, prepared_letters
from storage.casework.cases import NewCase
from storage.mailbox import addresses, chat_history, files
from storage.privacy import consents
from storage.tables.casework import Case

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
    accuses: bool = False  # an official, though the kind is another
    second: dict[str, Any] = field(default_factory=dict)  # what another matter begins with


def check_text(mode: IdentityMode) -> str:
    return "submit.check_tip" if mode is IdentityMode.ANONYMOUS else "submit.check"


def check_params(turn: Turn, submission: Submission) -> dict[str, Any]:
    """The lines of the card, each with its letter."""
    return {
        "lines": [
            (letter, turn.words(turn.language, f"submit.line_{line}"), value)
            for letter, line, value, _ in _lettered(turn, submission)
        ]
    }


def edit_lines(turn: Turn, submission: Submission) -> list[tuple[str, Option, tuple[str, ...]]]:
    return [
        (letter, Option(line, f"submit.line_{line}"), keys)
        for letter, line, _, keys in _lettered(turn, submission)
    ]


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
_STORY_KEYS = ("story", *door_keys)
_ABOUT_KEYS = ("about", "leadership")
_SENDER_KEYS = ("sender",)


Line = tuple[str, str, tuple[str, ...]]
"""What it is called, what it says, the answers that editing it drops."""


def _lettered(turn: Turn, submission: Submission) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(chr(ord("A") + n), *line) for n, line in enumerate(_lines(turn, submission))]


def _lines(turn: Turn, submission: Submission) -> list[Line]:
    """Those this card has."""
    story, subject, told = submission.story, submission.subject, submission.sender
    said = excerpt(story.text) or turn.words(turn.language, "submit.story_by_file")
    lines: list[Line] = [
        ("story", said, _STORY_KEYS),
        ("subject", subject_words(turn, subject), _SUBJECT_KEYS),
    ]
    if receiver := _receiver(turn, submission):
        lines.append(("office", receiver, _SUBJECT_KEYS))
    if submission.about.asked:
        lines.append(("about", _about_words(turn, submission.about), _ABOUT_KEYS))
    if subject.kind is Kind.LATE_DOSSIER:
        dossier = slip_line(turn, submission.dossier, submission.promised_on)
        lines.append(("dossier", dossier, ("dossier", "promised")))
    if subject.kind is not Kind.QUESTION:
        lines.append(("identity", _who_knows(turn, submission), ("identity", "door", AS_BEFORE)))
    if told:
        lines.append(("sender", sender_line(turn, told), _SENDER_KEYS))
    if sent := len(story.files) - files.apart_among(turn.tx, story.files):
        count = turn.words(turn.language, "submit.file_count", count=sent)
        lines.append(("files", count, _STORY_KEYS))
    return lines


def _receiver(turn: Turn, submission: Submission) -> str:
    """Which office, or who alone may see what accuses somebody."""
    if confidentiality.is_restricted(submission.subject.kind, submission.accuses):
        director = for_director(turn, submission.about, submission.story)
        return turn.words(turn.language, "submit.kept_from_accused", director=director)
    if not submission.subject.office:
        return ""
    office = turn.agency.office(submission.subject.office)
    return named(turn, office.name, office.name_en)


def _who_knows(turn: Turn, submission: Submission) -> str:
    mode = submission.identity["mode"]
    closed = mode == IdentityMode.CLOSED and confidentiality.is_restricted(
        submission.subject.kind, submission.accuses
    )
    director = closed and for_director(turn, submission.about, submission.story)
    return turn.words(turn.language, f"submit.who_{mode}{'_director' * director}")


def for_director(desk: Desk, about: About, story: StoryParts) -> bool:
    """Whether what accuses somebody will go past Văn phòng once it is filed."""
    wall = walls.wall(desk, about.whom, about.office, story.text)
    return confidentiality.past_reception(
        True, about.office, wall.to_director, desk.agency.reception_office
    )


def _about_words(turn: Turn, about: About) -> str:
    return about.whom or (turn.agency.office(about.office).short if about.office else "")


# --- filing --------------------------------------------------------------------------------------


def file(turn: Turn, submission: Submission) -> None:
    """Make the case, store the consents, tell the dispatchers, hand over the receipt."""
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
            accuses=submission.accuses,
            forwarded_to=_wished(turn, submission.subject),
            **promised(turn, submission.subject.kind, mode),
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
        # To the minute it would tell whose the tip is.
        midnight(turn.now) if tip else turn.now,
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
        keys, person_id = turn.ground.keys, turn.chat.person_id
        addresses.keep_for_case(turn.tx, keys, case.id, person_id, email, turn.now, turn.language)
    receipt(turn, case, digits, tell_here=submission.tell_here)


def _wished(turn: Turn, subject: Subject) -> str:
    """The body to which the sender wishes it forwarded."""
    bodies = turn.agency.routing.other_bodies
    return next((b.name for b in bodies if b.id == subject.elsewhere), "")


def new_case(desk: Desk, new: NewCase) -> Case:
    """File it and put it before those who receive, but nobody it accuses; what it resembles is
    looked up later."""
    new, year = walls.raised(desk, new), local(desk.now).year
    case = cases.file_case(desk.tx, desk.ground.keys, desk.agency.code_prefix, new, desk.now, year)
    cards.refresh(desk, case)
    alike.compare_later(desk, case)
    return case


def receipt(turn: Turn, case: Case, digits: str, *, tell_here: bool) -> None:
    if digits:
        key = "receipt.tip_praise" if case.kind == Kind.PRAISE else "receipt.tip"
        turn.say(key, proof_choice(turn, case.id), one_time=True, code=case.code)
        show_number(turn, digits)
        for chat_id, since, *until in turn.finished_since:
            chat_history.unsay(turn.tx, chat_id, since, *(until or [turn.chat.seq]))
            prepared_letters.forget_all(turn.tx, chat_id, turn.now)
        files.cut_loose(turn.tx, case.id)
        return
    choices = [
        turn.button("receipt.b_add", f"/bosung {case.code}"),
        turn.button("receipt.b_number", f"/maso {case.code}"),
        turn.button("receipt.b_print", f"/bienlai {case.code}"),
        *proof_choice(turn, case.id),
    ]
    key = "receipt.question" if case.kind == Kind.QUESTION else "receipt.receipt"
    if case.due_at is None:
        key = "receipt.praise"
    params = receipt_params(turn, case, tell_here=tell_here)
    notices.mail(turn, case, key, **params)
    if key == "receipt.receipt" and tell_here and opt_ins.asks_survey(turn):
        choices += opt_ins.survey_choices(turn)
        params["survey"] = True
    turn.say(key, choices, case_id=case.id, **params)


def receipt_params(turn: Turn, case: Case, *, tell_here: bool) -> dict[str, Any]:
    limit = limit_for(turn, Kind(case.kind))
    due = day_text(case.due_at, turn.language) if case.due_at else ""
    common: dict[str, Any] = {"code": case.code, "at": moment_text(case.received_at, turn.language)}
    if not due:
        return common
    if case.kind != Kind.QUESTION:
        common |= {"reader": reader(turn, case), "body": case.forwarded_to, "survey": False}
    return {
        **common,
        "due": due,
        "days": limit.days,
        "here": tell_here,
        "phone": turn.agency.contact.phone,
    }


def reader(desk: Desk, case: Case) -> str:
    """Who reads it first, for the sender's peace of mind: the "office" for all, "reception" where
    those it is about must not see it, "director" where that is the reception office itself."""
    if not case.restricted:
        return "office"
    past = confidentiality.past_reception(
        True, case.about_office, bool(case.to_director), desk.agency.reception_office
    )
    return "director" if past else "reception"


def show_number(turn: Turn, digits: str) -> None:
    """Shown twice at once, never again: only its keyed hash is kept."""
    turn.say("receipt.number", one_time=True, number=spaced(digits))
