"""Which open cases will likely miss their day, by what an office took lately. Everything is in
working days."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

ENOUGH = 5
"""Answered cases from which on an office has a pace of its own."""


def usual(took: Sequence[int], limit: int) -> float:
    """What an office takes from accepting to answering: the median of what it `took`, or what it
    is allowed while it answered too few."""
    return median(took) if len(took) >= ENOUGH else limit


def likely_missed(left: int, spent: int, usual: float) -> bool:
    """Whether the days `left` are fewer than the case still needs. One that has been worked on for
    longer than usual is given as long again. Not for the last day: that is told by itself."""
    needs = usual - spent if spent < usual else usual
    return 0 < left < needs
