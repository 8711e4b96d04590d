"""Whatever comes out of the house (messages, logs, commands, exports, pages, figures) holds a word
of a case only where the oracle allows it. Routes, commands and jobs come from their registries: one
that nobody here knows how to try fails the test."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from typer.testing import CliRunner

from bot.cli import app
from bot.commands import archive, key_ring
from bot.commands.backup import backup
from bot.site.app import build
from storage.dump import snapshot
from tests import canaries
from tests.canary_talks import CLOSED, OPEN, TIP, Lines, Talks, address, word
from tests.model_house import everything
from tests.oracle import Part, may_be_told, may_learn
from tests.people import FakeChannel, World

# Commands of the command line, with what is typed after each; {folder} is an empty one.
TRIED_COMMANDS = {
    "migrate": "",
    "check": "",
    "invite": "--role handler --office dang_ky_kinh_doanh",
    "export": "--to {folder}",
    "verify": "",
    "incident": "",
    "retention": "",
    "lessons": "",
}
LEFT_OUT_COMMANDS = {
    "simulate": "reads a file of labelled messages and the agency folder, no case",
    "run": "serves until it is stopped: everything else here is what it serves",
    "backup": "its file is the whole database: `test_a_backup_without_the_key_tells_nothing`",
    "restore": "puts a backup into an empty place and says only that it did",
    "demo": "refuses a database with cases in it",
    "import-procedures": "reads a public list and the agency folder, and no case",
    "zalo-login": "asks for tokens of an account and reads no case",
}
# What stands for the parts of an address. Nobody is logged in who fetches it.
ADDRESS_PARTS = {
    "/static/{version}/{name}": "/static/1/style.css",
    "/chat/file/{id}": "/chat/file/1",
    "/files/once/{token}": "/files/once/x",
    "/data/receipts/{day}.json": "/data/receipts/2026-11-16.json",
    "/articles/{number}.html": "/articles/BV26-00001.html",
    "/articles/{number}{slug}": "/articles/BV26-00001",
    "/articles/{number}/{mark}-{width}.jpg": f"/articles/BV26-00001/{'0' * 16}-640.jpg",
    "/results/{code}": "/results/PA26-00999-Z",  # each that exists is fetched beside
    "/procedures/{code}": "/procedures/VP-01",
}
LEFT_OUT_ROUTES = {"/chat/api/events": "a stream of one chat: refused without its ticket"}
JOBS = {"receipt_pdf", "reroute", "topic", "delete_bytes", "tell_answer", "own_data"}
JOBS |= {"search", "alike", "measure_lessons"}
# A file out of the agency's folder.
JOBS |= {"plan_document", "compose"}
# What a letter holds is looked through in test_other_doors.
JOBS |= {"door_letter", "forget_letter"}
# Numbers alone: what of restricted cases is counted where, test_statistics looks through.
JOBS |= {"statistics", "chart"}
# Figures alone: what papers say is looked at in test_reports.
JOBS |= {"report", "report_files"}
NOTHING: canaries.Found = frozenset()


@pytest.fixture(scope="module")
def lines() -> Iterator[Lines]:
    handler, root = Lines(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture(scope="module")
def talks(
    lines: Lines, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Talks]:
    folder = tmp_path_factory.mktemp("canaries")
    shutil.copy(migrated_sqlite, folder / "langnghe.db")
    zalo = FakeChannel("zalo", edits=False, buttons=5)
    mail = FakeChannel("email", edits=False, buttons=0)
    world = World(f"sqlite:///{folder / 'langnghe.db'}", folder, channels=[zalo, mail])
    yield Talks(world, zalo, mail)
    world.close()


def found(talks: Talks, text: str) -> canaries.Found:
    return canaries.in_text(text, talks.codes, talks.receipts)


def public(talks: Talks) -> canaries.Found:
    """What is published, anybody may read."""
    code = talks.codes[OPEN]
    return frozenset({(code, Part.CODE), (code, Part.PUBLISHED)})


# --- messages ------------------------------------------------------------------------------------


def test_nobody_was_told_what_is_not_theirs(talks: Talks) -> None:
    readers, abouts = talks.readers(), talks.abouts()
    tips = {talks.people["tip"].id: talks.codes[TIP]}  # nobody knows that it is theirs
    wrong = []
    for chat, parcels in talks.seen().items():
        for parcel in parcels:
            told = everything(parcel)
            allowed = may_be_told if parcel.channel == "email" else may_learn
            for code, part in found(talks, told):
                read_back = part is Part.CODE and parcel.id > talks.codes_typed_after
                if code not in abouts or tips.get(chat) == code or read_back:
                    continue
                if part not in allowed(abouts[code], readers[chat]):
                    wrong.append(f"{readers[chat].name}: {part} of {code} in {parcel.message.key}")
    assert wrong == []


def test_who_sent_it_was_shown_to_whom_it_was_opened(talks: Talks) -> None:
    shown = "\n".join(p.message.text for p in talks.people["second"].seen)
    assert (talks.codes[CLOSED], Part.NAME) in found(talks, shown)


def test_letters_went_out_and_those_about_what_is_restricted_hold_the_code_alone(
    talks: Talks,
) -> None:
    assert (talks.codes[OPEN], Part.ANSWER) in found(talks, letters(talks, OPEN))
    assert {part for _, part in found(talks, letters(talks, CLOSED))} == {Part.CODE}


def letters(talks: Talks, number: int) -> str:
    return "\n".join(everything(p) for p in talks.mail.seen[address(number)])


def test_the_words_are_there_to_be_found(talks: Talks) -> None:
    """Each of them was read by somebody whose they are."""
    told = frozenset().union(
        *(found(talks, p.message.text) for seen in talks.seen().values() for p in seen)
    )
    named = {Part.STORY, Part.NAME, Part.PHONE, Part.NOTE, Part.QUESTION, Part.SUPPLEMENT}
    named |= {Part.DRAFT, Part.ANSWER, Part.PUBLISHED, Part.RECEIPT, Part.CODE, Part.COMMUNE}
    assert {(talks.codes[OPEN], part) for part in named} <= told
    closed = {Part.STORY, Part.ABOUT, Part.QUESTION, Part.SUPPLEMENT, Part.DRAFT, Part.NAME}
    closed |= {Part.SUMMARY, Part.MEASURE}
    assert {(talks.codes[CLOSED], part) for part in closed} <= told
    assert {(talks.codes[TIP], Part.STORY), (talks.codes[TIP], Part.RECEIPT)} <= told


# --- logs, the command line, the site ------------------------------------------------------------


def test_no_line_of_a_log_says_a_word(talks: Talks, lines: Lines) -> None:
    assert lines.lines
    assert found(talks, "\n".join(lines.lines)) == NOTHING


def names_of_commands() -> set[str]:
    named = {c.name or (c.callback.__name__ if c.callback else "") for c in app.registered_commands}
    return {*named, *(g.name or "" for g in app.registered_groups)}


def test_every_command_of_the_command_line_is_tried_or_left_out_for_a_reason() -> None:
    assert names_of_commands() == {*TRIED_COMMANDS, *LEFT_OUT_COMMANDS}


@pytest.mark.parametrize("command", TRIED_COMMANDS)
def test_no_command_prints_or_writes_a_word(talks: Talks, command: str, tmp_path: Path) -> None:
    settings = talks.world.house.settings
    env = {
        "LANGNGHE_DATABASE_URL": settings.database_url,
        "LANGNGHE_DATA_DIR": str(settings.data_dir),
        "LANGNGHE_SECRET_KEY": "k" * 32,
    }
    words = TRIED_COMMANDS[command].format(folder=tmp_path).split()
    shown = CliRunner().invoke(app, [command, *words], env=env)
    written = [p.read_text("utf-8", "replace") for p in tmp_path.rglob("*") if p.is_file()]
    out = "\n".join((shown.output, *written))
    assert out.strip(), shown.exception
    if command == "export":  # a list of the department's own: each case but the restricted
        assert found(talks, out) == public(talks) | {(talks.codes[TIP], Part.CODE)}
    else:
        assert found(talks, out) == NOTHING


def addresses(site: web.Application) -> list[str]:
    """Of every page that is fetched; those nobody here knows by heart fail."""
    made = []
    for route in site.router.routes():
        path = route.resource.canonical if route.resource else ""
        if route.method == "GET" and path not in LEFT_OUT_ROUTES:
            assert "{" not in path or path in ADDRESS_PARTS, f"nobody knows how to fetch {path}"
            made.append(ADDRESS_PARTS.get(path, path))
    return made


async def fetched(http: aiohttp.ClientSession, path: str) -> str:
    async with http.get(path) as answer:
        return f"{answer.headers} {(await answer.read()).decode('utf-8', 'replace')}"


def test_no_page_says_a_word_that_is_not_published(talks: Talks) -> None:
    """Every page, and what an address says that is none."""
    house = talks.world.house

    async def visit() -> dict[str, str]:
        site = build(house)
        runner = web.AppRunner(site, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            async with aiohttp.ClientSession(address) as http:
                results = [f"/results/{code}" for code in talks.codes.values()]
                paths = [*addresses(site), *results, "/nowhere"]
                return {path: await fetched(http, path) for path in paths}
        finally:
            await runner.cleanup()

    seen = talks.world.run(visit())
    assert {"/", "/privacy", "/chat", "/metrics", "/healthz"} <= seen.keys()
    for path, text in seen.items():
        asked_for = found(talks, path)
        assert found(talks, text) <= public(talks) | asked_for, path


def test_every_job_was_thought_of(talks: Talks) -> None:
    """What a new one writes or sends is to be looked through here too."""
    assert set(talks.world.house.jobs._deeds) == JOBS


# --- the database, without the key ---------------------------------------------------------------


def exactly(talks: Talks, text: str) -> canaries.Found:
    return canaries.exactly(text, talks.codes, talks.receipts)


def only_codes(talks: Talks) -> canaries.Found:
    """What a dump may tell: codes, and what is published."""
    return frozenset({(code, Part.CODE) for code in talks.codes.values()}) | public(talks)


def test_the_database_alone_tells_nothing(talks: Talks) -> None:
    """Every column of every row, and every byte of the files on disk."""
    settings = talks.world.house.settings
    with snapshot(settings.database) as saved:
        for table in saved.tables:
            text = "\n".join(str(record) for record in saved.records(table))
            assert exactly(talks, text) <= only_codes(talks), table
    for path in settings.data_dir.rglob("*"):
        if path.is_file():
            data = path.read_bytes().decode("utf-8", "replace")
            assert exactly(talks, data) <= only_codes(talks), path.name


def test_a_word_that_is_not_sealed_is_found_in_the_database(talks: Talks) -> None:
    """Else the test above would find nothing in anything."""
    told = word(Part.STORY, CLOSED)
    talks.world.store(lambda tx: tx.run("INSERT INTO kept VALUES ('told', :told)", told=told))
    with pytest.raises(AssertionError, match="kept"):
        test_the_database_alone_tells_nothing(talks)
    talks.world.store(lambda tx: tx.run("DELETE FROM kept WHERE name = 'told'"))


def test_a_backup_without_the_key_tells_nothing(talks: Talks, tmp_path: Path) -> None:
    """Its file and what lies beside it; and its tables too, had somebody the key of the backup."""
    settings = talks.world.house.settings
    made = backup(settings, tmp_path)
    for path in tmp_path.iterdir():
        assert exactly(talks, path.read_bytes().decode("latin-1")) == NOTHING, path.name
    members = archive.members(made, partial(key_ring.key_of, settings, made))
    texts = {name: content.read().decode("utf-8", "replace") for name, content in members}
    assert (talks.codes[CLOSED], Part.CODE) in exactly(talks, texts["tables/cases.jsonl"])
    for name, text in texts.items():
        assert exactly(talks, text) <= only_codes(talks), name


def test_who_sent_a_case_stands_in_no_table_of_cases(talks: Talks) -> None:
    """Already now: names, numbers, addresses and receipts are sealed apart from the case."""
    tables = ("cases", "case_text", "case_note", "case_history", "identity", "consent", "duty")
    who = {Part.NAME, Part.PHONE, Part.COMMUNE, Part.EMAIL, Part.RECEIPT}
    with snapshot(talks.world.house.settings.database) as saved:
        for table in tables:
            text = "\n".join(str(record) for record in saved.records(table))
            assert not who & {part for _, part in exactly(talks, text)}, table
