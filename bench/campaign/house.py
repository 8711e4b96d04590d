"""The house as it runs, in a process of its own: by day, its pace and its looking for more to write
so many times as fast."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.campaign.pace import faster, sooner

SCALE, SHIFT = "BENCH_SCALE", "BENCH_SHIFT"


def to_morning() -> float:
    """Seconds from now to nine in the morning in Vietnam: at night a broadcast would rest."""
    now = datetime.now(UTC)
    return (now.replace(hour=2, minute=0) - now).total_seconds()


def _now() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=float(os.environ[SHIFT]))


def telegram(**given: Any) -> Any:
    """What its Telegram process hosts."""
    from bot.channels.telegram import make
    from bot.channels.telegram_parts.pace import Pace

    scale, usual = int(os.environ[SCALE]), Pace()
    pace = replace(
        usual,
        chat=sooner(usual.chat, scale),
        overall=faster(usual.overall, scale),
        notices=faster(usual.notices, scale),
        broadcasts=faster(usual.broadcasts, scale),
        hold=usual.hold / scale,
        margin=usual.margin / scale,
    )
    return make(**given, pace=pace)


def main() -> None:
    from bot import cli
    from bot.app import House
    from bot.channels.telegram_parts import remote
    from bot.channels.zalo_parts import pace
    from bot.commands import run

    scale = int(os.environ[SCALE])
    vars(remote).update(FACTORY="bench.campaign.house:telegram")
    names = ("_OVERALL", "_NOTICES", "_BROADCASTS")
    vars(pace).update({name: faster(vars(pace)[name], scale) for name in names})

    class Faster(House):
        def __init__(self, settings: Any, **given: Any) -> None:
            super().__init__(settings, now=_now, **given)

        def _errands(self) -> list[Any]:
            return [
                replace(each, seconds=each.seconds / scale) if each.name == "campaigns" else each
                for each in super()._errands()
            ]

    vars(run).update(House=Faster)
    cli.main()


if __name__ == "__main__":
    main()
