"""What the catalogue does not tell yet, for those who publish it: asked for with a command, and in
one line in the first week of a month."""

from __future__ import annotations

from cases.catalogue.completeness import gaps, incomplete
from cases.confidentiality import Viewer
from cases.kinds import Role
from handlers.desk import Desk, Turn
from handlers.router import command
from handlers.staff.roles import RECEPTION
from messages.dates import local

_NAMED = 8
_MONDAY = 0
_FIRST_WEEK = 7


@command("danhmuc", "catalogue", who=RECEPTION)
def catalogue(turn: Turn, words: str) -> None:
    """How much of the catalogue is complete, and which procedures lack what."""
    procedures = turn.agency.procedures
    turn.say(
        "listed.gaps",
        count=len(procedures),
        incomplete=incomplete(procedures),
        gaps=[(name, len(codes), codes[:_NAMED]) for name, codes in gaps(procedures).items()],
        address=f"{turn.ground.public_url.rstrip('/')}/procedures",
    )


def line(desk: Desk, viewer: Viewer, language: str) -> str:
    """On the first Monday of a month, to those who publish the catalogue; empty otherwise."""
    today = local(desk.now)
    due = today.weekday() == _MONDAY and today.day <= _FIRST_WEEK
    count = incomplete(desk.agency.procedures)
    if not due or not count or not viewer.is_(Role.DISPATCHER):
        return ""
    return desk.words(language, "listed.line", count=count)
