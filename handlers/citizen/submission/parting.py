"""A story parted in two within the answers of its draft, and put together again as it was told."""

from __future__ import annotations

from typing import Any

Answers = dict[str, Any]
Part = dict[str, Any]

ASKED = "split"
AS_BEFORE = "as_before"
"""The answer that says how the first matter was sent; the second goes so too, unless changed."""
SECOND = "second"
"""{whole: the parts as told, first: those gone on with, parts: the others, upto}"""
FOUND = "two"
"""[size of the text, where the second begins or 0, which is a question or None]"""


def part(answers: Answers, at: int, asks: int | None, upto: list[int]) -> None:
    """Rewrite the story to the half that is gone on with; `at` is where the second begins in the
    words of all parts, `asks` as in `Two`, `upto` the chat and seq up to which both were spoken
    of. A question comes second, wherever it stood: photos belong to what is told."""
    told: Answers = answers["story"]
    whole: list[Part] = told["parts"]
    halves = list(zip(*_cut(whole, at), strict=True))
    main = 1 if asks == 0 else 0
    mine = [_with(p, words) for p, words in zip(whole, halves[main], strict=True)]
    others = [_with({"m": p.get("m", "")}, w) for p, w in zip(whole, halves[1 - main], strict=True)]
    first = [p for p in mine if p.keys() - {"m"}]
    parts = [p for p in others if p.get("text")]
    answers[SECOND] = {"whole": whole, "first": first, "parts": parts, "upto": upto}
    answers["story"] = {**told, "parts": list(first), "done": True}


def _with(part: Part, words: str) -> Part:
    rest = {key: value for key, value in part.items() if key != "text"}
    return {**rest, "text": words} if words else rest


def _cut(parts: list[Part], at: int) -> list[tuple[str, str]]:
    """The words of each part before and after that place of all of them, a line apart."""
    found, here = [], 0
    for part in parts:
        text = part.get("text", "")
        cut = min(max(at - here, 0), len(text))
        found.append((text[:cut].strip(), text[cut:].strip()))
        here += len(text) + 1 if text else 0
    return found


def join(answers: Answers) -> None:
    """As it was told, with what was added to the first since; where that was told anew, the second
    stands behind it."""
    second = answers.pop(SECOND, None)
    if second is None:
        return
    now: list[Part] = answers["story"]["parts"]
    first: list[Part] = second["first"]
    same = now[: len(first)] == first
    parts = [*second["whole"], *now[len(first) :]] if same else [*now, *second["parts"]]
    answers["story"] = {**answers["story"], "parts": parts}


def edited(answers: Answers, message: str) -> None:
    """A message is changed: the story is looked at anew, and is one again where this one was
    parted."""
    answers.pop(FOUND, None)
    second = answers.get(SECOND)
    if second and any(part.get("m") == message for part in second["whole"]):
        join(answers)
        answers.pop(ASKED, None)


def begun(parts: list[Part]) -> Answers:
    """Without the ids of the messages: an edit of one would bring the first matter in again."""
    return {"story": {"parts": [{"text": part["text"]} for part in parts], "done": True}}
