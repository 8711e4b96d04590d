"""`langnghe simulate routing`: how well messages like those of a file are understood."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.commands.agency_words import usable_agency
from bot.commands.measured_file import measured_file
from bot.commands.plainly import Refusal
from bot.settings import Settings
from cases.understanding import measuring
from cases.understanding.labels import Label

_NAMES = {
    "office": "Phòng / office",
    "kind": "Loại / kind",
    "out_of_authority": "Ngoài thẩm quyền / out of authority",
    "formal": "Khiếu nại, tố cáo / formal",
    "latency_ms": "Thời gian (ms) / latency",
}
_SHORT = 7  # letters of a label above a column


def routing(settings: Settings, file: Path, *, as_json: bool) -> None:
    """Prints the figures. Examples of the agency that are messages of the file are left out."""
    agency = usable_agency(settings)
    messages = measured_file(file, agency)
    if not messages:
        raise Refusal(f"Tệp {file.name} không có dòng nào.", f"{file.name} has no rows.")
    agency = measuring.unseen(agency, messages)
    measuring.answers(messages[:1], agency)  # learning is no part of the time one message takes
    found = measuring.answers(messages, agency)
    bare = [replace(message, text=measuring.stripped(message.text)) for message in messages]
    shown: dict[str, Any] = measuring.figures(found)
    shown["stripped"] = measuring.figures(measuring.answers(bare, agency))
    print(json.dumps(shown) if as_json else table(shown, found), flush=True)


def table(shown: dict[str, Any], found: Sequence[measuring.Answer]) -> str:
    lines = [f"{len(found)} tin / messages{'':24}có dấu    không dấu (without diacritics)"]
    for group, name in _NAMES.items():
        for figure, value in shown[group].items():
            bare = shown["stripped"][group][figure]
            lines.append(f"{name:37} {figure:14} {value:7.3f}   {bare:7.3f}")
    return "\n".join([*lines, "", *_confusion(found)])


def _confusion(found: Sequence[measuring.Answer]) -> list[str]:
    taken = measuring.confusion(found)
    labels = [label for label in Label if any(label in pair for pair in taken)]
    lines = ["Hàng: đúng ra là; cột: máy đoán / Rows: what it is; columns: what was guessed"]
    lines.append(f"{'':20}" + "".join(f"{_short(label):>8}" for label in labels))
    for meant in labels:
        cells = "".join(f"{taken[meant, guess] or '·':>8}" for guess in labels)
        lines.append(f"{meant:20}{cells}")
    return lines


def _short(label: Label) -> str:
    return "".join(part[:3] for part in label.replace("phan_anh_", "").split("_"))[:_SHORT]
