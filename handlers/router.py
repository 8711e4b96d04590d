"""Which function answers what was said. Every command is registered here with who may call it;
buttons carry the same commands, so there is one way in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from cases.codes import before_code, receipt_digits, split_code
from cases.dossiers import dossier_number
from cases.kinds import Role
from cases.text import fold
from handlers.desk import Turn

STAFF = frozenset(Role)
_LONGEST_SPOKEN = 24


@dataclass(frozen=True, slots=True)
class Command:
    """`who` None: everybody. `words` are what follows the command, code included. A command that
    is `spoken` also works as a plain word, without slash and diacritics."""

    name: str
    aliases: tuple[str, ...]
    function: Callable[[Turn, str], None]
    who: frozenset[Role] | None
    group: bool  # also usable in a group chat of officials
    hidden: bool  # not in menus and help lists
    spoken: bool

    @property
    def help(self) -> str:
        return f"help.{self.name}"


COMMANDS: dict[str, Command] = {}
_BY_WORD: dict[str, Command] = {}

Handler = Callable[[Turn, str], None]


def command(
    name: str,
    *aliases: str,
    who: frozenset[Role] | None = None,
    group: bool = False,
    hidden: bool = False,
) -> Callable[[Handler], Handler]:
    """Register a command. Citizens' commands are spoken words too; officials' need the slash, so
    that an ordinary sentence of theirs is never taken for one."""

    def register(function: Handler) -> Handler:
        made = Command(name, aliases, function, who, group, hidden, who is None)
        COMMANDS[name] = made
        for word in (name, *aliases):
            if word in _BY_WORD:
                raise ValueError(f"command word {word} is taken")
            _BY_WORD[word] = made
        return function

    return register


def find(word: str) -> Command | None:
    return _BY_WORD.get(word)


def closest(word: str) -> list[str]:
    """Commands a mistyped one may have meant."""
    shown = [w for w, c in _BY_WORD.items() if not c.hidden]
    return get_close_matches(word, shown, n=2, cutoff=0.6)


def split(text: str) -> tuple[str, str]:
    """'/traloi@bot PA26-... text' as ('traloi', 'PA26-... text')."""
    head, _, words = text[1:].partition(" ")
    first_line, _, more = head.partition("\n")
    return first_line.partition("@")[0].lower(), (more + " " + words).strip() if more else words


def spoken(text: str) -> tuple[Command, str] | None:
    """A citizen's command said as plain words: alone, or with a number of any sort, and after a
    case code with more words ('bo sung PA26-00123-K toi co them giay'). A bare case code or
    receipt number is looked up. Inside a longer sentence such words are content."""
    said, about = _taken_apart(text)
    if len(said) > _LONGEST_SPOKEN:
        return None
    found = _BY_WORD.get(fold(said).replace(" ", ""))
    return (found, about) if found and found.spoken else None


def _taken_apart(text: str) -> tuple[str, str]:
    """The words that may be a command, and what they are about."""
    said, about = before_code(text)
    if about and not fold(said):
        code, said = split_code(text)
        return said or "tracuu", code or about
    if about:
        return said, about
    if number := dossier_number(text):
        return text[: text.find(number)], number
    if digits := receipt_digits(text):
        return re.split(r"\d", text, maxsplit=1)[0].strip() or "tracuu", digits
    return text, ""


def permitted(turn: Turn, asked: Command) -> bool:
    if asked.who is None:
        return True
    viewer = turn.viewer
    return viewer is not None and any(role in asked.who for role, _ in viewer.roles)
