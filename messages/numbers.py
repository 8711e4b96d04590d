"""Numbers as people write them: 1.234,5 in Vietnamese, 1,234.5 in English."""

from __future__ import annotations

NOTHING = "–"
_OTHER_WAY_ROUND = str.maketrans(",.", ".,")


def written(value: str | int | float | None, language: str) -> str:
    """At most one digit after the point. Words stay as they are; `NOTHING` for None."""
    if value is None or isinstance(value, str):
        return NOTHING if value is None else value
    rounded = round(value, 1)
    text = f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,.1f}"  # no "-0"
    return text if language == "en" else text.translate(_OTHER_WAY_ROUND)
