"""Commands as a clerk meets them: plain sentences, exit codes, and nothing personal in the logs."""

from __future__ import annotations

import asyncio
import csv
import json
import logging
import re
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import __version__, logs
from bot.cli import app, main
from bot.commands.backup import backup
from bot.commands.channel_checks import channels
from bot.commands.check import check
from bot.commands.export import export
from bot.commands.invite import invite
from bot.commands.plainly import Refusal
from bot.commands.run import run
from bot.commands.start_checks import port_refusal, read_settings
from bot.commands.verify import verify
from bot.settings import Settings
from cases.kinds import IdentityMode, Kind, Role, Source
from storage.casework import cases, notes, receipts
from storage.casework.cases import NewCase
from storage.casework.notes import Note
from storage.engine.db import Store
from storage.engine.tx import Tx
from storage.house import key_mark
from storage.keys import Keys
from storage.people import people
from storage.proof import day_roots
from tests.agency_folder import Folder
from tests.attack import take_guards_away
from tests.fakes.smtp_server import FakeSmtp
from tests.fakes.telegram_api import FakeTelegram
from tests.running.test_project import PROJECT

KEY = "k" * 32


@pytest.fixture
def settings(database: str, tmp_path: Path) -> Settings:
    return Settings(_env_file=None, database_url=database, data_dir=tmp_path, secret_key=KEY)


def write(settings: Settings, work):
    store = Store(settings.database, Keys(KEY.encode()))
    store.start()
    try:
        return store.run_sync(work)
    finally:
        store.stop()


def test_every_command_has_help_in_both_languages():
    runner = CliRunner()
    listed = runner.invoke(app, ["--help"], env={"COLUMNS": "200"}).output
    commands = re.findall(r"^  (\w+)  +\S", listed.partition("Commands:")[2], re.MULTILINE)
    assert {"run", "migrate", "check", "invite", "export", "verify", "backup", "restore",
            "demo"} <= set(commands)  # fmt: skip
    for command in commands:
        shown = runner.invoke(app, [command, "--help"], env={"COLUMNS": "200"})
        assert shown.exit_code == 0
        assert " / " in shown.output


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("export", "Thiếu --to (Thư mục để ghi vào). Gõ langnghe export --help"),
        ("restore", "Thiếu FILE (Tệp sao lưu)."),
        ("exprot", "Không có lệnh “exprot”."),
        ("check --prodution", "Không có tùy chọn --prodution. Có phải --production?"),
        ("invite --role boss", "Giá trị ghi cho --role không dùng được: chọn một trong 'admin',"),
        ("backup --keep 0", "Giá trị ghi cho --keep không dùng được: phải từ 1"),
        ("export --to x --from hôm-qua", "Giá trị ghi cho --from không dùng được: ngày viết"),
        ("export --to", "Thiếu giá trị sau --to."),
        ("verify ngay", "Thừa chữ: ngay."),
    ],
)
def test_what_is_mistyped_is_told_in_vietnamese_first(typed, words, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["langnghe", *typed.split()])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
    vi, en = capsys.readouterr().err.strip().split("\n  ")
    assert vi.startswith(words) and "--help" in en


def test_without_a_command_there_is_help(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["langnghe"])
    with pytest.raises(SystemExit):
        main()
    told = capsys.readouterr()
    assert "Commands:" in told.out + told.err


def test_the_version_is_the_projects():
    assert __version__ == PROJECT["project"]["version"]


# --- starting with wrong settings ----------------------------------------------------------------


@pytest.fixture
def quiet_logging() -> Iterator[None]:
    """What a command sets up for its whole process must not outlive a test."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"HTTP_PORT": "70000"}, "LANGNGHE_HTTP_PORT ghi sai"),
        ({"HTTP_PORT": "tám nghìn"}, "LANGNGHE_HTTP_PORT ghi sai"),
        ({"TELEGRAM_MODE": "push"}, "polling hoặc webhook"),
        ({"HTTP_HOST": "203.0.113.7"}, "Máy này không có địa chỉ 203.0.113.7"),
        ({"HTTP_HOST": "khong.co.may.nay.invalid"}, "Máy này không có địa chỉ"),
        ({"TELEGRAM_TOKEN": "geheim"}, "LANGNGHE_TELEGRAM_TOKEN sai dạng"),
        ({"ZALO_APP_ID": "ứng dụng 12"}, "LANGNGHE_ZALO_APP_ID sai dạng"),
        ({"ZALO_SIGNATURE_ID": "both"}, "app hoặc oa"),
        ({"SMTP_URL": "mail.example.org"}, "LANGNGHE_SMTP_URL hoặc LANGNGHE_MAIL_FROM ghi sai"),
        (
            {"SMTP_URL": "smtp://u:geheim@mail.example.org", "MAIL_FROM": "a@example.org"},
            "SMTP_URL",
        ),
        ({"SMTP_URL": "smtps://mail.example.org", "MAIL_FROM": "văn phòng"}, "MAIL_FROM ghi sai"),
        ({"TRUSTED_PROXIES": "127.0.0.1, nginx"}, "“nginx” không phải địa chỉ mạng"),
        ({"DATABASE_URL": "mysql://u:geheim@x/y"}, "LANGNGHE_DATABASE_URL ghi sai"),
        ({"DATABASE_URL": "postgresql://u:geheim@127.0.0.1:1/x"}, "Không dùng được cơ sở dữ liệu"),
        ({"DATA_DIR": "/dev/null/var"}, "Không ghi được vào thư mục dữ liệu"),
        ({"SECRET_KEY": "geheim"}, "hỏng hoặc quá ngắn"),
        ({"PUBLIC_URL": "phananh.gov.vn"}, "ví dụ https://phananh.gov.vn"),
        ({"PUBLIC_URL": "htps://phananh.gov.vn/"}, "ví dụ https://phananh.gov.vn"),
        ({"PUBLIC_URL": "https://"}, "LANGNGHE_PUBLIC_URL ghi sai"),
    ],
)
def test_wrong_settings_are_one_plain_sentence(
    settings, words, monkeypatch, tmp_path, quiet_logging
):
    monkeypatch.chdir(tmp_path)
    for name, value in {"DATA_DIR": str(tmp_path), "HTTP_PORT": "18765", **settings}.items():
        monkeypatch.setenv(f"LANGNGHE_{name}", value)
    with pytest.raises(Refusal) as refused:
        run(read_settings())
    told = refused.value
    assert words in told.vi and told.en and told.code == 1
    assert "geheim" not in told.vi + told.en
    assert "\n" not in told.vi + told.en


def test_a_forbidden_port_names_one_that_is_not(tmp_path):
    settings = Settings(_env_file=None, data_dir=tmp_path, http_port=80)
    told = port_refusal(settings, PermissionError(13, "Permission denied"))
    assert "Không được phép dùng cổng 80" in told.vi and "8080" in told.en


def test_a_database_of_a_newer_version(tmp_path, monkeypatch, quiet_logging):
    with sqlite3.connect(tmp_path / "langnghe.db") as database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        database.execute("INSERT INTO alembic_version VALUES ('9999')")
    database.close()
    settings = Settings(_env_file=None, data_dir=tmp_path, http_port=18765)
    with pytest.raises(Refusal, match="newer version"):
        run(settings)


def test_a_file_that_is_no_database(tmp_path, quiet_logging):
    (tmp_path / "langnghe.db").write_bytes(b"Kinh gui" * 1000)
    with pytest.raises(Refusal, match="cannot be used"):
        run(Settings(_env_file=None, data_dir=tmp_path, http_port=18765))


def test_an_env_file_in_an_old_encoding(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_bytes("LANGNGHE_MAIL_FROM=Sở".encode("utf-16"))
    with pytest.raises(Refusal, match="UTF-8"):
        read_settings()


def test_addresses_that_are_shown_can_be_opened():
    for host, shown in {
        "0.0.0.0": "http://127.0.0.1:8080",
        "::": "http://[::1]:8080",
        "fe80::1": "http://[fe80::1]:8080",
        "localhost": "http://localhost:8080",
    }.items():
        assert Settings(_env_file=None, http_host=host).address == shown


# --- a database or a folder that cannot be used ---------------------------------------------------


@pytest.fixture
def house(migrated_sqlite, tmp_path) -> Settings:
    """Data on SQLite, with some cases in it."""
    shutil.copy(migrated_sqlite, tmp_path / "langnghe.db")
    settings = Settings(_env_file=None, data_dir=tmp_path, secret_key=KEY, http_port=18765)
    write(settings, lambda tx: [file_case(tx, Kind.PRAISE, datetime(2026, 11, 1, tzinfo=UTC))
                                for _ in range(60)])  # fmt: skip
    return settings


def spoil(settings: Settings, at: int, data: bytes) -> None:
    with (settings.data_dir / "langnghe.db").open("r+b") as file:
        file.seek(at)
        file.write(data)


def test_a_database_that_may_only_be_read_is_told_by_check_and_at_the_start(
    house, capsys, quiet_logging
):
    # The format's version for writing: SQLite only reads files newer than it knows. Rights of the
    # file would do the same, but root has them all.
    spoil(house, 18, b"\x07")
    with pytest.raises(Refusal) as refused:
        run(house)
    assert "Chỉ đọc được, không ghi được cơ sở dữ liệu" in refused.value.vi
    assert check(house) == 1
    told = capsys.readouterr().out
    assert "✗ Chỉ đọc được, không ghi được cơ sở dữ liệu" in told and "mới nhất" not in told


def test_files_that_cannot_be_written_are_told_by_check_and_at_the_start(
    house, capsys, quiet_logging
):
    house.files_dir.write_text("in the way")
    with pytest.raises(Refusal) as refused:
        run(house)
    assert f"Không ghi được vào thư mục dữ liệu {house.files_dir}" in refused.value.vi
    assert check(house) == 1
    assert f"✗ Không ghi được vào thư mục dữ liệu {house.files_dir}" in capsys.readouterr().out


def test_a_damaged_database_is_told_by_every_command(house, capsys, quiet_logging, tmp_path):
    file = house.data_dir / "langnghe.db"
    with sqlite3.connect(file) as database:
        roots = "SELECT rootpage FROM sqlite_master WHERE name IN ('cases', 'case_history')"
        pages = [row[0] for row in database.execute(roots)]
        [size] = database.execute("PRAGMA page_size").fetchone()
    database.close()
    for page in pages:
        spoil(house, (page - 1) * size, b"\xff" * size)
    for command in (run, verify, lambda settings: backup(settings, tmp_path / "backups")):
        with pytest.raises(Refusal) as refused:
            command(house)
        assert "Cơ sở dữ liệu bị hỏng: lấy lại bản sao lưu" in refused.value.vi
    assert list((tmp_path / "backups").iterdir()) == []
    assert check(house) == 1
    told = capsys.readouterr().out
    assert "✗ Cơ sở dữ liệu bị hỏng" in told and "mới nhất" not in told


def test_a_database_of_another_shape_is_told_by_check(house, capsys):
    write(house, lambda tx: tx.run("ALTER TABLE person ADD COLUMN email TEXT"))
    assert check(house) == 0
    assert "! Cơ sở dữ liệu không đúng dạng" in (told := capsys.readouterr().out)
    assert "thừa cột: person.email." in told
    write(house, lambda tx: tx.run("ALTER TABLE cases DROP COLUMN rating"))
    assert check(house) == 1
    assert "thiếu cột: cases.rating." in capsys.readouterr().out


# --- check ---------------------------------------------------------------------------------------


def test_a_fresh_folder_is_well_for_a_trial_and_not_for_citizens(tmp_path, capsys):
    settings = Settings(_env_file=None, data_dir=tmp_path)
    assert check(settings) == 0
    assert "sẽ được tạo khi chạy lần đầu" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []  # looking makes nothing, least of all a key
    assert check(settings, production=True) == 1
    told = capsys.readouterr().out
    for words in ("còn là mẫu", "Kênh web chưa có số quyết định", "LANGNGHE_PUBLIC_URL"):
        assert words in told


def test_mistakes_of_the_folder_are_told_with_their_lines(tmp_path, capsys):
    folder = Folder(tmp_path)
    folder.change("agency.toml", 'reception_office = "van_phong"', 'reception_office = "vp"')
    settings = Settings(_env_file=None, data_dir=tmp_path / "var", agency=str(folder.path))
    assert check(settings) == 1
    assert re.search(
        r"✗ agency\.toml dòng \d+: .*\n  agency\.toml line \d+", capsys.readouterr().out
    )


def test_addresses_for_citizens_are_encrypted(tmp_path, capsys):
    for address, words in {
        "http://phananh.example.org": "không mã hóa",
        "phananh.example.org": "LANGNGHE_PUBLIC_URL ghi sai",
        "https://phananh.example.org": "✓ Địa chỉ công khai",
    }.items():
        check(Settings(_env_file=None, data_dir=tmp_path, public_url=address), production=True)
        assert words in capsys.readouterr().out


def test_one_person_alone_is_told_of_approval(settings, capsys):
    def alone(tx: Tx) -> None:
        key_mark.keep_mark(tx, Keys(KEY.encode()))
        now = datetime.now(UTC)
        person = tx.insert("person", created_at=now, official=1)
        people.grant(tx, person, Role.ADMIN, "", now)

    write(settings, alone)
    assert check(settings) == 0
    told = capsys.readouterr().out
    assert "không ai duyệt" in told and "Chưa có quản trị" not in told
    assert "Khóa két (SECRET_KEY) đúng" in told


def test_a_disk_nearly_full(tmp_path, capsys, monkeypatch):
    class Usage:
        free = 1 << 20

    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage)
    assert check(Settings(_env_file=None, data_dir=tmp_path)) == 1
    assert "sắp đầy" in capsys.readouterr().out


def channels_told(settings: Settings) -> str:
    return "\n".join(f"{f.weight.value} {f.vi}" for f in asyncio.run(channels(settings)))


def test_telegram_is_asked_who_we_are(tmp_path):
    async def ask(token: str) -> list:
        async with FakeTelegram() as api:
            settings = Settings(
                _env_file=None, data_dir=tmp_path, telegram_api=api.url, telegram_token=token
            )
            return [(f.weight.value, f.vi) for f in await channels(settings)]

    good = asyncio.run(ask(FakeTelegram().token))
    assert ("✓", "Telegram: dùng được, tên @langnghe_bot.") in good
    wrong = asyncio.run(ask("110201543:someone-elses-token"))
    assert any(mark == "✗" and "không nhận mã" in said for mark, said in wrong)


def test_a_service_that_is_away_is_a_plain_line_without_the_token(tmp_path):
    told = channels_told(
        Settings(
            _env_file=None,
            data_dir=tmp_path,
            telegram_api="http://127.0.0.1:1",
            telegram_token="110201543:geheim-geheim",
            smtp_url="smtps://u:geheim@127.0.0.1:1",
            mail_from="phananh@example.org",
        )
    )
    assert "✗ Không kết nối được Telegram" in told
    assert "✗ Không kết nối được máy chủ thư 127.0.0.1:1" in told
    assert "geheim" not in told


def test_the_mail_server_is_tried(tmp_path):
    async def ask(url: str) -> str:
        async with FakeSmtp() as server:
            settings = Settings(
                _env_file=None,
                data_dir=tmp_path,
                smtp_url=url.format(port=server.port),
                mail_from="phananh@example.org",
            )
            return "\n".join(f"{f.weight.value} {f.vi}" for f in await channels(settings))

    assert "✓ Thư điện tử qua 127.0.0.1: dùng được." in asyncio.run(ask("smtp://127.0.0.1:{port}"))


def test_channels_that_are_off_are_named(tmp_path):
    told = channels_told(Settings(_env_file=None, data_dir=tmp_path))
    assert "Kênh telegram: tắt (LANGNGHE_TELEGRAM_TOKEN trống)" in told
    assert "Kênh email: tắt" in told


# --- invite --------------------------------------------------------------------------------------


def test_an_invitation_is_good_for_one_official(settings, capsys):
    invite(settings, Role.HEAD, "dang_ky_kinh_doanh")
    printed = capsys.readouterr().out
    [code] = re.findall(r"/chat\?start=(\w+)", printed)
    keys, now = Keys(KEY.encode()), datetime.now(UTC)

    def redeem(tx: Tx):
        person = tx.insert("person", created_at=now)
        return people.redeem(tx, keys, code, person, now)

    first = write(settings, redeem)
    assert (first.role, first.office) == (Role.HEAD, "dang_ky_kinh_doanh")
    assert write(settings, redeem) == "used"


@pytest.mark.parametrize(
    ("role", "office", "words"),
    [
        (Role.HANDLER, "", "van_phong, dang_ky_kinh_doanh"),
        (Role.HEAD, "phong_khong_co", "cần --office"),
        (Role.DIRECTOR, "van_phong", "không gắn với phòng nào"),
    ],
)
def test_an_invitation_that_makes_no_sense(settings, role, office, words):
    with pytest.raises(Refusal) as refused:
        invite(settings, role, office)
    assert words in refused.value.vi


# --- export and verify ---------------------------------------------------------------------------

FORMULA = '=HYPERLINK("http://evil.example")'


def file_case(tx: Tx, kind: Kind, received: datetime, **more) -> str:
    new = NewCase(
        kind=kind,
        source=Source.WEB,
        language="vi",
        story="Tôi là Nguyễn Văn Riêng, 0905000111",
        identity={"name": "Nguyễn Văn Riêng", "phone": "+84905000111"},
        identity_mode=IdentityMode.NAMED,
        **more,
    )
    return cases.file_case(tx, Keys(KEY.encode()), "PA", new, received, 2026).code


@pytest.fixture
def three_cases(settings) -> list[str]:
    """One at the last minute of 1 November in Vietnam, one a minute later, one of conduct."""

    def work(tx: Tx) -> list[str]:
        made = [
            file_case(tx, Kind.REGULATION, datetime(2026, 11, 1, 16, 59, tzinfo=UTC)),
            file_case(tx, Kind.LATE_DOSSIER, datetime(2026, 11, 1, 17, 0, tzinfo=UTC)),
            file_case(tx, Kind.CONDUCT, datetime(2026, 11, 1, 17, 1, tzinfo=UTC), about="quầy 2"),
        ]
        tx.run("UPDATE cases SET published = :said", said=FORMULA)
        return made

    made: list[str] = write(settings, work)
    return made


def test_an_export_has_no_identities_and_counts_restricted_cases_only(
    settings, three_cases, tmp_path
):
    export(settings, tmp_path / "out", None, None)
    files = {p.name: p.read_text("utf-8-sig") for p in (tmp_path / "out").iterdir()}
    assert set(files) == {"cases.csv", "totals.csv", "cut_conditions.csv", "cases.json"}
    whole = "".join(files.values())
    for private in ("Riêng", "905000111", "quầy 2", three_cases[2]):
        assert private not in whole
    told = json.loads(files["cases.json"])
    assert [c["code"] for c in told["cases"]] == three_cases[:2]
    assert told["totals"]["all"] == 3
    assert told["totals"]["kind"] == {"conduct": 1, "late_dossier": 1, "regulation": 1}
    assert (tmp_path / "out" / "cases.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(files["cases.csv"].splitlines()))
    assert rows[0]["Nhận lúc"] == "2026-11-01 23:59"
    assert rows[0]["Nội dung công khai"] == f"'{FORMULA}"
    assert all(not v.startswith(("=", "+", "-", "@", "\t")) for row in rows for v in row.values())


def test_days_of_an_export_are_vietnams_and_the_last_counts(settings, three_cases, tmp_path):
    for since, until, expected in (
        (None, date(2026, 11, 1), three_cases[:1]),
        (date(2026, 11, 2), date(2026, 11, 2), three_cases[1:2]),
        (date(2026, 11, 3), None, []),
    ):
        export(settings, tmp_path / "out", since, until)
        told = json.loads((tmp_path / "out" / "cases.json").read_text())
        assert [c["code"] for c in told["cases"]] == expected


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE case_history SET actor = 'person:9'",
        "UPDATE case_history SET data = '{}'",
        "DELETE FROM case_history",
    ],
)
def test_a_changed_history_is_found(settings, three_cases, change, capsys):
    assert verify(settings) == 0
    second = three_cases[1]
    where = " WHERE case_id = (SELECT id FROM cases WHERE code = :code)"
    write(settings, take_guards_away)
    write(settings, lambda tx: tx.run(change + where, code=second))
    assert verify(settings) == 1
    assert f"Hồ sơ {second}, dòng lịch sử 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE cases SET status = 'closed'", "trạng thái đang ghi “closed”"),
        ("UPDATE cases SET code = 'PA26-00009-X'", "mã đã bị đổi, lúc ghi là {code}"),
        ("UPDATE cases SET receipt_hash = 'x'", "Hồ sơ {code}: mã tra cứu 16 số"),
        ("UPDATE case_note SET body = 'Khác'", "Hồ sơ {code}, ghi chú thứ 1"),
        ("UPDATE signed_receipt SET signature = 'x'", "{code}: chữ ký trên biên lai không đúng"),
        ("DELETE FROM signed_receipt", "Hồ sơ {code}: biên lai ký số đã bị xóa"),
        ("DELETE FROM cases", "Hồ sơ {code}: đã bị xóa"),
        ("DELETE FROM cases; DELETE FROM case_history", "Hồ sơ {code}: đã bị xóa"),
    ],
)
def test_a_changed_or_deleted_case_is_found(settings, three_cases, change, told, capsys):
    second, now, keys = three_cases[1], datetime.now(UTC), Keys(KEY.encode())

    def worked_on(tx: Tx) -> int:
        case = cases.by_code(tx, second)
        assert case is not None
        receipts.issue(tx, keys, case, "1" * 16, now)
        notes.write_in_history(tx, keys, case.id, Note("Đã gọi điện", 7, now))
        return case.id

    ident = write(settings, worked_on)
    write(settings, take_guards_away)
    assert verify(settings) == 0
    for each in change.split("; "):
        table = each.split()[2] if each.startswith("DELETE") else each.split()[1]
        column = "id" if table == "cases" else "case_id"
        write(settings, lambda tx, sql=f"{each} WHERE {column} = :id": tx.run(sql, id=ident))
    assert verify(settings) == 1
    assert told.format(code=second) in capsys.readouterr().out


def test_a_day_that_no_longer_adds_up_is_found(settings, three_cases, capsys):
    now, keys = datetime(2026, 11, 5, 5, tzinfo=UTC), Keys(KEY.encode())

    def sum_up(tx: Tx) -> None:
        while open_ := day_roots.to_close(tx, now):
            assert day_roots.close(tx, keys, open_[0], now)

    write(settings, sum_up)
    assert verify(settings) == 0
    write(settings, lambda tx: tx.run("DELETE FROM day_root WHERE day = '2026-11-03'"))
    assert verify(settings) == 1
    assert "Sổ ngày 3/11/2026: đã bị xóa." in capsys.readouterr().out


def test_erased_notes_and_receipt_numbers_are_no_fault(settings, three_cases):
    now, keys = datetime.now(UTC), Keys(KEY.encode())

    def erased(tx: Tx) -> None:
        for number, code in enumerate(three_cases):
            case = cases.by_code(tx, code)
            assert case is not None
            receipts.issue(tx, keys, case, f"{number:016d}", now)
            notes.write_in_history(tx, keys, case.id, Note("Đã gọi điện", 7, now))
        tx.run("UPDATE case_note SET body = '' WHERE case_id = 1")
        tx.run("DELETE FROM case_note WHERE case_id = 2")
        tx.run("UPDATE cases SET receipt_hash = NULL")

    write(settings, erased)
    assert verify(settings) == 0


def test_changed_words_are_found_and_erased_ones_are_no_fault(settings, three_cases, capsys):
    where = " WHERE case_id = (SELECT id FROM cases WHERE code = :code)"
    write(
        settings, lambda tx: tx.run("UPDATE case_text SET body = ''" + where, code=three_cases[0])
    )
    write(settings, lambda tx: tx.run("DELETE FROM case_text" + where, code=three_cases[1]))
    assert verify(settings) == 0
    said = "UPDATE case_text SET body = 'Không có gì'"
    write(settings, lambda tx: tx.run(said + where, code=three_cases[2]))
    assert verify(settings) == 1
    assert f"Hồ sơ {three_cases[2]}, lời lưu “story”" in capsys.readouterr().out


def test_commands_without_data_say_so(tmp_path):
    settings = Settings(_env_file=None, data_dir=tmp_path)
    for command in (lambda: verify(settings), lambda: export(settings, tmp_path, None, None)):
        with pytest.raises(Refusal, match="no data"):
            command()


# --- logs ----------------------------------------------------------------------------------------


@pytest.fixture
def logged(quiet_logging, capsys):
    def lines(log) -> str:
        logs.set_up("INFO")
        log()
        return str(capsys.readouterr().err)

    return lines


def test_a_failure_is_logged_by_type_and_place_only(logged):
    def fails() -> None:
        try:
            raise ValueError("Nguyễn Văn Riêng 0905000111")
        except ValueError:
            logging.getLogger("bot.inbox").exception("turn failed")

    line = logged(fails)
    assert 'event="turn failed"' in line and "error=ValueError" in line
    assert re.search(r'at="test_cli\.py:\d+ fails"', line)
    assert "Riêng" not in line and line.count("\n") == 1


def test_of_libraries_only_their_fixed_words_are_logged(logged):
    def libraries() -> None:
        logging.getLogger("aiogram.event").warning("Update %s: %s", 5, "Nguyễn Văn Riêng")
        logging.getLogger("asyncio").error("Task exception\nfuture: Nguyễn Văn Riêng")
        logging.getLogger("aiohttp.access").info("GET /chat?start=123")

    line = logged(libraries)
    assert 'event="Update %s: %s"' in line and 'event="Task exception"' in line
    assert "Riêng" not in line and "start=" not in line


def test_our_own_lines_have_key_and_value(logged):
    line = logged(lambda: logging.getLogger("handlers.talk").info("two\nlines of %s", "a=b"))
    assert re.match(r"timestamp=\S+Z level=info logger=handlers.talk event=", line)
    assert line.count("\n") == 1
