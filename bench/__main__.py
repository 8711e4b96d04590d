"""`make bench`: every contestant in turn, over and over, each run in a process of its own, so that
neither imports nor caches mix and a slow minute of the machine hits all of them."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import report, results_file, webhooks
from bench.machine import describe

HERE = Path(__file__).parent
CONTESTANTS = ("ours", "aiogram", "ptb")
ALONE = 500


def measure(name: str, *options: str) -> dict[str, Any]:
    """One run of one contestant; ends the benchmark when it fails or did the wrong work."""
    # Beside the data of a real installation, and not in /tmp, which may be memory: the disk counts.
    var = HERE.parent / "var"
    var.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=var) as data_dir:
        command = [sys.executable, "-m", "bench.measure", name, "--data-dir", data_dir, *options]
        done = subprocess.run(command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"{name}: this run does not count, see above")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def contest(names: list[str], people: int, repetitions: int) -> dict[str, list[dict[str, Any]]]:
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for repetition in range(repetitions):
        for name in names:
            run = measure(name, "--people", str(people))
            runs[name].append(run)
            speed = run["turns"] / run["seconds"]
            print(f"{repetition + 1}/{repetitions} {name}: {speed:,.0f} turns/s", flush=True)
    return runs


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument(
        "--only",
        help=f"some of {','.join(CONTESTANTS)}; the results are then shown, but not written",
    )
    given = parser.parse_args()
    given.names = given.only.split(",") if given.only else list(CONTESTANTS)
    if unknown := set(given.names) - set(CONTESTANTS):
        parser.error(f"no such contestant: {', '.join(sorted(unknown))}")
    if given.people < 1 or given.repetitions < 1:
        parser.error("at least one person and one repetition")
    return given


def main() -> None:
    given = options()
    machine = describe()
    runs = contest(given.names, given.people, given.repetitions)
    alone: list[float] = []
    zalo = ""
    if "ours" in given.names:
        alone = measure("ours", "--alone", str(ALONE))["milliseconds"]
        zalo = webhooks.line()
    page = report.page(runs, alone, zalo, machine, given.people)
    print(f"\n{page}")
    if given.only is None:
        results_file.keep_conversation(page)


if __name__ == "__main__":
    main()
