"""What a citizen says without any dialogue under way: a greeting, a story, a stray word."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from cases.words.text import fold
from handlers.citizen import asked, plain_words
from handlers.citizen.cases import status, supplement
from handlers.citizen.submission import parting, submit
from handlers.conversation import danger, replay
from handlers.conversation.dialogue import DIALOGUES
from handlers.conversation.first_clause import first_clause
from handlers.conversation.story import said_part
from handlers.desk import Turn
from messages.envelope import Choice
from messages.texts import LANGUAGES, Texts

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
    """The data of the shown choice that a typed number, its words, or its first words ("thôi" for
    "Thôi, giữ nguyên") mean, or empty."""
    if not shown:
        return ""
    if number := plain_words.position(text):
        return shown[number - 1][1] if number <= len(shown) else ""
    folded = fold(text)
    if not folded:
        return ""
    whole = [data for label, data in shown if fold(label) == folded]
    begun = [data for label, data in shown if first_clause(label) == folded]
    return whole[0] if whole else begun[0] if len(begun) == 1 else ""


def menu_meant(turn: Turn) -> str:
    """The data of the start menu's button whose words these are, in any language."""
    labels = _menu_words(turn.ground.texts)
    return labels.get(fold(turn.text), "") if len(turn.text) <= _LONGEST_LABEL else ""


_LONGEST_LABEL = 60


@lru_cache(maxsize=4)
def _menu_words(texts: Texts) -> dict[str, str]:
    return {fold(texts.render(language, key)): data for language in LANGUAGES for key, data in MENU}


def greet(turn: Turn) -> None:
    """Who we are and what we can do; an unfinished submission is offered first."""
    turn.say("greeting.greeting", _menu(turn), agency=_agency(turn))
    _unfinished(turn)


def introduce(turn: Turn) -> None:
    """Who we are, above what is asked at once."""
    turn.say("greeting.short", agency=_agency(turn))


def _menu(turn: Turn) -> list[Choice]:
    """The button of the other language names it: tapped twice, it does not switch back."""
    other = (
        ("greeting.b_english", "/ngonngu en")
        if turn.language == "vi"
        else ("greeting.b_vietnamese", "/ngonngu vi")
    )
    return [turn.button(key, data) for key, data in (*MENU, other)]


def _unfinished(turn: Turn) -> None:
    if replay.kept(turn, "submit"):
        submit.offer_kept(turn)


def nothing_open(turn: Turn) -> None:
    """A button of a step that is done, where no other has taken its place."""
    if turn.viewer:
        turn.say("common.done_already", [turn.button("guide.b_today", "/homnay")])
    elif turn.state.get("human"):
        turn.say("common.done_already")
    else:
        turn.say("common.done_already", _menu(turn))
        _unfinished(turn)


def in_language(turn: Turn) -> None:
    """The language was switched: what can be done here, in its words. A question under way is put
    again by whoever put it."""
    if not (replay.under_way(turn) or turn.viewer or turn.state.get("human")):
        turn.say("common.language_now", _menu(turn))
    else:
        turn.say("common.language_now")


def _agency(turn: Turn) -> str:
    return turn.agency.name_en if turn.language == "en" else turn.agency.name


def heard(turn: Turn) -> None:
    """A story begins a submission at once; a greeting or a bare word gets the menu."""
    part = said_part(turn)
    if not part or (is_greeting(turn.text) and not _shows_something(turn)):
        greet(turn)
    elif status.is_dossier(turn.text):
        status.status(turn, turn.text)
    elif plain_words.is_thanks(turn.text) and not turn.file_ids:
        turn.say("human.welcome")
    elif (waiting := supplement.waiting_case(turn)) is not None:
        danger.warn(turn, turn.text)
        supplement.offer(turn, waiting, part)
    elif _too_short(turn):
        turn.say("common.unclear_1")
        greet(turn)
    else:
        # Whom to call comes before who we are.
        if turn.chat.fresh and not danger.speaks_of_danger(turn, turn.text):
            introduce(turn)
        asked.gives_way(turn)
        submit.begin_with(turn, part)


def _shows_something(turn: Turn) -> bool:
    return bool(turn.file_ids or turn.incoming.location)


def _too_short(turn: Turn) -> bool:
    """A stray word and no story; a cry for help is never too short."""
    short = not _shows_something(turn) and len(turn.text) < submit.SHORTEST_STORY
    return short and not danger.speaks_of_danger(turn, turn.text)


def is_greeting(text: str) -> bool:
    return fold(text) in _GREETINGS or submit.only_addresses(text)


def edited(turn: Turn) -> None:
    """A message changed after it was sent: in a draft the part is changed, after filing it is a
    supplement, never a silent change."""
    state = turn.state.get("d") or replay.kept(turn, "submit")
    spec = DIALOGUES[state["name"]] if state else None
    if state:
        parting.edited(state["a"], turn.incoming.message_id)
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
