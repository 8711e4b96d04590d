"""Whom the department writes to when it tells the press and other agencies."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PressAddress:
    name: str
    email: str
    language: str = "vi"
