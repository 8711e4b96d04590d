"""Measuring what was taught takes seconds of processor: done in a process of its own, it holds up
no turn, and what it learned is gone with it."""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Sequence

from bot.channels.remote.process import environment
from cases.agency.agency import Agency
from cases.agency.words import Example
from cases.understanding.lesson_figures import Measured, measure


async def measured(folder: Agency, lessons: Sequence[Example]) -> Measured:
    """As `measure`. Raises RuntimeError where the process fails; what it says of it is not read,
    because it may repeat people's words."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.lessons_apart",
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env=environment(),
        # Ctrl-C goes to everybody in the terminal's group; the house alone answers it.
        start_new_session=True,
    )
    try:
        told, _ = await process.communicate(pickle.dumps((folder, lessons)))
    finally:
        if process.returncode is None:  # the house stops
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise RuntimeError("measuring failed")
    found: Measured = pickle.loads(told)
    return found


def main() -> None:
    os.nice(10)
    folder, lessons = pickle.load(sys.stdin.buffer)
    pickle.dump(measure(folder, lessons), sys.stdout.buffer)


if __name__ == "__main__":
    main()
