"""Every command × everybody × every sort of case: nobody learns what the oracle says is not theirs,
and to whom a case does not exist nothing depends on whether it does. Commands come from the
registry, so that those built later are tried too."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cases.codes import check_letter
from cases.kinds import IdentityMode
from cases.lifecycle import Status
from handlers import router
from handlers.staff import acts
from tests import canaries
from tests.model_department import MODES, PEOPLE, STATUSES, WALLS
from tests.model_house import ModelHouse, Trial, said_to
from tests.oracle import Part, may_learn
from tests.people import World

_SEED = 20261116
# What is typed after a command with the code of a case, where some words would not do.
AFTER_CODE = {
    "tiepnhan": "dkkd",
    "chuyenngoai": "Kho bạc khu vực XIII",
    "giao": "{colleague}",
    "chuyen": "ktdn Việc của phòng bạn.",
    "giahan": "15/12 Chờ ý kiến.",
    "duyet": "",
    "nhan": "",
    "lienquan": "",
    "dong": "",
    "danhgia": "2",
}
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


# A sender who asks for a person about a case that is over begins a question that is not restricted
# and names the code of the case: `test_a_question_about_a_restricted_case…` below.
KNOWN_LEAK = frozenset({"gapcanbo"})


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
    words = AFTER_CODE.get(command, "Xin xem lại việc này giúp.").format(**known)
    return f"/{command} {code} {words}".strip()


def wrong_with(house: ModelHouse, name: str, command: str, code: str) -> list[str]:
    """Whom it tells what is not theirs, and what it tells whoever types it of a case that does not
    exist for them."""
    if command in KNOWN_LEAK and house.before[code][0].restricted:
        return []
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


def of_sort(house: ModelHouse, wall: str, turn: int) -> str:
    """A case behind this wall: of each way of naming oneself and each status as turns go on."""
    sort = (wall, MODES[turn % len(MODES)], STATUSES[turn % len(STATUSES)])
    return next(code for code, kind in house.kinds.items() if kind == sort)


def pairs() -> Iterator[tuple[int, str, str]]:
    """Every command with everybody, numbered."""
    for number, command in enumerate(router.COMMANDS):
        for at, name in enumerate(PEOPLE):
            yield number * 7 + at, command, name


def test_no_command_tells_anybody_what_is_not_theirs(house: ModelHouse) -> None:
    """Each command by every second of them, on a case behind one wall after the other."""
    wrong = []
    for turn, command, name in pairs():
        if turn % 2:
            wrong += wrong_with(house, name, command, of_sort(house, WALLS[turn % 5], turn))
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("half", [0, 1])
def test_no_command_tells_anybody_of_any_sort_of_case(house: ModelHouse, half: int) -> None:
    """Everybody tries everything, behind three walls each."""
    wrong = []
    for turn, command, name in pairs():
        if turn % 2 == half:
            for more in range(3):
                code = of_sort(house, WALLS[(turn // 2 + more) % 5], turn + 5 * more)
                wrong += wrong_with(house, name, command, code)
    assert wrong == []


def test_lists_and_counts_do_not_depend_on_what_does_not_exist(house: ModelHouse) -> None:
    """A command alone, answered in this department and in one where all cases hidden from whoever
    asks are not."""
    wrong = []
    for turn, command, name in pairs():
        if turn % 11 == 0 or command in ("homnay", "hopthu"):
            wrong += wrong_with_list(house, name, command)
    assert wrong == []


@pytest.mark.slow
def test_no_list_and_no_count_depends_on_what_does_not_exist(house: ModelHouse) -> None:
    wrong = []
    for _, command, name in pairs():
        wrong += wrong_with_list(house, name, command)
    assert wrong == []


def test_what_is_not_theirs_is_answered_like_what_is_not_there(house: ModelHouse) -> None:
    """Word for word, but for the code they typed."""
    missing = f"PA26-09999-{check_letter(26, 9999)}"
    for turn, act in enumerate(acts.ACTS.values()):
        for name in ("handler", "accused", "elsewhere", "head elsewhere", "admin", "locked"):
            code, chat = of_sort(house, "person", turn), house.chats[name].id
            words = f"/{act.word} {code} Xin xem lại."
            hidden = str(said_to(house.tries(name, words), chat))
            unknown = str(said_to(house.tries(name, words.replace(code, missing)), chat))
            assert hidden.replace(code, missing) == unknown


def test_no_group_learns_what_is_not_its_offices(house: ModelHouse) -> None:
    wrong = []
    for turn, command in enumerate(c.name for c in router.COMMANDS.values() if c.group):
        for name in ("handler", "dispatcher", "director", "accused"):
            for wall in WALLS:
                words = typed(house, command, of_sort(house, wall, turn))
                leaks = house.tries(name, words, group=True).leaks
                wrong += [f"{name}: {words}: {leak}" for leak in leaks]
    assert wrong == []


@pytest.mark.xfail(
    strict=True, reason="a question about a restricted case names its code to everybody"
)
def test_a_question_about_a_restricted_case_does_not_reach_whom_it_accuses(
    house: ModelHouse,
) -> None:
    sort = ("person", IdentityMode.CLOSED, Status.CLOSED)
    code = next(code for code, kind in house.kinds.items() if kind == sort)
    sender = next(
        r.name for r in house.readers.values() if r.person_id == house.before[code][0].sender
    )
    assert house.tries(sender, f"/gapcanbo {code} Tôi muốn hỏi thêm về việc này.").leaks == ()


# --- the model itself ----------------------------------------------------------------------------


def shown(house: ModelHouse, name: str, words: str) -> set[Part]:
    """Parts of cases that they are shown by this command, of all walls and ways of naming."""
    found: set[Part] = set()
    for turn in range(0, 80, 5):
        for wall in WALLS:
            said = words.format(code=of_sort(house, wall, turn))
            for _, text, _ in said_to(house.tries(name, said), house.chats[name].id):
                found |= {part for _, part in canaries.in_text(text, house.codes)}
    return found


def test_the_model_sees_what_may_be_seen(house: ModelHouse) -> None:
    """One in which nobody is told anything would find no leak."""
    inside = {Part.STORY, Part.NOTE, Part.DRAFT, Part.SUPPLEMENT, Part.QUESTION}
    assert shown(house, "handler", "/hoso {code}") >= {*inside, Part.NAME, Part.PHONE}
    assert shown(house, "director", "/hoso {code}") >= {*inside, Part.ABOUT}
    assert not inside & shown(house, "elsewhere", "/hoso {code}")
    assert shown(house, "sender", "/tracuu {code}") >= {Part.QUESTION, Part.ANSWER}
    assert not {Part.NOTE, Part.DRAFT} & shown(house, "sender", "/tracuu {code}")


def test_behind_every_wall_somebody_reads_and_somebody_knows_nothing(house: ModelHouse) -> None:
    for wall in WALLS:
        abouts = [a for code, (a, _) in house.before.items() if house.kinds[code][0] == wall]
        readers = list(house.readers.values())
        assert any(Part.STORY in may_learn(a, r) for a in abouts for r in readers), wall
        assert any(not may_learn(a, r) for a in abouts for r in readers), wall
