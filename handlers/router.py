"""Which function answers what was said. Every command is registered here with who may call it;
buttons carry the same commands, so there is one way in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from cases.kinds import Role
from cases.numbers.codes import before_code, link_digits, receipt_digits, split_code
from cases.numbers.dossiers import dossier_number
from cases.words.text import fold
from handlers.desk import Turn

STAFF = frozenset(Role)
_LONGEST_SPOKEN = 40
# A command of several words typed behind a slash: "/tra cuu", "/noi chuyen voi can bo".
_MOST_SLASH_WORDS = 5
# What people put around a command out of politeness: "cho tôi gặp cán bộ với ạ".
_POLITE = frozenset(
    "toi tui minh em con chau muon can cho xin lam on vui long nho giup gium dum voi nhe nha a da"
    " oi di duoc i want to would like please can could let me you now".split()
)


@dataclass(frozen=True, slots=True)
class Command:
    """`who` None: everybody. A command
    that is `spoken` also works as a plain word, without slash and diacritics."""

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
_SAID: dict[str, str] = {}  # other ways to say a command: its name

Handler = Callable[[Turn, str], None]


def command(
    name: str,
    *aliases: str,
    who: frozenset[Role] | None = None,
    group: bool = False,
    hidden: bool = False,
    spoken: bool = True,
) -> Callable[[Handler], Handler]:
    """Register a command. Citizens' commands are spoken words too; officials' need the slash, so
    that an ordinary sentence of theirs is never taken for one."""

    def register(function: Handler) -> Handler:
        made = Command(name, aliases, function, who, group, hidden, spoken and who is None)
        COMMANDS[name] = made
        for word in (name, *aliases):
            if word in _BY_WORD:
                raise ValueError(f"command word {word} is taken")
            _BY_WORD[word] = made
        return function

    return register


def also_said(name: str, *ways: str) -> None:
    """Other words that people use for a command, as they are written."""
    for words in ways:
        joined = _joined(words)
        if joined in _BY_WORD or joined in _SAID:
            raise ValueError(f"{words} is taken")
        _SAID[joined] = name


def _joined(words: str) -> str:
    return fold(words).replace(" ", "")


def find(word: str) -> Command | None:
    return _BY_WORD.get(word)


def find_typed(text: str) -> tuple[Command | None, str]:
    """The command behind a slash and the words after it. It may be typed with diacritics and in
    several words: "/bổ sung PA26-00123-K" is "/bosung PA26-00123-K"."""
    name, words = split(text)
    heads = words.split(" ", _MOST_SLASH_WORDS - 1)
    for count in range(min(_MOST_SLASH_WORDS - 1, len(heads)), -1, -1):
        joined = _joined(" ".join([name, *heads[:count]]))
        if found := _called(joined):
            return found, words.split(" ", count)[count] if count < len(heads) else ""
    return None, words


def closest(turn: Turn, word: str) -> list[str]:
    """Commands a mistyped one may have meant, of those that the asker may use."""
    shown = [w for w, c in _BY_WORD.items() if not c.hidden and permitted(turn, c)]
    return get_close_matches(fold(word), shown, n=2, cutoff=0.6)


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
    found = next(filter(None, map(_called, _plainly(fold(said).split()))), None)
    return (found, about) if found and found.spoken else None


def _called(joined: str) -> Command | None:
    return _BY_WORD.get(joined) or COMMANDS.get(_SAID.get(joined, ""))


def _plainly(words: Sequence[str]) -> Iterator[str]:
    """Folded words, joined: as they were said, and without the polite ones before and after."""
    first, last = 0, len(words)
    yield "".join(words)
    while first < last and words[first] in _POLITE:
        first += 1
    yield "".join(words[first:])  # "cho tôi xem việc của tôi" ends in no politeness
    while last > first and words[last - 1] in _POLITE:
        last -= 1
    yield "".join(words[first:last])


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
    if (digits := link_digits(text)) and _asks_to_link(
        said := re.split(r"\d", text, maxsplit=1)[0]
    ):
        return said, digits
    return text, ""


def _asks_to_link(said: str) -> bool:
    """Eight digits are anything beside other words, and a code beside these."""
    called = (_called(joined) for joined in _plainly(fold(said).split()))
    return any(found is not None and found.name == "lienket" for found in called)


def permitted(turn: Turn, asked: Command) -> bool:
    if asked.who is None:
        return True
    viewer = turn.viewer
    return viewer is not None and any(role in asked.who for role, _ in viewer.roles)
