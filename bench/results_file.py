"""`RESULTS.md` has two parts, written by two runs: each keeps the other's."""

from __future__ import annotations

from pathlib import Path

FILE = Path(__file__).parent / "RESULTS.md"
CAMPAIGN = "# A broadcast to many people"


def keep_conversation(page: str) -> None:
    _, found, campaign = _kept()
    FILE.write_text(f"{page}\n{found}{campaign}" if found else page, encoding="utf-8")


def keep_campaign(page: str) -> None:
    """`page` begins with the heading."""
    conversation, _, _ = _kept()
    FILE.write_text(f"{conversation.rstrip()}\n\n{page}", encoding="utf-8")


def _kept() -> tuple[str, str, str]:
    return FILE.read_text(encoding="utf-8").partition(CAMPAIGN)
