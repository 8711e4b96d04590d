"""The house as a process: started, looked at, killed and started again."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from bench.campaign.crowd import database_in
from bench.campaign.house import SCALE, SHIFT, to_morning
from bench.network import TOKEN
from bench.webhooks import APP, OA, SECRET

ROOT = Path(__file__).parent.parent.parent
KEY = "k" * 43
_PATIENCE = 90.0


class Process:
    """`folder` holds its data; `agency` is another folder than the sample, `database` another than
    that in `folder`, of which alone `campaign` tells."""

    def __init__(
        self, folder: Path, services: str, scale: int, agency: str = "", database: str = ""
    ) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._folder = folder
        settings = {
            "DATA_DIR": str(folder), "DATABASE_URL": database or database_in(folder),
            "SECRET_KEY": KEY,
            "HTTP_PORT": str(self.port), "LOG_LEVEL": "WARNING",
            "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API": services,
            "ZALO_APP_ID": APP, "ZALO_APP_SECRET": "app-secret", "ZALO_OA_ID": OA,
            "ZALO_OA_SECRET": SECRET, "ZALO_ACCESS_TOKEN": "a", "ZALO_REFRESH_TOKEN": "r",
            "ZALO_API": services, "ZALO_OAUTH_API": services, "ZALO_BUSINESS_API": services,
            **({"AGENCY": agency} if agency else {}),
        }  # fmt: skip
        kept = {k: v for k, v in os.environ.items() if not k.startswith("LANGNGHE_")}
        ours = {f"LANGNGHE_{name}": value for name, value in settings.items()}
        self._environment = {
            **kept,
            **ours,
            SCALE: str(scale),
            SHIFT: str(to_morning()),
            "PYTHONPATH": str(ROOT),
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns once it serves."""
        with (self._folder / "output.txt").open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bench.campaign.house", "run"],
                cwd=ROOT,
                env=self._environment,
                stdout=output,
                stderr=output,
            )
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=1) as answer:
                    if answer.status == 200:
                        return
            except (URLError, OSError):
                time.sleep(0.05)
        said = (self._folder / "output.txt").read_text("utf-8", "replace")[-2000:]
        raise RuntimeError(f"the house did not start: {said}")

    def kill(self) -> None:
        """As the power would."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()

    def megabytes(self) -> float:
        """Resident, with what it has running beside it."""
        assert self._process is not None
        own = str(self._process.pid)
        children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
        return sum(map(_resident, (own, *children)))

    def campaign(self) -> tuple[str, int]:
        """Its state, and how many messages were marked as perhaps sent twice."""
        path = f"file:{self._folder / 'langnghe.db'}?mode=ro"
        with closing(sqlite3.connect(path, uri=True)) as database:
            [(state,)] = database.execute("SELECT state FROM campaign").fetchall()
            [(twice,)] = database.execute(
                "SELECT COUNT(*) FROM outbox WHERE campaign_id IS NOT NULL AND maybe_twice = 1"
            ).fetchall()
        return str(state), twice


def _resident(pid: str) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
