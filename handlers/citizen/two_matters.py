"""Two matters in one message: asked about once, then sent apart or together. Parted, the second
lies among the answers of the first until that one is settled or given up; then it is a draft of its
own and offered at once. Read `first_matter`, then `go_on`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cases.kinds import IdentityMode
from cases.matters import two
from cases.text import fold
from handlers import replay
from handlers.citizen import sender
from handlers.desk import Turn
from handlers.dialogue import Again, Ask, Option, Unclear
from handlers.identity_line import WHO
from handlers.story import StoryParts, excerpt, story_of
from messages.envelope import Choice

Answers = dict[str, Any]
Part = dict[str, Any]

ASKED = "split"
AS_BEFORE = "as_before"
"""The answer that says how the first matter was sent; the second goes so too, unless changed."""

# {whole: the parts as told, first: those gone on with, parts: the others, upto: the chat and seq to
# which both were spoken of}.
_SECOND = "second"
_FOUND = "two"  # [size of the text, where the second begins or 0, which is a question or None]
_APART, TOGETHER, _ANEW = "apart", "together", "anew"
_MEANT = {
    _APART: ("tach", "tach ra", "tach doi", "tach rieng", "rieng", "hai viec", "apart", "split"),
    TOGETHER: ("chung", "gui chung", "gop", "gop chung", "mot viec", "together", "one"),
    _ANEW: ("khac", "ke lai", "viet lai", "other", "again"),
}


def first_matter(ask: Ask) -> StoryParts:
    """The story to go on with: where two were told and they want them apart, the first. A question
    that we answer at once comes second, wherever it stood: photos belong to what is told."""
    answers = ask.answers
    if ASKED not in answers:
        _join(answers)
    if _SECOND in answers:
        ask.choice(ASKED, ())  # answered: it stands on the way back
    elif found := _found(ask):
        way = ask.choice(ASKED, _OPTIONS, text="two_matters.ask", params=found.words, read=_read)
        if way == _ANEW:
            answers.pop(ASKED)
            answers["story"] = {**answers["story"], "again": True, "done": False}
            raise Again
        if way == _APART:
            _part(ask, found)
    return story_of(answers["story"])


_OPTIONS = (
    Option(_APART, "two_matters.b_apart"),
    Option(TOGETHER, "two_matters.b_together"),
    Option(_ANEW, "two_matters.b_anew"),
)


def _read(turn: Turn, text: str) -> str:
    for way, meant in _MEANT.items():
        if fold(text) in meant:
            return way
    raise Unclear


class _Found:
    def __init__(self, text: str, at: int, asks: int | None) -> None:
        self.at, self.asks = at, asks
        self._text = text

    def words(self) -> dict[str, str]:
        return {"first": excerpt(self._text[: self.at]), "second": excerpt(self._text[self.at :])}


def _found(ask: Ask) -> _Found | None:
    """Looked for once for each story, which may grow at any question."""
    text = "\n".join(story_of(ask.answers["story"]).texts)
    known = ask.answers.get(_FOUND, [])
    if not known or known[0] != len(text):
        seen = two(text, ask.turn.agency)
        known = [len(text), seen.at if seen else 0, seen.asks if seen else None]
        ask.answers[_FOUND] = known
    return _Found(text, known[1], known[2]) if known[1] else None


# --- parted and put together again ---------------------------------------------------------------


def _part(ask: Ask, found: _Found) -> None:
    answers = ask.answers
    told: Answers = answers["story"]
    whole: list[Part] = told["parts"]
    halves = list(zip(*_cut(whole, found.at), strict=True))
    main = 1 if found.asks == 0 else 0
    first = [_with(part, words) for part, words in zip(whole, halves[main], strict=True)]
    others = [_with({"m": p.get("m", "")}, w) for p, w in zip(whole, halves[1 - main], strict=True)]
    first = [part for part in first if part.keys() - {"m"}]
    parts = [part for part in others if part.get("text")]
    upto = [ask.turn.chat.id, ask.turn.chat.seq + 1]
    answers[_SECOND] = {"whole": whole, "first": first, "parts": parts, "upto": upto}
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


def _join(answers: Answers) -> None:
    """As it was told, with what was added to the first since; where that was told anew, the second
    stands behind it."""
    second = answers.pop(_SECOND, None)
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
    answers.pop(_FOUND, None)
    second = answers.get(_SECOND)
    if second and any(part.get("m") == message for part in second["whole"]):
        _join(answers)
        answers.pop(ASKED, None)


# --- the second ----------------------------------------------------------------------------------


def second(ask: Ask, mode: IdentityMode | None = None) -> dict[str, Any]:
    """What the second matter begins with {a: answers, upto}; empty for none. `mode`: how the first
    is sent, unless that one is guarded. Who sent a tip is not carried into a matter with a name."""
    held = ask.answers.get(_SECOND)
    if not held:
        return {}
    answers = _begun(held["parts"])
    if mode is not IdentityMode.ANONYMOUS:
        answers |= {key: ask.answers[key] for key in sender.ANSWERS if key in ask.answers}
        if all(answers.get(key) for key in WHO):
            answers["sender"] = sender.SKIP  # stands on the card, without another question
        if mode is not None:
            answers[AS_BEFORE] = mode.value
    return {"a": answers, "upto": held["upto"]}


def _begun(parts: list[Part]) -> Answers:
    """Without the ids of the messages: an edit of one would bring the first matter in again."""
    return {"story": {"parts": [{"text": part["text"]} for part in parts], "done": True}}


def go_on(turn: Turn, held: dict[str, Any]) -> None:
    """The first is settled: a question is answered at once, anything else is kept and offered."""
    from handlers.citizen import questions

    words = story_of(held["a"]["story"]).text
    turn.text, turn.choice, turn.file_ids = words, "", []  # as if it were said now
    question = questions.to_answer(turn)
    if question is None:
        _keep(turn, held, turn.finished_since)
        turn.say("two_matters.now", _ways(turn), words=excerpt(words))
    else:
        turn.say("two_matters.now_question", words=excerpt(words))
        questions.reply(turn, question)


def given_up(turn: Turn, draft: dict[str, Any] | None) -> None:
    """The first was cancelled: the second is a draft of its own from now on."""
    held = draft["a"].pop(_SECOND, None) if draft else None
    if draft is None or held is None:
        return
    draft["a"][ASKED] = TOGETHER
    _keep(turn, {"a": _begun(held["parts"]), "upto": held["upto"]}, draft.get("since", []))
    words = excerpt("\n".join(part["text"] for part in held["parts"]))
    turn.say("two_matters.stays", _ways(turn), words=words)


def _keep(turn: Turn, held: dict[str, Any], since: Iterable[Sequence[int]]) -> None:
    """Held in the messages that spoke of both and in what follows: a tip wipes those, but nothing
    of how the first was sent. Its path is that of a story, not of words that were only asked."""
    chat, seq = held["upto"]
    before = [[*at[:2], seq] if at[0] == chat and len(at) == 2 else list(at) for at in since]
    draft = {"name": "submit", "a": held["a"], "k": "", "e": 0, "p": ["story"]}
    replay.keep(turn, {**draft, "since": [*before, [turn.chat.id, turn.chat.seq + 1]]})


def _ways(turn: Turn) -> list[Choice]:
    return [
        turn.button("two_matters.b_go_on", "/tieptuc"),
        turn.button("two_matters.b_later", "/deluckhac"),
    ]
