"""Name, number and address in one message, at a moment when nobody asked for them: an app's form
that was filled in late, or somebody who says it all before. They are the sender's and no part
of the story, which whoever handles the case reads, and which may be a tip without a name."""

from __future__ import annotations

import re

from handlers.cards.identity_line import WHO
from handlers.citizen import first_words
from handlers.citizen.cases import supplement
from handlers.citizen.submission.particulars import Particulars, is_place, read
from handlers.conversation import replay
from handlers.conversation.phones import phone_of
from handlers.desk import Turn

_DIALOGUES = frozenset({"submit", "intake"})
_ABOUT_SOMEBODY = frozenset({*WHO, "sender", "extra", "behalf", "more", "about"})
_LONGEST = 200
_NAME = range(1, 7)  # words


def noted(turn: Turn) -> bool:
    """Keep them for the question that asks who sends, and say so. False for anything else."""
    if turn.choice or turn.file_ids or turn.incoming.edited:
        return False
    said = _whole(turn, turn.text)
    if said is None or not _at_another_moment(turn):
        return False
    if turn.chat.fresh:
        first_words.introduce(turn)
    turn.say("submit.who_noted")
    _go_on(turn, {key: value for key in WHO if (value := getattr(said, key))})
    return True


def _go_on(turn: Turn, answers: dict[str, str]) -> None:
    draft = turn.state.get("d") or replay.kept(turn, "submit")
    if draft is None:
        replay.begin(turn, "submit", dict(answers))
        return
    draft["a"].update(answers)
    if replay.under_way(turn):
        replay.advance(turn)
    else:
        replay.resume(turn, "submit")


def _at_another_moment(turn: Turn) -> bool:
    state = turn.state.get("d")
    if state:
        return state["name"] in _DIALOGUES and state["k"] not in _ABOUT_SOMEBODY
    spoken_to = turn.viewer or turn.state.get("human")
    return not spoken_to and supplement.waiting_case(turn) is None


def _whole(turn: Turn, text: str) -> Particulars | None:
    """A name, a number, and where they live: as a form gives them, each on a line, or with commas
    between. A name and a number alone may be anybody's card."""
    if turn.incoming.form:
        told = read(text, communes=turn.agency.communes)
        return told if any(getattr(told, key) for key in WHO) else None
    if len(text) > _LONGEST:
        return None
    lines = text.split("\n")
    parts = [part for each in re.split(r"[,\n]+", text) if (part := each.strip())]
    if len(parts) < 3 or not _is_name(parts[0]) or not phone_of(parts[1]):
        return None
    a_form = len(lines) == 3 and lines[1].strip() == parts[1]
    if not a_form and not is_place(parts[2], turn.agency.communes):
        return None
    return read(text, communes=turn.agency.communes)


def _is_name(words: str) -> bool:
    return len(words.split()) in _NAME and all(word.isalpha() for word in words.split())
