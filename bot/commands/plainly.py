"""Speaking to the clerk at the terminal: Vietnamese first, English under it, never a traceback."""

from __future__ import annotations

import sys
from typing import TextIO


class Refusal(Exception):
    """The command cannot do what was asked. One sentence in each language says why and what to
    do; `code` is the exit code."""

    def __init__(self, vi: str, en: str, code: int = 1) -> None:
        super().__init__(en)
        self.vi = vi
        self.en = en
        self.code = code


def say(vi: str, en: str = "", *, to: TextIO | None = None) -> None:
    """Printed and flushed, so that it is seen at once also behind a pipe."""
    print(f"{vi}\n  {en}" if en else vi, file=to or sys.stdout, flush=True)


def complain(refusal: Refusal) -> None:
    say(refusal.vi, refusal.en, to=sys.stderr)
