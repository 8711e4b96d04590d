"""The demo: sample cases made by people who talk to the real handlers."""

from __future__ import annotations

import io
import re
from collections import Counter
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.commands.check import check
from bot.commands.demo import demo
from bot.commands.demo_stories import MARK, PATHS, stories
from bot.commands.plainly import Refusal
from bot.commands.verify import verify
from bot.settings import Settings, secret_key
from cases.kinds import Kind
from cases.lifecycle import Status
from storage.casework import cases
from storage.engine.db import Store
from storage.keys import Keys
from storage.tables.casework import Case
from storage.tables.people import Person
from tests.conftest import empty_postgres
from tests.people import World

pytestmark = pytest.mark.slow  # forty cases from their first word

# What a path's steps are called in the history, where that differs.
ALIKE = {"ask_handling": "ask", "look_again": "again", "appeal": "again", "supplement": "supply",
         "return_draft": "return", "acknowledge": "accept"}  # fmt: skip


class Shown:
    """A database filled by the demo, and what was printed meanwhile."""

    def __init__(self, url: str, folder: Path) -> None:
        self.settings = Settings(
            _env_file=None, database_url=url, data_dir=folder, secret_key="k" * 32
        )
        with redirect_stdout(io.StringIO()) as printed:
            demo(self.settings)
        self.printed = printed.getvalue()


# Filling takes seconds, so the tests of this file look at the same one.
@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    folder = tmp_path_factory.mktemp("demo")
    return Shown(f"sqlite:///{folder / 'langnghe.db'}", folder)


@pytest.fixture
def settings(shown: Shown) -> Settings:
    return shown.settings


def read(settings: Settings, work):
    store = Store(settings.database, Keys(secret_key(settings)[0]))
    try:
        return store.read_sync(work)
    finally:
        store.stop()


@pytest.mark.postgres
def test_on_postgresql_too(postgres, tmp_path):
    empty_postgres(postgres)
    _as_far_as_told(Shown(postgres, tmp_path).settings)


def test_every_case_comes_as_far_as_its_story_says(settings):
    _as_far_as_told(settings)


def _as_far_as_told(settings):
    found = read(settings, lambda tx: tx.find(Case, order=Case.id))
    assert len(found) == len(stories()) >= 40
    told = {f"{MARK} {s.text}": s for s in stories()}
    for case in found:
        story = read(settings, lambda tx, c=case: cases.texts(tx, c.id, "story")[0].body)
        rows = read(
            settings,
            lambda tx, c=case: tx.all(
                "SELECT action FROM case_history WHERE case_id = :id ORDER BY seq", id=c.id
            ),
        )
        steps = tuple(ALIKE.get(r[0], r[0]) for r in rows)[1:]
        assert (case.kind, case.identity_mode) == (told[story].kind, told[story].mode), story
        expected = PATHS[told[story].path]
        if case.kind == Kind.QUESTION:  # approval is off for questions
            expected = tuple(step for step in expected if step != "approve")
        assert steps == expected, story
    assert {Status(c.status) for c in found} == set(Status)
    assert set(Kind) == {Kind(c.kind) for c in found}
    assert len(Counter(c.office for c in found)) >= 5
    now = datetime.now(UTC)
    assert all(c.received_at < now for c in found)
    assert any(c.due_at and c.due_at < now and c.status == Status.IN_PROGRESS for c in found)
    assert verify(settings) == 0


def test_nothing_of_it_is_sent_anywhere_and_all_of_it_is_marked(settings, capsys):
    states = read(settings, lambda tx: tx.all("SELECT DISTINCT state FROM outbox"))
    assert states == [("sent",)]
    names = read(settings, lambda tx: tx.find(Person, Person.official == 1))
    assert len(names) == 8
    assert all("mẫu" in person.name for person in names)
    assert check(settings, production=True) == 1
    assert "hồ sơ mẫu" in capsys.readouterr().out


def test_it_goes_into_an_empty_database_only(settings):
    before = read(settings, lambda tx: tx.one("SELECT COUNT(*) FROM cases"))
    with pytest.raises(Refusal, match="data here already"):
        demo(settings)
    assert read(settings, lambda tx: tx.one("SELECT COUNT(*) FROM cases")) == before


def test_its_codes_make_officials_who_see_work(shown, tmp_path):
    world = World(shown.settings.database, tmp_path)
    try:
        for role in ("dispatcher", "handler", "head", "director"):
            [code] = re.findall(rf"^  {role}.*?: (\d+) ", shown.printed, re.MULTILINE)
            person = world.citizen(role)
            person.says(f"/start {code}").says("Người Xem Thử")
            assert person.got("people.welcome"), role
            person.says("/homnay")
            assert re.search(r"PA\d\d-\d{5}-[A-Z]", person.text), (role, person.text)
    finally:
        world.close()


@pytest.mark.slow
def test_told_so_it_goes_beside_what_is_there(settings, capsys):
    demo(settings, force=True)
    [count] = read(settings, lambda tx: tx.one("SELECT COUNT(*) FROM cases"))
    assert count == 2 * len(stories())
    assert verify(settings) == 0
