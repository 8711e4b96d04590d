"""Papers made in a process of their own: the libraries stay out of the running bot, a template that
eats memory takes only that process with it, and the interpreter of the bot is left free."""

from __future__ import annotations

import asyncio
import os
import pickle
import resource
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.channels.remote.process import environment

Made = TypeVar("Made")

_MOST_MEMORY = 2 << 30
_PATIENCE = 120.0  # seconds


async def apart(calls: Sequence[Callable[[], Made]]) -> list[Made]:
    """What these give, in their order: `apart([partial(png, chart, "vi")])`. They are functions of
    modules, with arguments that can be pickled. Raises RuntimeError where the process fails; what
    it says of it is not read, because it may repeat people's words."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.papers.apart",
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env=environment() | {"OPENBLAS_NUM_THREADS": "1"},  # each thread asks for memory of its own
        # Ctrl-C goes to everybody in the terminal's group; the house alone answers it.
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(_PATIENCE):
            told, _ = await process.communicate(pickle.dumps(list(calls)))
    except TimeoutError as error:
        raise RuntimeError("papers took too long") from error
    finally:
        if process.returncode is None:  # too long, or the house stops
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise RuntimeError("papers could not be made")
    made: list[Made] = pickle.loads(told)
    return made


def main() -> None:
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    out = sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints is no part of the answer
    calls = pickle.load(sys.stdin.buffer)
    pickle.dump([call() for call in calls], out)


if __name__ == "__main__":
    main()
