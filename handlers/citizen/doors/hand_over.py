"""Whoever goes to another door is told where, when and with what, gets a note that they came here
and may have their letter prepared. Nothing is sent anywhere, and for a day it can be sent here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cases.agency.agency import Agency
from cases.agency.doors import OtherBody
from cases.understanding.other_doors import last_day
from cases.understanding.routing import guess
from handlers.citizen.subject.subjects import named
from handlers.conversation.replay import give_up
from handlers.conversation.story import story_of
from handlers.desk import Turn
from messages.dates import full_day, local, midnight
from messages.envelope import Choice
from storage.casework import guidance

GUIDED = "guided"
"""In what was given up: the door, the number and day of the note, what the letter needs besides."""
_HAS_LAW = frozenset({"complaint", "denunciation"})
# Who is accused could be told from a count of one.
_NAMES_NO_OFFICE = frozenset({"denunciation", "leadership"})


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What somebody told who goes to another door: "complaint", "denunciation", "leadership" or
    "body" (then `body` is its id). `received_on` is the day of the decision, where known; `second`
    what another matter begins with that they told along with it."""

    told: dict[str, Any]
    door: str
    body: str = ""
    received_on: str = ""
    second: dict[str, Any] = field(default_factory=dict)


def hand_over(turn: Turn, gone: Elsewhere) -> None:
    """Say it, note it, and keep what was told where only they can bring it back."""
    today = local(turn.now).date()
    number = guidance.note(
        turn.tx, gone.door, _office(turn, gone), turn.chat.channel, midnight(turn.now)
    )
    since = [list(at) for at in turn.finished_since]
    draft = {"name": "submit", "a": gone.told, "k": "", "e": 0, "p": [], "since": since}
    give_up(turn, draft)
    turn.state["dropped"][GUIDED] = {
        "door": gone.door,
        "body": gone.body,
        "received_on": gone.received_on,
        "number": number,
        "on": today.isoformat(),
    }
    turn.say(f"doors.go_{gone.door}", **_PLACES[gone.door](turn, gone))
    day = full_day(today, turn.language)
    turn.say("doors.noted", _choices(turn, gone.door), number=number, day=day)


def other_body(agency: Agency, ident: str) -> OtherBody | None:
    """None for one that the agency has struck off its list."""
    return next((b for b in agency.routing.other_bodies if b.id == ident), None)


def _office(turn: Turn, gone: Elsewhere) -> str:
    if gone.door in _NAMES_NO_OFFICE:
        return ""
    return guess(story_of(gone.told["story"]).text, turn.agency).office


def _choices(turn: Turn, door: str) -> list[Choice]:
    law = [turn.button("doors.b_law", f"/cancu {door}")] if door in _HAS_LAW else []
    return [
        turn.button("doors.b_letter", "/soandon"),
        *law,
        turn.button("doors.b_restore", "/khoiphuc"),
        turn.button("doors.b_human", "/gapcanbo"),
    ]


# --- where it is ---------------------------------------------------------------------------------


def complaint_place(agency: Agency, language: str) -> str:
    own = agency.other_doors.complaint
    place = (language == "en" and own.place_en) or own.place
    return place or agency.denunciation_place_in(language)


def _hours(turn: Turn) -> str:
    return named(turn, turn.agency.other_doors.hours, turn.agency.other_doors.hours_en)


def _complaint(turn: Turn, gone: Elsewhere) -> dict[str, Any]:
    until = ""
    late = False
    if gone.received_on:
        last = last_day(date.fromisoformat(gone.received_on), turn.agency)
        until, late = full_day(last, turn.language), last < local(turn.now).date()
    return {
        "place": complaint_place(turn.agency, turn.language),
        "hours": _hours(turn),
        "days": turn.agency.other_doors.bar_days,
        "until": until,
        "late": late,
        "sample": turn.agency.doors_sample,
    }


def _denunciation(turn: Turn, gone: Elsewhere) -> dict[str, Any]:
    return {
        "place": turn.agency.denunciation_place_in(turn.language),
        "hours": _hours(turn),
        "police": turn.agency.police_phone,
        "inspectorate": turn.agency.inspectorate,
        "sample": turn.agency.doors_sample,
    }


def _leadership(turn: Turn, gone: Elsewhere) -> dict[str, Any]:
    return {"inspectorate": turn.agency.inspectorate}


def _body(turn: Turn, gone: Elsewhere) -> dict[str, Any]:
    body = other_body(turn.agency, gone.body) or OtherBody("", "", "")
    return {
        "body": named(turn, body.name, body.name_en),
        "address": named(turn, body.address, body.address_en),
        "phone": body.phone,
        "hours": named(turn, body.hours, body.hours_en),
        "bring": named(turn, body.bring, body.bring_en),
        "link": body.link,
        "sample": body.sample,
    }


_PLACES = {
    "complaint": _complaint,
    "denunciation": _denunciation,
    "leadership": _leadership,
    "body": _body,
}
