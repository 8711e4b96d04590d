"""Every command × everybody × every sort of case: nobody learns what the oracle says is not theirs,
and to whom a case does not exist nothing depends on whether it does. Commands come from the
registry, so that those built later are tried too."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from cases.kinds import IdentityMode, Kind
from cases.lifecycle import MOVES, Status
from cases.numbers.codes import check_letter
from handlers.router import COMMANDS
from handlers.staff.act import acts
from handlers.staff.roles import CASEWORK
from storage.tables.casework import Case
from tests import canaries, typed_words
from tests.model_beside import NUMBER, OPENED
from tests.model_department import MODES, PEOPLE, STATUSES, WALLS
from tests.model_house import ModelHouse, Trial, said_to
from tests.oracle import Part, may_learn
from tests.people import World

# Commands about people and duties, and those after which words are a story, whatever they name.
WITHOUT_CODE = {
    "gui": "",
    "nhap": "",
    "viec": "{duty}",
    "daxong": "{duty}",
    "nhansu": "{owner}",
    "khoa": "{owner}",
    "bangiao": "{owner} {colleague}",
    "xoanguoi": "{owner} {colleague}",
    "botvai": "{owner} 1 {colleague}",
    "vang": "17/11 20/11 {colleague}",
}
# How many cases somebody holds is said to the admins who let them go, and is no case's content.
COUNTS_FOR_ADMINS = frozenset({"nhansu", "bangiao", "xoanguoi", "botvai", "doiphong", "khoa"})


@pytest.fixture(scope="module")
def house(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelHouse]:
    folder = tmp_path_factory.mktemp("model")
    shutil.copy(migrated_sqlite, folder / "langnghe.db")
    world = World(f"sqlite:///{folder / 'langnghe.db'}", folder)
    yield ModelHouse(world)
    world.close()


def typed(house: ModelHouse, command: str, code: str) -> str:
    """The command as somebody would type it about this case."""
    known = {
        "colleague": house.ids["handler"],
        "owner": house.ids["owner"],
        "duty": house.duty_of[code],
    }
    if command in WITHOUT_CODE:
        return f"/{command} {WITHOUT_CODE[command].format(**known)}".strip()
    return typed_words.about(command, code, **known)


def wrong_with(house: ModelHouse, name: str, command: str, code: str) -> list[str]:
    """Whom it tells what is not theirs, and what it tells whoever types it of a case that does not
    exist for them."""
    words = typed(house, command, code)
    trial = house.tries(name, words)
    wrong = [f"{name}: {words}: {leak}" for leak in trial.leaks]
    if code in house.hidden[name] and not counts(name, command):
        wrong += differs(house, name, words, trial, [code])
    return wrong


def wrong_with_list(house: ModelHouse, name: str, command: str) -> list[str]:
    """The same of a command alone, and of all such cases together."""
    trial = house.tries(name, f"/{command}")
    wrong = [f"{name}: /{command}: {leak}" for leak in trial.leaks]
    if not counts(name, command):
        wrong += differs(house, name, f"/{command}", trial, house.hidden[name])
    return wrong


def counts(name: str, command: str) -> bool:
    return name == "admin" and command in COUNTS_FOR_ADMINS


def differs(
    house: ModelHouse, name: str, words: str, trial: Trial, without: list[str]
) -> list[str]:
    chat = house.chats[name].id
    there = said_to(trial, chat)
    not_there = said_to(house.tries(name, words, without=without), chat)
    return [] if there == not_there else [f"{name}: {words}: {there}; without it {not_there}"]


def of_sort(house: ModelHouse, wall: str, mode: IdentityMode, status: Status) -> str:
    sort = (wall, mode, status)
    return next(code for code, kind in house.kinds.items() if kind == sort)


def some(house: ModelHouse, wall: str, turn: int, command: str = "") -> str:
    """A case behind this wall: every way of naming oneself, in every status in which the command
    may do something, as turns go on."""
    within = where_it_moves().get(command) or STATUSES
    return of_sort(house, wall, MODES[turn % 3], within[turn % len(within)])


@cache
def where_it_moves() -> dict[str, tuple[Status, ...]]:
    """By command, of those that are moves of the table."""
    case, found = Case(code="PA26-00001-H", kind=Kind.REGULATION), dict[str, tuple[Status, ...]]()
    for act in acts.ACTS.values():
        sources = frozenset().union(*(MOVES[move].sources for move in act.moves(case)))
        found[act.word] = tuple(s for s in STATUSES if s in sources)
    return found


CITIZENS = ("tracuu", "bosung", "rut", "xemlai", "danhgia", "cungbi", "gapcanbo", "tachra", "maso")


def pairs() -> Iterator[tuple[int, str, str]]:
    """Every command with everybody who may use it, numbered, and with some who may not."""
    for number, command in enumerate(COMMANDS.values()):
        for at, (name, roles) in enumerate(PEOPLE.items()):
            turn = number * 7 + at
            held = {role for role, _ in roles}
            if command.who is None or held & command.who or turn % 5 == 0:
                yield turn, command.name, name


def reading() -> list[str]:
    """Commands of officials about a case that are no moves: they show something of it."""
    moves = {act.word for act in acts.ACTS.values()}
    return [c.name for c in COMMANDS.values() if c.who == CASEWORK and c.name not in moves]


@pytest.mark.parametrize("part", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in (1, 2))])
def test_what_shows_a_case_shows_it_to_nobody_else(house: ModelHouse, part: int) -> None:
    """To everybody, behind every wall, however its sender is named: a third of it each."""
    assert {"hoso", "tep", "nhatky"} <= set(reading())
    wrong = []
    sorts = itertools.product((*reading(), "tracuu"), WALLS, MODES, PEOPLE)
    for number, (command, wall, mode, name) in enumerate(sorts):
        if (number + number // len(PEOPLE)) % 3 == part:
            code = of_sort(house, wall, mode, Status.IN_PROGRESS)
            wrong += wrong_with(house, name, command, code)
    assert wrong == []


def test_no_command_tells_anybody_what_is_not_theirs(house: ModelHouse) -> None:
    """Each command by those who may use it, behind one wall after the other."""
    wrong = []
    for turn, command, name in pairs():
        if turn % 7 == 1:
            code = some(house, WALLS[turn % 5], turn, command)
            wrong += wrong_with(house, name, command, code)
    assert wrong == []


def test_the_sender_of_what_is_restricted_is_told_nothing_of_it_unasked(house: ModelHouse) -> None:
    """Whatever moves their case."""
    wrong: list[str] = []
    told = 0
    for number, command in enumerate(where_it_moves()):
        for at, name in enumerate(("dispatcher", "second", "director")):
            for turn in (number + 3 * at,):
                code = some(house, ("office", "reception")[name == "director"], turn * 3, command)
                trial = house.tries(name, typed(house, command, code))
                wrong += trial.leaks
                told += any(p.message.key.startswith("notice.restricted") for p in trial.parcels)
    assert wrong == []
    assert told > 5


@pytest.mark.slow
@pytest.mark.parametrize("half", [0, 1])
def test_no_command_tells_anybody_of_any_sort_of_case(house: ModelHouse, half: int) -> None:
    """Everybody tries everything, behind one or two walls each."""
    wrong = []
    for turn, command, name in pairs():
        if turn % 2 == half:
            for more, wall in list(enumerate(WALLS))[turn // 2 % 3 :: 3]:
                code = some(house, wall, turn + 5 * more, command if more % 2 else "")
                wrong += wrong_with(house, name, command, code)
    assert wrong == []


def test_lists_and_counts_do_not_depend_on_what_does_not_exist(house: ModelHouse) -> None:
    """A command alone, answered in this department and in one where all cases hidden from whoever
    asks are not."""
    wrong = []
    for turn, command, name in pairs():
        if turn % 60 == 0 or command in ("homnay", "hopthu"):
            wrong += wrong_with_list(house, name, command)
    assert wrong == []


@pytest.mark.slow
def test_no_list_and_no_count_depends_on_what_does_not_exist(house: ModelHouse) -> None:
    wrong = []
    for turn, command, name in pairs():
        if turn % 3 == 0:
            wrong += wrong_with_list(house, name, command)
    assert wrong == []


def test_what_is_not_theirs_is_answered_like_what_is_not_there(house: ModelHouse) -> None:
    """Word for word, but for the code they typed."""
    missing = f"PA26-09999-{check_letter(26, 9999)}"
    for turn, act in enumerate(acts.ACTS.values()):
        for name in ("handler", "accused", "elsewhere", "head elsewhere", "admin", "locked"):
            code, chat = some(house, "person", turn), house.chats[name].id
            words = f"/{act.word} {code} Xin xem lại."
            hidden = str(said_to(house.tries(name, words), chat))
            unknown = str(said_to(house.tries(name, words.replace(code, missing)), chat))
            assert hidden.replace(code, missing) == unknown


def test_no_group_learns_what_is_not_its_offices(house: ModelHouse) -> None:
    wrong = []
    for turn, command in enumerate(c.name for c in COMMANDS.values() if c.group):
        for name in ("handler", "dispatcher", "director", "accused"):
            for wall in WALLS:
                words = typed(house, command, some(house, wall, turn))
                leaks = house.tries(name, words, group=True).leaks
                wrong += [f"{name}: {words}: {leak}" for leak in leaks]
    assert wrong == []


def test_a_question_about_a_restricted_case_does_not_reach_whom_it_accuses(
    house: ModelHouse,
) -> None:
    code = of_sort(house, "person", IdentityMode.CLOSED, Status.CLOSED)
    sender = next(
        r.name for r in house.readers.values() if r.person_id == house.before[code][0].sender
    )
    assert house.tries(sender, f"/gapcanbo {code} Tôi muốn hỏi thêm về việc này.").leaks == ()


def test_a_number_shows_what_it_stands_for_to_nobody_else(house: ModelHouse) -> None:
    """What the accused side is asked, and what people ask about their data."""
    officials = [name for name, roles in PEOPLE.items() if roles]
    wrong = [leak for name in officials for leak in house.tries(name, f"/giaitrinh {NUMBER}").leaks]
    for number, code in house.requests.items():
        if house.before[code][0].restricted:
            for name in ("accused", "decided", "official sender", "dispatcher", "head", "admin"):
                wrong += house.tries(name, f"/yeucau {number}").leaks
    assert len(house.requests) > 9
    assert wrong == []


def test_those_merged_learn_nothing_of_each_other(house: ModelHouse) -> None:
    """Whatever is done to either, and whatever they ask themselves: one answer, no code, no word of
    the other's."""
    wrong: list[str] = []
    for command in (*where_it_moves(), *CITIZENS):
        official = COMMANDS[command].who is not None
        names = ("owner", "dispatcher") if official else ("sender", "other sender")
        for name, code in itertools.product(names, (house.main, house.follows)):
            wrong += house.tries(name, typed(house, command, code)).leaks
    assert wrong == []


# --- the model itself ----------------------------------------------------------------------------


def shown_of(house: ModelHouse, name: str, words: str) -> set[Part]:
    answers = said_to(house.tries(name, words), house.chats[name].id)
    return {part for _, text, _ in answers for _, part in canaries.in_text(text, house.codes)}


def shown(house: ModelHouse, name: str, words: str, turns: int = 40) -> set[Part]:
    """Parts of cases that they are shown by this command, of all walls and ways of naming."""
    found: set[Part] = set()
    for turn in range(0, turns, 5):
        for wall in WALLS:
            found |= shown_of(house, name, words.format(code=some(house, wall, turn)))
    return found


def test_the_model_sees_what_may_be_seen(house: ModelHouse) -> None:
    """One in which nobody is told anything would find no leak."""
    inside = {Part.STORY, Part.NOTE, Part.DRAFT, Part.SUPPLEMENT, Part.QUESTION}
    assert shown(house, "handler", "/hoso {code}") >= {*inside, Part.NAME, Part.PHONE}
    assert shown(house, "director", "/hoso {code}") >= {*inside, Part.ABOUT}
    assert not inside & shown(house, "elsewhere", "/hoso {code}")
    assert shown(house, "elsewhere", "/phoihop {code}") >= {Part.ASKED}
    assert shown(house, "handler", "/hoso {code}") >= {Part.SAID_PHONE, Part.FILE}
    assert shown(house, "accused", "/giaitrinh " + NUMBER) == {Part.SUMMARY}
    assert shown(house, "dispatcher", "/yeucau 1") >= {Part.REQUEST}
    opened = of_sort(house, *OPENED)
    assert shown_of(house, "second", f"/danhtinh {opened}") >= {Part.NAME, Part.SAID_PHONE}
    assert not shown_of(house, "director", f"/danhtinh {opened}") & {Part.NAME, Part.SAID_PHONE}
    assert Part.MEASURE in shown(house, "director", "/hoso {code}")
    assert shown(house, "sender", "/tracuu {code}", turns=80) >= {Part.QUESTION, Part.ANSWER}
    assert not {Part.NOTE, Part.DRAFT} & shown(house, "sender", "/tracuu {code}")


def test_behind_every_wall_somebody_reads_and_somebody_knows_nothing(house: ModelHouse) -> None:
    for wall in WALLS:
        abouts = [a for code, (a, _) in house.before.items() if house.kinds[code][0] == wall]
        readers = list(house.readers.values())
        assert any(Part.STORY in may_learn(a, r) for a in abouts for r in readers), wall
        assert any(not may_learn(a, r) for a in abouts for r in readers), wall
