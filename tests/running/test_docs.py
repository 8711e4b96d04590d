"""What the documents say is true: every setting and command they name exists, every link leads
somewhere, and the examples of the web chat API do what is written beside them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

import handlers.talk  # its imports register every command
from bot.settings import ROOT, Settings
from handlers.router import COMMANDS, find
from tests.kill.server import Server

assert handlers.talk
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("README*.md"), *ROOT.glob("docs/*.md"), ROOT / "CONTRIBUTING.md"])
OFFICIALS = (ROOT / "docs" / "huong-dan-can-bo.vi.md").read_text(encoding="utf-8")


def test_the_settings_table_is_the_settings_and_no_others():
    listed = re.findall(r"^\| `LANGNGHE_(\w+)`", README, re.M)
    assert sorted(listed) == sorted(name.upper() for name in Settings.model_fields)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_settings_links_and_pictures_exist(page):
    text = page.read_text(encoding="utf-8")
    known = {f"LANGNGHE_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"LANGNGHE_[A-Z_]*[A-Z]", text)) <= known
    linked = re.findall(r"\]\(([^)#]+)|src=\"([^\"]+)\"", text)
    for target in (one or other for one, other in linked):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_the_commands_officials_are_told_exist_and_none_is_left_out():
    told = set(re.findall(r"`/([a-z]+)", OFFICIALS))
    assert not {word for word in told if find(word) is None}
    theirs = {c.name for c in COMMANDS.values() if c.who is not None and not c.hidden}
    assert theirs <= told


@pytest.mark.slow
def test_the_examples_of_the_web_chat_api(tmp_path: Path):
    """The shell blocks in their order, as one script, against the real program."""
    page = (ROOT / "docs" / "web-chat-api.md").read_text(encoding="utf-8")
    folder = tmp_path / "var"
    folder.mkdir()
    server = Server(f"sqlite:///{folder / 'langnghe.db'}", folder)
    server.start()
    try:
        blocks = re.findall(r"^```sh\n(.*?)^```$", page, re.M | re.S)
        script = "\n".join(f"{block}\necho" for block in blocks)
        done = subprocess.run(
            ["sh"],
            input=script.replace("http://127.0.0.1:8080", server.base),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
        )
    finally:
        server.stop()
    said = done.stdout
    assert '{"token":"' in said
    assert '{"seq":1}' in said and '{"seq":3}' in said
    assert '"text":"thu tuc dang ky cong ty doi qua nhieu giay to","choices":[]' in said
    assert '"label":"Đúng","data":"=1:regulation|dang_ky_kinh_doanh||"' in said
    assert "retry: 3000" in said and "id: 1\n" in said
    assert '"error"' not in said
