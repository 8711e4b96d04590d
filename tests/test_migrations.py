"""What older databases become: rows as an older version wrote them, then the newest revision."""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import text

from storage.db import open_engine
from storage.opening import differences, upgrade_in
from storage.schema import migrate

AT = "2026-11-16T02:00:00.000000+00:00"


def older(folder: Path, revision: str, *statements: str) -> str:
    """The address of a database at that revision."""
    url = f"sqlite:///{folder / 'older.db'}"
    engine = open_engine(url)
    with engine.connect() as connection, connection.begin():
        upgrade_in(connection, revision)
        for statement in statements:
            connection.execute(text(statement.replace(":", "\\:")))
    engine.dispose()
    return url


def rows(url: str, query: str) -> list[tuple]:
    engine = open_engine(url, read_only=True)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return found


def test_an_address_of_a_citizen_becomes_that_of_its_case(tmp_path):
    chat = (
        "INSERT INTO chat (id, channel, external, person_id, created_at)"
        f" VALUES ({{0}}, 'email', 'x{{0}}', {{1}}, '{AT}')"
    )
    letter = (
        "INSERT INTO outbox (chat_id, case_id, key, at, due_at)"
        f" VALUES ({{0}}, {{1}}, 'receipt.receipt', '{AT}', '{AT}')"
    )
    url = older(
        tmp_path,
        "0002",
        f"INSERT INTO person (id, created_at, official) VALUES (1, '{AT}', 0), (2, '{AT}', 1)",
        chat.format(10, 1),
        chat.format(20, 2),
        letter.format(10, 7),
        letter.format(10, 8),
        letter.format(20, 9),
    )
    migrate(url)
    assert rows(url, "SELECT id, case_id FROM chat ORDER BY id") == [(10, 7), (20, None)]


def test_what_an_early_build_left_undone_is_done(tmp_path):
    kept = json.dumps({"kept": {"submit": {"name": "submit", "a": {}}}})
    url = older(
        tmp_path,
        "0002",
        "ALTER TABLE person ADD COLUMN email TEXT DEFAULT '' NOT NULL",
        "INSERT INTO chat (id, channel, external, created_at, state)"
        f" VALUES (1, 'web', 'x', '{AT}', '{kept}')",
    )
    assert "+person.email" in differences(url)
    migrate(url)
    assert differences(url) == []
    [(state,)] = rows(url, "SELECT state FROM chat")
    assert json.loads(state) == {"kept": [{"name": "submit", "a": {}}]}
