"""Names of people, addresses and codes of other cases in words that everybody will read. Where in
doubt it is one: an official writes the sentence anew, and nobody is named by mistake."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from cases.numbers.codes import code_places
from cases.privacy.private_data import Sort, Trace, name_in, traces
from cases.words.text import fold, written_words

# Capital and small letters alternate in Unicode, so no range tells them apart.
_LETTERS = [chr(code) for code in (*range(0x250), *range(0x1E00, 0x1F00)) if chr(code).isalpha()]
_UPPER = "".join(letter for letter in _LETTERS if letter.isupper())
_LOWER = "".join(letter for letter in _LETTERS if letter.islower())
_NAME = rf"(?:[{_UPPER}][{_LOWER}]+|[{_UPPER}](?![{_UPPER}{_LOWER}]))"
_ANY_NAME = rf"(?:{_NAME}|[{_UPPER}]{{2,}})"
_TITLED = re.compile(
    r"(?<![\w/])(?i:ông|bà|anh|chị|cô|chú|bác|thầy|đồng chí|đ/c|mr|mrs|ms|miss)\.?[ \u00a0]+"
    rf"({_ANY_NAME}(?:[ \u00a0]+{_ANY_NAME}){{0,4}})"
)
_SURNAME = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Ngô|Dương|Lý|Đinh|Đoàn|Lâm|Mai|Trịnh|"
    "Trương|Tạ|Cao|Châu|Hồ|Đào|Tô|Lương|Nguyen|Tran|Le|Pham|Huynh|Phan|Vo|Dang|Bui|Do|Ngo|Duong"
)
_WHOLE = re.compile(rf"(?<!\w)(?:{_SURNAME})(?:[ \u00a0]+{_NAME}){{2,4}}")
# What stands after a title and is an office, a body, a language; and who everybody may name.
_NO_NAME = frozenset(
    "so phong van giam pho truong chu bi ubnd uy cuc chi trung quoc ngu ria con viet".split()
)
_FAMOUS = frozenset({"ho chi minh"})
_STREETS = r"đường|phố|hẻm|ngõ|ngách|kiệt"
_PLACE = rf"(?:\d+[\w/.-]*|{_NAME}(?:[ \u00a0]+{_NAME}){{0,3}})"
_ADDRESS = re.compile(
    rf"(?:(?<!\w)(?i:số nhà|nhà số|số)[ ]*)?(?<![\w.,/-])\d+[A-Za-z]?(?:/\d+[A-Za-z]?)*,?[ ]+"
    rf"(?i:{_STREETS})[ ]+{_PLACE}"
    rf"|(?<!\w)(?i:số nhà|nhà số)[ ]*\d+[\w/]*"
    rf"|(?<!\w)(?i:{_STREETS}|thôn|xóm|ấp|tổ dân phố|khu phố|tdp)[ ]+{_PLACE}"
)
_WORD = re.compile(r"[\w\u0300-\u036f]+")
_LEAST = 4  # letters: shorter words of the sender's stand in too many sentences


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a case: names of who sent it and of officials, where its sender lives,
    other words of theirs, the code it has itself; and what of the department's may stand."""

    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    code: str = ""
    ours: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()  # the department's own addresses


def findings(text: str, known: Known) -> list[Trace]:
    """All that leads to somebody, in order, none inside another."""
    found: list[Trace] = []
    for trace in (*traces(text, known.ours), *_named(text, known), *_written(text, known)):
        if not any(trace.start < other.end and other.start < trace.end for other in found):
            found.append(trace)
    return sorted(found, key=lambda trace: trace.start)


def _named(text: str, known: Known) -> Iterator[Trace]:
    for name in known.names:
        for start, end in (*name_in(text, name), *_single(text, name)):
            yield Trace(Sort.NAME, text[start:end], start, end)
    for words in known.words:
        for start, end in _same_words(text, words):
            yield Trace(Sort.ADDRESS, text[start:end], start, end)
    for start, end, code in code_places(text):
        if code != known.code:
            yield Trace(Sort.CASE, text[start:end], start, end)


def _written(text: str, known: Known) -> Iterator[Trace]:
    """What looks like an address or a name by how it is written. Signs are composed first, so that
    an old keyboard changes nothing."""
    if not unicodedata.is_normalized("NFC", text):
        return
    ours = [f" {fold(place)} " for place in known.places]
    for match in _ADDRESS.finditer(text):
        if not any(f" {fold(match[0])} " in place for place in ours):
            yield Trace(Sort.ADDRESS, match[0], match.start(), match.end())
    for match in _TITLED.finditer(text):
        if fold(match[1]).split()[0] not in _NO_NAME:
            yield Trace(Sort.NAME, match[1], match.start(1), match.end(1))
    for match in _WHOLE.finditer(text):
        said = f" {fold(match[0])} "
        if said.strip() not in _FAMOUS and not any(said in place for place in ours):
            yield Trace(Sort.NAME, match[0], match.start(), match.end())


def _single(text: str, name: str) -> Iterator[tuple[int, int]]:
    """A name of one word, where it stands written as one: "Hạnh", never "hành chính"."""
    wanted = written_words(name)
    if len(wanted) == 1:
        for word in _WORD.finditer(text):
            if word[0][0].isupper() and written_words(word[0]) == wanted:
                yield word.span()


def _same_words(text: str, said: str) -> Iterator[tuple[int, int]]:
    wanted: list[str] = fold(said).split()
    words = [(fold(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]
    if sum(map(len, wanted)) < _LEAST:
        return
    for at in range(len(words) - len(wanted) + 1):
        if [word for word, _, _ in words[at : at + len(wanted)]] == wanted:
            yield words[at][1], words[at + len(wanted) - 1][2]


def hidden(text: str, found: Collection[Trace], names: dict[Sort, str]) -> str:
    """The text with the name of its sort in place of each."""
    for trace in sorted(found, key=lambda trace: -trace.start):
        text = text[: trace.start] + names[trace.sort] + text[trace.end :]
    return text


def pieces(text: str, found: Collection[Trace]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it was found."""
    parts, at = [], 0
    for trace in sorted(found, key=lambda trace: trace.start):
        parts += [(text[at : trace.start], False), (trace.text, True)]
        at = trace.end
    return [(part, is_found) for part, is_found in (*parts, (text[at:], False)) if part]
