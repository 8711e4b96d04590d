"""One run of one contestant, in its own process: rehearse, warm up, time, check, print JSON."""

from __future__ import annotations

import argparse
import asyncio
import gc
import importlib
import json
import logging
import time
from pathlib import Path
from typing import Any

from bench.network import Network
from bench.people import Person
from bench.rehearsal import ACTORS, check, rehearse, updates_of

_WARM_UP = [Person(10_000 + number) for number in range(200)]


async def together(name: str, count: int, data_dir: Path) -> dict[str, Any]:
    """The conversations of `count` people interleaved. Seconds are wall-clock; `making` is what
    making the updates cost, outside the timed part. A contestant's `cpu_beside` are the processor
    seconds of its other processes up to its last play."""
    module = importlib.import_module(f"bench.with_{name}")
    network, contestant = Network(), module.Contestant(data_dir)
    await contestant.start(network)
    try:
        noted = await rehearse(contestant, module.BUTTONS, network)
        await contestant.play(updates_of(_WARM_UP, noted, seed=2))
        people = [Person(100_000 + number) for number in range(count)]
        making = time.perf_counter()
        updates = updates_of(people, noted, seed=1)
        making = time.perf_counter() - making
        before = network.calls.copy()
        gc.collect()
        began, cpu = time.perf_counter(), time.process_time() + contestant.cpu_beside
        await contestant.play(updates)
        seconds = time.perf_counter() - began
        cpu = time.process_time() + contestant.cpu_beside - cpu
        calls = network.calls - before
        check(network, [*_WARM_UP, *people])
        await contestant.check(len(ACTORS) + len(_WARM_UP) + count)
    finally:
        await contestant.stop()
    return {
        "turns": len(updates),
        "seconds": seconds,
        "cpu": cpu,
        "making": making,
        "calls": dict(calls),
    }


async def alone(name: str, count: int, data_dir: Path) -> dict[str, Any]:
    """`count` messages, each only when the one before is answered: milliseconds from its arrival
    to its commit."""
    module = importlib.import_module(f"bench.with_{name}")
    network, contestant = Network(), module.Contestant(data_dir)
    await contestant.start(network)
    try:
        noted = await rehearse(contestant, module.BUTTONS, network)
        await contestant.play(updates_of(_WARM_UP, noted, seed=2))
        people = [Person(100_000 + number) for number in range(count)]
        updates = updates_of(people, noted, seed=1)[:count]
        milliseconds = [await contestant.take_one(raw) * 1000 for raw in updates]
    finally:
        await contestant.stop()
    return {"milliseconds": milliseconds}


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("name")
    options.add_argument("--people", type=int, default=2000)
    options.add_argument("--alone", type=int, default=0, help="so many messages one at a time")
    options.add_argument("--data-dir", type=Path, required=True)
    given = options.parse_args()
    logging.basicConfig(level=logging.WARNING)
    if given.alone:
        result = asyncio.run(alone(given.name, given.alone, given.data_dir))
    else:
        result = asyncio.run(together(given.name, given.people, given.data_dir))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
