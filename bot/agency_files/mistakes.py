"""What is wrong in an agency folder, told to a clerk: file, line, and what to write instead."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mistake:
    """`line` 0 means the file as a whole. `instead` is what to write, empty where `what` already
    says what to do."""

    file: str
    line: int
    what: str
    instead: str = ""
    what_en: str = ""
    instead_en: str = ""

    def __str__(self) -> str:
        where = f"{self.file} dòng {self.line}" if self.line else self.file
        instead = f" Hãy viết: {self.instead}" if self.instead else ""
        return f"{where}: {self.what}.{instead}"

    @property
    def english(self) -> str:
        where = f"{self.file} line {self.line}" if self.line else self.file
        instead = self.instead_en or self.instead
        return f"{where}: {self.what_en or self.what}." + (f" Write: {instead}" if instead else "")


class AgencyMistakes(Exception):
    """Everything that is wrong in the folder, in the order of files and lines."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        # Two checks may meet the same line with the same words; once is enough.
        self.mistakes = list(dict.fromkeys(mistakes))
        super().__init__("\n".join(map(str, self.mistakes)))

    @property
    def english(self) -> str:
        return "\n".join(mistake.english for mistake in self.mistakes)


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; empty where none is near."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.7)
    return near[0] if near else ""
