"""How many a broadcast reaches, and what that costs."""

from __future__ import annotations

from handlers.campaigns.forecast import Forecast
from handlers.desk import Desk
from handlers.notices.channel_names import channel_words


def size_words(desk: Desk, found: Forecast, language: str) -> str:
    return desk.words(
        language,
        "broadcast.forecast",
        size=found.size,
        channels=[
            (channel_words(desk, language, name), count)
            for name, count in sorted(found.by_channel.items())
        ],
        priced=found.priced,
        beyond=found.beyond,
        cost=found.cost,
        minutes=found.minutes,
    )
