"""Folding for matching only: a copy of the text without case, diacritics and punctuation. What a
person wrote is always kept as written; nothing folded is ever shown or stored in its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from cases.words.typed import retyped

# Above this code point nothing is remembered: a text of a million rare characters must not fill
# the memory.
_REMEMBERED = 0x3000


class _Letters(dict[int, str]):
    """Lower-case letters and digits for `str.translate`, filled as they are met. `bare` drops the
    diacritics; combining marks vanish, everything else becomes a space."""

    def __init__(self, bare: bool) -> None:
        super().__init__()
        self._bare = bare

    def __missing__(self, code: int) -> str:
        letter = self._letter(chr(code))
        if code < _REMEMBERED:
            self[code] = letter
        return letter

    def _letter(self, char: str) -> str:
        if unicodedata.combining(char):
            return ""
        # "_" is no word character here, and some signs ("²", "½") count as alphanumeric.
        if not (char.isalpha() or char.isdecimal()):
            return " "
        lower = char.lower()[0]
        if not self._bare:
            return lower
        # Unicode does not decompose đ.
        return "d" if lower == "đ" else unicodedata.normalize("NFD", lower)[0]


_BARE = _Letters(bare=True)
_WRITTEN = _Letters(bare=False)

# "hoà" and "hòa" are the same word in two spellings; both become the second.
_OLD_TONES = dict(
    zip(
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        strict=True,
    )
)
_OLD_TONE = re.compile("|".join(_OLD_TONES))


def fold(text: str) -> str:
    """Lower case, no diacritics (đ is d), words separated by one space: "Hồ sơ bị TRẢ!" gives
    "ho so bi tra". NFC and NFD give the same."""
    return " ".join(text.translate(_BARE).split())


def written_words(text: str) -> list[str]:
    """The words in lower case with their diacritics, in NFC, tone marks in one place."""
    text = unicodedata.normalize("NFC", text).translate(_WRITTEN)
    return _OLD_TONE.sub(lambda match: _OLD_TONES[match[0]], text).split()


def open_words(text: str, abbreviations: Mapping[str, str]) -> list[tuple[str, str]]:
    """`written_words` with the abbreviations of the table opened, each with the word that was
    typed: "cty" gives ("công", "cty"), ("ty", "cty"); raw Telex and VNI are read. A key of two
    words goes first, so that "mô hình" can stand in the table to keep "mô" out of it."""
    words = written_words(retyped(text))
    opened: list[tuple[str, str]] = []
    at = 0
    while at < len(words):
        typed, step = words[at], 1
        meant = abbreviations.get(typed)
        if at + 1 < len(words) and (pair := abbreviations.get(f"{typed} {words[at + 1]}")):
            meant, step = pair, 2
        if meant is None:
            opened.append((typed, typed))
        else:
            opened += [(word, typed) for word in written_words(meant)]
        at += step
    return opened


def fold_open(text: str, abbreviations: Mapping[str, str]) -> str:
    """`fold`, with abbreviations, teencode and dialect opened first: "hs cty" gives "ho so
    cong ty". The keys are written in lower case, with their diacritics."""
    return fold(" ".join(word for word, _ in open_words(text, abbreviations)))
