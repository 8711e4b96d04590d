"""Rules of casework: how much one may send, what an answer is looked through for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Walls:
    """`identity_hours`: how long an opened identity is shown; `borrowed_words`: so many words of
    the sender's in a row may not stand in what the accused side is asked. `confirmed_by` empty:
    CHƯA XÁC NHẬN."""

    identity_hours: int = 24
    borrowed_words: int = 6
    basis: str = ""
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one person may send and for how long things are kept."""

    story_chars: int = 8000
    files: int = 10
    file_megabytes: int = 20
    draft_reminder_hours: int = 24
    draft_days: int = 30
    reopen_days: int = 30
    reopen_times: int = 2


SYSTEM_FIELDS = (
    "code", "received", "name", "address", "phone", "email", "title", "content", "class", "field",
    "procedure", "office", "dossier", "about",
)  # fmt: skip
"""What can be copied into the PAKN system."""


@dataclass(frozen=True, slots=True)
class PaknSystem:
    """The provincial or national system in which each PAKN is entered (QĐ 31/2021/QĐ-TTg Art.
    43.2.b): the shape of its codes, and the fields of its form in their order."""

    name: str = "Hệ thống PAKN"
    pattern: str = "PAKN[.][0-9]{8}[.][0-9]{4}"
    example: str = "PAKN.20200812.0012"
    fields: tuple[str, ...] = SYSTEM_FIELDS


@dataclass(frozen=True, slots=True)
class AnswerRules:
    """By which words a draft answer is looked through (`cases/words/checklist.py`; "#" stands for a
    number), and what the written apology for a late dossier is called, on which basis."""

    asks: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    next_step: tuple[str, ...] = ()
    apology_form: str = "Mẫu 04"
    apology_basis: str = "Thông tư 03/2025/TT-VPCP"


@dataclass(frozen=True, slots=True)
class AlikeRules:
    """From how many percent of likeness on (`cases/words/likeness.py`) a published matter is
    offered to who tells of one, and a case is suggested as a duplicate: of any other of the last
    `days`, and of one by the same sender within a day."""

    published: int = 40
    duplicate: int = 45
    same_sender: int = 25
    days: int = 60
