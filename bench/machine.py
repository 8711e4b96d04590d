"""What the numbers were measured on."""

from __future__ import annotations

import os
import platform
import sqlite3
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = (
    "python-telegram-bot",
    "aiogram",
    "aiohttp",
    "pydantic",
    "sqlalchemy",
    "sqlmodel",
    "jinja2",
    "orjson",
)


def describe() -> dict[str, str]:
    return {
        "Date": time.strftime("%Y-%m-%d", time.gmtime()),
        "Cores": str(os.cpu_count()),
        "Processor": _processor(),
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "SQLite": sqlite3.sqlite_version,
        "Disk": f"{_syncs():,.0f} writes of 4 KB with fsync a second",
        "Libraries": ", ".join(f"{name} {version(name)}" for name in _LIBRARIES),
    }


def _processor() -> str:
    """By its own name on Linux, else the architecture."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _syncs(count: int = 500) -> float:
    """A durable commit can be no faster than this."""
    with tempfile.NamedTemporaryFile(dir=Path(__file__).parent) as file:
        block = os.urandom(4096)
        began = time.perf_counter()
        for _ in range(count):
            file.write(block)
            file.flush()
            os.fsync(file.fileno())
        return count / (time.perf_counter() - began)
