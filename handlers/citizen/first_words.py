"""What a citizen says without any dialogue under way: a greeting, a story, a stray word."""

from __future__ import annotations

from typing import Any

from cases.text import fold
from handlers import replay
from handlers.citizen import plain_words, status, submit, supplement
from handlers.desk import Turn
from handlers.dialogue import DIALOGUES
from handlers.router import command
from handlers.story import said_part

_GREETINGS = frozenset(
    {"hi", "hello", "helo", "alo", "a lo", "chao", "xin chao", "chao ban", "chao anh", "chao chi"}
    | {"chao em", "chao so", "chao ad", "bat dau", "menu", "hey", "good morning", "cho hoi"}
    | {"toi can giup", "giup toi", "chao ong", "chao ba", "xin chao so", "ad oi", "so oi"}
)
MENU = (
    ("greeting.b_submit", "/gui"),
    ("greeting.b_procedures", "/thutuc"),
    ("greeting.b_mine", "/cuatoi"),
    ("greeting.b_human", "/gapcanbo"),
)


def choice_meant(text: str, shown: list[list[str]]) -> str:
    """The data of the shown choice that a typed number or its words mean, or empty."""
    said = text.strip().rstrip(".)")
    if said.isascii() and said.isdigit() and len(said) <= 2:
        position = int(said) - 1
        return shown[position][1] if 0 <= position < len(shown) else ""
    folded = fold(text)
    return next((data for label, data in shown if folded and fold(label) == folded), "")


@command("start", hidden=True)
def start(turn: Turn, words: str) -> None:
    """The first tap in an app; with a code it makes an official of somebody."""
    if words.strip():
        from handlers.staff.membership import redeem

        redeem(turn, words.strip())
    elif turn.viewer:
        from handlers.staff.replies import greet_official

        greet_official(turn)
    else:
        greet(turn)


def greet(turn: Turn) -> None:
    """Who we are and what we can do; an unfinished submission is offered first."""
    choices = [turn.button(key, data) for key, data in MENU]
    other = "greeting.b_english" if turn.language == "vi" else "greeting.b_vietnamese"
    choices.append(turn.button(other, "/ngonngu"))
    turn.say("greeting.greeting", choices, agency=_agency(turn))
    if replay.kept(turn, "submit"):
        submit.offer_kept(turn)


def _agency(turn: Turn) -> str:
    return turn.agency.name_en if turn.language == "en" else turn.agency.name


def heard(turn: Turn) -> None:
    """A story begins a submission at once; a greeting or a bare word gets the menu."""
    part = said_part(turn)
    if not part or (is_greeting(turn.text) and not turn.file_ids):
        greet(turn)
    elif status.is_dossier(turn.text):
        status.status(turn, turn.text)
    elif (waiting := supplement.waiting_case(turn)) is not None:
        supplement.offer(turn, waiting, part)
    elif plain_words.is_thanks(turn.text) and not turn.file_ids:
        turn.say("human.welcome")
    elif not turn.file_ids and len(turn.text) < submit.SHORTEST_STORY:
        turn.say("common.unclear_1")
        greet(turn)
    else:
        if turn.chat.fresh:
            turn.say("greeting.short", agency=_agency(turn))
        submit.begin_with(turn, part)


def is_greeting(text: str) -> bool:
    said = fold(text)
    return not said or said in _GREETINGS


def edited(turn: Turn) -> None:
    """A message changed after it was sent: in a draft the part is changed, after filing it is a
    supplement, never a silent change."""
    state = turn.state.get("d") or replay.kept(turn, "submit")
    spec = DIALOGUES[state["name"]] if state else None
    told: dict[str, Any] = state["a"].get(spec.collects, {}) if state and spec else {}
    for part in told.get("parts", []):
        if part.get("m") == turn.incoming.message_id and turn.text:
            part["text"] = turn.text
            turn.say("common.edit_taken")
            replay.ask_again(turn)
            return
    if state:
        turn.say("common.edit_too_late")
        replay.ask_again(turn)
    else:
        supplement.edited(turn)
