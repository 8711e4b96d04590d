"""Backups: what was saved from one engine comes back in the other, whole or not at all."""

from __future__ import annotations

import gzip
import io
import shutil
import tarfile
import threading
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import orjson
import pytest

from bot import __version__
from bot.commands import backup as backup_command
from bot.commands import key_ring, old_keys
from bot.commands.backup import backup
from bot.commands.plainly import Refusal
from bot.commands.restore import restore
from bot.commands.running import running
from bot.commands.sealed_file import opened
from bot.commands.verify import verify
from bot.files import FileStore
from bot.settings import Settings
from cases.kinds import Kind, Source
from messages.envelope import Outgoing
from storage.casework import cases
from storage.casework.cases import NewCase
from storage.dump import snapshot
from storage.engine.db import Store
from storage.engine.tx import Tx
from storage.house import key_mark
from storage.keys import Keys
from storage.mailbox import chats, outbox, sending_marks, zalo_tokens
from storage.mailbox.zalo_tokens import Pair
from tests.conftest import empty_postgres

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
SECRET = "the-key-for-the-safe-never-in-a-backup"
KEYS = Keys(SECRET.encode())
NOT_UTF8 = b"\xff\xfe raw \x00 bytes"


def settings_for(url: str, folder: Path) -> Settings:
    folder.mkdir(exist_ok=True)
    return Settings(_env_file=None, database_url=url, data_dir=folder, secret_key=SECRET)


class Place:
    """A data folder and a database of one engine."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.settings = settings_for(url, folder)

    def rows(self) -> dict[str, list[dict]]:
        with snapshot(self.url) as saved:
            return {table: list(saved.records(table)) for table in saved.tables}

    def does(self, work):
        store = Store(self.url, KEYS)
        store.start()
        try:
            return store.run_sync(work)
        finally:
            store.stop()


@pytest.fixture
def place(database: str, tmp_path: Path) -> Place:
    return Place(database, tmp_path / "data")


def fresh_sqlite(tmp_path: Path, template: Path) -> Place:
    folder = tmp_path / "fresh"
    folder.mkdir()
    shutil.copy(template, folder / "langnghe.db")
    return Place(f"sqlite:///{folder / 'langnghe.db'}", folder)


def case_in(tx: Tx, number: int) -> int:
    chat = chats.open_chat(tx, "web", f"chat-{number}", NOW)
    outbox.post_elsewhere(tx, chat, Outgoing("x", f"Chào {number}"), NOW, params={"n": number})
    new = NewCase(
        kind=Kind.REGULATION,
        source=Source.WEB,
        language="vi",
        story=f"Chuyện thứ {number} “có dấu”\nvà hai dòng",
        identity={"name": "Nguyễn Văn A", "phone": "+84905000001"},
        submitter_id=chat.person_id,
        chat_id=chat.id,
    )
    return cases.file_case(tx, KEYS, "PA", new, NOW, 2026).id


def filled(place: Place, count: int = 3) -> Place:
    """Some cases, a kept file, raw bytes, and the mark of the key."""
    kept = FileStore(place.settings.files_dir).keep_ours("giay.pdf", "application/pdf", b"%PDF-x")

    def work(tx: Tx) -> None:
        key_mark.keep_mark(tx, KEYS)
        for number in range(count):
            case_in(tx, number)
        tx.insert("inbox", channel="web", update_id="u", at=NOW, raw=NOT_UTF8, state="unreadable")
        tx.insert("stored_file", name=kept.name, type=kept.type, size=kept.size, path=kept.path,
                  sha256=kept.sha256, state="kept", at=NOW)  # fmt: skip

    place.does(work)
    return place


def saved(place: Place, tmp_path: Path) -> Path:
    return backup(place.settings, tmp_path / "backups")


def unsealed(place: Place, file: Path) -> Path:
    """The same backup as one made before backups were sealed."""
    plain = file.with_name("plain.tar.gz")
    with opened(file, partial(key_ring.key_of, place.settings, file)) as content:
        plain.write_bytes(content.read())
    return plain


@pytest.mark.postgres
def test_it_comes_back_in_the_other_engine_as_it_was(place, tmp_path, request, migrated_sqlite):
    before = filled(place).rows()
    file = saved(place, tmp_path)
    if place.url.startswith("sqlite"):
        url = request.getfixturevalue("postgres")
        empty_postgres(url)
        there = Place(url, tmp_path / "there")
    else:
        there = fresh_sqlite(tmp_path, migrated_sqlite)
    restore(there.settings, file)
    assert there.rows() == before
    assert verify(there.settings) == 0
    [path] = [r["path"] for r in before["stored_file"]]
    assert FileStore(there.settings.files_dir).open_path(path).read_bytes() == b"%PDF-x"
    highest = max(r["id"] for r in before["cases"])
    assert there.does(lambda tx: case_in(tx, 99)) == highest + 1
    assert there.does(lambda tx: cases.identity(tx, KEYS, highest))["name"] == "Nguyễn Văn A"


def test_it_comes_back_in_the_same_engine_over_what_is_there(place, tmp_path, capsys):
    before = filled(place).rows()
    file = saved(place, tmp_path)
    place.does(lambda tx: case_in(tx, 50))
    with pytest.raises(Refusal, match="--force"):
        restore(place.settings, file)
    assert len(place.rows()["cases"]) == 4
    restore(place.settings, file, force=True)
    assert place.rows() == before
    assert "Còn một việc" not in capsys.readouterr().out


def test_a_first_start_leaves_a_database_empty_enough(place, tmp_path, migrated_sqlite):
    file = saved(filled(place), tmp_path)
    there = fresh_sqlite(tmp_path, migrated_sqlite)
    there.does(lambda tx: key_mark.keep_mark(tx, KEYS))
    restore(there.settings, file)
    assert len(there.rows()["cases"]) == 3


def test_the_key_is_nowhere_in_it(place, tmp_path):
    file = saved(filled(place), tmp_path)
    assert file.stat().st_mode & 0o077 == 0
    plain = unsealed(place, file)
    assert SECRET.encode() not in gzip.decompress(plain.read_bytes())
    with tarfile.open(plain) as tar:
        content = tar.extractfile("manifest.json")
        assert content
        manifest = orjson.loads(content.read())
        assert manifest["tables"]["cases"] == 3
        assert set(manifest["members"]) == set(tar.getnames()) - {"manifest.json"}


def test_another_key_is_told_of(place, tmp_path, capsys):
    file = saved(filled(place), tmp_path)
    plain, before = unsealed(place, file), place.rows()
    place.settings.secret_key = "another-key-that-is-long-enough-for-us"
    with pytest.raises(Refusal, match="SECRET_KEY"):
        restore(place.settings, file, force=True)
    assert place.rows() == before
    restore(place.settings, plain, force=True)
    assert "Khóa két không đúng" in capsys.readouterr().out


def test_a_new_machine_needs_the_backup_its_ring_and_the_key(place, tmp_path, migrated_sqlite):
    file = saved(filled(place), tmp_path)
    assert b"Chuy" not in file.read_bytes() and "Nguyễn Văn A".encode() not in file.read_bytes()
    away = tmp_path / "away"
    away.mkdir()
    there = fresh_sqlite(tmp_path, migrated_sqlite)
    alone = Path(shutil.copy(file, away))
    with pytest.raises(Refusal, match=r"langnghe-keys[.]json"):
        restore(there.settings, alone)
    ring = Path(shutil.copy(file.with_name("langnghe-keys.json"), away))
    assert SECRET not in ring.read_text()
    restore(there.settings, alone)
    assert len(there.rows()["cases"]) == 3


def test_what_was_erased_cannot_be_read_from_an_older_backup(place, tmp_path, monkeypatch):
    folder = tmp_path / "backups"
    old = saved(filled(place), tmp_path)
    later = datetime.now(UTC) + timedelta(days=36)
    for module in (backup_command, old_keys):
        monkeypatch.setattr(module, "utc_now", lambda: later)
    new = backup(place.settings, folder)
    rows = place.rows()["deletion"]
    assert [(r["kind"], r["count"]) for r in rows] == [("backups", 1)]
    with pytest.raises(Refusal, match="destroyed"):
        restore(place.settings, old, force=True)
    restore(place.settings, new, force=True)
    ring = (folder / "langnghe-keys.json").read_text()
    assert ring == (place.settings.data_dir / "backup-keys.json").read_text()
    assert ring.count("made_at") == 1


def test_a_key_just_within_its_time_is_kept(place, tmp_path, monkeypatch):
    old = saved(filled(place), tmp_path)
    later = datetime.now(UTC) + timedelta(days=34)
    for module in (backup_command, old_keys):
        monkeypatch.setattr(module, "utc_now", lambda: later)
    backup(place.settings, tmp_path / "backups")
    restore(place.settings, old, force=True)


def without(file: Path, name: str) -> bytes:
    made = io.BytesIO()
    with tarfile.open(file) as old, tarfile.open(fileobj=made, mode="w:gz") as new:
        for member in old:
            if member.name != name:
                new.addfile(member, old.extractfile(member))
    return made.getvalue()


def renamed(file: Path, name: str, other: str) -> bytes:
    made = io.BytesIO()
    with tarfile.open(file) as old, tarfile.open(fileobj=made, mode="w:gz") as new:
        for member in old:
            content = old.extractfile(member)
            member.name = other if member.name == name else member.name
            new.addfile(member, content)
    return made.getvalue()


def changed(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def test_a_broken_backup_changes_nothing(place, tmp_path):
    file = saved(filled(place), tmp_path)
    whole, before = file.read_bytes(), place.rows()
    plain = unsealed(place, file)
    packed = plain.read_bytes()
    inside = gzip.decompress(packed)
    spoilt = {
        "cut": whole[:-40],
        "cut in the middle": whole[: len(whole) // 2],
        "a byte": changed(whole, len(whole) // 2),
        "a byte of a row": gzip.compress(changed(inside, inside.index(b"sealed"))),
        "the name of its key": changed(whole, 25),
        "something after its end": whole + b"x",
        "unsealed and cut": packed[:-40],
        "the checksum": changed(packed, len(packed) - 6),
        "a table missing": without(plain, "tables/cases.jsonl"),
        "no manifest": without(plain, "manifest.json"),
        "outside": renamed(plain, "tables/cases.jsonl", "../cases.jsonl"),
        "no backup at all": b"Kinh gui Van phong",
        "nothing": b"",
    }
    for how, data in spoilt.items():
        file.write_bytes(data)
        with pytest.raises(Refusal, match=r"broken|gone"):
            restore(place.settings, file, force=True)
            pytest.fail(how)
        assert place.rows() == before, how


def test_a_backup_of_a_newer_version_is_refused(place, tmp_path):
    [newest] = place.does(lambda tx: tx.one("SELECT version_num FROM alembic_version"))
    place.does(lambda tx: tx.run("UPDATE alembic_version SET version_num = 'from-tomorrow'"))
    try:
        file = saved(filled(place), tmp_path)
    finally:
        place.does(lambda tx: tx.run("UPDATE alembic_version SET version_num = :v", v=newest))
    with pytest.raises(Refusal, match="newer"):
        restore(place.settings, file, force=True)


def test_columns_that_are_not_here_are_left_out_if_empty_and_named_if_not(
    place, tmp_path, migrated_sqlite
):
    """As a build before the first release made them: its 0002 kept person.email."""
    filled(place)
    place.does(lambda tx: tx.run("ALTER TABLE person ADD COLUMN email TEXT DEFAULT '' NOT NULL"))
    try:
        empty = saved(place, tmp_path)
        place.does(lambda tx: tx.run("UPDATE person SET email = 'a@example.vn'"))
        full = saved(place, tmp_path)
    finally:
        place.does(lambda tx: tx.run("ALTER TABLE person DROP COLUMN email"))
    there = fresh_sqlite(tmp_path, migrated_sqlite)
    restore(there.settings, empty)
    assert there.rows() == place.rows()
    with pytest.raises(Refusal) as refused:
        restore(there.settings, full, force=True)
    assert "person.email" in refused.value.vi and __version__ in refused.value.vi
    assert there.rows() == place.rows()


def test_it_is_one_instant_while_people_write(place, tmp_path, migrated_sqlite):
    filled(place, 20)
    store, stop, numbers = Store(place.url, KEYS), threading.Event(), iter(range(100, 100_000))
    store.start()

    def write() -> None:
        while not stop.is_set():
            store.run_sync(lambda tx: case_in(tx, next(numbers)))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        files = [saved(place, tmp_path) for _ in range(3)]
    finally:
        stop.set()
        writer.join()
        store.stop()
    there = fresh_sqlite(tmp_path, migrated_sqlite)
    counts = []
    for file in files:
        restore(there.settings, file, force=True)
        rows = there.rows()
        ids = {r["id"] for r in rows["cases"]}
        assert ids == {r["case_id"] for r in rows["case_history"]}
        assert ids == {r["case_id"] for r in rows["case_text"]}
        assert ids == {r["case_id"] for r in rows["identity"]}
        assert verify(there.settings) == 0
        counts.append(len(ids))
    assert counts == sorted(counts)
    assert len(place.rows()["cases"]) > counts[-1] >= 20


def test_only_the_newest_are_kept(place, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "other.tar.gz").write_bytes(b"x")
    made = [backup(filled(place, 0).settings, folder, keep=2)]
    made += [backup(place.settings, folder, keep=2) for _ in range(3)]
    assert len(set(made)) == 4
    assert sorted(p.name for p in folder.iterdir()) == sorted(
        [made[2].name, made[3].name, "langnghe-keys.json", "other.tar.gz"]
    )


def test_a_file_gone_from_the_disk_is_said(place, tmp_path, capsys):
    filled(place)
    shutil.rmtree(place.settings.files_dir)
    file = saved(place, tmp_path)
    assert "1 tệp đính kèm không còn" in capsys.readouterr().out
    restore(place.settings, file, force=True)


def test_nothing_is_replaced_under_a_running_bot(place, tmp_path):
    file = saved(filled(place), tmp_path)
    with running(place.settings), pytest.raises(Refusal, match="running"):
        restore(place.settings, file, force=True)


def test_a_folder_that_cannot_be_written_is_a_plain_sentence(place, tmp_path):
    filled(place)
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refusal, match="cannot be written"):
        backup(place.settings, tmp_path / "file" / "backups")


def test_without_data_there_is_nothing_to_save(tmp_path):
    settings = settings_for(f"sqlite:///{tmp_path / 'none.db'}", tmp_path)
    with pytest.raises(Refusal, match="no data"):
        backup(settings, tmp_path)
    assert not (tmp_path / "none.db").exists()


def keep_pair(place: Place, access: str) -> Pair:
    pair = Pair(access, f"R{access}", NOW)
    place.does(lambda tx: zalo_tokens.replace(tx, KEYS, pair))
    return pair


def pair_in(place: Place) -> Pair | None:
    return place.does(lambda tx: zalo_tokens.kept(tx, KEYS))


def test_the_pair_of_zalo_is_sealed_in_it_and_comes_back_nowhere(
    place, tmp_path, migrated_sqlite, capsys
):
    """It works once in the world: a rehearsal beside the real house would take it away."""
    keep_pair(filled(place), "ACCESS-geheim")
    place.does(lambda tx: zalo_tokens.claim(tx, "dead", NOW, NOW + timedelta(minutes=3)))
    file = saved(place, tmp_path)
    assert b"geheim" not in gzip.decompress(unsealed(place, file).read_bytes())
    there = fresh_sqlite(tmp_path, migrated_sqlite)
    restore(there.settings, file)
    assert pair_in(there) is None
    assert there.does(lambda tx: zalo_tokens.claim(tx, "alive", NOW, NOW))
    assert "Zalo" not in capsys.readouterr().out, "it is off here"
    there.settings.zalo_app_id, there.settings.zalo_app_secret = "1234567890", "x"
    there.settings.zalo_oa_secret = "x"
    restore(there.settings, file, force=True)
    told = capsys.readouterr().out
    assert "langnghe zalo-login" in told and "geheim" not in told


def test_a_newer_pair_of_zalo_stays_where_it_is(place, tmp_path, capsys):
    keep_pair(filled(place), "OLD-geheim")
    file = saved(place, tmp_path)
    newer = keep_pair(place, "NEW-geheim")
    place.settings.zalo_app_id, place.settings.zalo_app_secret = "1234567890", "x"
    place.settings.zalo_oa_secret = "x"
    restore(place.settings, file, force=True)
    assert pair_in(place) == newer
    assert "zalo-login" not in capsys.readouterr().out


def test_after_a_restore_all_that_waits_may_have_been_sent(place, tmp_path, migrated_sqlite):
    """What was sent after the backup waits in it."""
    place.does(lambda tx: sending_marks.take_over(tx, "zalo", "here"))
    there = fresh_sqlite(tmp_path, migrated_sqlite)
    restore(there.settings, saved(filled(place), tmp_path))
    waiting = there.does(lambda tx: tx.all("SELECT id FROM outbox WHERE state = 'sent'"))
    assert waiting and there.does(lambda tx: sending_marks.take_over(tx, "zalo", "there")) == max(
        row[0] for row in waiting
    )
