"""`langnghe export`: cases as CSV for Excel and as JSON, without identities."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import orjson

from bot.commands.agency_words import usable_agency
from bot.commands.opened import reading
from bot.commands.plainly import Refusal, say
from bot.commands.safe_key import fitting_key, known_keys
from bot.safe_csv import safe_csv
from bot.settings import Settings
from cases.agency.agency import Agency
from messages.dates import HERE, local
from messages.texts import Texts
from storage.casework import proposals
from storage.columns.plain import unstamp
from storage.reports import exports

_HEADS = (
    "Mã hồ sơ",
    "Loại",
    "Nguồn",
    "Cách nêu tên",
    "Trạng thái",
    "Phòng",
    "Mã thủ tục",
    "Ngôn ngữ",
    "Nhận lúc",
    "Hạn trả lời",
    "Trả lời lúc",
    "Kết thúc lúc",
    "Điểm đánh giá",
    "Chuyển đến",
    "Nội dung công khai",
)
_PROPOSAL_HEADS = (
    "Mã hồ sơ",
    "Trạng thái",
    "Nhận lúc",
    "Trình lên",
    "Số văn bản",
    "Ngày trình",
    "Ngày phúc đáp",
    "Phúc đáp",
)
_WORDS = {"kind": "kind", "source": "source", "identity_mode": "identity", "status": "status"}
_TOTAL_HEADS = {"all": "Tất cả", "kind": "Loại", "source": "Nguồn", "status": "Trạng thái"}

Record = dict[str, Any]


def export(settings: Settings, folder: Path, since: date | None, until: date | None) -> None:
    """Write cases.csv, totals.csv, cut_conditions.csv (the register) and cases.json into `folder`.
    Days are Vietnam's; `until` counts in. Raises Refusal."""
    begin = _midnight(since) if since else None
    end = _midnight(until + timedelta(days=1)) if until else None
    with reading(settings):
        fitting_key(settings)  # asked for only where there is something to open with it
    with reading(settings, known_keys(settings)) as store:
        rows = store.read_sync(lambda tx: exports.listed(tx, begin, end))
        totals = store.read_sync(lambda tx: exports.totals(tx, begin, end))
        letters = store.read_sync(lambda tx: proposals.letters(tx, begin, end))
    found = [_local_times(row) for row in rows]
    agency = usable_agency(settings)
    words = Texts(agency.folder / "messages")
    whole = {
        "from": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
        "cases": found,
        "totals": {**totals, "all": totals["all"][""]},
    }
    files = {
        "cases.csv": safe_csv(_HEADS, (_worded(r, words, agency) for r in found)),
        "cut_conditions.csv": safe_csv(
            _PROPOSAL_HEADS, (_proposal(each, words) for each in letters)
        ),
        "totals.csv": safe_csv(("Theo", "Giá trị", "Số hồ sơ"), _total_rows(totals, words)),
        "cases.json": orjson.dumps(whole, option=orjson.OPT_INDENT_2),
    }
    _write(folder, files)
    say(
        f"Đã xuất {len(found)} hồ sơ vào {folder} (hồ sơ hạn chế chỉ nằm trong tổng số).",
        f"{len(found)} cases are in {folder} (restricted ones only in the totals).",
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), HERE)


def _local_times(record: Record) -> Record:
    times = {k: v for k, v in record.items() if k.endswith("_at") and v}
    return {**record, **{k: f"{local(unstamp(v)):%Y-%m-%d %H:%M}" for k, v in times.items()}}


def _worded(record: Record, words: Texts, agency: Agency) -> list[Any]:
    """A record as people read it: names in place of ids."""
    offices = {office.id: office.name for office in agency.offices}
    shown = dict(record)
    for column, file in _WORDS.items():
        shown[column] = words.render("vi", f"{file}.{record[column]}").unescape()
    shown["office"] = offices.get(record["office"], record["office"])
    return [shown[column] for column in exports.COLUMNS]


def _proposal(letter: Sequence[Any], words: Texts) -> Sequence[Any]:
    code, status, received, *rest = letter
    shown = words.render("vi", f"status.{status}").unescape()
    return [code, shown, f"{local(received):%Y-%m-%d %H:%M}", *rest]


def _total_rows(totals: dict[str, dict[str, int]], words: Texts) -> Iterable[Sequence[Any]]:
    for column, counts in totals.items():
        for value, count in counts.items():
            name = words.render("vi", f"{_WORDS[column]}.{value}").unescape() if value else ""
            yield _TOTAL_HEADS[column], name, count


def _write(folder: Path, files: dict[str, bytes]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            unfinished = folder / f".{name}.unfinished"
            unfinished.write_bytes(data)
            os.replace(unfinished, folder / name)
    except OSError as error:
        raise Refusal(
            f"Không ghi được vào {folder} ({error.strerror}).",
            f"{folder} cannot be written ({error.strerror}).",
        ) from None
