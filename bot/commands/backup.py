"""`langnghe backup`: every table from one instant, and the stored files, in one file, sealed
under a key of its own. SECRET_KEY is never in it."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from bot import __version__
from bot.app import utc_now
from bot.commands import archive, key_ring, old_keys, start_checks
from bot.commands.archive import Writer
from bot.commands.opened import damage_told, reading
from bot.commands.plainly import Refusal, say
from bot.commands.safe_key import fitting_key
from bot.files import FileStore
from bot.settings import Settings, secret_key
from messages.dates import local
from storage.dump import Snapshot, snapshot
from storage.engine.opening import CannotOpen
from storage.keys import Keys

_NAME = "langnghe-%Y%m%d-%H%M%S.tar.gz"


def backup(settings: Settings, folder: Path, keep: int | None = None) -> Path:
    """The new backup's path. Older ones beyond the newest `keep` go afterwards. Raises Refusal."""
    with reading(settings):
        pass  # refuses where there is nothing to save
    fitting_key(settings)
    keys = Keys(secret_key(settings)[0])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = _free_name(folder, utc_now())
        with (
            damage_told(settings),
            archive.written(target, *key_ring.new_key(settings, keys, utc_now())) as writer,
            snapshot(settings.database) as saved,
        ):
            _fill(writer, saved, settings, folder)
        if keep is not None:
            _drop_older(folder, keep)
        old_keys.let_go(settings)
        key_ring.copy_to(settings, folder)
    except CannotOpen as error:
        raise start_checks.database_refusal(error) from None
    except OSError as error:
        raise Refusal(
            f"Không ghi được bản sao lưu vào {folder} ({error.strerror}).",
            f"The backup cannot be written to {folder} ({error.strerror}).",
        ) from None
    return target


def _free_name(folder: Path, now: datetime) -> Path:
    """By the office's own clock, and always after those there: which is the newest goes by name."""
    moment = local(now).replace(tzinfo=None, microsecond=0)
    for path in _backups(folder):
        moment = max(moment, datetime.strptime(path.name, _NAME) + timedelta(seconds=1))
    return folder / moment.strftime(_NAME)


def _backups(folder: Path) -> list[Path]:
    """Oldest first; what else lies there is left alone."""
    found = []
    for path in sorted(folder.glob("langnghe-*.tar.gz")):
        with suppress(ValueError):
            datetime.strptime(path.name, _NAME)
            found.append(path)
    return found


def _fill(writer: Writer, saved: Snapshot, settings: Settings, folder: Path) -> None:
    counts: dict[str, int] = {}
    stored: set[str] = set()
    for table in saved.tables:
        with tempfile.TemporaryFile(dir=folder) as lines:
            for record in saved.records(table):
                lines.write(orjson.dumps(record) + b"\n")
                counts[table] = counts.get(table, 0) + 1
                if table == "stored_file" and record["state"] == "kept" and record["path"]:
                    stored.add(record["path"])
            lines.seek(0)
            writer.add(f"tables/{table}.jsonl", lines)
    missing = _add_files(writer, settings, sorted(stored))
    writer.close(_about(saved, counts, len(stored) - missing))


def _add_files(writer: Writer, settings: Settings, paths: list[str]) -> int:
    """How many files the tables name that are not on disk: said, because nobody else would."""
    store, missing = FileStore(settings.files_dir), 0
    for path in paths:
        try:
            with store.open_path(path).open("rb") as content:
                writer.add(f"files/{path}", content)
        except FileNotFoundError:
            missing += 1
    if missing:
        say(
            f"Chú ý: {missing} tệp đính kèm không còn trên đĩa.",
            f"Note: {missing} attached files are no longer on the disk.",
        )
    return missing


def _about(saved: Snapshot, counts: dict[str, int], files: int) -> dict[str, Any]:
    return {
        "program": __version__,
        "revision": saved.revision,
        "made_at": utc_now().isoformat(timespec="seconds"),
        "tables": {table: counts.get(table, 0) for table in saved.tables},
        "files": files,
    }


def _drop_older(folder: Path, keep: int) -> None:
    for old in _backups(folder)[:-keep]:
        old.unlink(missing_ok=True)
