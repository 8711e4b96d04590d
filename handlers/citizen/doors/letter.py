"""What somebody guided to another door may ask for: their letter, prepared to be printed, and the
basis in law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.agency.agency import Agency
from cases.understanding.other_doors import FORMAL
from handlers.citizen.doors.hand_over import GUIDED, other_body
from handlers.conversation.replay import RESTORABLE
from handlers.conversation.story import story_of
from handlers.desk import Desk, Turn
from handlers.router import command
from messages.dates import day_written
from storage.casework import prepared_letters
from storage.columns.plain import unstamp
from storage.mailbox import chats


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands on it besides blanks to be filled in by hand: no name, and no files, for what
    proves something is to be handed over in person. `door` as in `Elsewhere`."""

    door: str
    to: str
    story: str
    received_on: str  # as people write a day; empty where unknown
    province: str
    short: str  # the department
    number: str  # of the note that they came here
    on: date  # its day


@command("soandon", "letter", hidden=True)
def prepare(turn: Turn, words: str) -> None:
    """Ask for the letter; it is made outside the turn."""
    if _guided(turn, turn.state) is None:
        turn.say("doors.letter_over", [turn.button("doors.b_submit", "/gui")])
        return
    prepared_letters.ask_for(turn.tx, turn.chat.id, turn.language, turn.now)
    turn.say("doors.making")


@command("cancu", "legalbasis", hidden=True)
def basis(turn: Turn, words: str) -> None:
    """The law behind a door: the one named, that to which they were guided, or both."""
    guided = _guided(turn, turn.state)
    asked = words.strip() or (guided or {}).get("door", "")
    meant = [door for door in FORMAL if door == asked] or list(FORMAL)
    for door in meant:
        own = turn.agency.other_doors[door]
        lines = own.law_en if turn.language == "en" and own.law_en else own.law
        turn.say(f"doors.law_{door}", lines=list(lines))


def letter(desk: Desk, chat_id: int, language: str) -> Letter | None:
    """Of the guidance this chat was given last; None where that is over, or was thought better of
    meanwhile."""
    chat = chats.by_id(desk.tx, chat_id)
    guided = _guided(desk, chat.state) if chat is not None else None
    if chat is None or guided is None:
        return None
    agency = desk.agency
    return Letter(
        door=guided["door"],
        to=_addressee(agency, guided),
        story="\n".join(story_of(chat.state["dropped"]["d"]["a"].get("story")).texts),
        received_on=day_written(guided["received_on"], language),
        province=agency.province,
        short=agency.short_en if language == "en" else agency.short,
        number=guided["number"],
        on=date.fromisoformat(guided["on"]),
    )


def _guided(desk: Desk, state: dict[str, Any]) -> dict[str, Any] | None:
    dropped = state.get("dropped") or {}
    if GUIDED not in dropped or desk.now - unstamp(dropped["at"]) > RESTORABLE:
        return None
    found: dict[str, Any] = dropped[GUIDED]
    return found


def _addressee(agency: Agency, guided: dict[str, Any]) -> str:
    if guided["door"] == "body":
        body = other_body(agency, guided["body"])
        return body.name if body else ""
    if guided["door"] == "leadership":
        return agency.inspectorate
    return agency.other_doors[guided["door"]].addressee
