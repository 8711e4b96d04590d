"""Codes that come with the first tap. Each sort is told by its shape or by its mark, so that only a
code that is none of them counts as a guess, and counts once."""

from __future__ import annotations

import re

from cases.numbers.codes import link_digits
from handlers.citizen.cases import same_here
from handlers.citizen.links import carry_over, link
from handlers.citizen.questions import procedures
from handlers.desk import Turn
from handlers.staff.people import membership
from storage.casework import guesses
from storage.people import links

# What links of the public pages open the chat with. They are no secret: nothing is guessed by them.
_FROM_PAGES = {"cungbi": same_here.me_too_of, "sai": procedures.wrong_information}
_FROM_PAGE = re.compile(rf"({'|'.join(_FROM_PAGES)})-([\w.-]{{1,60}})")


def redeem(turn: Turn, code: str) -> None:
    if from_page := _FROM_PAGE.fullmatch(code):
        _FROM_PAGES[from_page[1]](turn, from_page[2])
    elif carry_over.is_code(code):
        carry_over.redeem(turn, code)
    elif (typed := link_digits(code)) and _is_link(turn, typed):
        link.link(turn, typed)
    else:
        membership.redeem(turn, code)


def _is_link(turn: Turn, code: str) -> bool:
    """While a chat waits after wrong codes nothing is looked up."""
    if guesses.waits_until(turn.tx, turn.chat.id, turn.now) is not None:
        return False
    return links.find(turn.tx, turn.ground.keys, links.LINK, code, turn.now) is not None
