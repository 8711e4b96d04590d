"""The checklist of a draft answer: beside the draft for whoever approves it, and in one line before
its author sends it."""

from __future__ import annotations

from cases.privacy.private_data import private_part
from cases.words import checklist
from cases.words.checklist import Checklist
from handlers.case import told
from handlers.desk import Desk
from handlers.rights import masking
from storage.tables.casework import Case


def of(desk: Desk, case: Case, words: str) -> Checklist:
    said = [part.body for part in told.parts(desk, case, "vi")]
    private = private_part(words, masking.ours(desk))
    return checklist.check(said, words, desk.agency.answers, private)


def shown(desk: Desk, case: Case, words: str, language: str) -> str:
    """Each point with its tick, ready to stand in another text."""
    found = of(desk, case, words)
    return desk.ready(
        language,
        "answers.checklist",
        questions=[(q.sentence, q.taken_up) for q in found.questions],
        law=found.law,
        next_step=found.next_step,
        private=found.private,
    )


def missing(desk: Desk, case: Case, words: str, language: str) -> str:
    """What is not there, in a few words; empty where nothing is missing."""
    names = of(desk, case, words).missing
    return ", ".join(desk.words(language, f"answers.missing_{name}") for name in names)
