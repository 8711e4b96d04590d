"""Lives of a department: anybody does anything, allowed or not, while time passes, messages fail
and the house restarts. After each step the invariants are looked at."""

from __future__ import annotations

import itertools
import random
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from bot.channels.base import Later, Refused, Unknown, Unreachable
from cases.kinds import IdentityMode, Kind, Source
from cases.lifecycle import Status
from handlers.case import promises
from handlers.casework import limits
from handlers.citizen.submission import filing
from handlers.desk import Desk
from handlers.rights import rights
from handlers.staff.act import acts
from handlers.staff.act.acts import CANCEL
from messages.dates import local
from storage.casework import cases
from storage.casework.cases import NewCase
from storage.engine.tx import Tx
from storage.mailbox import chats
from storage.people import people
from tests import canaries, invariants, typed_words
from tests.invariants import Memory
from tests.office import FOREIGN, RECEPTION, REGISTRY, submitted
from tests.oracle import Part, Somebody
from tests.people import Person, World

ACCUSED = "Trần Văn Điều"
PEOPLE: dict[str, tuple[str, str]] = {
    "Võ Thị Tư": ("", ""),
    "Võ Văn Năm": ("", ""),
    "Bùi Thị Phối": ("dispatcher", ""),
    ACCUSED: ("dispatcher", ""),
    "Lê Thị Hạnh": ("handler", REGISTRY),
    "Đỗ Văn Bình": ("handler", REGISTRY),
    "Phạm Quốc Trưởng": ("head", REGISTRY),
    "Ngô Thị Xa": ("head", FOREIGN),
    "Hồ Thị Giám": ("director", ""),
    "Quản Thị Trị": ("admin", ""),
}
CITIZENS, OFFICIALS = list(PEOPLE)[:2], list(PEOPLE)[2:]
LOCKED = [name for name in OFFICIALS if name != "Quản Thị Trị"]
ACTS = [act.word for act in acts.ACTS.values()]
ONWARD = frozenset({"tiepnhan", "nhan", "traloi", "duyet", "bosung"})
CITIZENS_WORDS = ("rut", "bosung", "xemlai", "danhgia", "tracuu", "cuatoi")
SORTS = ("plain", "closed", "of an office", "of reception", "of a person", "of an official")
FAILURES = (Later(90, "busy"), Unreachable("blocked"), Unknown("broken off"), Refused("wrong"))
_STEPS = 4  # of a command that asks for more


class Life(RuleBasedStateMachine):
    template: ClassVar[Path]  # a database in which these people are
    chat_rows: ClassVar[dict[str, int]] = {}  # by name
    moves: ClassVar[set[str]] = set()  # made in any of the lives

    @initialize(
        sorts=st.lists(st.sampled_from(SORTS), min_size=2, max_size=3), seed=st.integers(0, 10_000)
    )
    def opens(self, sorts: Sequence[str] = (), seed: int = 0) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="life-", dir=self.template.parent))
        shutil.copy(self.template, self.folder / "langnghe.db")
        self.world = World(f"sqlite:///{self.folder / 'langnghe.db'}", self.folder)
        self.world._updates = itertools.count(10_000)  # those of the template were heard already
        self.memory = Memory()
        self.people = dict(_come_back(self.world, self.memory))
        for who, sort in zip(itertools.cycle(CITIZENS), sorts, strict=False):
            self.is_sent(who, sort)
        if sorts:
            self.everything_holds()
            self.some_do_their_work(seed, 14)

    def teardown(self) -> None:
        self.moves.update(row[0] for row in self.world.rows("SELECT action FROM case_history"))
        self.world.close()
        shutil.rmtree(self.folder)

    @invariant()
    def everything_holds(self) -> None:
        self.world.store(lambda tx: None)  # what became of the last messages is written before it
        wrong = invariants.wrong(self.world, self.memory)
        assert not wrong, wrong
        self.memory.asked_by = ""

    # --- cases come ------------------------------------------------------------------------------

    @rule(who=st.sampled_from(CITIZENS), sort=st.sampled_from(SORTS))
    def is_sent(self, who: str, sort: str) -> None:
        number = len(self.memory.codes) + 1
        sender = "Đỗ Văn Bình" if sort == "of an official" else who
        chat = self.people[sender].id
        code = self.world.store(partial(_file, self.world, number, sort, self._chat_row(chat)))
        self.memory.codes[number] = code
        if sort == "of a person":
            self.memory.accused[code] = frozenset({self._id(ACCUSED)})
        self.world.run(self.world.house.outbox.settled())

    @rule()
    def is_told_without_a_name(self) -> None:
        """By somebody who comes and goes."""
        person, before = self.world.citizen("somebody"), len(self.world.cases())
        submitted(person, mode="Không nêu tên")
        assert len(self.world.cases()) == before + 1
        chat = person.seen[-1].chat_id
        [(who,)] = self.world.rows("SELECT person_id FROM chat WHERE id = :id", id=chat)
        self.memory.readers[person.id] = Somebody("somebody", who)

    # --- people act ------------------------------------------------------------------------------

    @precondition(lambda self: self.memory.codes)
    @rule(who=st.sampled_from(OFFICIALS), word=st.sampled_from(ACTS), at=st.integers(0, 7))
    def somebody_tries(self, who: str, word: str, at: int) -> None:
        self._types(who, word, self._code(at))

    @rule(seed=st.integers(0, 10_000), count=st.integers(2, 5))
    def some_do_their_work(self, seed: int, count: int) -> None:
        """What they may, and mostly what brings a case on."""
        chance = random.Random(seed)
        for _ in range(count):
            found = self.world.house.store.read_sync(self._allowed)
            words = {word for _, word, _ in found if word in ONWARD or chance.random() < 0.4}
            if words:
                word = chance.choice(sorted(words))
                self._types(*chance.choice([each for each in found if each[1] == word]))
                self.everything_holds()

    @precondition(lambda self: self.memory.codes)
    @rule(who=st.sampled_from(CITIZENS), word=st.sampled_from(CITIZENS_WORDS), at=st.integers(0, 7))
    def a_citizen_says(self, who: str, word: str, at: int) -> None:
        """About a case of theirs, or of somebody else."""
        own = [c for c, a in self.memory.moments[-1].cases.items() if a.sender == self._id(who)]
        self._types(who, word, own[at % len(own)] if own and at % 4 else self._code(at))

    @rule(whom=st.sampled_from(LOCKED))
    def is_locked_or_let_in_again(self, whom: str) -> None:
        ident, reader = self._id(whom), self.memory.readers[self.people[whom].id]
        back = " mo" if reader.locked else ""
        self._goes_on(self.people["Quản Thị Trị"].says(f"/khoa {ident}{back}"))
        row = self.world.rows("SELECT locked_at FROM person WHERE id = :id", id=ident)
        self.memory.readers[self.people[whom].id] = replace(reader, locked=bool(row[0][0]))

    # --- time passes, things fail ----------------------------------------------------------------

    @rule(hours=st.sampled_from((1, 5, 24, 24 * 5, 24 * 12, 24 * 40)))
    def time_passes(self, hours: int) -> None:
        self.world.later(hours=hours)
        self.world.tick()
        self.world.work()

    @rule(days=st.integers(1, 20))
    def a_day_off_is_added(self, days: int) -> None:
        agency = self.world.house.agency
        day = local(self.world.now + timedelta(days=days)).date()
        off = {**agency.calendar.off, day: "nghỉ theo quyết định mới"}
        self.world.house.use_agency(replace(agency, calendar=replace(agency.calendar, off=off)))
        self.world.tick()

    @rule(who=st.sampled_from(CITIZENS * 4 + OFFICIALS), failure=st.sampled_from(FAILURES))
    def the_next_message_fails(self, who: str, failure: Any) -> None:
        self.world.channel.fails[self.people[who].id] = [failure]

    @rule()
    def the_house_restarts(self) -> None:
        self.world.restart()

    # --- how -------------------------------------------------------------------------------------

    def _types(self, who: str, word: str, code: str) -> None:
        person = self.people[who]
        self.memory.asked_by = person.id
        words = typed_words.about(word, code, colleague=self._id("Đỗ Văn Bình"))
        self.memory.said[person.id] = f"{self.memory.said.get(person.id, '')}\n{words}"
        self._goes_on(person.says(words))

    def _goes_on(self, person: Person) -> None:
        """The first answer that each question offers, but for calling it off; else words."""
        for _ in range(_STEPS):
            if not self._asked(person.id):
                return
            offered = person._with_buttons()
            data = [c.data for c in offered.message.choices] if offered else []
            chosen = [d for d in data if d.startswith("=") and not d.endswith(f":{CANCEL}")]
            person.taps_data(chosen[0]) if chosen else person.says("Xin chờ ý kiến phòng bạn.")

    def _asked(self, chat: str) -> bool:
        row = self._chat_row(chat)
        found = self.world.house.store.read_sync(lambda tx: chats.by_id(tx, row))
        return found is not None and "d" in found.state

    def _allowed(self, tx: Tx) -> list[tuple[str, str, str]]:
        """Who can really do what to which case now."""
        desk = Desk(tx, self.world.house.ground(), self.world.now)
        found: list[tuple[str, str, str]] = []
        for code in self.memory.codes.values():
            case = cases.by_code(tx, code)
            assert case is not None
            if case.status == Status.WAITING:
                asked = (who for who in CITIZENS if self._id(who) == case.submitter_id)
                found += [(who, "bosung", code) for who in asked]
            for who in OFFICIALS:
                viewer = people.viewer(tx, self._id(who), self.world.now)
                held = rights.standings_of(desk, case, viewer) if viewer else frozenset()
                open_ = {move.name for move in limits.open_moves(desk, case, held)}
                for act in acts.ACTS.values():
                    if open_.intersection(act.moves(case)):
                        found.append((who, act.word, code))
        return found

    def _code(self, at: int) -> str:
        return list(self.memory.codes.values())[at % len(self.memory.codes)]

    def _id(self, name: str) -> int:
        return self.memory.readers[self.people[name].id].person_id

    def _chat_row(self, chat: str) -> int:
        name = next(name for name, person in self.people.items() if person.id == chat)
        return self.chat_rows[name]


def _file(world: World, number: int, sort: str, chat: int, tx: Tx) -> str:
    desk = Desk(tx, world.house.ground(), world.now)
    about, office = {
        "of an office": ("cán bộ ở quầy", REGISTRY),
        "of reception": ("cán bộ Văn phòng", RECEPTION),
        "of a person": (f"ông {ACCUSED}", ""),
        "of an official": ("cán bộ ở quầy", REGISTRY),
    }.get(sort, ("", ""))
    kind = Kind.CONDUCT if about else Kind.REGULATION
    mode = IdentityMode.NAMED if sort == "plain" else IdentityMode.CLOSED
    row = tx.one("SELECT person_id FROM chat WHERE id = :id", id=chat)
    assert row is not None
    name = canaries.word(Part.NAME, number).capitalize()
    new = NewCase(
        kind=kind,
        source=Source.TELEGRAM,
        language="vi",
        story=f"Tôi phải đi lại năm lần vì {canaries.word(Part.STORY, number)}",
        identity_mode=mode,
        identity={"name": f"Võ Thị {name}", "phone": canaries.phone(number)},
        suggested_office="" if about else REGISTRY,
        about=about,
        about_office=office,
        submitter_id=row[0],
        chat_id=chat,
        **promises.promised(desk, kind, mode),
    )
    return filing.new_case(desk, new).code


def _come_back(world: World, memory: Memory) -> Iterator[tuple[str, Person]]:
    """The people of the template, in the order in which they came."""
    for name, (role, office) in PEOPLE.items():
        person = world.citizen(name)
        [(person_id,)] = world.rows(
            "SELECT person_id FROM chat WHERE id = :id", id=Life.chat_rows[name]
        )
        held = frozenset({(role, office)} if role else ())
        memory.readers[person.id] = Somebody(name, person_id, held)
        yield name, person


def template(migrated: Path, folder: Path) -> None:
    """A database with these people in it, from which each life begins."""
    shutil.copy(migrated, folder / "langnghe.db")
    world = World(f"sqlite:///{folder / 'langnghe.db'}", folder)
    for name, (role, office) in PEOPLE.items():
        person = world.official(role, office, name) if role else world.citizen(name).says("/start")
        Life.chat_rows[name] = person.seen[-1].chat_id
    world.close()
    Life.template = folder / "langnghe.db"
