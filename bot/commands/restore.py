"""`langnghe restore`: a backup is checked whole, then put into the database of either engine in one
transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy.exc import SQLAlchemyError

from bot.commands import archive, key_ring, start_checks
from bot.commands.archive import MANIFEST, Broken
from bot.commands.plainly import Refusal, say
from bot.commands.running import nobody_running
from bot.commands.safe_key import fitting_key, known_keys, wrong_key
from bot.commands.sealed_file import Unlock
from bot.commands.zalo_account import remind_of_login
from bot.files import FileStore
from bot.settings import Settings
from storage.dump import Misfit, Record, Refill, refill
from storage.engine import opening
from storage.engine.opening import CannotOpen
from storage.keys import WrongKey


def restore(settings: Settings, file: Path, *, force: bool = False) -> None:
    """Replace everything by what `file` holds. Raises Refusal, and then nothing is changed."""
    unlock = partial(key_ring.key_of, settings, file)
    manifest = _checked(file, unlock)
    start_checks.writable_data(settings)
    with nobody_running(settings):
        try:
            opening.where(settings.database)
            _put_back(settings, file, manifest, force, unlock)
        except CannotOpen as error:
            raise start_checks.database_refusal(error) from None
        except WrongKey:
            raise wrong_key(settings, lost=known_keys(settings) is None) from None
        except Misfit as error:
            raise _misfit(error, manifest["program"]) from None
        except SQLAlchemyError as error:
            away = CannotOpen("away", opening.where(settings.database), type(error).__name__)
            raise start_checks.database_refusal(away) from None
    rows, files = sum(manifest["tables"].values()), manifest["files"]
    say(f"Đã lấy lại {rows} dòng và {files} tệp.", f"{rows} rows and {files} files are back.")
    _remind_of_key(settings)
    remind_of_login(settings)


def _misfit(error: Misfit, program: str) -> Refusal:
    columns = ", ".join(f"{error.table}.{column}" for column in error.columns) or error.table
    return Refusal(
        f"Bản sao lưu (phiên bản {program}) có dữ liệu ở {columns} mà phiên bản này không có chỗ"
        " chứa: cài đúng phiên bản đó rồi lấy lại. Chưa có gì bị thay đổi.",
        f"The backup (of version {program}) has data in {columns}, for which there is no place"
        " here: install that version and restore there. Nothing was changed.",
    )


def _checked(file: Path, unlock: Unlock) -> dict[str, Any]:
    try:
        manifest = archive.manifest_of(file, unlock)
    except Broken as error:
        raise Refusal(
            f"Bản sao lưu {file.name} bị hỏng ({error}): dùng bản khác. Chưa có gì bị thay đổi.",
            f"The backup {file.name} is broken ({error}): take another. Nothing was changed.",
        ) from None
    except OSError as error:
        raise Refusal(
            f"Không đọc được {file} ({error.strerror}).", f"{file} cannot be read."
        ) from None
    if manifest["revision"] not in opening.known_revisions():
        raise Refusal(
            "Bản sao lưu do một phiên bản mới hơn tạo ra: cài phiên bản mới rồi làm lại.",
            "A newer version made this backup: install that one, then try again.",
        )
    return manifest


def _put_back(
    settings: Settings, file: Path, manifest: dict[str, Any], force: bool, unlock: Unlock
) -> None:
    with refill(settings.database, known_keys(settings)) as database:
        if not force and not database.is_empty():
            raise Refusal(
                "Ở đây đã có dữ liệu: thêm --force để thay tất cả bằng bản sao lưu.",
                "There is data here already: --force replaces all of it by the backup.",
            )
        # Files first: they are named by their content, so extra ones do no harm.
        _put_files_back(settings, file, unlock)
        database.begin(manifest["revision"])
        counts = _fill(database, file, unlock)
        if counts != manifest["tables"]:
            raise Refusal("Bản sao lưu thiếu dòng.", "Rows are missing from the backup.")
        database.finish()


def _put_files_back(settings: Settings, file: Path, unlock: Unlock) -> None:
    store = FileStore(settings.files_dir)
    for name, content in archive.members(file, unlock):
        if name.startswith("files/"):
            kept = store.keep_ours("tep.bin", "application/octet-stream", content.read())
            if f"files/{kept.path}" != name:
                raise Refusal("Bản sao lưu có tệp sai tên.", "A file in the backup is misnamed.")


def _fill(database: Refill, file: Path, unlock: Unlock) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name, content in archive.members(file, unlock):
        if name.startswith("tables/") and name != MANIFEST:
            table = name.removeprefix("tables/").removesuffix(".jsonl")
            counts[table] = database.add(table, _records(content))
    return counts


def _records(lines: Iterable[bytes]) -> Iterator[Record]:
    for line in lines:
        yield orjson.loads(line)


def _remind_of_key(settings: Settings) -> None:
    """The data is back either way; what is sealed in it needs the key it was sealed under."""
    try:
        fitting_key(settings)
    except Refusal as refusal:
        say(f"Còn một việc: {refusal.vi}", refusal.en)
