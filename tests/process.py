"""The bot as a process of its own, as an operator starts and stops it."""

from __future__ import annotations

import atexit
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from functools import cache
from pathlib import Path

from bot.settings import ROOT
from tests.agency_folder import SAMPLE
from tests.ports import free_port

_PATIENCE = 40.0


@cache
def small_agency() -> Path:
    """The sample with every twentieth example: a process that only starts and stops need not learn
    them all. Made once for all tests of a worker."""
    folder = Path(tempfile.mkdtemp(prefix="langnghe-agency-", dir=tempfile.gettempdir()))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = Path(shutil.copytree(SAMPLE, folder / SAMPLE.name))
    head, *rows = (made / "examples.csv").read_text("utf-8").splitlines(keepends=True)
    (made / "examples.csv").write_text("".join((head, *rows[::20])), "utf-8")
    return made


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """Ours only: what the developer's shell has set must not change a test."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("LANGNGHE_")}
    ours = {
        "DATA_DIR": str(folder),
        "HTTP_PORT": str(free_port()),
        "AGENCY": str(small_agency()),
        **settings,
    }
    return {**kept, "PYTHONPATH": str(ROOT), **{f"LANGNGHE_{k}": v for k, v in ours.items()}}


def command(
    *words: str, env: dict[str, str], cwd: Path, typed: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        env=env,
        input=typed,
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )


class Running:
    """`langnghe run`; use it in a `with`. `port` is where it serves."""

    def __init__(self, folder: Path, **settings: str) -> None:
        env = environment(folder, **settings)
        self.port = int(env["LANGNGHE_HTTP_PORT"])
        self.address = f"http://127.0.0.1:{self.port}"
        folder.mkdir(exist_ok=True)
        with (folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                env=env,
                cwd=folder,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._reader.join()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))
        self.process.stdout.close()

    def line(self) -> str:
        return self._lines.get(timeout=_PATIENCE)

    def lines_until(self, part: str) -> list[str]:
        """Everything printed up to the first line that holds `part`."""
        found = [self.line()]
        while part not in found[-1]:
            found.append(self.line())
        return found

    def silent(self) -> bool:
        """Whether nothing more was printed a moment later."""
        time.sleep(0.2)
        return self._lines.empty()

    def stop(self, sign: int = signal.SIGTERM) -> tuple[int, float]:
        """Exit code, and the seconds it took."""
        began = time.monotonic()
        self.process.send_signal(sign)
        code = self.process.wait(timeout=_PATIENCE)
        return code, time.monotonic() - began

    def get(self, path: str, token: str = "") -> dict:
        return self._ask(urllib.request.Request(self.address + path), token)

    def troubles(self) -> dict[str, str]:
        """Why it is not ready, by part."""
        try:
            reasons = self.get("/readyz")["reasons"]
        except urllib.error.HTTPError as error:
            with error:
                reasons = json.loads(error.read())["reasons"]
        return dict(reasons)

    def post(self, path: str, body: dict, token: str = "") -> dict:
        data = json.dumps(body).encode()
        return self._ask(urllib.request.Request(self.address + path, data), token)

    def _ask(self, request: urllib.request.Request, token: str) -> dict:
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
            body: dict = json.loads(answer.read())
            return body


class WebPerson:
    """Somebody in the web chat of a running bot."""

    def __init__(self, bot: Running) -> None:
        self._bot = bot
        self._token = bot.post("/chat/api/session", {})["token"]
        self._sent = 0
        self._seen = 0

    def says(self, text: str) -> str:
        """All that the bot answers. What was refused is said again with the same id."""
        message = {"id": str(self._sent + 1), "text": text}
        self._bot.post("/chat/api/messages", message, self._token)
        self._sent += 1
        found = self._bot.get(f"/chat/api/messages?after={self._seen}", self._token)["messages"]
        self._seen = found[-1]["seq"]
        return "\n".join(m["text"] for m in found if m["from"] == "bot")
