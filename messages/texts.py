"""Texts by key: `submit.identity` is the macro `identity` of `submit.j2` in the folder of a
language. An agency's own `messages/` folder may override any macro by writing it again. A number
that may be large is written as `{{ size | written("vi") }}`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    DictLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    UndefinedError,
    meta,
    nodes,
)
from jinja2.runtime import Macro
from markupsafe import Markup

from messages.numbers import written

LANGUAGES = ("vi", "en")
_HERE = Path(__file__).parent


class Texts:
    """`overrides` is an agency's `messages` folder, which need not exist. It is read once: what is
    being edited there is not in force before it was checked. A text of theirs that fails all the
    same gives way to ours; `broken` names it, with the reason."""

    def __init__(self, overrides: Path | None = None) -> None:
        written = _read(overrides) if overrides is not None else {}
        self._theirs = _environment(DictLoader(written))
        self._files = written.keys()
        self.broken: dict[str, str] = {}
        self._own: Callable[[str, str], Macro | None] = lru_cache(maxsize=None)(self._find_own)
        self._fixed: Callable[[str, str], Markup] = lru_cache(maxsize=None)(self._render)

    def render(self, language: str, key: str, **params: Any) -> Markup:
        """The words of `key`; values are escaped. Raises KeyError for an unknown key, TypeError
        for a wrong parameter."""
        return self._render(language, key, **params) if params else self._fixed(language, key)

    def _render(self, language: str, key: str, **params: Any) -> Markup:
        own = self._own(language, key)
        if own is not None:
            try:
                return Markup(str.strip(own(**params)))
            except Exception as error:
                self._note(language, key, error)
        return Markup(str.strip(_our_macro(language, key)(**params)))

    def arguments(self, language: str, key: str) -> frozenset[str] | None:
        """What the words of `key` are made with; None for a key of an older version."""
        try:
            return frozenset(_our_macro(language, key).arguments)
        except KeyError:
            return None

    def has(self, language: str, key: str) -> bool:
        own = self._own(language, key)
        return own is not None or self.arguments(language, key) is not None

    def __call__(self, language: str, key: str, **params: Any) -> Markup:
        return self.render(language, key, **params)

    def _find_own(self, language: str, key: str) -> Macro | None:
        if _file(language, key) not in self._files:
            return None
        try:
            return _macro(self._theirs, language, key)
        except Exception as error:
            self._note(language, key, error)
            return None

    def _note(self, language: str, key: str, error: Exception) -> None:
        # Other errors may repeat what a citizen wrote.
        why = str(error) if isinstance(error, UndefinedError) else type(error).__name__
        file, _, name = key.partition(".")
        self.broken.setdefault(f"messages/{language}/{file}.j2, {name}", why)


def _file(language: str, key: str) -> str:
    return f"{language}/{key.partition('.')[0]}.j2"


def _macro(environment: Environment, language: str, key: str) -> Macro | None:
    try:
        module = environment.get_template(_file(language, key)).module
    except TemplateNotFound:
        return None
    found: Macro | None = getattr(module, key.partition(".")[2], None)
    return found


@cache
def _our_macro(language: str, key: str) -> Macro:
    found = _macro(_ours(), language, key)
    if found is None:
        raise KeyError(f"{language}: {key}")
    return found


def _read(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): _text(path.read_bytes())
        for path in folder.glob("*/*.j2")
    }


def _text(data: bytes) -> str:
    """As Notepad saves it: UTF-8 with or without a mark, or UTF-16."""
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if utf16 else "utf-8-sig")


@cache
def _ours() -> Environment:
    return _environment(FileSystemLoader(_HERE))


def _environment(loader: BaseLoader) -> Environment:
    environment = Environment(
        loader=loader,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.do"],
    )
    environment.filters["written"] = written
    return environment


@cache
def declared(language: str) -> Mapping[str, tuple[str, ...]]:
    """Every key of ours in a language with its arguments."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted((_HERE / language).glob("*.j2")):
        module = vars(_ours().get_template(f"{language}/{path.name}").module)
        for name, macro in sorted(module.items()):
            if isinstance(macro, Macro) and not name.startswith("_"):
                found[f"{path.stem}.{name}"] = tuple(macro.arguments)
    return found


@dataclass(frozen=True, slots=True)
class Declared:
    """`unknown` are names that nothing gives a value to, with their lines; `length` counts the
    fixed words."""

    arguments: tuple[str, ...]
    line: int
    unknown: tuple[tuple[str, int], ...] = ()
    length: int = 0


_IN_EVERY_MACRO = frozenset({"caller", "kwargs", "varargs"})


def macros(source: str) -> dict[str, Declared]:
    """The texts written in a template. Raises jinja2.TemplateSyntaxError."""
    tree = _ours().parse(source)
    _ours().compile(source)  # a filter that does not exist shows only here
    known = _names_of_file(tree) | _ours().globals.keys() | _IN_EVERY_MACRO
    return {
        macro.name: Declared(
            tuple(argument.name for argument in macro.args),
            macro.lineno,
            _unknown(macro, known),
            sum(len(words.data) for words in macro.find_all(nodes.TemplateData)),
        )
        for macro in tree.find_all(nodes.Macro)
        if not macro.name.startswith("_")
    }


def _names_of_file(tree: nodes.Template) -> set[str]:
    """What stands outside its macros, and their own names."""
    outside = nodes.Template([node for node in tree.body if not isinstance(node, nodes.Macro)])
    set_there = {name.name for name in outside.find_all(nodes.Name) if name.ctx == "store"}
    return set_there | {macro.name for macro in tree.find_all(nodes.Macro)}


def _unknown(macro: nodes.Macro, known: set[str]) -> tuple[tuple[str, int], ...]:
    alone = nodes.Template([macro])
    alone.set_environment(_ours())
    lost = meta.find_undeclared_variables(alone) - known
    lines: dict[str, int] = {}
    for name in macro.find_all(nodes.Name):
        if name.name in lost:
            lines.setdefault(name.name, name.lineno)
    return tuple(lines.items())
