"""Leave with a substitute, who holds the rights of the one away for those days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from cases.words.text import fold
from handlers.cards import sight
from handlers.citizen.interludes import begin_over, ended
from handlers.conversation.dialogue import Ask, Option, Unclear, dialogue
from handlers.desk import Turn
from handlers.labels import Label
from handlers.router import STAFF, command
from handlers.staff.act import meant, needs
from messages.dates import HERE, day_text, full_day, local, read_day
from storage.people import officials, people
from storage.people.officials import Official

CANCEL = Option("/huy", "staff.b_cancel", stays=True)
_OVER = frozenset({"het", "thoi", "xong", "end", "back", "da ve"})


@command("vang", "away", who=STAFF)
def away(turn: Turn, words: str) -> None:
    """`/vang FROM TO SUBSTITUTE`; `/vang het` ends it."""
    if fold(words) in _OVER:
        _back(turn)
        return
    days, name = meant.days_and_name(words, local(turn.now).date())
    known: dict[str, Any] = {}
    if days and days[0] >= local(turn.now).date():
        known["first"] = days[0].isoformat()
        if len(days) > 1:
            known["last"] = days[1].isoformat()
    found = meant.people_like(_others(turn), name) if name else []
    if len(found) == 1:
        known["substitute"] = str(found[0].id)
    begin_over(turn, "leave", known)


def _others(turn: Turn) -> list[Official]:
    """Who could stand in: anybody else who may act and is not away themselves."""
    able = {v.person_id for v in people.viewers(turn.tx, turn.now)} - {turn.chat.person_id}
    return [o for o in officials.everyone(turn.tx) if o.id in able and not o.absent(turn.now)]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), HERE).astimezone(UTC)


def _read_first(turn: Turn, text: str) -> str:
    day = _read_day(turn, text)
    if day < local(turn.now).date():
        raise Unclear("people.first_day_form", today=_day(turn, local(turn.now).date()))
    return day.isoformat()


def _read_day(turn: Turn, text: str) -> date:
    day = read_day(text, local(turn.now).date())
    if day is None:
        raise Unclear("staff.no_day")
    return day


def _day(turn: Turn, day: date, language: str = "") -> str:
    """With its year where that is another one."""
    language = language or turn.language
    this_year = day.year == local(turn.now).year
    return day_text(day, language) if this_year else full_day(day, language)


def _read_last(turn: Turn, text: str) -> str:
    last = _read_day(turn, text)
    if not _possible(turn, turn.state["d"]["a"].get("first", ""), last.isoformat()):
        raise Unclear("people.last_day_form")
    return last.isoformat()


def _possible(turn: Turn, first: str, last: str) -> bool:
    """Not over yet, and not ending before it begins."""
    return bool(first) and first <= last and last >= local(turn.now).date().isoformat()


@dialogue("leave", lambda turn, told: _begin(turn, told), official=True)
def leave(ask: Ask) -> dict[str, str]:
    """First day, last day, substitute."""
    turn = ask.turn
    first = ask.choice("first", (CANCEL,), text="people.away_from", read=_read_first)
    last = ask.question(
        "last",
        text="people.away_until",
        options=(CANCEL,),
        params=lambda: {"first": _day(turn, date.fromisoformat(first))},
        read=_read_last,
        enough=lambda last: _possible(turn, first, last),
    )
    substitute = ask.choice(
        "substitute",
        lambda: [
            *(Option(str(o.id), label=needs.label(turn, o)) for o in _others(turn)),
            CANCEL,
        ],
        text="people.away_who",
        read=lambda turn, text: str(needs.one_of(turn, _others(turn), text).id),
    )
    return {"first": first, "last": last, "substitute": substitute}


def _begin(turn: Turn, told: dict[str, str]) -> None:
    first, last = date.fromisoformat(told["first"]), date.fromisoformat(told["last"])
    substitute = next((o for o in _others(turn) if str(o.id) == told["substitute"]), None)
    if substitute is None or turn.viewer is None:
        turn.say("staff.no_such_person")
        return
    me = turn.chat.person_id
    end = _midnight(last + timedelta(days=1))
    officials.away(turn.tx, me, _midnight(first), end, substitute.id)
    days: dict[str, Any] = {
        "first": _day(turn, first),
        "last": _day(turn, last),
    }
    turn.say(
        "people.away_now",
        [turn.button("people.b_away_over", "/vang het")],
        name=substitute.name,
        **days,
    )
    days = {"first": _day(turn, first, "vi"), "last": _day(turn, last, "vi")}
    who = people.name_of(turn.tx, me)
    button = [Label("staff.b_today", "/homnay")]
    turn.tell_person(substitute.id, "people.you_stand_in", button, name=who, **days)
    ended(turn)


def _back(turn: Turn) -> None:
    me = officials.get(turn.tx, turn.chat.person_id)
    if me is None or not me.absent(turn.now):
        turn.say("people.not_away")
        return
    officials.back(turn.tx, me.id)
    turn.say("people.back_now", [turn.button("staff.b_today", "/homnay")])
    if me.substitute_id:
        sight.lost_to(turn, me.substitute_id)
        turn.tell_person(me.substitute_id, "people.stand_in_over", name=me.name)
