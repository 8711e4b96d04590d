"""Whether words speak of an identity paper, or hold the number of one. The department asks for
neither (facts/law 5.2.2)."""

from __future__ import annotations

import re

from cases.words.text import fold

_PAPER = re.compile(
    r"\b(?:cccd|cmnd|cmt|can cuoc(?: cong dan)?|chung minh(?: nhan dan| thu)?|the can cuoc"
    r"|ho chieu|passport|id card|identity card|giay to tuy than)\b"
)
# "They demanded my identity card twice" tells a story; these speak of what is sent.
_SENT = re.compile(
    r"\b(?:anh|hinh|ban chup|ban scan|chup|gui|kem|day|photo|picture|scan|attached|here)\b"
)
_MOST_WORDS = 12  # a caption, no story
_NUMBER = re.compile(r"(?<!\d)(\d{12}|\d{9}|\d{3}[ .]\d{3}[ .]\d{3}(?:[ .]\d{3})?)(?!\d)")
_BEFORE = 40  # characters between the word and the number


def names_paper(words: str) -> bool:
    """Of a caption or a file's name, where a photo is there: any mention tells."""
    said = fold(words)
    return len(said.split()) <= _MOST_WORDS and _PAPER.search(said) is not None


def says_it_was_one(words: str) -> bool:
    """Of a message just after a photo: "đó là ảnh căn cước của tôi"."""
    said = fold(words)
    return names_paper(words) and _SENT.search(said) is not None


def holds_number(text: str) -> bool:
    """Whether the number of an identity card stands near the word for one."""
    return any(_PAPER.search(fold(text[max(0, m.start() - _BEFORE) : m.start()]))
               for m in _NUMBER.finditer(text))  # fmt: skip
