"""Where work is done: one transaction, the agency, the words, the time. `Desk` serves duties of the
clock; `Turn` adds the chat and what was said in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from cases.agency.agency import Agency
from cases.confidentiality import Viewer
from handlers import letters
from handlers.labels import Label, labelled
from handlers.remembered.published import Published
from handlers.remembered.recent import Recent
from messages.envelope import ChatKind, Choice, Incoming, Outgoing, Priority, Shown
from messages.texts import Texts
from storage.engine.tx import Tx
from storage.keys import Keys
from storage.mailbox import chats, outbox
from storage.mailbox.chats import ChatRow
from storage.people import officials, people

_OF_ALBUMS = ("submit.", "common.", "doors.", "article.")


@dataclass(frozen=True, slots=True)
class Reach:
    """What handlers need to know of a channel: the part of its capabilities that shapes words."""

    buttons: int = 0
    edits: bool = False
    contact_request: bool = False
    replies: bool = False
    window: timedelta | None = None
    broadcasts: float = 0  # a second; 0: as many as there are
    text_limit: int = 0  # of one message; 0: not known
    shown: Callable[[Outgoing, str], Shown] | None = None  # a message in a language, as it looks


@dataclass(frozen=True, slots=True)
class Ground:
    """What stays the same between turns. `chance(n)` gives n random digits (an argument, so that
    tests know them). `published` and `recent` are copies in memory and no state: they are made of
    the database."""

    agency: Agency
    texts: Texts
    keys: Keys
    public_url: str
    reach: Mapping[str, Reach]
    chance: Callable[[int], str]
    published: Published = field(default_factory=Published, compare=False)
    recent: Recent = field(default_factory=Recent, compare=False)

    def window(self, channel: str) -> timedelta | None:
        """How long after somebody's last word we write to them in a channel: what the channel
        allows, and the agency pays for. None: for ever."""
        allowed = self.reach[channel].window if channel in self.reach else None
        wanted = self.agency.window(channel)
        if allowed is None or wanted is None:
            return allowed
        return min(allowed, wanted)


@dataclass
class Desk:
    tx: Tx
    ground: Ground
    now: datetime
    chat: ChatRow | None = field(default=None, kw_only=True)

    @property
    def agency(self) -> Agency:
        return self.ground.agency

    def words(self, language: str, key: str, **params: Any) -> str:
        return str(self.ground.texts.render(language, key, **params))

    def ready(self, language: str, key: str, **params: Any) -> str:
        """Words with their markup, to stand in another text."""
        return self.ground.texts.render(language, key, **params)

    def compose(
        self,
        language: str,
        key: str,
        choices: Sequence[Choice] = (),
        *,
        one_time: bool = False,
        **params: Any,
    ) -> Outgoing:
        return Outgoing(key, self.words(language, key, **params), tuple(choices), one_time=one_time)

    def tell_chat(
        self,
        chat_id: int,
        key: str,
        choices: Sequence[Choice | Label] = (),
        *,
        priority: Priority = Priority.NOTICE,
        language: str | None = None,
        details: Mapping[str, Any] | None = None,
        **params: Any,
    ) -> int:
        """Write into any chat; its own language unless told. Returns the outbox id. `details` go
        to `outbox.post`."""
        chat = self.chat if self.chat and self.chat.id == chat_id else None
        post = outbox.post if chat else outbox.post_elsewhere
        chat = chat or chats.by_id(self.tx, chat_id)
        if chat is None:
            raise LookupError(f"chat {chat_id}")
        spoken, more = language or chat.language, dict(details or {})
        if chat.channel == letters.CHANNEL:
            message = self.letter(chat, spoken, key, **params)
            more.setdefault("subject", self.subject(spoken, key, str(params.get("code", ""))))
        else:
            shown = labelled(self.ground.texts, spoken, choices)
            message = self.compose(spoken, key, shown, **params)
        return post(
            self.tx, chat, message, self.now, priority=priority, params=_kept(params), **more
        )

    def letter(self, chat: ChatRow, language: str, key: str, **params: Any) -> Outgoing:
        """What `key` tells, for an e-mail chat."""
        texts, address, sender = self.ground.texts, self.ground.public_url, chat.case_id is not None
        return Outgoing(key, letters.body(texts, address, language, key, sender=sender, **params))

    def subject(self, language: str, key: str, code: str) -> str:
        return letters.subject(self.ground.texts, language, key, code)

    def tell_person(
        self,
        person_id: int,
        key: str,
        choices: Sequence[Choice | Label] = (),
        *,
        details: Mapping[str, Any] | None = None,
        **params: Any,
    ) -> int | None:
        """A notice to an official's preferred chat. None when they have none, or are locked
        or removed."""
        chat_id = people.preferred_chat(self.tx, person_id)
        if chat_id is None or officials.is_shut_out(self.tx, person_id):
            return None
        return self.tell_chat(
            chat_id, key, choices, details={"person_id": person_id, **(details or {})}, **params
        )

    def label(self, language: str, key: str, data: str, **params: Any) -> Choice:
        """A button with words from the texts."""
        return Choice(self.words(language, key, **params), data)


def _kept(params: Mapping[str, Any]) -> dict[str, Any] | None:
    """The parameters worth keeping beside a notice: plain values only."""
    kept = {k: v for k, v in params.items() if isinstance(v, str | int | float | bool)}
    return kept or None


@dataclass(kw_only=True)
class Turn(Desk):
    """One message being handled. `text` is what was said, after any button was resolved."""

    incoming: Incoming
    chat: ChatRow
    inbox_id: int = 0
    seq: int = 0  # where what was said stands in the chat; 0 for what nobody said
    text: str = ""
    choice: str = ""
    file_ids: list[int] = field(default_factory=list)
    second: dict[str, Any] = field(default_factory=dict)  # told beside the matter just settled
    warned: bool = False  # the emergency numbers have been said
    waited: bool = False  # what could not be sent before goes out ahead of the answer
    finished_since: list[tuple[int, ...]] = field(default_factory=list)
    """Where a dialogue that has just finished was held: chats, the seq it began with, and the seq
    before which it ended where that was earlier than now."""

    @property
    def language(self) -> str:
        return self.chat.language

    @property
    def state(self) -> dict[str, Any]:
        return self.chat.state

    @property
    def private(self) -> bool:
        return self.chat.kind is ChatKind.PRIVATE

    @property
    def reach(self) -> Reach:
        return self.ground.reach.get(self.chat.channel, Reach())

    @cached_property
    def viewer(self) -> Viewer | None:
        """The official who speaks; None for citizens, and for officials locked or removed."""
        if not self.chat.official:
            return None
        return people.viewer(self.tx, self.chat.person_id, self.now)

    def say(
        self,
        key: str,
        choices: Sequence[Choice | Label] = (),
        *,
        one_time: bool = False,
        file_id: int | None = None,
        replaces: int | None = None,
        case_id: int | None = None,
        **params: Any,
    ) -> int:
        """Answer in this chat. Returns the outbox id."""
        words = self.words(self.language, self._wording(key), **params)
        shown = labelled(self.ground.texts, self.language, choices)
        message = Outgoing(key, words, tuple(shown), one_time=one_time)
        reply_to = "" if self.private else self.incoming.message_id
        before = self._said_of_album(key)
        replaces = replaces or before.get(key)
        outbox_id = outbox.post(
            self.tx,
            self.chat,
            message,
            self.now,
            params=None,
            file_id=file_id,
            replaces=replaces,
            case_id=case_id,
            reply_to=reply_to,
        )
        before[key] = replaces or outbox_id
        return outbox_id

    def _said_of_album(self, key: str) -> dict[str, int]:
        """What was said to the pictures of this album that came before, by key: an album is one
        message to whoever sends it, so a question after each is put once, and brought up to
        date. What tells of the single file is said for each."""
        album = self.incoming.album
        if not album or not self.reach.edits or not key.startswith(_OF_ALBUMS):
            return {}
        if self.state.get("album", ("",))[0] != album:
            self.state["album"] = [album, {}]
        said: dict[str, int] = self.state["album"][1]
        return said

    def button(self, key: str, data: str, **params: Any) -> Choice:
        return self.label(self.language, key, data, **params)

    @property
    def as_official(self) -> bool:
        """Whether an official is spoken to as one: not where they send a matter of their own."""
        under_way = self.state.get("d")
        return self.viewer is not None and (not under_way or under_way.get("official", False))

    def _wording(self, key: str) -> str:
        """The text to say for `key`: officials read some in words of their own."""
        if not self.as_official:
            return key
        theirs = f"official.{key.replace('.', '_', 1)}"
        return theirs if self.ground.texts.has(self.language, theirs) else key

    def in_hours(self, hours: float) -> datetime:
        return self.now + timedelta(hours=hours)
