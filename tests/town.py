"""People with phones in their hands before a whole house, by Telegram over real HTTP to a strict
Bot API on loopback, and its site in webhook mode."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import pytest

from bot.app import House
from bot.channels.telegram_parts import remote as telegram_remote
from tests.fakes.smtp_server import FakeSmtp
from tests.fakes.telegram_api import FakeTelegram
from tests.fakes.telegram_people import Bubble, Chat, User
from tests.place import Place, Service, Someone, label_among
from tests.ports import free_port

SENDER = "lang-nghe@skhdt.example.vn"
SECRET = "a-secret_of-Telegrams"
_HOSTED = "tests.fakes.telegram_hosted"


class Town(Place):
    """`mode` is polling or webhook, `pace` a function of `tests/fakes/telegram_hosted.py`. With
    `away` Telegram, and the mail server, come only when told to (`services_come`)."""

    def __init__(
        self,
        database: str,
        folder: Path,
        *,
        mode: str = "polling",
        pace: str = "quick",
        smtp: FakeSmtp | None = None,
        away: bool = False,
        **settings: Any,
    ) -> None:
        self.api = FakeTelegram(port=free_port())
        self._awaited: list[Service] = [self.api, *([smtp] if smtp else [])]
        if smtp is not None:
            smtp.port = free_port()
            settings |= {"smtp_url": f"smtp://127.0.0.1:{smtp.port}", "mail_from": SENDER}
        self._pace = pace
        given: dict[str, Any] = {
            "telegram_token": self.api.token,
            "telegram_api": f"http://127.0.0.1:{self.api.port}",
            "telegram_mode": mode,
            "telegram_webhook_secret": SECRET if mode == "webhook" else "",
        }
        super().__init__(database, folder, **given | settings)
        if not away:
            self.services_come()

    def services_come(self) -> None:
        self.come(*self._awaited)

    # The house

    def makes_house(self) -> House:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(telegram_remote, "FACTORY", f"{_HOSTED}:{self._pace}")
            return super().makes_house()

    def opens(self, *, site: bool = False) -> Self:
        self.begins(site=site or self.settings.telegram_mode == "webhook")
        return self

    def served(self) -> None:
        self.api.deliver_webhook(self.site)

    # Waiting

    def settles(self) -> None:
        """Everything said has been committed and answered, and the answers are with Telegram."""
        self.until(lambda: not self.api.updates.pending, 50)
        self.run(self.house.outbox.settled())

    # People

    def citizen(self, name: str = "Võ Thị Tư", language: str = "vi") -> Phone:
        user = self.api.user(name, language)
        user.phone = f"8490{user.id % 10_000_000:07d}"
        return Phone(self, user)

    def official(self, role: str, office: str = "", name: str = "") -> Phone:
        return self.citizen(name or f"Cán bộ {role}").becomes(role, office)


class Phone(Someone):
    """A person at one chat: the private one, or a group (and a topic of it). `news` is what came,
    or was changed, since they last did something."""

    channel = "telegram"
    place: Town

    def __init__(
        self, town: Town, user: User, group: Chat | None = None, topic: int | None = None
    ) -> None:
        self.town = town
        self.user = user
        self.chat = group or user.chat
        self.topic = topic
        self._group = group
        self._before: dict[int, int] = {}
        super().__init__(town, str(self.chat.id), user.name)

    def at(self, group: Chat, topic: int | None = None) -> Phone:
        """The same person, looking at a group."""
        return Phone(self.town, self.user, group, topic)

    # What they do

    def does(self, what: Callable[[], dict[str, Any]]) -> Self:
        self.forget()
        self.last = self.town.does(what)
        self.town.settles()
        return self

    def says(self, text: str, reply_to: Bubble | None = None) -> Self:
        replied = reply_to.id if reply_to else None
        return self.does(lambda: self.user.says(text, self._group, self.topic, replied))

    def posts(self, **content: Any) -> Self:
        return self.does(lambda: self.user.posts(content, self._group, self.topic))

    def taps(self, label: str) -> Self:
        """The newest button with these words (or the words of this key), or that begins so."""
        wanted = self._label(label)
        return self.does(lambda: self.user.taps(wanted, self.chat))

    def taps_data(self, data: str, on: Bubble) -> Self:
        """Data as such: an old button, or one that never was theirs."""
        return self.does(lambda: self.user.taps_data(data, on.id, self.chat))

    def _label(self, label: str) -> str:
        keyboard = (self.chat.keyboard or {}).get("keyboard", [])
        seen = [button["text"] for row in keyboard for button in row]
        seen += [each for bubble in reversed(self.inbox) for each in bubble.buttons]
        return label_among(seen, self.place.meant(label))

    def forget(self) -> None:
        """Take everything so far as read."""
        self._before = {bubble.id: bubble.edits for bubble in self.chat.inbox}
        self._after = self._newest()

    # What they see

    @property
    def inbox(self) -> list[Bubble]:
        return [b for b in self.chat.inbox if self.topic is None or b.topic == self.topic]

    @property
    def news(self) -> list[Bubble]:
        return [b for b in self.inbox if self._before.get(b.id) != b.edits]

    def bubble(self, key: str) -> Bubble:
        """The newest message of this key, as it stands in the chat."""
        rows = self._delivered("o.message_id", " AND o.key = :key", key=key)
        assert rows, f"{self.user.name} never got {key}"
        found = self.chat.bubble(int(rows[-1][0]))
        assert found is not None
        return found

    def _delivered(self, what: str, more: str, **params: Any) -> list[tuple[Any, ...]]:
        if self.topic is not None:
            more, params = f" AND c.topic = :topic{more}", {**params, "topic": str(self.topic)}
        return super()._delivered(what, more, **params)
