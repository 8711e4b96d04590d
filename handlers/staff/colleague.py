"""The official an admin speaks of, by name or number."""

from __future__ import annotations

from handlers.desk import Turn
from handlers.staff import meant, needs
from messages.envelope import Choice
from storage import officials
from storage.officials import Official

_MOST_SHOWN = 8


def whom(turn: Turn, words: str, word: str) -> Official | None:
    """The one meant; None after saying that there is none, or offering those it may be."""
    found = meant.people_like(officials.everyone(turn.tx), words) if words.strip() else []
    if len(found) == 1:
        return found[0]
    if not found:
        _nobody(turn)
    else:
        choices = [Choice(needs.label(o), f"/{word} {o.id}") for o in found[:_MOST_SHOWN]]
        turn.say("staff.which_person", choices, words=words[:60])
    return None


def numbered(turn: Turn, words: str, parts: int) -> tuple[Official | None, list[str]]:
    """'12 handler:van_phong 15' as the official and the words after, filled up with empty ones."""
    first, *rest = [*words.split(), *[""] * (parts + 1)][: parts + 1]
    number = meant.number(first)
    official = officials.get(turn.tx, number) if number is not None else None
    if official is None:
        _nobody(turn)
    return official, rest


def _nobody(turn: Turn) -> None:
    turn.say("staff.no_such_person", [turn.button("people.b_people", "/nhansu")])


def is_me(turn: Turn, official: Official) -> bool:
    """Nobody locks or removes themselves by mistake: the last admin could not come back."""
    if official.id != turn.chat.person_id:
        return False
    turn.say("people.not_yourself")
    return True
