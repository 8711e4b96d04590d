"""What a sender may do with a case that is theirs: withdraw it, rate the answer. Asking for another
look has its own file, `second_look`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cases.numbers.codes import split_code
from cases.second_look import NOT_CONTENT
from cases.words.text import fold
from handlers.citizen import own_cases
from handlers.citizen.interludes import ended
from handlers.citizen.news import offering
from handlers.citizen.plain_words import is_thanks, yes_no
from handlers.conversation.dialogue import Ask, Option, Unclear, dialogue
from handlers.conversation.story import StoryParts, story_of
from handlers.desk import Turn
from handlers.rights.once_more import may_be_looked_into, may_look_again
from handlers.router import command
from messages.envelope import Choice
from storage.tables.casework import Case

# --- withdrawing ---------------------------------------------------------------------------------


@command("rut", "withdraw", "rutlai")
def withdraw(turn: Turn, words: str) -> None:
    """Take a case back; asked once."""
    own_cases.begin_about(turn, words, "withdraw", ("withdraw",), "actions.none_to_withdraw")


def _withdrawn(turn: Turn, case: Case | None) -> None:
    if case is None:
        turn.say("actions.not_withdrawn")
    elif own_cases.act(turn, case, "withdraw", ended_at=turn.now):
        turn.say("actions.withdrawn", [turn.button("actions.b_new", "/gui")], code=case.code)
    ended(turn)


@dialogue("withdraw", _withdrawn)
def withdrawing(ask: Ask) -> Case | None:
    case = own_cases.pick(ask, ("withdraw",))
    sure = ask.choice(
        "sure",
        (Option("yes", "actions.b_withdraw"), Option("no", "actions.b_keep")),
        text="actions.withdraw_sure",
        params=lambda: {"code": case.code},
        read=yes_no,
    )
    return case if sure == "yes" else None


# --- rating --------------------------------------------------------------------------------------

# In the order of the marks: a typed 5 is five, by the buttons and by the stars.
_STARS = tuple(Option(str(n), f"actions.b_{n}") for n in range(1, 6))
_CLEAR = frozenset(
    {
        "da ro",
        "ro",
        "ro roi",
        "toi da ro",
        "tot",
        "hai long",
        "duoc",
        "on",
        "on roi",
        "ok",
        "clear",
        "i understand",
        "good",
        "fine",
        "satisfied",
    }
)
_VERY = frozenset({"rat tot", "rat hai long", "tuyet voi", "very good", "excellent"})
_SO_SO = frozenset({"binh thuong", "tam", "tam duoc", "tam tam", "cung duoc", "so so", "average"})
_NOT_CLEAR = frozenset(
    {
        "chua",
        "chua ro",
        "chua on",
        "chua hai long",
        "khong",
        "khong hai long",
        "khong ro",
        "not clear",
        "no",
        "not good",
        "unsatisfied",
        "bad",
    }
)


@dataclass(frozen=True, slots=True)
class Rating:
    case: Case
    stars: int
    comment: StoryParts


@command("rotraloi", "answerclear", hidden=True)
def clear(turn: Turn, words: str) -> None:
    """The answer is understood. Nobody is surveyed at that moment; the clock asks days later."""
    turn.say("actions.clear")


@command("danhgia", "rate")
def rate(turn: Turn, words: str) -> None:
    """One to five, or "đã rõ" and "chưa" in people's own words."""
    _, rest = split_code(words)
    stars = _stars(rest)
    own_cases.begin_about(
        turn, words, "rate", ("rate",), "actions.none_to_rate", {"stars": stars} if stars else None
    )


def _stars(text: str) -> str:
    """As "1" to "5", or empty."""
    said = fold(text)
    if found := re.fullmatch(r"([1-5])(?: (?:sao|diem|stars?))?", said):
        return found[1]
    if said in _VERY:
        return "5"
    if said in _CLEAR or is_thanks(text):
        return "4"
    if said in _SO_SO:
        return "3"
    return "2" if said in _NOT_CLEAR else ""


def _read_stars(turn: Turn, text: str) -> str:
    stars = _stars(text)
    if not stars:
        raise Unclear("actions.stars_form")
    return stars


def _rated(turn: Turn, rating: Rating) -> None:
    case, stars = rating.case, rating.stars
    low = stars <= NOT_CONTENT
    second = low and (bool(case.second_look) or may_be_looked_into(turn, case))
    if own_cases.act(
        turn,
        case,
        "rate",
        rating=stars,
        second_look=second,
        data={"stars": stars},
        words=rating.comment.text,
        text_kind="supplement",
    ):
        mark = turn.words(turn.language, f"actions.b_{stars}")
        if second:
            days = turn.agency.rating.second_look.days
            turn.say("second.opened", _after(turn, case, low), code=case.code, mark=mark, days=days)
        else:
            key = "actions.rated_low" if low else "actions.rated"
            news = not low and offering.offers(turn)
            more = [turn.button("subscribe.b_offer", "/dangky")] if news else []
            said = {} if low else {"news": news}
            turn.say(key, [*_after(turn, case, low), *more], mark=mark, **said)
    ended(turn)


def _after(turn: Turn, case: Case, low: bool) -> list[Choice]:
    """Who is not content may ask for another look, for a person, or take another mark."""
    if not low:
        return []
    again = [turn.button("actions.b_again", f"/xemlai {case.code}")]
    return [
        *(again if may_look_again(turn, case) else []),
        turn.button("status.b_human", f"/gapcanbo {case.code}"),
        turn.button("actions.b_rate_anew", f"/danhgia {case.code}"),
    ]


@dialogue("rate", _rated, collects="comment")
def rating(ask: Ask) -> Rating:
    case = own_cases.pick(ask, ("rate",))
    stars = ask.choice(
        "stars", _STARS, text="actions.rate", params=lambda: {"code": case.code}, read=_read_stars
    )
    return Rating(case, int(stars), story_of(ask.answers.get("comment")))
