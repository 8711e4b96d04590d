"""What every channel is to the rest of the house. A send's result carries its consequence, so that
what follows a failure is decided in one place (`bot/outbox.py`) and not in each channel."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, runtime_checkable

from aiohttp import web

from messages.envelope import Incoming, Parcel, Template


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can do, as data. `buttons` is how many one message bears (0: number them);
    `text_length` counts as the channel counts."""

    buttons: int
    text_limit: int
    text_length: Callable[[str], int] = len
    files: bool = True
    edits: bool = False
    groups: bool = False
    contact_request: bool = False
    replies: bool = False  # a message can answer one of ours, and says which
    window: timedelta | None = None  # since the person's last word; later nothing gets through
    broadcasts: float = 0  # a second; the rest of its pace is kept for replies. 0: no limit
    mailbox: bool = False  # people fetch their messages; committing one delivers it


@dataclass(frozen=True, slots=True)
class Sent:
    """Handed over; `message_id` is the channel's, needed to edit or to recognise a reply."""

    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """Not now; try again in `seconds`. Nothing was sent. `alarm`: it will not get better by itself,
    so the admins hear what to do, by the text `trouble.<alarm>`."""

    seconds: float
    why: str = ""
    alarm: str = ""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """This person cannot be reached here (blocked, gone); use their next channel."""

    why: str
    new_chat: str = ""  # a group that moved: the id to use from now on


@dataclass(frozen=True, slots=True)
class Closed:
    """Too long since the person last spoke here: the channel lets nothing through until they do.
    The chat itself is well."""

    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Our request was wrong; sending it again would fail again. Needs a developer: alarm."""

    why: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The connection broke after the request left: it may have been delivered. Resent once."""

    why: str


Outcome = Sent | Later | Unreachable | Closed | Refused | Unknown


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an update: committed at `seq` of its chat; `repeated` when seen before."""

    seq: int
    repeated: bool = False


Receive = Callable[[Sequence[Incoming]], Awaitable[list[Taken]]]
"""Hands updates to the house. Returns after the commit; raises StorageUnavailable when nothing was
committed (disk full, database away): the channel must then not acknowledge, and try again."""

Unreadable = Callable[[str, str, bytes, str], Awaitable[None]]
"""Keeps an update that could not be parsed: (channel, update id, raw bytes, reason)."""


class Channel(Protocol):
    name: str
    capabilities: Capabilities

    async def start(self, receive: Receive, unreadable: Unreadable) -> None:
        """Begin to take updates. Must not fail because the service is away: retry behind."""

    async def stop(self) -> None:
        """Stop taking updates, finish what is under way, close connections."""

    async def send(self, parcel: Parcel) -> Outcome:
        """Send one message, long text split by the channel's own limit. Never raises."""

    async def fetch(self, ref: str, limit: int) -> bytes:
        """The bytes of an attachment; raises FileTooLarge, FileGone, or OSError to try later."""

    def routes(self) -> list[web.RouteDef]:
        """Webhook routes to serve, if any."""

    def health(self) -> str:
        """Empty when well; else one plain line about what is wrong."""


@runtime_checkable
class SendsTemplates(Protocol):
    """A channel that has templates."""

    async def send_template(self, template: Template) -> Outcome:
        """Never raises. Unreachable: this person cannot get it; Refused: our request was wrong."""


@runtime_checkable
class RenewsTokens(Protocol):
    """A channel whose access to its service runs out and is renewed in time."""

    async def refresh_when_old(self) -> None:
        """Called by the clock of the leading process; seldom has anything to do."""


class FileTooLarge(Exception):
    """The attachment is larger than we take."""


class FileGone(Exception):
    """The channel no longer has the attachment."""
