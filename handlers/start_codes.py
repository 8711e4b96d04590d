"""Codes that come with the first tap. Each sort is told by its shape or by its mark, so that only a
code that is none of them counts as a guess, and counts once."""

from __future__ import annotations

from cases.codes import link_digits
from handlers.citizen import carry_over, link
from handlers.desk import Turn
from handlers.staff.people import membership
from storage import guesses, links


def redeem(turn: Turn, code: str) -> None:
    if carry_over.is_code(code):
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
