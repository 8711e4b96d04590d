"""`langnghe run` as an operator meets it: what is printed, what is refused, how it stops."""

from __future__ import annotations

import re
import resource
import shutil
import signal
import socket
import sqlite3
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from storage.keys import Keys
from tests.agency_folder import SAMPLE, Folder, line_of
from tests.conftest import empty_postgres
from tests.process import Running, WebPerson, command, environment

pytestmark = pytest.mark.slow


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "thư mục có dấu cách"
    folder.mkdir()
    return folder


def refused(data: Path, **settings: str) -> str:
    """What a start that must fail says, never a traceback."""
    done = command("run", env=environment(data, **settings), cwd=data)
    assert done.returncode not in (0, None), done.stdout
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    return done.stderr


def code_of(line: str) -> str:
    found = re.search(r"/chat\?start=(\w+)$", line)
    assert found, line
    return found[1]


def test_three_things_are_printed_and_the_newest_code_makes_the_admin(data):
    with Running(data) as bot:
        first = bot.lines_until("start=")
        assert "SECRET_KEY" in first[0] and (data / "secret.key").read_text().strip() in first[0]
        assert (data / "secret.key").stat().st_mode & 0o077 == 0
        assert (data / "langnghe.db").stat().st_mode & 0o077 == 0
        assert bot.silent()
        assert bot.stop()[0] == 0
    with Running(data) as bot:
        public, chat, start = bot.line(), bot.line(), bot.line()
        assert public.endswith(f"{bot.address}/")
        assert chat.endswith(f"{bot.address}/chat")
        assert f"{bot.address}/chat?start=" in start and code_of(start) in start.split("–")[0]
        assert bot.silent()
        with urllib.request.urlopen(f"{bot.address}/healthz", timeout=10) as answer:
            assert answer.status == 200
        person = WebPerson(bot)
        assert "Quản trị" not in person.says(f"/start {code_of(first[-1])}")
        person.says(f"/start {code_of(start)}")
        assert "Lê Thị Hạnh" in person.says("Lê Thị Hạnh")
        assert bot.stop(signal.SIGINT)[0] == 0
    with Running(data) as bot:
        bot.lines_until("/chat")
        assert bot.silent()  # there is an admin now
    assert [p.name for p in data.glob("*.db")] == ["langnghe.db"]


def test_it_stops_at_once_though_people_wait(data):
    with Running(data) as bot:
        bot.lines_until("start=")
        person = WebPerson(bot)
        person.says("/trogiup")
        waiting = socket.create_connection(("127.0.0.1", bot.port))
        waiting.sendall(
            b"GET /chat/api/messages?after=9&wait=25 HTTP/1.1\r\nHost: x\r\n"
            + f"Authorization: Bearer {person._token}\r\n\r\n".encode()
        )
        code, seconds = bot.stop()
        waiting.close()
    assert code == 0
    assert seconds < 10
    log = (data / "log").read_text()
    assert "/chat/api/messages 202" in log
    for private in ("trogiup", person._token, "after=", "127.0.0.1:"):
        assert private not in log


def test_a_lost_or_other_key_is_noticed_and_none_is_made(data):
    with Running(data) as bot:
        bot.lines_until("start=")
        bot.stop()
    key = (data / "secret.key").read_text()
    (data / "secret.key").unlink()
    said = refused(data)
    assert "Mất khóa két" in said and "is lost" in said
    assert not (data / "secret.key").exists()
    assert "Khóa két không đúng" in refused(data, SECRET_KEY="another-key-that-is-long-enough-too")
    (data / "secret.key").write_text("")
    assert "hỏng hoặc quá ngắn" in refused(data)
    (data / "secret.key").unlink()
    with Running(data, SECRET_KEY=key.strip()) as bot:
        assert "start=" in bot.lines_until("start=")[-1]


def test_a_spoilt_agency_folder_at_first_start(data, tmp_path):
    folder = Folder(tmp_path)
    text = folder.change("agency.toml", 'reception_office = "van_phong"', 'reception_office = "vp"')
    folder.change("procedures.csv", "dang_ky_kinh_doanh", "dang_ky_kinh_doan")
    done = command("run", env=environment(data, AGENCY=str(folder.path)), cwd=data)
    assert done.returncode == 2
    assert f"agency.toml dòng {line_of(text, 'reception_office =')}" in done.stderr
    assert "procedures.csv dòng" in done.stderr and "procedures.csv line" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (data / "langnghe.db").exists()


def test_later_the_last_good_copy_stands_in_and_the_admins_are_told(data, tmp_path):
    folder = Folder(tmp_path)
    with Running(data, AGENCY=str(folder.path)) as bot:
        start = bot.lines_until("start=")[-1]
        person = WebPerson(bot)
        person.says(f"/start {code_of(start)}")
        person.says("Lê Thị Hạnh")
        bot.stop()
    folder.change("agency.toml", 'reception_office = "van_phong"', 'reception_office = "vp"')
    with Running(data, AGENCY=str(folder.path)) as bot:
        bot.lines_until("/chat")
        with sqlite3.connect(data / "langnghe.db") as database:
            [(told,)] = database.execute(
                "SELECT text FROM outbox WHERE key = 'clock.agency_mistakes'"
            ).fetchall()
        assert "agency.toml dòng" in Keys((data / "secret.key").read_bytes().strip()).open_text(
            told
        )
        bot.stop()
    assert "agency.toml dòng" in (data / "log").read_text()


def test_an_agency_that_is_not_there(data):
    said = refused(data, AGENCY="so-khong-co")
    assert "so-khong-co" in said


def test_a_port_in_use(data):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = refused(data, HTTP_PORT=str(taken.getsockname()[1]))
    assert "đang có chương trình khác dùng" in said and "is in use" in said


def test_a_second_bot_on_the_same_data(data):
    with Running(data) as bot:
        bot.lines_until("start=")
        assert "đang chạy rồi" in refused(data)


def test_a_setting_that_is_wrong(data):
    said = refused(data, TELEGRAM_TOKEN="my-bot")
    assert said.count("\n") == 2 and "LANGNGHE_TELEGRAM_TOKEN sai dạng" in said


def test_settings_may_stand_in_a_file_from_notepad(data):
    (data / ".env").write_text("LANGNGHE_PUBLIC_URL=https://phananh.example.org/\r\n", "utf-8-sig")
    with Running(data) as bot:
        assert "https://phananh.example.org/chat" in bot.lines_until("/chat")[-1]
    (data / ".env").write_bytes("LANGNGHE_MAIL_FROM=Sở".encode("utf-16"))
    assert "UTF-8" in refused(data)


def test_the_sample_is_served_from_a_copy_elsewhere(data, tmp_path):
    copy = Path(shutil.copytree(SAMPLE, tmp_path / "cơ quan"))
    with Running(data, AGENCY=str(copy)) as bot:
        bot.lines_until("start=")
        with urllib.request.urlopen(f"{bot.address}/", timeout=10) as page:
            assert "Kế hoạch và Đầu tư" in page.read().decode()


@pytest.mark.postgres
def test_it_serves_from_postgresql(data, postgres):
    empty_postgres(postgres)
    with Running(data, DATABASE_URL=postgres) as bot:
        first = code_of(bot.lines_until("start=")[-1])
        person = WebPerson(bot)
        person.says(f"/start {first}")
        assert "Lê Thị Hạnh" in person.says("Lê Thị Hạnh")
        code, seconds = bot.stop()
    assert code == 0 and seconds < 10
    said = refused(data, DATABASE_URL=postgres, SECRET_KEY="another-key-that-is-long-enough-too")
    assert "Khóa két không đúng" in said
    assert not (data / "langnghe.db").exists()
    empty_postgres(postgres)


def test_on_a_full_disk_nothing_is_acknowledged_and_nothing_is_lost(data):
    """A limit on the size of files stands for the disk: to the running process it is one that
    fills up, and later has room again."""
    with Running(data) as bot:
        bot.lines_until("start=")
        person = WebPerson(bot)
        person.says("/trogiup")
        written = max(file.stat().st_size for file in data.glob("langnghe.db*"))
        pid, size, any_size = bot.process.pid, resource.RLIMIT_FSIZE, resource.RLIM_INFINITY
        resource.prlimit(pid, size, (written + 100_000, any_size))
        stories = iter(f"Hồ sơ công ty tôi nộp lần thứ {number}" for number in range(1000))
        acknowledged = []
        with pytest.raises(urllib.error.HTTPError) as refused:
            for story in stories:
                person.says(story)
                acknowledged.append(story)
        refused.value.close()
        assert (refused.value.code, refused.value.headers["Retry-After"]) == (503, "5")
        assert "nothing can be written" in bot.troubles()["storage"]
        resource.prlimit(pid, size, (any_size, any_size))
        person.says(story)
        assert bot.troubles() == {}
        found = bot.get("/chat/api/messages?after=0", person._token)["messages"]
        assert [m["text"] for m in found if m["from"] == "me"] == ["/trogiup", *acknowledged, story]
        assert bot.stop()[0] == 0
    log = (data / "log").read_text()
    assert log.count("nothing can be written") == 1 and "Traceback" not in log
    assert "Hồ sơ công ty" not in log
