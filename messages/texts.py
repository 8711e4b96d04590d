"""Texts by key: `submit.identity` is the macro `identity` of `submit.j2` in the folder of a
language. An agency's own `messages/` folder may override any macro by writing it again."""

from __future__ import annotations

from collections.abc import Callable
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
    nodes,
)
from markupsafe import Markup

LANGUAGES = ("vi", "en")
_HERE = Path(__file__).parent


class Texts:
    """`overrides` is an agency's `messages` folder, which need not exist. It is read once: what is
    being edited there is not in force before it was checked."""

    def __init__(self, overrides: Path | None = None) -> None:
        first = [_environment(_read(overrides))] if overrides is not None else []
        self._environments = [*first, _ours()]
        self._macro: Callable[[str, str], Callable[..., Markup]] = lru_cache(maxsize=None)(
            self._find
        )
        self._fixed: Callable[[str, str], Markup] = lru_cache(maxsize=None)(self._render)

    def render(self, language: str, key: str, **params: Any) -> Markup:
        """The words of `key`; values are escaped. Raises KeyError for an unknown key, TypeError
        for a wrong parameter."""
        return self._render(language, key, **params) if params else self._fixed(language, key)

    def _render(self, language: str, key: str, **params: Any) -> Markup:
        return Markup(str.strip(self._macro(language, key)(**params)))

    def arguments(self, language: str, key: str) -> frozenset[str]:
        """What the words of `key` are made with. Raises KeyError for an unknown key."""
        return frozenset(self._macro(language, key).arguments)

    def __call__(self, language: str, key: str, **params: Any) -> Markup:
        return self.render(language, key, **params)

    def _find(self, language: str, key: str) -> Callable[..., Markup]:
        file, _, name = key.partition(".")
        for environment in self._environments:
            try:
                module = environment.get_template(f"{language}/{file}.j2").module
            except TemplateNotFound:
                continue
            macro = getattr(module, name, None)
            if macro is not None:
                return macro  # type: ignore[no-any-return]
        raise KeyError(f"{language}: {key}")


def _read(folder: Path) -> DictLoader:
    return DictLoader(
        {
            path.relative_to(folder).as_posix(): _text(path.read_bytes())
            for path in folder.glob("*/*.j2")
        }
    )


def _text(data: bytes) -> str:
    """As Notepad saves it: UTF-8 with or without a mark, or UTF-16."""
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if utf16 else "utf-8-sig")


@cache
def _ours() -> Environment:
    return _environment(FileSystemLoader(_HERE))


def _environment(loader: BaseLoader) -> Environment:
    return Environment(
        loader=loader,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.do"],
    )


def declared(language: str, folder: Path = _HERE) -> dict[str, tuple[str, ...]]:
    """Every key of a language with its arguments, read from the templates themselves."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted((folder / language).glob("*.j2")):
        for name, macro in macros(path.read_text(encoding="utf-8")).items():
            found[f"{path.stem}.{name}"] = macro.arguments
    return found


@dataclass(frozen=True, slots=True)
class Declared:
    arguments: tuple[str, ...]
    line: int


def macros(source: str) -> dict[str, Declared]:
    """The texts written in a template. Raises jinja2.TemplateSyntaxError."""
    return {
        macro.name: Declared(tuple(a.name for a in macro.args), macro.lineno)
        for macro in _ours().parse(source).find_all(nodes.Macro)
        if not macro.name.startswith("_")
    }
