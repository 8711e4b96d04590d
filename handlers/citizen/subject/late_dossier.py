"""Which dossier is late: its number, and the day it was promised for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cases.numbers.dossiers import told_number
from handlers.citizen.refusals import has_none
from handlers.citizen.subject.about import UNKNOWN
from handlers.conversation.dialogue import DIALOGUES, Ask, Option, Several, Unclear
from handlers.conversation.spoken_days import spoken_day
from handlers.conversation.story import said_part
from handlers.desk import Turn
from messages.dates import day_written, full_day, local

_IN_PHOTO = "photo"
_FORGOTTEN = (Option(UNKNOWN, "submit.b_dont_know"),)
# Around today; a day further off is mistyped.
_PAST, _AHEAD = timedelta(days=20 * 366), timedelta(days=366)


def late_dossier(ask: Ask) -> tuple[str, str]:
    """The dossier's number and the date promised on the appointment slip, each may be unknown. In
    place of the number, that it stands in a photo: then an official reads both there."""
    number = ask.question("dossier", options=_FORGOTTEN, read=_read_dossier, takes_files=True)
    day = ask.question("promised", options=_FORGOTTEN, read=_read_day, takes_files=True)
    if _IN_PHOTO in (number, day) and number in (UNKNOWN, _IN_PHOTO):
        number = ask.turn.words("vi", "submit.in_photo")
    return _known(number), _known(day)


def _known(value: str) -> str:
    return "" if value in (UNKNOWN, _IN_PHOTO) else value


def slip_line(turn: Turn, dossier: str, promised: str) -> str:
    """For the check card: "H48.15-261023-0007 · 16/11/2026"."""
    if dossier == turn.words("vi", "submit.in_photo"):
        dossier = turn.words(turn.language, "submit.in_photo")
    return " · ".join(v for v in (dossier, day_written(promised, turn.language)) if v)


def _read_dossier(turn: Turn, text: str) -> Any:
    """The number, with the day beside it if that was said too; or a photo of the slip."""
    if text.startswith("="):
        return text[1:]
    number = told_number(text)
    if turn.file_ids or turn.incoming.location:
        return _photo(turn, {"dossier": number} if number else {})
    if number:
        day = spoken_day(text.replace(number, " "), local(turn.now).date())
        beside = {"promised": day.isoformat()} if day and _likely(turn, day) else {}
        return Several({"dossier": number, **beside})
    if has_none(turn, text):
        return UNKNOWN
    raise Unclear("submit.dossier_form")


def _read_day(turn: Turn, text: str) -> Any:
    if text.startswith("="):
        return text[1:]
    if turn.file_ids or turn.incoming.location:
        return _photo(turn, {"dossier": turn.state["d"]["a"]["dossier"]})
    day = spoken_day(text, local(turn.now).date())
    if day is not None and not _likely(turn, day):
        raise Unclear("submit.promised_far", day=full_day(day, turn.language))
    if day is not None:
        return day.isoformat()
    if has_none(turn, text):
        return UNKNOWN
    raise Unclear("submit.promised_form")


def _likely(turn: Turn, day: date) -> bool:
    """Whether the slip of a late dossier may bear it."""
    today = local(turn.now).date()
    return today - _PAST <= day <= today + _AHEAD


def _photo(turn: Turn, known: dict[str, str]) -> Several:
    """Kept with the story; a photo of the slip answers what is not known yet. A place does not."""
    state = turn.state["d"]
    spec = DIALOGUES[state["name"]]
    told = state["a"].get(spec.collects, {"parts": []})
    parts = [*told["parts"], said_part(turn)]
    if spec.limits:
        spec.limits(turn, parts)
    kept = {spec.collects: {**told, "parts": parts}}
    if not turn.file_ids:
        turn.say("common.kept_as_story")
        return Several(kept)
    turn.say("submit.slip_received")
    answered = {"dossier": _IN_PHOTO, "promised": _IN_PHOTO}
    return Several({**kept, **answered, **{k: v for k, v in known.items() if v != UNKNOWN}})
