"""The official an admin speaks of, by name or number."""

from __future__ import annotations

from handlers import router
from handlers.citizen.interludes import begin_over, ended
from handlers.conversation.dialogue import Ask, Option, dialogue
from handlers.desk import Turn
from handlers.staff.act import meant, needs
from messages.envelope import Choice
from storage.people import officials
from storage.people.officials import Official

_MOST_SHOWN = 8


def whom(turn: Turn, words: str, word: str, more: str = "") -> Official | None:
    """The one meant; None after asking who, saying that there is none, or offering those it may
    be. `word` is the command, with `more` before the name."""
    if not words.strip():
        begin_over(turn, "colleague", {"word": word, "more": more})
        return None
    found = meant.people_like(officials.everyone(turn.tx), words)
    if len(found) == 1:
        return found[0]
    if not found:
        _nobody(turn)
    else:
        head = " ".join(filter(None, (f"/{word}", more)))
        choices = [Choice(needs.label(turn, o), f"{head} {o.id}") for o in found[:_MOST_SHOWN]]
        turn.say("staff.which_person", choices, words=words[:60])
    return None


def _found(turn: Turn, told: dict[str, str]) -> None:
    """The command, now with the person it is about."""
    asked = router.find(told["word"])
    if asked is None or not router.permitted(turn, asked):
        turn.say("staff.no_more_rights")
    else:
        asked.function(turn, " ".join(filter(None, (told["more"], told["person"]))))
    ended(turn)


@dialogue("colleague", _found)
def asking(ask: Ask) -> dict[str, str]:
    """A command named nobody: about whom is it?"""
    turn = ask.turn
    person = ask.choice(
        "person",
        lambda: [
            *(Option(str(o.id), label=needs.label(turn, o)) for o in officials.everyone(turn.tx)),
            Option("/huy", "staff.b_cancel", stays=True),
        ],
        text="people.which_official",
        read=lambda turn, text: str(needs.one_of(turn, officials.everyone(turn.tx), text).id),
    )
    return {**ask.answers, "person": person}


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
