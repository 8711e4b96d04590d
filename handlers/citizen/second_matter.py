"""The second of two matters, once the first is settled."""

from __future__ import annotations

from handlers.citizen.questions import questions
from handlers.citizen.submission import two_matters
from handlers.conversation.story import excerpt, story_of
from handlers.desk import Turn


def go_on(turn: Turn) -> None:
    """A question is answered at once, anything else is kept and offered."""
    held, turn.second = turn.second, {}
    if not held:
        return
    words = story_of(held["a"]["story"]).text
    turn.text, turn.choice, turn.file_ids = words, "", []  # as if it were said now
    question = questions.to_answer(turn)
    if question is None:
        two_matters.keep(turn, held, turn.finished_since)
        turn.say("two_matters.now", two_matters.ways(turn), words=excerpt(words))
    else:
        turn.say("two_matters.now_question", words=excerpt(words))
        questions.reply(turn, question)
