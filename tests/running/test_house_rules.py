"""Rules of the house that no type checker sees."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.settings import ROOT
from handlers import router, talk
from handlers.listed import LISTED
from messages.texts import LANGUAGES, declared
from storage.engine.db import open_engine
from storage.tables.listed import METADATA, TABLES

assert talk  # importing it registers every command

# The words people may rely on (DESIGN section 5) that exist in this version.
CITIZENS = """start gui submit tracuu status cuatoi mine bosung add rut withdraw danhgia rate xemlai
lookagain lienket link thutuc procedures lienhe contact gapcanbo human ngonngu language dulieu
mydata dangky subscribe trogiup help huy cancel quaylai back cungbi metoo""".split()
STAFF = """homnay today hopthu inbox hoso case tiepnhan accept tuchoi refuse nhan take giao assign
hoi ask traloi answer duyet approve tralai return chuyen transfer chuyenngoai forward
giahan extend lydocham delay ghichu note lienquan recuse congkhai publish dong close nhap enter
ghiloi transcribe moi invite vang away khoa lock kenh channels thoat logout nhom bind
nhatky audit cachtinh counted gop merge tachgop unmerge giunguyen uphold lamlai redo mapakn
systemcode chuanhap notentered chep copy sodexuat proposals trinhlen sendup phucdap
replyfromabove timkiem search trung alike baihoc lessons thongbao broadcast kehoach plan baiviet
article dathaydoi changed goxuong unpublish danhmuc catalogue thongke stats baocao report giaoviec
givetask xongviec taskdone""".split()


def sources(*folders: str) -> list[tuple[Path, str]]:
    found = [p for folder in folders for p in (ROOT / folder).rglob("*.py")]
    return [(p.relative_to(ROOT), p.read_text(encoding="utf-8")) for p in found]


def test_status_is_written_through_one_door() -> None:
    writes = re.compile(r"UPDATE cases SET(?:(?!WHERE)[^\"])*\bstatus\s*=|\bcase\.status\s*=[^=]")
    offenders = [
        str(path)
        for path, text in sources("bot", "handlers", "storage")
        if writes.search(text) and str(path) != "storage/casework/cases.py"
    ]
    assert offenders == []


def test_only_the_door_of_handlers_calls_the_door_of_storage() -> None:
    calls = re.compile(r"\bcases\.move\(")
    assert [str(p) for p, t in sources("bot", "handlers") if calls.search(t)] == [
        "handlers/door.py"
    ]


def test_handlers_never_send() -> None:
    words = re.compile(r"\b(async def|await|aiohttp|requests|urllib|smtplib|socket)\b")
    assert [
        str(p)
        for p, t in sources("handlers", "storage", "cases", "messages")
        if words.search(t) and str(p) not in ("storage/engine/db.py",)
    ] == []


def test_no_folder_is_called_after_what_it_is_not() -> None:
    bad = {"utils", "helpers", "common", "misc", "lib"}
    folders = [
        p
        for f in ("bot", "handlers", "storage", "cases", "messages")
        for p in (ROOT / f).rglob("*")
        if p.is_dir() or p.suffix == ".py"
    ]
    assert [p for p in folders if p.stem in bad] == []


@pytest.mark.parametrize("word", CITIZENS + STAFF)
def test_every_promised_command_exists(word: str) -> None:
    assert router.find(word) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shown_command_has_its_help(language: str) -> None:
    known = declared(language)
    shown = [c for c in router.COMMANDS.values() if not c.hidden]
    assert [c.name for c in shown if c.help not in known] == []


def test_every_command_of_officials_says_who_may_call_it() -> None:
    """Citizens' commands are for everybody; whatever acts on other people's cases is not."""
    for word in STAFF:
        command = router.find(word)
        assert command is not None and command.who, word


def test_what_registers_a_command_or_a_dialogue_is_listed() -> None:
    registers = re.compile(r"^@(?:dialogue\.)?(?:command|dialogue)\(|^ *also_said\(", re.M)
    there = {str(p) for p, text in sources("handlers") if registers.search(text)}
    assert {_file_of(m) for m in LISTED} == there


def test_every_file_of_tables_is_in_the_list() -> None:
    holding = {str(p) for p, t in sources("storage") if "table=True" in t}
    assert {_file_of(m) for m in TABLES} == holding


def _file_of(module: ModuleType) -> str:
    return module.__name__.replace(".", "/") + ".py"


def test_the_face_of_a_room_imports_nothing() -> None:
    """Whoever needs one module of a room loads that one."""
    imports = re.compile(r"^\s*(?:from|import) ", re.M)
    layers = ("handlers", "storage", "cases", "messages")
    assert [
        str(p) for p, t in sources(*layers) if p.name == "__init__.py" and imports.search(t)
    ] == []


def test_models_match_migrations(migrated_sqlite: Path) -> None:
    engine = open_engine(f"sqlite:///{migrated_sqlite}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_what_comments_name_is_there() -> None:
    """A name in backticks is a word of the code, the texts or the folders of agencies; one that
    begins with a folder of ours leads to a module and a name in it."""
    ours = ("bot", "handlers", "storage", "cases", "messages")
    whole = [*sources(*ours, "tests", "bench", "scripts"), *(_others("*.j2", "*.toml", "*.js"))]
    words = {w for _, text in whole for w in re.findall(r"\w+", re.sub(r"`[^`\n]*`", "", text))}
    missing = [
        f"{path}: {name}"
        for path, text in sources(*ours)
        for name in re.findall(r"`([A-Za-z_][\w.]*)`", text)
        if not words.issuperset(name.split(".")) or not _leads_somewhere(name, ours)
    ]
    assert missing == []


def _others(*kinds: str) -> list[tuple[Path, str]]:
    folders = ("messages", "agencies", "bot")
    found = [p for f in folders for kind in kinds for p in (ROOT / f).rglob(kind)]
    return [(p, p.read_text(encoding="utf-8")) for p in found]


def _leads_somewhere(name: str, ours: tuple[str, ...]) -> bool:
    first, *parts = name.split(".")
    place = ROOT / first
    while first in ours and parts and (place / parts[0]).is_dir():
        place /= parts.pop(0)
    if first not in ours or not parts:
        return True
    module = place / f"{parts[0]}.py"
    return module.exists() and set(parts[1:]) <= set(re.findall(r"\w+", module.read_text("utf-8")))


def test_logs_name_nobody() -> None:
    """What is logged is never what a person wrote, nor how they can be reached."""
    said = re.compile(r"log(?:ger)?\.\w+\([^)]*\b(?:text|phone|story|email|incoming|raw|body)\b")
    assert [str(p) for p, t in sources("bot") if said.search(t)] == []
