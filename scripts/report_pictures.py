"""Sample reports into a folder, for `scripts/report-pictures.sh` to render: each form of the sample
department filled in, the same reports without a form, a chart."""

from __future__ import annotations

import sys
from pathlib import Path

from bot import papers
from bot.papers import templates, trial
from bot.settings import ROOT
from tests.sample_sheets import BARS, TALL

AGENCY = ROOT / "agencies" / "skhdt-quang-ngai"
LETTERS = ("bao-cao-ubnd.docx", "bao-cao-thang.docx")


def main(folder: Path) -> None:
    for name in templates.names():
        sheet = TALL if name in LETTERS else trial.SHEET
        made = templates.filled(AGENCY, name, sheet, trial.WORDS, "vi")
        (folder / f"report-{name}").write_bytes(made.data)
    for form in ("docx", "pdf", "xlsx"):
        (folder / f"report-plain.{form}").write_bytes(getattr(papers, form)(TALL, "vi"))
    (folder / "report-chart.png").write_bytes(papers.png(BARS, "vi"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
