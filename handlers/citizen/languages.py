"""Which language a chat is held in: guessed from the first message, switchable at any point."""

from __future__ import annotations

from cases.words.text import fold
from handlers.citizen.first_words import in_language
from handlers.desk import Turn
from handlers.router import command

_ENGLISH = frozenset(
    "the is are was my i we you to of and for with not have has please hello hi help want need"
    " how what where when why about license application company office they it this that report"
    " complaint feedback business investment certificate official staff rude late".split()
)
_VIETNAMESE = frozenset(
    "toi ho so cua khong ko k cho va la bi duoc dc cong ty xin chao gui phan anh can bo phong"
    " giay nop tra hen thu tuc chi em ong ba cac co lam sao o nha hoi voi".split()
)
_ENGLISH_COMMANDS = frozenset({"/submit", "/status", "/help", "/procedures", "/contact"})


def looks_english(text: str) -> bool:
    """Plain English, without Vietnamese letters or words. Short greetings count."""
    if not text.isascii():
        return False
    words = fold(text).split()
    english = sum(w in _ENGLISH for w in words)
    vietnamese = sum(w in _VIETNAMESE for w in words)
    return english > vietnamese and english * 4 >= len(words)


def choose_language(turn: Turn) -> None:
    """For a chat's first message. What the app is set to counts only where the page itself was
    chosen in English (many phones here are set to English by people who speak Vietnamese), or where
    it is neither of the two: that is a foreigner's."""
    text, app = turn.text, turn.incoming.language[:2]
    if text.startswith("/"):
        english = text.lower() in _ENGLISH_COMMANDS or app not in ("", "vi", "en")
    else:
        english = looks_english(text)
    if english or (turn.chat.channel == "web" and app == "en" and text.isascii()):
        turn.chat.language = "en"


@command("ngonngu", "language")
def language(turn: Turn, words: str) -> None:
    """Switch between Vietnamese and English, or to the one named."""
    named = {
        "en": "en",
        "english": "en",
        "tieng anh": "en",
        "vi": "vi",
        "tieng viet": "vi",
        "vietnamese": "vi",
    }.get(fold(words))
    turn.chat.language = named or ("en" if turn.language == "vi" else "vi")
    in_language(turn)


@command("english", "tienganh", hidden=True)
def english(turn: Turn, words: str) -> None:
    language(turn, "en")


@command("tiengviet", "vietnamese", hidden=True)
def vietnamese(turn: Turn, words: str) -> None:
    language(turn, "vi")
