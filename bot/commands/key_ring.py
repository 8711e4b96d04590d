"""The keys of the backups. Each backup is sealed under a key of its own, and the keys lie in a ring
beside the data, themselves sealed under SECRET_KEY. Taking a key out of the ring makes its backup
unreadable: so what was erased cannot come back from an old copy. A copy of the ring goes with the
backups, because a new machine needs it."""

from __future__ import annotations

import os
import secrets
from datetime import datetime
from pathlib import Path

import orjson

from bot.commands.archive import sync_folder
from bot.commands.plainly import Refusal
from bot.settings import Settings, known_key
from storage.columns.plain import stamp, unstamp
from storage.keys import Keys, WrongKey

COPY = "langnghe-keys.json"
_RING = "backup-keys.json"
_PURPOSE = "backup key"
Ring = dict[str, dict[str, str]]


def new_key(settings: Settings, keys: Keys, now: datetime) -> tuple[str, bytes]:
    """A name and a key, in the ring for good before anything is sealed under it."""
    name, key = secrets.token_hex(8), secrets.token_bytes(32)
    ring = _read(_ring(settings))
    ring[name] = {"made_at": stamp(now), "sealed": keys.seal(_PURPOSE, key.hex()).decode()}
    _write(_ring(settings), ring)
    return name, key


def key_of(settings: Settings, beside: Path, name: str) -> bytes:
    """The key of that name: from the ring of this place, or from the copy beside the backup. Raises
    Refusal where there is none any more, or SECRET_KEY does not open it."""
    entry = _read(_ring(settings)).get(name) or _read(beside.parent / COPY).get(name)
    if entry is None:
        raise Refusal(
            "Khóa của bản sao lưu này không còn: bản quá thời hạn giữ nên khóa đã được hủy, hoặc"
            f" thiếu tệp {COPY} (đặt cạnh bản sao lưu). Chưa có gì bị thay đổi.",
            "The key of this backup is gone: it was destroyed when its time was over, or the file"
            f" {COPY} is missing beside the backup. Nothing was changed.",
        )
    secret = known_key(settings)
    try:
        if secret is None:
            raise WrongKey(_PURPOSE)
        return bytes.fromhex(str(Keys(secret).unseal(_PURPOSE, entry["sealed"].encode())))
    except WrongKey:
        raise Refusal(
            "Khóa két (SECRET_KEY) thiếu hoặc không đúng, nên chưa mở được bản sao lưu: ghi khóa đã"
            " cất vào DATA_DIR/secret.key rồi làm lại. Chưa có gì bị thay đổi.",
            "The key for the safe (SECRET_KEY) is missing or another, so the backup cannot be"
            " opened: put the key you keep into DATA_DIR/secret.key. Nothing was changed.",
        ) from None


def older(settings: Settings, until: datetime) -> list[str]:
    """Names of keys made by then."""
    return sorted(n for n, e in _read(_ring(settings)).items() if unstamp(e["made_at"]) <= until)


def destroy(settings: Settings, names: list[str]) -> None:
    """What was sealed under them opens for nobody any more."""
    ring = {n: e for n, e in _read(_ring(settings)).items() if n not in names}
    _write(_ring(settings), ring)


def copy_to(settings: Settings, folder: Path) -> None:
    """Beside the backups, in place of the copy before: a key that was destroyed goes there too."""
    _write(folder / COPY, _read(_ring(settings)))


def _ring(settings: Settings) -> Path:
    return settings.data_dir / _RING


def _read(path: Path) -> Ring:
    try:
        found = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except orjson.JSONDecodeError:
        raise Refusal(f"Tệp {path.name} bị hỏng.", f"The file {path.name} is broken.") from None
    return dict(found)


def _write(path: Path, ring: Ring) -> None:
    unfinished = path.with_name(f".{path.name}.unfinished")
    with unfinished.open("wb") as file:
        file.write(orjson.dumps(ring, option=orjson.OPT_INDENT_2))
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, path)
    sync_folder(path.parent)
