"""Ports on loopback that nobody has, and that nobody is given by chance: below those which the
system hands out by itself, a stretch for each worker."""

from __future__ import annotations

import itertools
import os
import socket

_FIRST, _EACH = 10_000, 2_000  # Linux hands out 32768 and above
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 10
_next = itertools.count(os.getpid())


def free_port() -> int:
    for number in _next:
        port = _FIRST + _worker * _EACH + number % _EACH
        with socket.socket() as free:
            try:
                free.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("there is always a next one")
