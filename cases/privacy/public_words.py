"""The words of a published result: one text, of which everybody can tell what was asked and what
was answered."""

from __future__ import annotations

import re

_ANSWER = re.compile(r"(?:^|(?<=[\s.?!]))(?:Đáp|Trả lời|Dap|Tra loi|Answer)\s*:\s*", re.IGNORECASE)
_QUESTION = re.compile(r"^\s*(?:Hỏi|Hoi|Phản ánh|Phan anh|Asked|Question)\s*:\s*", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…](?=\s)|\n")


def parts(words: str) -> tuple[str, str]:
    """(question, answer); without the labels both begin with, all of it is the answer."""
    begins, answer = _QUESTION.match(words), _ANSWER.search(words)
    if not begins or not answer or answer.start() < begins.end():
        return "", words.strip()
    return words[begins.end() : answer.start()].strip(), words[answer.end() :].strip()


def shortened(text: str, longest: int) -> str:
    """Whole sentences of it, as many as fit; where not even one does, its words with an ellipsis.
    `longest` in characters."""
    text = text.strip()
    if len(text) <= longest:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, longest)]
    if ends:
        return text[: ends[-1]].strip()
    return text[: longest - 1].rsplit(" ", 1)[0] + "…"
