"""The neutral shapes every channel turns its updates into and renders its messages from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

# Characters that no citizen types on purpose and that break stores or screens: NUL and the other
# C0 controls (tab and newline stay), lone surrogates, and the bidirectional overrides and isolates
# with which a text can show something else than it says (Unicode TR 9, "Trojan source").
_SCRUBBED = {
    *(chr(c) for c in range(0x20) if chr(c) not in "\t\n"),
    "\x7f",
    *(chr(c) for c in range(0x202A, 0x202F)),
    *(chr(c) for c in range(0x2066, 0x206A)),
    "\ufeff",
}
_SCRUB = {ord(c): None for c in _SCRUBBED}
_TO_SCRUB = re.compile("[" + "".join(map(re.escape, sorted(_SCRUBBED))) + "]").search


def scrub(text: str) -> str:
    """Outside text made safe to keep: NFC, newlines as \\n, no NUL, surrogate or bidi control."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _TO_SCRUB(text):
        text = text.translate(_SCRUB)
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", text)


class ChatKind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"


class Event(StrEnum):
    """What an update is about; everything a person says or taps is a MESSAGE."""

    MESSAGE = "message"
    BLOCKED = "blocked"  # the person shut us out; nothing can be sent there
    UNBLOCKED = "unblocked"
    MIGRATED = "migrated"  # a group got a new id (`new_chat`)
    REMOVED = "removed"  # we were taken out of a group
    FOLLOWED = "followed"  # the person opened the account to us without a word
    DELIVERED = "delivered"  # messages of ours (`ours`) are on the person's device
    SEEN = "seen"  # messages of ours (`ours`) were looked at


RECEIPTS = frozenset({Event.DELIVERED, Event.SEEN})
"""What a device says by itself. Nobody spoke: it opens no window and is no turn."""


class FileKind(StrEnum):
    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    STICKER = "sticker"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message. `ref` is what the channel fetches its bytes by."""

    kind: FileKind
    ref: str
    name: str = ""
    type: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Location:
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update of one channel. Ids are strings, unique within the channel; `at` is aware UTC."""

    channel: str
    update_id: str  # for de-duplication
    chat: str
    sender: str  # the channel's id of the person; equals `chat` in most private chats
    at: datetime
    text: str = ""
    choice: str = ""  # data of a tapped button
    choice_on: str = ""  # the channel's id of the message that bore the button
    choice_from: int = 0  # or our own: the outbox id in the button, where it bears one
    files: tuple[Attachment, ...] = ()
    location: Location | None = None
    phone: str = ""  # a shared contact, only where the channel vouches it is the sender's own
    form: bool = False  # `text` is the name, number and address put into a form of the app's
    language: str = ""  # what the person's app is set to, as a hint
    message_id: str = ""
    reply_to: str = ""  # the channel's id of the message replied to
    edited: bool = False
    album: str = ""
    chat_kind: ChatKind = ChatKind.PRIVATE
    topic: str = ""
    event: Event = Event.MESSAGE
    new_chat: str = ""
    unsupported: str = ""  # what came that the channel cannot hand over (a poll, a game, ...)
    ours: tuple[str, ...] = ()  # of an event: the channel's ids of our messages it is about
    raw: bytes = field(default=b"", repr=False)


class Priority(IntEnum):
    """Replies go before notices, notices before broadcasts."""

    REPLY = 0
    NOTICE = 1
    BROADCAST = 2


class ChoiceKind(StrEnum):
    REPLY = "reply"
    URL = "url"
    PHONE = "phone"  # asks the app to share the person's own number


@dataclass(frozen=True, slots=True)
class Choice:
    """A button, or a numbered line where there are none. `data` is at most 64 bytes of UTF-8."""

    label: str
    data: str
    kind: ChoiceKind = ChoiceKind.REPLY


@dataclass(frozen=True, slots=True)
class Document:
    """A file of ours to send: `path` is relative to the data folder's `files/`."""

    name: str
    path: str
    type: str
    size: int


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a channel renders. `text` is the HTML subset b, i, code, a; line ends are \\n."""

    key: str
    text: str
    choices: tuple[Choice, ...] = ()
    file: Document | None = None
    one_time: bool = False  # never shown again in a history (receipt numbers)


@dataclass(frozen=True, slots=True)
class Parcel:
    """An outgoing message on its way. `chat` is the channel's id, `replaces` the channel's id of
    the message to edit in place where the channel can, `reply_to` likewise."""

    id: int
    channel: str
    chat_id: int
    chat: str
    topic: str
    message: Outgoing
    priority: Priority = Priority.REPLY
    replaces: str = ""
    replaces_id: int = 0  # the outbox id behind `replaces`, resolved when sending
    reply_to: str = ""
    attempts: int = 0
    again: bool = False  # may have reached the person before (a crash, a broken connection)
    subject: str = ""  # for e-mail only
    erased: bool = False  # the person removed this chat from their device: nobody reads it
    language: str = "vi"  # of the chat, for the few words a channel adds
    numbers: bool = True  # a typed number means these choices, and not an open question's


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as a channel shows it, for a preview: its pieces in the HTML subset, with what is
    a numbered line there, the words on its buttons, and whether its picture is a message apart."""

    pieces: tuple[str, ...]
    buttons: tuple[str, ...] = ()
    picture_apart: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """A message approved beforehand, for somebody to whom the window is closed. `to_user` is the
    channel's id of the person, or `to_phone` a number as +84...; one of them is empty. `tracking`
    comes back in delivery events, at most 48 characters."""

    template: str
    values: Mapping[str, str]
    to_user: str = ""
    to_phone: str = ""
    tracking: str = ""
