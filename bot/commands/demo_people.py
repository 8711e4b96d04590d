"""People of the demo: they talk to the real handlers in web chats that nobody holds the token of,
so nothing is sent anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from bot.channels.web import NAME
from handlers import door, talk
from handlers.desk import Desk, Ground
from messages.envelope import Incoming
from storage.casework import cases
from storage.clock import waiting
from storage.engine.db import Store
from storage.engine.tx import Tx
from storage.mailbox import chats

_MOST_QUESTIONS = 30
_OTHER = "other"

Answers = Mapping[str, str | list[str]]
"""By the question's key: what is said, or with "=" before it the value of the button tapped. A list
where the question comes more than once."""


@dataclass
class Stage:
    """Where they talk, and when: `now` is moved by whoever directs. `run` makes the chats of one
    demo differ from another's."""

    store: Store
    ground: Ground
    now: datetime
    run: str
    numbers: Any = field(default_factory=lambda: count(1))

    def take(self, incoming: Incoming) -> None:
        def work(tx: Tx) -> None:
            talk.take(tx, self.ground, incoming, self.now)
            for parcel in tx.posted:
                # A web chat has its messages as soon as they are committed.
                waiting.question_delivered(tx, parcel.id, self.now)

        self.store.run_sync(work)

    def minute_passes(self, code: str) -> None:
        """In which an answer that none approves could be taken back."""

        def work(tx: Tx) -> None:
            case = cases.by_code(tx, code)
            if case is not None:
                door.tell_answer(Desk(tx, self.ground, self.now), case)

        self.store.run_sync(work)

    def newest_code(self) -> str:
        row = self.store.run_sync(lambda tx: tx.one("SELECT code FROM cases ORDER BY id DESC"))
        assert row is not None
        return str(row[0])


class Actor:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._chat = f"demo:{stage.run}:{next(stage.numbers)}"

    def does(self, first: str, answers: Answers | None = None) -> None:
        """Say something, and answer whatever is asked until nothing is. Raises LookupError for a
        question that has no answer here."""
        left = {k: list(v) if isinstance(v, list) else v for k, v in (answers or {}).items()}
        self._say(text=first)
        for _ in range(_MOST_QUESTIONS):
            asked = self._asked()
            if asked is None:
                return
            said = left.get(asked.key) or ""
            said = said.pop(0) if isinstance(said, list) else said
            if not said:
                raise LookupError(f"the demo has no answer to {asked.key} after {first[:40]}")
            if said.startswith("="):
                self._say(choice=asked.tapped(said[1:]))
            else:
                self._say(text=said)
        raise LookupError(f"the demo goes round in circles after {first[:40]}")

    def _say(self, text: str = "", choice: str = "") -> None:
        update = f"{self._chat}:{next(self._stage.numbers)}"
        self._stage.take(
            Incoming(
                channel=NAME,
                update_id=update,
                chat=self._chat,
                sender=self._chat,
                at=self._stage.now,
                text=text,
                choice=choice,
                message_id=update,
                raw=b"{}",
            )
        )

    def _asked(self) -> _Asked | None:
        """The question put to them, if any."""

        store = self._stage.store
        chat = store.run_sync(lambda tx: chats.by_address(tx, NAME, self._chat))
        if chat is None or not chat.state.get("d"):
            return None
        prefix = f"={chat.state['n']}:"
        shown = [data for _, data in chat.shown if data.startswith(prefix)]
        return _Asked(chat.state["d"]["k"], prefix, shown)


@dataclass(frozen=True, slots=True)
class _Asked:
    key: str
    prefix: str
    shown: list[str]  # the data of its buttons

    def tapped(self, value: str) -> str:
        """The data of the button with this value, or with one that begins so. What is not offered
        where there is "something else" is looked for behind that; else it is on a later page."""
        data, other = self.prefix + value, self.prefix + _OTHER
        near = next((s for s in self.shown if s.startswith(data)), "")
        return near or (other if other in self.shown else data)
