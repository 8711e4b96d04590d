"""Which officials a text names. Names are read from a folded copy where a whole name is looked for;
where a part of one must do, a word written with diacritics has to be that very word, since "thi
hành" is not "Thị Hạnh"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cases.words.text import fold, written_words

_TITLES = frozenset("anh chi ong ba co chu bac em chi mr mrs ms miss".split())
_LONG_TITLES = (("can", "bo"), ("dong", "chi"), ("chuyen", "vien"), ("nhan", "vien"))
_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Named:
    """Ids of officials. `unclear`: only their given name was said, which others bear too."""

    certain: frozenset[int] = _NONE
    unclear: frozenset[int] = _NONE


def named(
    about: str, story: str, officials: Mapping[int, str], *, office_named: bool = False
) -> Named:
    """Whom the answer to "about whom" and the story name; `officials` are their names by id.
    `office_named`: the answer names an office, so that its words are no given names."""
    whom = _read(about, officials, _certain_in_answer, _given_in_answer(office_named))
    told = _read(story, officials, _certain_in_story, _given_after_title)
    certain = whom.certain | told.certain
    known = {_given(officials[i]) for i in certain}
    unclear = (whom.unclear | told.unclear) - certain
    return Named(certain, frozenset(i for i in unclear if _given(officials[i]) not in known))


Certain = Callable[[str, Sequence[str], Sequence[str]], bool]
Given = Callable[[Sequence[str], str], bool]


def _read(text: str, officials: Mapping[int, str], certain: Certain, given: Given) -> Named:
    """By the whole name, failing that by its last two words, failing that by the given name."""
    said = written_words(text)
    if not said:
        return Named()
    folded = fold(text)
    names = {i: written_words(name) for i, name in officials.items()}
    for length in (0, 2):
        found = frozenset(
            i
            for i, name in names.items()
            if len(name) > 1 and certain(folded, said, name[-length:])
        )
        if found:
            return Named(found)
    return Named(
        unclear=frozenset(i for i, name in names.items() if name and given(said, name[-1]))
    )


def _given(name: str) -> str:
    return fold(name).rpartition(" ")[2]


def _certain_in_answer(folded: str, said: Sequence[str], name: Sequence[str]) -> bool:
    return f" {fold(' '.join(name))} " in f" {folded} "


def _certain_in_story(folded: str, said: Sequence[str], name: Sequence[str]) -> bool:
    """Two words alone are common words too often to be read without their diacritics."""
    if len(name) > 2:
        return _certain_in_answer(folded, said, name)
    return any(
        all(_is(word, part) for word, part in zip(said[at:], name, strict=False))
        for at in range(len(said) - len(name) + 1)
    )


def _is(word: str, name: str) -> bool:
    """As written, or written without any diacritics."""
    return word in (name, fold(name))


def _given_after_title(said: Sequence[str], name: str) -> bool:
    return any(_is(word, name) and _titled(said[:at]) for at, word in enumerate(said))


def _titled(before: Sequence[str]) -> bool:
    last = tuple(map(fold, before[-2:]))
    return bool(last) and (last[-1] in _TITLES or last in _LONG_TITLES)


def _given_in_answer(office_named: bool) -> Given:
    def given(said: Sequence[str], name: str) -> bool:
        alone = not office_named and any(fold(w) == fold(name) for w in (said[0], said[-1]))
        return alone or _given_after_title(said, name)

    return given
