"""The people and groups on the other side of the fake Bot API, and what they see."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.telegram_rules import utf16

if TYPE_CHECKING:
    from tests.fakes.telegram_api import FakeTelegram


@dataclass
class Bubble:
    """A message of the bot's, as it stands in the chat now."""

    id: int
    text: str
    entities: list[dict[str, Any]] = field(default_factory=list)
    markup: dict[str, Any] | None = None
    file: bytes | None = None
    file_name: str = ""
    kind: str = "text"
    topic: int | None = None
    reply_to: int | None = None
    edits: int = 0

    @property
    def inline(self) -> list[dict[str, Any]]:
        return [b for row in (self.markup or {}).get("inline_keyboard", []) for b in row]

    @property
    def buttons(self) -> list[str]:
        return [button["text"] for button in self.inline]


class Chat:
    def __init__(self, api: FakeTelegram, chat_id: int, kind: str, title: str) -> None:
        self.api = api
        self.id = chat_id
        self.kind = kind
        self.title = title
        self.refusal = ""  # the description of the 403 that a send earns
        self.migrated_to = 0
        self.topics: dict[int, str] = {}
        self.inbox: list[Bubble] = []
        self.known: set[int] = set()  # message ids of anybody
        self.keyboard: dict[str, Any] | None = None
        self._last_id = 0

    def next_id(self) -> int:
        self._last_id += 1
        self.known.add(self._last_id)
        return self._last_id

    def bubble(self, message_id: int) -> Bubble | None:
        return next((each for each in self.inbox if each.id == message_id), None)

    def as_json(self) -> dict[str, Any]:
        name = {"first_name": self.title} if self.kind == "private" else {"title": self.title}
        forum = {"is_forum": True} if self.topics and self.kind != "private" else {}
        return {"id": self.id, "type": self.kind, **name, **forum}


class Group(Chat):
    def migrates(self) -> Group:
        """Becomes a supergroup with another id; both ids report it."""
        new = self.api.group(self.title, topics=False)
        self.migrated_to = new.id
        someone = self.api.user("Trưởng nhóm")
        someone.posts({"migrate_to_chat_id": new.id}, self)
        someone.posts({"migrate_from_chat_id": self.id}, new)
        return new


class User:
    """A person with a phone in hand. Everything they do returns the update it made."""

    def __init__(self, api: FakeTelegram, user_id: int, name: str, language: str) -> None:
        self.api = api
        self.id = user_id
        self.name = name
        self.language = language
        self.phone = f"84{user_id % 10**9:09d}"
        self.chat = Chat(api, user_id, "private", name)
        self.chat.refusal = "Forbidden: bot can't initiate conversation with a user"

    @property
    def inbox(self) -> list[Bubble]:
        return self.chat.inbox

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.name,
            "language_code": self.language,
        }

    def message(self, content: dict[str, Any], chat: Chat | None = None) -> dict[str, Any]:
        chat = chat or self.chat
        return {
            "message_id": chat.next_id(),
            "from": self.as_json(),
            "chat": chat.as_json(),
            "date": int(time.time()),
            **content,
        }

    def posts(
        self, content: dict[str, Any], chat: Chat | None = None, topic: int | None = None
    ) -> dict[str, Any]:
        if chat is None and "initiate" in self.chat.refusal:
            self.chat.refusal = ""
        if topic is not None:
            content = content | {"message_thread_id": topic, "is_topic_message": True}
        return self.api.updates.push({"message": self.message(content, chat)})

    def says(
        self,
        text: str,
        chat: Chat | None = None,
        topic: int | None = None,
        reply_to: int | None = None,
    ) -> dict[str, Any]:
        content: dict[str, Any] = {"text": text}
        if text.startswith("/"):
            length = utf16(text.split()[0])
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        if reply_to is not None:
            content["reply_to_message"] = self._message_of((chat or self.chat), reply_to)
        return self.posts(content, chat, topic)

    def _message_of(self, chat: Chat, message_id: int) -> dict[str, Any]:
        bubble = chat.bubble(message_id)
        topic = bubble.topic if bubble else None
        return {
            "message_id": message_id,
            "from": self.api.me,
            "chat": chat.as_json(),
            "date": int(time.time()),
            "text": bubble.text if bubble else "",
            **({"message_thread_id": topic, "is_topic_message": True} if topic else {}),
            **({"reply_markup": bubble.markup} if bubble and bubble.inline else {}),
        }

    def taps(self, label: str, chat: Chat | None = None) -> dict[str, Any]:
        """The newest button of that label, inline or on the keyboard; KeyError if there is none."""
        chat = chat or self.chat
        for row in (chat.keyboard or {}).get("keyboard", []):
            for button in row:
                if button["text"] == label:
                    asks = button.get("request_contact")
                    return self.sends_contact() if asks else self.says(label, chat)
        for bubble in reversed(chat.inbox):
            for button in bubble.inline:
                if button["text"] == label:
                    return self.taps_data(button["callback_data"], bubble.id, chat)
        raise KeyError(f"no button {label!r}")

    def taps_data(self, data: str, message_id: int, chat: Chat | None = None) -> dict[str, Any]:
        """Any data, as a modified app may send it."""
        query_id = str(self.api.next_query())
        return self.api.updates.push(
            {
                "callback_query": {
                    "id": query_id,
                    "from": self.as_json(),
                    "message": self._message_of(chat or self.chat, message_id),
                    "chat_instance": "1",
                    "data": data,
                }
            }
        )

    def sends_photo(
        self, content: bytes = b"\xff\xd8\xff", caption: str = "", album: str = ""
    ) -> dict[str, Any]:
        small, large = self.api.file(content[:10] or b"s"), self.api.file(content)
        sizes = [
            {"file_id": small, "file_unique_id": "s", "width": 90, "height": 60, "file_size": 10},
            {"file_id": large, "file_unique_id": "l", "width": 1280, "height": 853}
            | {"file_size": len(content)},
        ]
        extra = {"media_group_id": album} if album else {}
        return self.posts({"photo": sizes, **_caption(caption), **extra})

    def sends_document(
        self, name: str, content: bytes, type_: str = "application/pdf", caption: str = ""
    ) -> dict[str, Any]:
        file = self.api.attachment(content) | {"file_name": name, "mime_type": type_}
        return self.posts({"document": file, **_caption(caption)})

    def sends_voice(self, content: bytes = b"OggS", seconds: int = 3) -> dict[str, Any]:
        voice = self.api.attachment(content) | {"duration": seconds, "mime_type": "audio/ogg"}
        return self.posts({"voice": voice})

    def sends_location(self, latitude: float = 15.12, longitude: float = 108.79) -> dict[str, Any]:
        return self.posts({"location": {"latitude": latitude, "longitude": longitude}})

    def sends_contact(self, of: User | None = None) -> dict[str, Any]:
        """The own contact, or somebody's from the address book."""
        whom = of or self
        contact = {"phone_number": whom.phone, "first_name": whom.name, "user_id": whom.id}
        return self.posts({"contact": contact})

    def edits(self, update: dict[str, Any], text: str) -> dict[str, Any]:
        message = update["message"] | {"text": text, "edit_date": int(time.time())}
        return self.api.updates.push({"edited_message": message})

    def blocks_bot(self) -> dict[str, Any]:
        self.chat.refusal = "Forbidden: bot was blocked by the user"
        return self.changes_membership(self.chat, "member", "kicked")

    def unblocks_bot(self) -> dict[str, Any]:
        self.chat.refusal = ""
        return self.changes_membership(self.chat, "kicked", "member")

    def removes_bot(self, group: Chat) -> dict[str, Any]:
        group.refusal = "Forbidden: bot was kicked from the supergroup chat"
        return self.changes_membership(group, "member", "left")

    def changes_membership(self, chat: Chat, old: str, new: str) -> dict[str, Any]:
        def member(status: str) -> dict[str, Any]:
            more = {"until_date": 0} if status == "kicked" else {}
            if status == "administrator":
                more = dict.fromkeys(_ADMINISTRATOR_RIGHTS, False)
            return {"user": self.api.me, "status": status, **more}

        change = {"chat": chat.as_json(), "from": self.as_json(), "date": int(time.time())}
        change |= {"old_chat_member": member(old), "new_chat_member": member(new)}
        return self.api.updates.push({"my_chat_member": change})


_ADMINISTRATOR_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


def _caption(caption: str) -> dict[str, Any]:
    return {"caption": caption} if caption else {}
