"""What somebody does in a department full of cases: done by the whole app in a transaction that is
rolled back, so that the next one finds the department as it was."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from cases.lifecycle import Status
from handlers import talk
from handlers.staff.act.acts import CANCEL
from messages.envelope import ChatKind, Choice, Incoming, Parcel
from storage.casework import cases
from storage.engine.tx import Tx
from storage.mailbox import chats
from tests import canaries
from tests.model_department import GROUP, Department
from tests.oracle import About, Part, group_may_learn, may_be_told, may_learn
from tests.people import Person, World

_STEPS = 4  # of a command that asks for more


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it: every message, and what of it nobody may have learnt."""

    parcels: tuple[Parcel, ...]
    leaks: tuple[str, ...]


class _RolledBack(Exception):
    def __init__(self, trial: Trial) -> None:
        super().__init__()
        self.trial = trial


class ModelHouse(Department):
    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._updates = itertools.count(1)

    # --- what they do ---------------------------------------------------------------------------

    def tries(
        self, name: str, words: str, *, group: bool = False, without: Sequence[str] = ()
    ) -> Trial:
        """Say it as that person, go on where the house asks for more, and undo it all. `without`:
        in a department where these cases are not."""
        self.world._digits = iter(range(1, 10_000))  # type: ignore[assignment]
        try:
            self.world.store(partial(self._trial, name, words, group, without))
        except _RolledBack as done:
            return done.trial
        raise AssertionError("it was not rolled back")

    def _trial(self, name: str, words: str, group: bool, without: Sequence[str], tx: Tx) -> None:
        if without:
            codes = ", ".join(f"'{code}'" for code in without)
            tx.run(f"DELETE FROM cases WHERE code IN ({codes})")
            tx.run("DELETE FROM signed_receipt WHERE case_id NOT IN (SELECT id FROM cases)")
        person, at = self.chats[name], len(tx.posted)
        said: dict[str, str] = {"text": words}
        for _ in range(_STEPS):
            self._takes(tx, person, said, group)
            parcels, at = tx.posted[at:], len(tx.posted)
            said = self._goes_on(tx, parcels, person) if not group else {}
            if not said:
                break
        posted = tuple(tx.posted)
        raise _RolledBack(Trial(posted, tuple(self._leaks(tx, posted, name, words))))

    def _takes(self, tx: Tx, person: Person, said: dict[str, str], group: bool) -> None:
        ident = f"trial{next(self._updates)}"
        update = Incoming(
            channel=person.channel.name,
            update_id=ident,
            chat=GROUP if group else person.id,
            sender=person.id,
            at=self.world.now,
            chat_kind=ChatKind.GROUP if group else ChatKind.PRIVATE,
            message_id=ident,
            raw=b"{}",
            text=said.get("text", ""),
            choice=said.get("choice", ""),
        )
        talk.take(tx, self.world.house.ground(), update, self.world.now)

    def _goes_on(self, tx: Tx, parcels: Sequence[Parcel], person: Person) -> dict[str, str]:
        """While a question is open: the first answer it offers, but for calling it off; else
        words."""
        chat = chats.by_id(tx, person.seen[-1].chat_id)
        if chat is None or "d" not in chat.state:
            return {}
        own = [p for p in parcels if p.chat == person.id and p.message.choices]
        offered: Sequence[Choice] = own[-1].message.choices if own else ()
        asked = [c.data for c in offered if c.data.startswith("=")]
        chosen = [data for data in asked if not data.endswith(f":{CANCEL}")]
        return {"choice": chosen[0]} if chosen else {"text": "Xin chờ ý kiến của phòng bạn."}

    # --- what came of it ------------------------------------------------------------------------

    def _leaks(self, tx: Tx, posted: Sequence[Parcel], actor: str, words: str) -> list[str]:
        found = []
        echoed = canaries.in_text(words, self.codes)
        for parcel in posted:
            reader = self.readers.get(parcel.chat_id)
            for code, part in canaries.in_text(everything(parcel), self.codes):
                asked = reader is not None and reader.name == actor
                if asked and (code, part) in echoed:
                    continue  # they said it themselves; what it may not tell see `without`
                if not self._allowed(tx, parcel.chat_id, code, part, asked):
                    whom = reader.name if reader else f"chat {parcel.chat_id}"
                    found.append(f"{whom} learns {part} of {code} {self.kinds[code]}")
        return found

    def _allowed(self, tx: Tx, chat_id: int, code: str, part: Part, asked: bool) -> bool:
        before, status = self.before[code]
        if self._may(chat_id, before, part, asked):
            return True
        found = cases.by_code(tx, code)
        if found is None:
            return False
        if part is Part.DRAFT and (status, found.status) == (
            Status.AWAITING_APPROVAL,
            Status.ANSWERED,
        ):
            part = Part.ANSWER  # it was approved just now
        return self._may(chat_id, self.about(tx, found), part, asked)

    def _may(self, chat_id: int, about: About, part: Part, asked: bool) -> bool:
        if chat_id in self.groups:
            return part in group_may_learn(about, self.groups[chat_id])
        reader, allowed = self.readers.get(chat_id), may_learn if asked else may_be_told
        return reader is not None and part in allowed(about, reader)


def everything(parcel: Parcel) -> str:
    """All of a message that somebody may read, on a button or in the name of a file."""
    message = parcel.message
    labels = [f"{c.label} {c.data}" for c in message.choices]
    file = message.file.name if message.file else ""
    return "\n".join((message.text, parcel.subject, file, *labels))


def said_to(trial: Trial, chat: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """What stands in one chat after it, for comparing."""
    return [
        (p.message.key, p.message.text, tuple(c.label for c in p.message.choices))
        for p in trial.parcels
        if p.chat == chat
    ]
