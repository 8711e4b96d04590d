"""Two matters in one message: asked about once, then sent apart or together. Parted, the second
lies among the answers of the first until that one is settled or given up; then it is a draft of its
own and offered at once. Read `first_matter`, then `second_matter.go_on`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cases.kinds import IdentityMode
from cases.understanding.matters import two
from cases.words.text import fold
from handlers.cards.identity_line import WHO
from handlers.citizen.plain_words import NO, YES
from handlers.citizen.submission import sender
from handlers.citizen.submission.parting import AS_BEFORE, ASKED, FOUND, SECOND, begun, join, part
from handlers.conversation import replay
from handlers.conversation.dialogue import Again, Ask, Option, Unclear
from handlers.conversation.story import StoryParts, excerpt, story_of
from handlers.desk import Turn
from messages.envelope import Choice

_APART, TOGETHER, _ANEW = "apart", "together", "anew"
# As people say it, folded. A "không" before them turns them round.
_MEANT = {
    _APART: ("tach", "rieng", "hai viec", "2 viec", "split", "apart", "separate"),
    TOGETHER: ("chung", "gop", "mot viec", "1 viec", "together", "as one"),
}
_NOT = frozenset("khong ko k khoi no not don".split())
_AGAIN = frozenset({"khac", "ke lai", "viet lai", "toi ke lai", "other", "again", "tell it again"})
_LONGEST = 8  # words: more is told, not answered


def first_matter(ask: Ask) -> StoryParts:
    """The story to go on with: where two were told and they want them apart, the first."""
    answers = ask.answers
    if ASKED not in answers:
        join(answers)
    if SECOND in answers:
        ask.choice(ASKED, ())  # answered: it stands on the way back
    elif found := _found(ask):
        way = ask.choice(ASKED, _OPTIONS, text="two_matters.ask", params=found.words, read=_read)
        if way == _ANEW:
            answers.pop(ASKED)
            answers["story"] = {**answers["story"], "again": True, "done": False}
            raise Again
        if way == _APART:
            part(answers, found.at, found.asks, [ask.turn.chat.id, ask.turn.chat.seq + 1])
    return story_of(answers["story"])


_OPTIONS = (
    Option(_APART, "two_matters.b_apart"),
    Option(TOGETHER, "two_matters.b_together"),
    Option(_ANEW, "two_matters.b_anew"),
)


def _read(turn: Turn, text: str) -> str:
    said = fold(text)
    if said in _AGAIN:
        return _ANEW
    if said in YES or said in NO:
        return _APART if said in YES else TOGETHER
    words = said.split()
    meant = [w for w, names in _MEANT.items() if any(f" {n} " in f" {said} " for n in names)]
    if len(meant) != 1 or len(words) > _LONGEST:
        raise Unclear
    if _NOT.isdisjoint(words):
        return meant[0]
    return TOGETHER if meant[0] == _APART else _APART


def is_asked(turn: Turn) -> bool:
    """Whether it is the question put now."""
    state = turn.state.get("d", {})
    return (state.get("name"), state.get("k")) == ("submit", ASKED)


class _Found:
    def __init__(self, text: str, at: int, asks: int | None) -> None:
        self.at, self.asks = at, asks
        self._text = text

    def words(self) -> dict[str, str]:
        return {"first": excerpt(self._text[: self.at]), "second": excerpt(self._text[self.at :])}


def _found(ask: Ask) -> _Found | None:
    """Looked for once for each story, which may grow at any question."""
    text = "\n".join(story_of(ask.answers["story"]).texts)
    known = ask.answers.get(FOUND, [])
    if not known or known[0] != len(text):
        seen = two(text, ask.turn.agency)
        known = [len(text), seen.at if seen else 0, seen.asks if seen else None]
        ask.answers[FOUND] = known
    return _Found(text, known[1], known[2]) if known[1] else None


# --- the second ----------------------------------------------------------------------------------


def second(ask: Ask, mode: IdentityMode | None = None) -> dict[str, Any]:
    """What the second matter begins with {a: answers, upto}; empty for none. `mode`: how the first
    is sent, unless that one is guarded. Who sent a tip is not carried into a matter with a name."""
    held = ask.answers.get(SECOND)
    if not held:
        return {}
    answers = begun(held["parts"])
    if mode is not IdentityMode.ANONYMOUS:
        answers |= {key: ask.answers[key] for key in sender.ANSWERS if key in ask.answers}
        if all(answers.get(key) for key in WHO):
            answers["sender"] = sender.SKIP  # stands on the card, without another question
        if mode is not None:
            answers[AS_BEFORE] = mode.value
    return {"a": answers, "upto": held["upto"]}


def given_up(turn: Turn, draft: dict[str, Any] | None) -> None:
    """The first was cancelled: the second is a draft of its own from now on."""
    held = draft["a"].pop(SECOND, None) if draft else None
    if draft is None or held is None:
        return
    draft["a"][ASKED] = TOGETHER
    keep(turn, {"a": begun(held["parts"]), "upto": held["upto"]}, draft.get("since", []))
    words = excerpt("\n".join(part["text"] for part in held["parts"]))
    turn.say("two_matters.stays", ways(turn), words=words)


def keep(turn: Turn, held: dict[str, Any], since: Iterable[Sequence[int]]) -> None:
    """Held in the messages that spoke of both and in what follows: a tip wipes those, but nothing
    of how the first was sent. Its path is that of a story, not of words that were only asked."""
    chat, seq = held["upto"]
    before = [[*at[:2], seq] if at[0] == chat and len(at) == 2 else list(at) for at in since]
    draft = {"name": "submit", "a": held["a"], "k": "", "e": 0, "p": ["story"]}
    replay.keep(turn, {**draft, "since": [*before, [turn.chat.id, turn.chat.seq + 1]]})


def ways(turn: Turn) -> list[Choice]:
    return [
        turn.button("two_matters.b_go_on", "/tieptuc"),
        turn.button("two_matters.b_later", "/deluckhac"),
    ]
