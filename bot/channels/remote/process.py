"""The process beside the house: begun with one end of a socket, and ended by closing the other."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from asyncio.subprocess import DEVNULL, Process

PATIENCE = 4.0  # seconds for the process to end by itself


async def begin(module: str) -> tuple[Process, socket.socket]:
    """`python -m module FD`, and our end of its socket."""
    ours, theirs = socket.socketpair()
    try:
        with theirs:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                module,
                str(theirs.fileno()),
                pass_fds=(theirs.fileno(),),
                env=environment(),
                stdin=DEVNULL,
                stdout=DEVNULL,
                # Ctrl-C goes to everybody in the terminal's group; the house alone answers it.
                start_new_session=True,
            )
    except BaseException:  # stopped while it was being begun
        ours.close()
        raise
    return process, ours


def environment() -> dict[str, str]:
    """Without our settings: a channel is told its own, and has no use for the others' secrets."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LANGNGHE_")}
    return kept | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


async def end(process: Process) -> None:
    """The socket is closed already. Returns once the process is gone."""
    try:
        async with asyncio.timeout(PATIENCE):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
