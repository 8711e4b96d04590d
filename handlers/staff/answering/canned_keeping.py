"""Heads and dispatchers keep and drop the ready answers of their office."""

from __future__ import annotations

from cases.agency.offices import Office
from cases.kinds import Role
from handlers.citizen.interludes import begin_over, ended
from handlers.conversation.dialogue import Ask, Option, dialogue
from handlers.desk import Turn
from handlers.router import command
from handlers.staff.act.acts import CANCEL, Told
from handlers.staff.answering import drafting
from handlers.staff.answering.canned import by_name, options, parameters
from storage.casework import canned
from storage.tables.casework import CannedAnswer

KEEPERS = frozenset({Role.HEAD, Role.DISPATCHER})
_LONGEST_NAME = 60


def _kept_by(turn: Turn) -> list[Office]:
    """The offices whose ready answers are theirs to keep."""
    viewer = turn.viewer
    if viewer is None:
        return []
    own = {office for role, office in viewer.roles if role == Role.HEAD}
    if viewer.is_(Role.DISPATCHER):
        own.add(turn.agency.reception_office)
    return [office for office in turn.agency.offices if office.id in own]


# --- keep ----------------------------------------------------------------------------------------


@command("luumau", "savetemplate", who=KEEPERS)
def keep(turn: Turn, words: str) -> None:
    """`/luumau NAME | TEXT`; what stands in braces is asked for each time."""
    name, bar, body = (part.strip() for part in words.partition("|"))
    if not bar or not name or not body:
        turn.say("canned.form")
    elif len(name) > _LONGEST_NAME:
        turn.say("common.too_long", limit=_LONGEST_NAME)
    elif len(body) > drafting.LONGEST:
        turn.say("common.too_long", limit=drafting.LONGEST)
    else:
        begin_over(turn, "canned_keep", {"name": " ".join(name.split()), "body": body})


@dialogue("canned_keep", lambda turn, told: _keep(turn, told), words=("body",), official=True)
def keeping(ask: Ask) -> Told:
    """For which office, where one keeps those of several."""
    offices = _kept_by(ask.turn)
    if len(offices) == 1:
        ask.answers["office"] = offices[0].id
    elif offices:
        ask.choice(
            "office",
            (*(Option(o.id, label=o.short) for o in offices), Option(CANCEL, "staff.b_cancel")),
            text="canned.which_office",
        )
    return ask.answers


def _keep(turn: Turn, told: Told) -> None:
    office = next((o for o in _kept_by(turn) if o.id == told.get("office")), None)
    if office is None:
        turn.say("staff.cancelled")
    else:
        replaced = canned.keep(
            turn.tx, office.id, told["name"], told["body"], turn.chat.person_id, turn.now
        )
        turn.say(
            "canned.kept",
            name=told["name"],
            office=office.short,
            replaced=replaced,
            asks=[name.replace("_", " ") for name in parameters(told["body"])],
        )
    ended(turn)


# --- drop ----------------------------------------------------------------------------------------


def _theirs(turn: Turn) -> list[CannedAnswer]:
    return canned.of_offices(turn.tx, {o.id for o in _kept_by(turn)})


@command("xoamau", "droptemplate", who=KEEPERS)
def drop(turn: Turn, words: str) -> None:
    """`/xoamau NAME`."""
    among, name = _theirs(turn), words.strip()
    if not among:
        turn.say("canned.nothing", [turn.button("staff.b_today", "/homnay")])
        return
    exact = [c for c in among if name and _named(c, name)]
    begin_over(turn, "canned_drop", {"canned": str(exact[0].id)} if len(exact) == 1 else {})


def _named(one: CannedAnswer, name: str) -> bool:
    return one.name.casefold() == name.casefold()


@dialogue("canned_drop", lambda turn, told: _drop(turn, told), official=True)
def dropping(ask: Ask) -> Told:
    among = _theirs(ask.turn)
    ask.question(
        "canned",
        text="canned.which_drop",
        options=lambda: [*options(among), Option(CANCEL, "staff.b_cancel")],
        read=lambda turn, text: by_name(among, text),
    )
    return ask.answers


def _drop(turn: Turn, told: Told) -> None:
    found = next((c for c in _theirs(turn) if str(c.id) == told["canned"]), None)
    if found is None:
        turn.say("staff.cancelled")
    else:
        canned.remove(turn.tx, found.id, turn.now)
        turn.say("canned.dropped", name=found.name)
    ended(turn)
