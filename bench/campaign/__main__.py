"""`make campaign-test`: a broadcast to many people on Telegram and Zalo, whose limits stand on
loopback; its figures go into RESULTS.md with `--write`."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from pathlib import Path

from bench import results_file
from bench.campaign.measured import Measured
from bench.campaign.play import Play
from bench.machine import describe

HERE = Path(__file__).parent.parent
_WHAT = """\
`make campaign-test` (`python -m bench.campaign --people N --scale N --talk SECONDS --write`): the
house as it runs, SQLite on disk, in a process of its own, Telegram's in another. Telegram and
Zalo stand on loopback with their limits (30 a second and 3 in 3 s to one chat; 4,000 a minute and
windows) and halts by 429; both limits and our pace run so many times as fast. Permitted is what
is not kept for replies: 20 a second on Telegram, 45 on Zalo. One in twenty on Zalo spoke there
too long ago, and waits.
"""


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.campaign", description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--scale", type=int, default=5, help="time runs so many times as fast")
    parser.add_argument("--talk", type=float, default=60, help="seconds of the run as in life")
    parser.add_argument("--write", action="store_true", help="put the figures into RESULTS.md")
    return parser.parse_args()


async def whole(folder: Path, people: int, scale: int) -> Measured:
    async with Play(folder, people, scale) as play:
        return await play.whole()


async def killed(folder: Path, people: int, scale: int) -> Measured:
    async with Play(folder, people, scale) as play:
        return await play.killed()


async def talked_to(folder: Path, seconds: float) -> Measured:
    async with Play(folder, int(seconds * 65 * 1.3), 1) as play:
        return await play.talked_to(seconds)


def page(runs: dict[str, Measured]) -> str:
    machine = [f"- {name}: {value}" for name, value in describe().items()]
    load = f"- Load of the machine in the last 15 minutes: {os.getloadavg()[2]:.0f}"
    told = [f"{results_file.CAMPAIGN}\n", _WHAT, *machine, load]
    for name, run in runs.items():
        told.append(f"\n{name}:\n\n| what | measured |\n|---|---|")
        told += [f"| {what} | {value} |" for what, value in run.lines()]
    return "\n".join(told) + "\n"


def main() -> None:
    given = options()
    var = HERE.parent / "var"
    var.mkdir(exist_ok=True)
    runs: dict[str, Measured] = {}
    # On the disk, not in /tmp, which may be memory: the disk counts.
    with tempfile.TemporaryDirectory(prefix="bench-", dir=var) as kept:
        folders = [Path(kept) / name for name in ("whole", "killed", "talk")]
        for folder in folders:
            folder.mkdir()
        runs["The whole of it"] = asyncio.run(whole(folders[0], given.people, given.scale))
        some = max(given.people // 5, 2000)
        cut = asyncio.run(killed(folders[1], some, given.scale))
        runs["Killed (`kill -9`) in the middle, and started again"] = cut
        if given.talk:
            runs["People writing meanwhile"] = asyncio.run(talked_to(folders[2], given.talk))
    shown = page(runs)
    print(shown)
    if given.write:
        results_file.keep_campaign(shown)
    sys.exit(0 if all(good(run) for run in runs.values()) else 1)


def good(run: Measured) -> bool:
    """What was promised."""
    paced = all(share >= 0.97 for share in run.shares.values())
    return paced and not run.too_fast and not run.missed and (not run.answers or run.p95 < 1)


if __name__ == "__main__":
    main()
