"""`python -m bench.webhooks`: how fast Zalo's webhook is answered by the program as it runs, with
its site, its signature check and SQLite on disk. Zalo switches a webhook off that keeps it waiting
for longer than 2 s (facts: channels 1.6), so what counts is the slowest of a burst.

Zalo itself stands here: it sends the events and takes the answers, which cost it nothing. It shares
the processor with the house, so that the figures are rather too bad than too good."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import socket
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from statistics import median, quantiles

import aiohttp
from aiohttp import web

from bench.people import Person

HERE = Path(__file__).parent
APP, OA, SECRET = "1234567890123456789", "388613280878808645", "oa-secret"
_EACH = 5  # messages of each person in a burst: a filing up to the name
_TAPS = {2: "1", 3: "1"}  # a typed number is a tap
_CONNECTIONS = 200


def event(person: Person, step: int) -> tuple[bytes, dict[str, str]]:
    """What Zalo sends for the `step`-th message of a person, and how it signs it."""
    said = person.conversation()[step]
    stamp = str(int(time.time() * 1000))
    body = json.dumps(
        {
            "app_id": APP,
            "sender": {"id": f"24684{person.number:012}"},
            "user_id_by_app": f"55217{person.number:012}",
            "recipient": {"id": OA},
            "event_name": "user_send_text",
            "message": {
                "text": said if isinstance(said, str) else _TAPS[step],
                "msg_id": f"{person.number}-{step}",
            },
            "timestamp": stamp,
        },
        ensure_ascii=False,
    ).encode()
    mac = sha256(APP.encode() + body + stamp.encode() + SECRET.encode()).hexdigest()
    return body, {"Content-Type": "application/json", "X-ZEvent-Signature": f"mac={mac}"}


class Zalo:
    """Takes whatever is sent, and delivers events to the house."""

    def __init__(self) -> None:
        self.taken = 0
        self._runner: web.AppRunner | None = None

    async def start(self) -> str:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._take)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def _take(self, request: web.Request) -> web.Response:
        await request.read()
        self.taken += 1
        return web.json_response({"error": 0, "data": {"message_id": f"m{self.taken}"}})

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()


async def house(folder: str, zalo: str, port: int) -> asyncio.subprocess.Process:
    """`langnghe run`, serving."""
    settings = {
        "DATA_DIR": folder, "HTTP_PORT": str(port), "LOG_LEVEL": "WARNING",
        "ZALO_APP_ID": APP, "ZALO_APP_SECRET": "app-secret", "ZALO_OA_ID": OA,
        "ZALO_OA_SECRET": SECRET, "ZALO_ACCESS_TOKEN": "a", "ZALO_REFRESH_TOKEN": "r",
        "ZALO_API": zalo, "ZALO_OAUTH_API": zalo, "ZALO_BUSINESS_API": zalo,
    }  # fmt: skip
    environment = {k: v for k, v in os.environ.items() if not k.startswith("LANGNGHE_")}
    environment |= {f"LANGNGHE_{name}": value for name, value in settings.items()}
    command = (sys.executable, "-m", "bot", "run")
    process = await asyncio.create_subprocess_exec(
        *command, cwd=HERE.parent, env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    while b"start=" not in await process.stdout.readline():
        if process.returncode is not None:
            sys.exit("the house did not start")
    return process


async def told(http: aiohttp.ClientSession, url: str, person: Person, step: int) -> float:
    """Seconds until the answer; ends the benchmark where it is not 200."""
    body, headers = event(person, step)
    began = time.perf_counter()
    async with http.post(url, data=body, headers=headers) as answer:
        if answer.status != 200:
            sys.exit(f"answered {answer.status}: this run does not count")
    return time.perf_counter() - began


async def alone(http: aiohttp.ClientSession, url: str, count: int) -> list[float]:
    """One after the other; every person new, `_EACH` messages of each."""
    return [await told(http, url, Person(1_000 + n // _EACH), n % _EACH) for n in range(count)]


async def burst(http: aiohttp.ClientSession, url: str, people: Sequence[Person]) -> list[float]:
    """All at once; seconds from the beginning of the burst to each answer."""
    return await asyncio.gather(
        *(told(http, url, person, step) for step in range(_EACH) for person in people)
    )


async def measured(folder: str, lone: int, bursts: int, people: int) -> str:
    zalo = Zalo()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = await house(folder, await zalo.start(), port)
    url = f"http://127.0.0.1:{port}/webhooks/zalo"
    try:
        connector = aiohttp.TCPConnector(limit=_CONNECTIONS)
        async with aiohttp.ClientSession(connector=connector) as http:
            await alone(http, url, 100)  # warm
            singles = await alone(http, url, lone)
            each = [
                await burst(http, url, [Person(10_000 * (b + 1) + n) for n in range(people)])
                for b in range(bursts)
            ]
    finally:
        process.send_signal(signal.SIGINT)
        await process.wait()
        await zalo.stop()
    _check(folder, max(100, lone) + bursts * people * _EACH)
    return _line(singles, each, people)


def _check(folder: str, events: int) -> None:
    with sqlite3.connect(Path(folder) / "langnghe.db") as database:
        [(done,)] = database.execute("SELECT count(*) FROM inbox WHERE state = 'done'").fetchall()
    if done != events:
        sys.exit(f"{done} of {events} events were heard: this run does not count")


def _line(singles: Sequence[float], bursts: Sequence[Sequence[float]], people: int) -> str:
    cuts = quantiles(singles, n=100)
    together = sorted(seconds for each in bursts for seconds in each)
    speed = median(len(each) / max(each) for each in bursts)
    return (
        f"Zalo webhook: {speed:,.0f} a second; lone p50 {cuts[49] * 1e3:.1f} ms, p99"
        f" {cuts[98] * 1e3:.1f} ms; burst of {people * _EACH:,} from {people} people p50"
        f" {median(together) * 1e3:,.0f} ms, p99 {quantiles(together, n=100)[98] * 1e3:,.0f} ms,"
        f" slowest {together[-1] * 1e3:,.0f} ms\n\n"
        f"(`python -m bench.webhooks`: ours as it runs, signed calls over HTTP answered after the"
        f" commit, {len(singles)} one at a time, then {len(bursts)} bursts at once; Zalo waits"
        " 2,000 ms)"
    )


def line(lone: int = 500, bursts: int = 5, people: int = 200) -> str:
    """One line for the page; ends the benchmark where the run does not count."""
    # Beside the data of a real installation, and not in /tmp, which may be memory: the disk counts.
    var = HERE.parent / "var"
    var.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=var) as folder:
        return asyncio.run(measured(folder, lone, bursts, people))


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.webhooks", description=__doc__)
    options.add_argument("--lone", type=int, default=500)
    options.add_argument("--bursts", type=int, default=5)
    options.add_argument("--people", type=int, default=200)
    given = options.parse_args()
    print(line(given.lone, given.bursts, given.people))


if __name__ == "__main__":
    main()
