"""Where is my dossier, or what I sent? Told by a code or number that stands in the words; else how
to find out. Nothing is guessed."""

from __future__ import annotations

from typing import Any

from cases.numbers.codes import looks_like_code
from cases.numbers.dossiers import dossier_number
from handlers.citizen import asked, own_cases
from handlers.citizen.cases import status
from handlers.citizen.questions import catalogue_answers
from handlers.conversation.spoken_days import spoken_day
from handlers.desk import Turn
from messages.dates import local
from storage.house import tallies


def tell(turn: Turn) -> None:
    """A code of ours is shown, a dossier number is told where to look up; without either, what can
    be done about it."""
    tallies.add(turn.tx, "question.status", turn.now)
    if looks_like_code(turn.text) or dossier_number(turn.text):
        asked.ended(turn)
        status.status(turn, turn.text)
        return
    sent = bool(own_cases.own(turn))
    params: dict[str, Any] = {
        "phone": turn.agency.contact.phone,
        "sent": sent,
        "may_be_late": _past(turn),
    }
    asked.answered(turn, catalogue_answers.plain(turn, "questions.where_is", params))
    choices = [
        *([turn.button("questions.b_mine", "/cuatoi")] if sent else []),
        turn.button("questions.b_official", "/chuadungytoi"),
        turn.button("questions.b_late", "/trehen"),
        turn.button("questions.b_is_feedback", "/tieptuc"),
    ]
    turn.say("questions.where_is", choices, **params)


def _past(turn: Turn) -> bool:
    """Whether the day they name has passed: then the dossier may be late."""
    today = local(turn.now).date()
    day = spoken_day(turn.text, today)
    return day is not None and day < today
