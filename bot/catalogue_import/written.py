"""Writing an import down: the catalogue, what it said before, and its date. Either all of it is
there afterwards or, where somebody would have to correct it first, nothing."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from bot.agency_files import AgencyMistakes, load
from bot.agency_files.cells import numbered
from bot.agency_files.encodings import decode
from bot.catalogue_import.catalogue_file import CatalogueFile, Form
from bot.catalogue_import.plan import Change, Plan
from bot.commands.plainly import Refusal

CATALOGUE, HISTORY, AGENCY = "procedures.csv", "procedures.history.csv", "agency.toml"
_HISTORY_HEAD = ("date", "file", "code", "column", "before", "after")
_DATE = re.compile(r"^catalog_date[ \t]*=[^#\n]*?(?=[ \t]*(?:#|$))", re.MULTILINE)
_FIRST_KEY = re.compile(r"^(?=id[ \t]*=)", re.MULTILINE)


def write(
    folder: Path, catalogue: CatalogueFile, plan: Plan, source: str, today: date, dated: date
) -> None:
    """`source` is the name of the file taken in, `dated` the day of its catalogue. Raises Refusal,
    and then nothing has changed."""
    # A crash between the two leaves a history of what the next import does again, never a change
    # without its history; the catalogue comes last, so that its watcher finds the rest in place.
    files: dict[str, bytes] = {}
    if plan.changes:
        files[HISTORY] = _history(folder / HISTORY, catalogue.form, plan.changes, source, today)
    files[AGENCY] = _dated((folder / AGENCY).read_bytes(), dated)
    if plan.changes:
        files[CATALOGUE] = catalogue.written(plan.rows)
    _tried(folder, files)
    try:
        _replace({folder / name: data for name, data in files.items()})
    except OSError as error:
        raise Refusal(
            f"Không ghi được vào {folder} ({error.strerror}): chạy lệnh bằng tài khoản có quyền"
            " sửa thư mục cơ quan.",
            f"{folder} cannot be written ({error.strerror}).",
        ) from None


def _history(path: Path, form: Form, changes: Iterable[Change], source: str, today: date) -> bytes:
    rows: list[Iterable[str]] = [_HISTORY_HEAD]
    if path.is_file():
        data = path.read_bytes()
        form, rows = Form.of(data), [cells for _, cells in numbered(decode(data))]
    rows += [(today.isoformat(), source, *change) for change in changes]
    return form.table([list(cells) for cells in rows])


def _dated(data: bytes, dated: date) -> bytes:
    """The line of `agency.toml` that holds the date, its comment kept; else a new one."""
    text, line = decode(data), f"catalog_date = {dated.isoformat()}"
    changed, found = _DATE.subn(line, text, count=1)
    if not found:
        changed = _FIRST_KEY.sub(f"{line}\n", text, count=1)
    return Form.of(data).encoded(changed)


def _tried(folder: Path, files: Mapping[str, bytes]) -> None:
    """Whether the agency can be read with these files, in a copy of its folder."""
    with tempfile.TemporaryDirectory() as beside:
        copy = Path(beside) / folder.name
        shutil.copytree(folder, copy)
        for name, data in files.items():
            (copy / name).write_bytes(data)
        try:
            load(copy)
        except AgencyMistakes as mistakes:
            first = mistakes.mistakes[0]
            raise Refusal(
                f"Chưa ghi gì: danh mục mới sẽ có chỗ sai ({first}).",
                f"Nothing was written: the new catalogue would be wrong ({first.english}).",
            ) from None


def _replace(files: Mapping[Path, bytes]) -> None:
    """Each whole or not at all, and none where one of them finds no room."""
    unfinished = {path: path.with_name(f".{path.name}.unfinished") for path in files}
    try:
        for path, beside in unfinished.items():
            beside.write_bytes(files[path])
            _readable_as(beside, path if path.exists() else path.with_name(CATALOGUE))
        for path, beside in unfinished.items():
            os.replace(beside, path)
    finally:
        for beside in unfinished.values():
            beside.unlink(missing_ok=True)


def _readable_as(path: Path, model: Path) -> None:
    """By those who could read the model: the command may be run by somebody else than the bot."""
    shutil.copymode(model, path)
    owner = model.stat()
    with suppress(PermissionError):
        os.chown(path, owner.st_uid, owner.st_gid)
    with path.open("rb") as file:
        os.fsync(file.fileno())
