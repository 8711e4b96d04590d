"""The people on the other side of the fake Zalo Bot Platform, and what they see."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fakes.zalo_bot_api import FakeZaloBot

# One frame of silence in raw ADTS AAC (MPEG-4, LC, 16 kHz, mono): what the platform records.
VOICE = bytes.fromhex("fff16040017ffcde04000000") * 4


@dataclass
class Bubble:
    """A message of the bot's, as it stands in the chat; nothing there is ever edited."""

    id: str
    text: str = ""
    picture: bytes = b""


class BotUser:
    """A person with Zalo in hand. Everything they do returns the update it made. The bot cannot
    write to them before they wrote themselves."""

    def __init__(self, api: FakeZaloBot, user_id: str, name: str) -> None:
        self.api = api
        self.id = user_id
        self.name = name
        self.inbox: list[Bubble] = []
        self.knows_us = False
        self.gone = False

    def says(self, text: str) -> dict[str, Any]:
        return self.posts("text", text=text)

    def sends_photo(self, content: bytes, caption: str = "") -> dict[str, Any]:
        """Under the name that bodies captured live have, or the documented one."""
        field = "photo" if self.api.documented else "photo_url"
        more = {"caption": caption} if caption else {}
        url = self.api.media(content, "jpg")
        return self.posts("image", **{field: url}, message_type="CHAT_PHOTO", **more)

    def sends_voice(self, content: bytes = VOICE) -> dict[str, Any]:
        return self.posts("voice", voice_url=self.api.media(content, "aac"))

    def sends_sticker(self, content: bytes) -> dict[str, Any]:
        return self.posts("sticker", sticker="bfe458bf64fa8da4d4eb", url=self.api.media(content))

    def sends_unsupported(self) -> dict[str, Any]:
        """A link, a file, a place; or anything at all, from somebody of a protected group."""
        return self.posts("unsupported")

    def posts(self, kind: str, *, group: str = "", **content: Any) -> dict[str, Any]:
        self.knows_us = self.knows_us or not group
        chat = {"id": group or self.id, "chat_type": "GROUP" if group else "PRIVATE"}
        message = {
            "message_id": self.api.next_id(),
            "date": int(time.time() * 1000),
            "from": {"id": self.id, "display_name": self.name, "is_bot": False},
            "chat": chat,
            **content,
        }
        return self.api.push({"event_name": f"message.{kind}.received", "message": message})

    def leaves(self) -> None:
        """Deletes the account."""
        self.gone = True
