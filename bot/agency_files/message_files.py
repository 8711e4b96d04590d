"""The texts an agency words for itself, `messages/vi/*.j2` and `messages/en/*.j2`: each must be
one of ours, with the same arguments, or a message would fail when somebody waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jinja2 import TemplateSyntaxError

from bot.agency_files.encodings import Unreadable, decode
from bot.agency_files.mistakes import Mistake, closest
from messages.texts import LANGUAGES, Declared, declared, macros

_FOLDER = "messages"
_LONGEST = 4000  # Telegram takes 4,096, values included


def check(folder: Path, mistakes: list[Mistake]) -> None:
    """Adds what is wrong in the agency's `messages` folder, which need not exist."""
    for path in sorted((folder / _FOLDER).glob("*/*.j2")):
        name = path.relative_to(folder).as_posix()
        language = path.parent.name
        if language not in LANGUAGES:
            what = f"không có ngôn ngữ “{language}”; thư mục phải là {' hoặc '.join(LANGUAGES)}"
            mistakes.append(Mistake(name, 0, what, "", f"there is no language {language}"))
            continue
        try:
            own = macros(decode(path.read_bytes()))
        except Unreadable as wrong:
            mistakes.append(Mistake(name, wrong.line, wrong.what, "", wrong.what_en))
        except TemplateSyntaxError as wrong:
            what = f"viết sai cú pháp ({wrong.message})"
            mistakes.append(Mistake(name, wrong.lineno, what, "", f"syntax: {wrong.message}"))
        else:
            _compare(name, own, _ours(language, path.stem), mistakes)


def _ours(language: str, file: str) -> dict[str, tuple[str, ...]]:
    prefix = f"{file}."
    return {
        k.removeprefix(prefix): v for k, v in declared(language).items() if k.startswith(prefix)
    }


def _compare(
    name: str,
    own: dict[str, Declared],
    ours: dict[str, tuple[str, ...]],
    mistakes: list[Mistake],
) -> None:
    for key, macro in own.items():
        if key not in ours:
            near = closest(key, ours)
            what = f"không có lời nhắn tên “{key}”"
            mistakes.append(Mistake(name, macro.line, what, near, f"there is no text named {key}"))
        elif macro.arguments != ours[key]:
            right = f"{{% macro {key}({', '.join(ours[key])}) %}}"
            what = f"lời nhắn “{key}” phải có đúng các chỗ điền như bản gốc"
            english = f"the text {key} must have the same arguments as ours"
            mistakes.append(Mistake(name, macro.line, what, right, english))
        mistakes += _inside(name, key, macro)


def _inside(name: str, key: str, macro: Declared) -> Iterator[Mistake]:
    for word, line in macro.unknown:
        what = f"lời nhắn “{key}” không có chỗ điền tên “{word}”"
        near = closest(word, macro.arguments) or ", ".join(macro.arguments)
        yield Mistake(name, line, what, near, f"the text {key} has no argument “{word}”")
    if macro.length > _LONGEST:
        what = f"lời nhắn “{key}” dài {macro.length} ký tự, chỉ gửi được {_LONGEST}; hãy viết gọn"
        english = f"the text {key} has {macro.length} characters; {_LONGEST} can be sent"
        yield Mistake(name, macro.line, what, "", english)
