"""What older databases become: rows as an older version wrote them, then the newest revision."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.engine.db import open_engine
from storage.engine.opening import differences, upgrade_in
from storage.engine.schema import migrate
from storage.house.key_mark import mark_of
from storage.keys import Keys, WrongKey

KEYS = Keys(b"k" * 32)
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
    migrate(url, KEYS)
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
    migrate(url, KEYS)
    assert differences(url) == []
    [(state,)] = rows(url, "SELECT state FROM chat")
    assert json.loads(KEYS.open_text(state)) == {"kept": [{"name": "submit", "a": {}}]}


WORDS = {
    "person": ("name", "Lê Thị Hạnh"),
    "chat": ("state", '{"d": {"a": {"name": "Võ Thị Tư"}}}'),
    "inbox": ("text", "toi la Vo Thi Tu"),
    "outbox": ("text", "Thưa bà Võ Thị Tư"),
    "cases": ("dossier", "H25.12-001"),
    "case_text": ("body", "ho so bi tra 3 lan"),
    "case_note": ("body", "đã gọi"),
    "stored_file": ("name", "CCCD Vo Thi Tu.jpg"),
}


def test_what_stood_in_clear_is_sealed_and_opens_with_the_key(tmp_path):
    other = {
        "person": ("created_at", AT),
        "chat": ("channel, external, created_at", f"telegram', '1001', '{AT}"),
        "inbox": ("channel, update_id, at", f"telegram', 'u1', '{AT}"),
        "outbox": ("chat_id, key, at, due_at", f"1', 'x', '{AT}', '{AT}"),
        "cases": ("code, received_at", f"PA26-00001-A', '{AT}"),
        "case_text": ("case_id, at", f"1', '{AT}"),
        "case_note": ("case_id, at", f"1', '{AT}"),
        "stored_file": ("at", AT),
    }
    url = older(
        tmp_path,
        "0005",
        *(
            f"INSERT INTO {table} ({other[table][0]}, {column})"
            f" VALUES ('{other[table][1]}', '{words}')"
            for table, (column, words) in WORDS.items()
        ),
        f"INSERT INTO kept (name, value) VALUES ('key', '{mark_of(KEYS)}')",
    )
    for wrong in (None, Keys(b"x" * 32)):
        with pytest.raises(WrongKey):
            migrate(url, wrong)
    migrate(url, KEYS)
    for table, (column, words) in WORDS.items():
        [(kept,)] = rows(url, f"SELECT {column} FROM {table}")
        assert KEYS.open_text(kept) == words
    [chat] = rows(url, "SELECT external, sealed FROM chat")
    assert chat[0] == KEYS.mark("chat", "telegram:1001") and KEYS.open_text(chat[1]) == "1001"
    engine = open_engine(url, read_only=True)
    with engine.connect() as connection:
        dumped = "\n".join(connection.connection.iterdump())
    engine.dispose()
    assert "Vo Thi Tu" not in dumped and "Võ Thị Tư" not in dumped and "1001" not in dumped


def test_broadcasts_of_before_have_no_english_title(tmp_path):
    url = older(
        tmp_path,
        "0008",
        f"INSERT INTO campaign (number, title, created_at) VALUES ('TB26-00001', 'Một', '{AT}')",
    )
    migrate(url, KEYS)
    assert rows(url, "SELECT title, title_en FROM campaign") == [("Một", "")]
