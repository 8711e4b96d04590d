"""Words of a broadcast: plain text in each language, as an official would have typed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from handlers.desk import Desk


@dataclass(frozen=True, slots=True)
class Told:
    title: str
    title_en: str
    vi: str
    en: str


def plain(desk: Desk, language: str, key: str, **params: Any) -> str:
    """Without markup: what is between the lines of a broadcast is escaped when it is sent."""
    return Markup(desk.words(language, key, **params)).unescape()
