"""What is wrong with the Zalo Bot, as its calls tell."""

from __future__ import annotations

import logging

from bot.channels.parts.troubles import Troubles
from bot.channels.zalo_bot_parts.api import QUOTA_USED_UP, TOKEN_REFUSED, Failed

log = logging.getLogger(__name__)

_OF_ALL_CALLS = ("away", "token")  # what no call gets past


class BotTroubles(Troubles):
    def __init__(self) -> None:
        super().__init__("Zalo")

    def tell(self, kind: str, line: str) -> None:
        """In the log once, however long it lasts."""
        if self.line(kind) != line:
            log.warning("zalo bot: %s", line)
        super().tell(kind, line)

    def works(self, *kinds: str) -> None:
        """A call went through, and so do all others."""
        self.over(*_OF_ALL_CALLS, *kinds)

    def of_call(self, failed: Failed) -> bool:
        """Told where it is the channel's, and not that of one message."""
        if not failed.left:
            self.tell("away", f"Zalo {failed.why}")
        elif failed.code == 401:
            self.tell("token", TOKEN_REFUSED)
        elif failed.code == 429:
            self.tell("quota", QUOTA_USED_UP)
        else:
            return False
        return True

    def of_receiving(self, error: Exception) -> None:
        """What keeps updates away."""
        if not isinstance(error, Failed):
            self.tell("receive", f"Zalo's answer cannot be used ({type(error).__name__})")
        elif not self.of_call(error):
            self.tell("receive", " ".join(f"Zalo {error.why} {error.description}".split()))
