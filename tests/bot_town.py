"""People with Zalo in their hands before a whole house, by its Zalo Bot over real HTTP to a strict
platform on loopback."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from cases.words.text import fold
from tests.fakes.zalo_bot_api import FakeZaloBot
from tests.fakes.zalo_bot_people import BotUser, Bubble
from tests.place import PUBLIC, Place, Someone

SECRET = "a-secret_of-Zalos"


class BotTown(Place):
    """`mode` is polling or webhook; `documented` the shape of what the platform sends."""

    def __init__(
        self,
        database: str,
        folder: Path,
        *,
        mode: str = "polling",
        documented: bool = False,
        **settings: Any,
    ) -> None:
        self.api = FakeZaloBot(documented=documented)
        given = {"zalo_bot_mode": mode, "zalo_bot_secret": SECRET if mode == "webhook" else ""}
        super().__init__(
            database,
            folder,
            **{"zalo_bot_token": self.api.token, "zalo_bot_api": "http://127.0.0.1", **given},
            **settings,
        )
        self.come(self.api)
        self.settings.zalo_bot_api = self.api.url

    # The house

    def opens(self) -> BotTown:
        self.begins(site=True)
        self.until(lambda: self.house.channels["zalo_bot"].health() == "")
        return self

    def served(self) -> None:
        self.api.sites[PUBLIC] = self.site

    def closes(self) -> None:
        self.api.sites.clear()
        super().closes()

    # Waiting

    def settles(self) -> None:
        """Everything said has been committed and answered, and the answers are with Zalo."""
        self.until(lambda: self.api.updates.quiet)
        self.run(self.house.outbox.settled())

    # People

    def citizen(self, name: str = "Võ Thị Tư") -> BotPhone:
        return BotPhone(self, self.api.user(name))

    def official(self, role: str, office: str = "", name: str = "") -> BotPhone:
        return self.citizen(name or f"Cán bộ {role}").becomes(role, office)


class BotPhone(Someone):
    """A person at their chat with the bot."""

    channel = "zalo_bot"
    place: BotTown

    def __init__(self, town: BotTown, user: BotUser) -> None:
        self.user = user
        super().__init__(town, user.id, user.name)

    def says(self, text: str) -> BotPhone:
        return self.does(lambda: self.user.says(text))

    def picks(self, label: str) -> BotPhone:
        """Types the number before these words (or the words of this key), as it stands in the
        newest message that numbers anything."""
        return self.says(self.number_of(label))

    def number_of(self, label: str) -> str:
        wanted = self.place.meant(label)
        numbered = [n for bubble in reversed(self.inbox) if (n := numbers(bubble.text))]
        offered = numbered[0] if numbered else {}
        found = next((n for n, words in offered.items() if wanted in fold(words)), "")
        assert found, f"{self.user.name} sees no {label!r}, only {offered}"
        return found

    @property
    def inbox(self) -> list[Bubble]:
        return self.user.inbox


def numbers(text: str) -> dict[str, str]:
    """The numbered lines of a message: number to words."""
    return dict(re.findall(r"^(\d+)\. (.+)$", text, re.M))
