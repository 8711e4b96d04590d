"""People with Zalo in their hands before a whole house, by its Official Account over real HTTP to a
strict Zalo on loopback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from tests.fakes.zalo_api import FakeZalo
from tests.fakes.zalo_people import Bubble, ZaloUser
from tests.place import Place, Someone, label_among
from tests.ports import free_port


def settings_for(api: FakeZalo) -> dict[str, Any]:
    """With tokens somebody has just taken from the console."""
    access, refresh = api.grants.by_hand()
    return {
        "zalo_app_id": api.app_id,
        "zalo_app_secret": api.app_secret,
        "zalo_oa_id": api.oa_id,
        "zalo_oa_secret": api.oa_secret,
        "zalo_access_token": access,
        "zalo_refresh_token": refresh,
        "zalo_api": api.url,
        "zalo_oauth_api": api.url,
        "zalo_business_api": api.url,
    }


class OaTown(Place):
    """Zalo's clock is the house's."""

    def __init__(self, database: str, folder: Path, **settings: Any) -> None:
        self.api = FakeZalo(port=free_port(), clock=lambda: self.now())
        super().__init__(database, folder)
        self.settings = self.settings.model_copy(update=settings_for(self.api) | settings)
        self.come(self.api)

    def opens(self) -> Self:
        self.begins(site=True)
        return self

    def served(self) -> None:
        self.api.webhook_to(self.site)

    def closes(self) -> None:
        self.api.events.url = ""
        super().closes()

    def settles(self) -> None:
        """Everything said has been committed and answered, and the answers are with Zalo."""
        self.run(self.api.events.delivered())
        self.run(self.house.outbox.settled())
        self.run(self.api.events.delivered())

    def citizen(self, name: str = "Võ Thị Tư", phone: str = "") -> OaPhone:
        return OaPhone(self, self.api.user(name, phone))

    def official(self, role: str, office: str = "", name: str = "") -> OaPhone:
        return self.citizen(name or f"Cán bộ {role}").becomes(role, office)


class OaPhone(Someone):
    """A person at their chat with the account."""

    channel = "zalo"
    place: OaTown

    def __init__(self, town: OaTown, user: ZaloUser) -> None:
        self.user = user
        super().__init__(town, user.id, user.name)

    def does(self, what: Callable[[], Any]) -> Self:
        return super().does(what)

    def says(self, text: str, quote: Bubble | None = None) -> Self:
        return self.does(lambda: self.user.says(text, quote or ""))

    def taps(self, label: str) -> Self:
        """The newest button with these words (or the words of this key), its number aside."""
        shown = [t for bubble in reversed(self.inbox) for t in bubble.buttons]
        plain = [title.partition(". ")[2] or title for title in shown]
        title = shown[plain.index(label_among(plain, self.place.meant(label)))]
        return self.does(lambda: self.user.taps(title))

    def payload(self, label: str, on: Bubble) -> str:
        """What lies behind a button, to be sent when the button is old."""
        wanted = self.place.words(label) if "." in label else label
        return str(next(b["payload"] for b in on.inline if b["title"].endswith(wanted)))

    def bubble(self, key: str) -> Bubble:
        """The newest message of this key."""
        rows = self._delivered("o.message_id", " AND o.key = :key", key=key)
        assert rows, f"{self.name} never got {key}"
        return next(b for b in self.inbox if b.id == rows[-1][0])

    @property
    def inbox(self) -> list[Bubble]:
        return self.user.inbox
