"""The house as a process of its own, started, killed and started again."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from bot.settings import ROOT
from tests.ports import free_port


class Server:
    """`url` is the database; the data folder keeps files and the key between starts."""

    def __init__(self, url: str, folder: Path, **settings: str) -> None:
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.output = folder / "output.txt"
        self._environment = {
            **os.environ, "LANGNGHE_DATABASE_URL": url, "LANGNGHE_DATA_DIR": str(folder),
            "LANGNGHE_HTTP_PORT": str(self.port), "LANGNGHE_LOG_LEVEL": "WARNING",
            "LANGNGHE_SECRET_KEY": "k" * 43, "PYTHONUNBUFFERED": "1", **settings,
        }  # fmt: skip
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns once it serves."""
        with self.output.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                cwd=ROOT,
                env=self._environment,
                stdout=output,
                stderr=output,
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise RuntimeError(self.output.read_text(encoding="utf-8")[-3000:])
            try:
                with urlopen(f"{self.base}/healthz", timeout=1) as answer:
                    if answer.status == 200:
                        return
            except (URLError, OSError):
                time.sleep(0.05)
        raise RuntimeError("did not start within a minute")

    async def start_behind(self) -> None:
        await asyncio.to_thread(self.start)

    def kill(self) -> None:
        """As the power would."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=20)

    def printed(self) -> str:
        return self.output.read_text(encoding="utf-8")
