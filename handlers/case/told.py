"""What the sender of a case told, part by part as officials read it: the story, what was added,
what was written down from recordings; and what came of it before they asked for another look."""

from __future__ import annotations

from dataclasses import dataclass

from cases.lifecycle import OPEN, Status
from handlers.desk import Desk
from messages.dates import local
from storage.casework import cases, history
from storage.tables.casework import Case, CaseText

SENDERS_WORDS = ("story", "supplement", "transcript", "trouble")
"""Kinds of text that hold what the sender said."""
_AGAIN = frozenset({"look_again", "reopen", "appeal", "send_again", "trouble"})
_REFUSES = frozenset({"refuse", "follow_refuse"})
_NO_STORY = frozenset({*_AGAIN, "rate"})  # words that came with these are no part of the story
_VERDICTS = {"confirm_transcript": "confirmed", "reject_transcript": "rejected"}
UNCONFIRMED = "unconfirmed"
REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Part:
    label: str
    body: str


@dataclass(frozen=True, slots=True)
class Before:
    """`times`: how often another look was asked for; `outcome` is the answer or the reason given
    before."""

    times: int
    why: str
    outcome: str
    trouble: bool = False  # it came back because somebody made trouble for the sender


def parts(desk: Desk, case: Case, language: str) -> list[Part]:
    """In order, each with what it is; a transcript that its sender rejected is left out."""
    came_with = history.rows_by_text(desk.tx, case.id)
    said = transcripts(desk, case)
    found = []
    for text in cases.texts(desk.tx, case.id, "story", "transcript", "supplement"):
        row = came_with.get(text.id)
        if not text.body or (row and row.action in _NO_STORY) or said.get(text.id) == REJECTED:
            continue
        found.append(Part(_label(desk, text, language, said.get(text.id, "")), text.body))
    return found


def _label(desk: Desk, text: CaseText, language: str, verdict: str) -> str:
    day = local(text.at)
    return desk.words(
        language, "card.part", kind=text.kind, day=f"{day.day}/{day.month}", verdict=verdict
    )


def transcripts(desk: Desk, case: Case) -> dict[int, str]:
    """What the sender said of each transcript, by its text: confirmed, rejected, or nothing yet."""
    by_row = {row.seq: text_id for text_id, row in history.rows_by_text(desk.tx, case.id).items()}
    found: dict[int, str] = {}
    newest = 0
    for row in history.of_case(desk.tx, case.id):
        if row.action == "transcribe":
            newest = by_row.get(row.seq, 0)
            found[newest] = UNCONFIRMED
        elif row.action in _VERDICTS and newest:
            found[newest] = _VERDICTS[row.action]
    return found


def before(desk: Desk, case: Case) -> Before | None:
    """What an open case that came back was asked for; None for one that did not."""
    if Status(case.status) not in OPEN:
        return None
    rows = [r for r in history.of_case(desk.tx, case.id) if r.action in _AGAIN]
    if not rows:
        return None
    why = history.text_of(desk.tx, rows[-1])
    trouble = rows[-1].action == "trouble"
    return Before(len(rows), why.body if why else "", outcome_before(desk, case), trouble)


def outcome_before(desk: Desk, case: Case) -> str:
    """The newest answer, or where there never was one the reason of the refusal."""
    answer = cases.latest_text(desk.tx, case.id, "answer")
    if answer:
        return answer.body
    refused = [r for r in history.of_case(desk.tx, case.id) if r.action in _REFUSES]
    text = history.text_of(desk.tx, refused[-1]) if refused else None
    return text.body if text else ""
