"""Every text stands in every language with the same arguments, can be rendered, and fits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import ROOT
from handlers.letters import OWN_WORDS
from messages.texts import LANGUAGES, Texts, declared

VI, EN = declared("vi"), declared("en")
_CODE_FILES = [p for folder in ("bot", "handlers") for p in (ROOT / folder).rglob("*.py")]
_TEMPLATES = list((ROOT / "bot" / "site" / "templates").glob("*.html"))

# Read on paper or on a page, not in a turn of a chat.
_PAGES = (
    "web",
    "verify",
    "site_results",
    "site_procedures",
    "site_status",
    "article_pages",
    "stats_page",
)
_NOT_CHAT = (*_PAGES, "receipt_pdf", "help")


def _used() -> Iterator[str]:
    """Message keys that stand as literals in code."""
    files = {key.partition(".")[0] for key in VI}
    literal = re.compile(rf'"((?:{"|".join(files)})\.[a-z0-9_]+)"')
    for path in _CODE_FILES:
        yield from literal.findall(path.read_text(encoding="utf-8"))


def test_both_languages_say_the_same_things() -> None:
    assert set(VI) - set(EN) == set(), "no English"
    assert set(EN) - set(VI) == set(), "no Vietnamese"
    assert {k: a for k, a in VI.items() if EN[k] != a} == {}, "other arguments in English"


def test_every_key_in_the_code_exists() -> None:
    assert {key for key in _used() if key not in VI} <= {"plan.toml", "procedures.csv", "zalo.me"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_said_twice(language: str) -> None:
    """Of two with one name the later is taken, with arguments that are none of the earlier's."""
    for path in sorted((ROOT / "messages" / language).glob("*.j2")):
        names = re.findall(r"{%-? *macro (\w+)", path.read_text(encoding="utf-8"))
        assert [name for name, times in Counter(names).items() if times > 1] == [], path.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_and_none_blames(language: str) -> None:
    for path in sorted((ROOT / "messages" / language).glob("*.j2")):
        text = path.read_text(encoding="utf-8")
        empty = re.findall(r"{% macro (\w+)\([^)]*\) %}\s*{% endmacro", text)
        assert empty == [], path.name
        assert not re.search(r"sai cú pháp|không hợp lệ|invalid|illegal", text, re.I), path


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_turn_is_short(language: str) -> None:
    """At most 300 characters of fixed words in a message of a chat (facts: conversation, rule 1);
    lists and cards are made of lines and may be longer."""
    long = {}
    for path in sorted((ROOT / "messages" / language).glob("*.j2")):
        if path.stem in _NOT_CHAT:
            continue
        source = path.read_text(encoding="utf-8")
        for name, body in re.findall(
            r"{% macro (\w+)\([^)]*\) %}(.*?){% endmacro %}", source, re.S
        ):
            one_way = re.sub(r"{% else %}.*?{% endif %}", "", body, flags=re.S)
            words = re.sub(r"{%.*?%}|{{.*?}}|<[^>]+>", "", one_way, flags=re.S)
            if len(words.strip()) > 300 and "\n" not in body.strip():
                long[f"{path.stem}.{name}"] = len(words)
    assert long == {}


# Read on a page or in a letter, or beside something that is really there to press.
# In "composed" the press are those who write for newspapers.
_PRESSED = frozenset({"web", "mail", "zalo", "composed"})
_A_LINK = "same_chat"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_says_to_press_what_may_be_a_number(language: str) -> None:
    """Zalo Bot has no buttons; "chọn" fits a button, a number and the words."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "messages" / language).glob("*.j2")):
        for line in path.read_text(encoding="utf-8").splitlines():
            words = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", line)
            press = re.search(r"\b(bấm|nút|tap|press|click|buttons?)\b", words, re.I)
            if press and path.stem not in _PRESSED and _A_LINK not in line:
                found.setdefault(path.stem, []).append(words)
    assert found == {}


def test_values_are_escaped() -> None:
    said = Texts().render("vi", "submit.nothing_found", words="<script>{{ 7 * 7 }}</script>")
    assert "<script>" not in said and "{{ 7 * 7 }}" in said and "49" not in said


def test_an_agency_overrides_one_text_and_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "vi").mkdir()
    (tmp_path / "vi" / "submit.j2").write_text(
        "{% macro story() %}Mời bà con kể.{% endmacro %}", encoding="utf-8"
    )
    texts = Texts(tmp_path)
    assert texts.render("vi", "submit.story") == "Mời bà con kể."
    assert texts.render("vi", "submit.b_right") == "Đúng"


def test_an_unknown_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        Texts().render("vi", "submit.no_such_text")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_takes_what_the_chat_takes(language: str) -> None:
    texts = declared(language)
    differ = {
        key: (texts[key], texts[own])
        for key, own in OWN_WORDS.items()
        if set(texts[key]) != set(texts[own])
    }
    assert differ == {}
