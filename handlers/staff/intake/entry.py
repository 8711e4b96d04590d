"""What an official wrote down for somebody, and its filing."""

from __future__ import annotations

from dataclasses import dataclass

from cases.kinds import IdentityMode, Source
from handlers.case.promises import promised
from handlers.citizen.subject import about
from handlers.citizen.subject.subjects import Subject
from handlers.citizen.submission import filing
from handlers.citizen.submission.filing import Submission
from handlers.conversation.story import StoryParts
from handlers.desk import Turn
from messages.dates import day_text
from storage.casework import notes
from storage.casework.cases import NewCase
from storage.casework.notes import Note
from storage.tables.casework import Case


@dataclass(frozen=True, slots=True)
class Entry:
    """What an official wrote down for somebody."""

    source: Source
    story: StoryParts
    subject: Subject
    about: about.About
    mode: IdentityMode
    told: dict[str, str]
    dossier: str = ""
    promised: str = ""
    provincial: str = ""
    accuses: bool = False

    def as_submission(self) -> Submission:
        """For the check card."""
        identity = {"mode": str(self.mode)}
        return Submission(
            self.story,
            self.subject,
            self.about,
            identity,
            self.told,
            False,
            self.dossier,
            self.promised,
            self.accuses,
        )


def file(turn: Turn, entry: Entry) -> None:
    """The code and the receipt number are read aloud or printed: that is the sender's way in."""
    digits = turn.ground.chance(16)
    case = filing.new_case(turn, _new_case(turn, entry, digits))
    if entry.provincial:
        _note_code(turn, case, entry.provincial)
    turn.say(
        "intake.filed",
        [turn.button("staff.b_today", "/homnay")],
        case_id=case.id,
        code=case.code,
        due=day_text(case.due_at, turn.language) if case.due_at else "",
        tip=entry.mode is IdentityMode.ANONYMOUS,
    )
    filing.show_number(turn, digits)


def _new_case(turn: Turn, entry: Entry, digits: str) -> NewCase:
    return NewCase(
        kind=entry.subject.kind,
        source=entry.source,
        language="vi",
        story=entry.story.text,
        files=tuple(entry.story.files),
        identity_mode=entry.mode,
        identity=entry.told or None,
        suggested_office=entry.subject.office,
        procedure_code=entry.subject.procedure,
        about=entry.about.whom,
        about_office=entry.about.office,
        dossier=entry.dossier,
        promised_on=entry.promised,
        receipt_hash=turn.ground.keys.mark("receipt", digits),
        entered_by=turn.chat.person_id,
        accuses=entry.accuses,
        **promised(turn, entry.subject.kind, entry.mode),
    )


def _note_code(turn: Turn, case: Case, code: str) -> None:
    """Under which code the provincial system has it (facts/law 2.3)."""
    words = turn.words("vi", "intake.provincial_note", code=code)
    note = Note(words, turn.chat.person_id, turn.now)
    notes.write_in_history(turn.tx, turn.ground.keys, case.id, note)
