"""A copy of the sample agency that a test may spoil."""

import shutil
from pathlib import Path

import pytest

from bot.agency_files import AgencyMistakes, Mistake, load

SAMPLE = Path(__file__).parent.parent / "agencies" / "skhdt-quang-ngai"


class Folder:
    def __init__(self, parent: Path) -> None:
        self.path = Path(shutil.copytree(SAMPLE, parent / "agency"))

    def file(self, name: str) -> Path:
        return self.path / name

    def change(self, name: str, old: str, new: str) -> str:
        """The new text of the file; the first occurrence is changed."""
        text = self.file(name).read_text("utf-8")
        assert old in text, old
        text = text.replace(old, new, 1)
        self.file(name).write_text(text, "utf-8")
        return text

    def mistakes(self) -> list[Mistake]:
        with pytest.raises(AgencyMistakes) as caught:
            load(self.path)
        return caught.value.mistakes

    def told(self) -> list[str]:
        return [str(mistake) for mistake in self.mistakes()]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1
