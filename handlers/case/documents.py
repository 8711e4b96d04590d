"""The document an answer carries: its number, date, signer and signed file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.case import verdicts
from handlers.desk import Desk
from storage.tables.mailbox import StoredFile


def summary(desk: Desk, told: Mapping[str, Any]) -> str:
    """What is known of the document, on one line, and the verdict that goes with the answer."""
    parts = [str(told[k]) for k in ("number", "date", "signer") if told.get(k)]
    file = desk.tx.get(StoredFile, int(told["file"])) if told.get("file") else None
    named = [f"📎 {file.name}"] if file else []
    concluded = verdicts.line(desk, told, "vi")
    return " · ".join([*parts, *named, *([concluded] if concluded else [])])
