"""'Accept all as suggested': what the dispatcher would do anyway, after one look at the list. Cases
of conduct are never among them."""

from __future__ import annotations

from typing import Any

from cases.confidentiality import Viewer
from cases.lifecycle import Status, may
from handlers.cards import card
from handlers.citizen.interludes import begin_over, ended
from handlers.conversation.dialogue import Ask, Option, dialogue
from handlers.desk import Turn
from handlers.notices import notices
from handlers.rights import rights
from handlers.router import command
from handlers.staff import work
from handlers.staff.act import acts
from handlers.staff.intake import reception
from handlers.staff.roles import RECEPTION
from messages.envelope import Choice
from storage.casework.cases import NotAllowed, Overtaken
from storage.tables.casework import Case

_MOST = 40
_FROM = 2  # one new case has its own button


def suggested(turn: Turn, viewer: Viewer) -> list[Case]:
    """New cases this official may accept where an office that handles is suggested."""
    handling = {o.id for o in turn.agency.offices if o.handles}
    return [
        c
        for c in work.cases_of(turn, viewer)
        if c.status == Status.RECEIVED
        and not c.restricted
        and not card.for_thanks(c)
        and c.suggested_office in handling
        and may("accept", Status.RECEIVED, rights.standings_of(turn, c, viewer))
    ][:_MOST]


def choices(turn: Turn, viewer: Viewer) -> list[Choice]:
    """The button, where there is more than one case for it."""
    count = len(suggested(turn, viewer))
    if count < _FROM:
        return []
    return [turn.button("staff.b_accept_all", "/nhanhet", count=count)]


@command("nhanhet", "acceptall", who=RECEPTION, hidden=True)
def accept_all(turn: Turn, words: str) -> None:
    """List them, ask once, accept."""
    viewer = turn.viewer
    found = suggested(turn, viewer) if viewer else []
    if not found:
        turn.say("staff.nothing_to_accept")
        return
    begin_over(turn, "bulk", {"ids": [[c.id, c.suggested_office] for c in found]})


@dialogue("bulk", lambda turn, told: _accept(turn, told), official=True)
def bulk(ask: Ask) -> dict[str, Any]:
    """What was listed is what is accepted, whatever arrives while the question stands."""
    ask.choice(
        "sure",
        (Option("yes", "staff.b_accept_listed"), Option(acts.CANCEL, "staff.b_cancel")),
        text="staff.accept_all_check",
        params=lambda: {"lines": _lines(ask.turn, ask.answers["ids"])},
    )
    return ask.answers


def _lines(turn: Turn, ids: list[list[Any]]) -> list[dict[str, str]]:
    found = [(turn.tx.get(Case, i), office) for i, office in ids]
    return [
        {
            "code": case.code,
            "kind": turn.words(turn.language, f"kind.{case.kind}"),
            "office": notices.office_name(turn, office, turn.language),
        }
        for case, office in found
        if case is not None
    ]


def _accept(turn: Turn, told: dict[str, Any]) -> None:
    if told["sure"] == acts.CANCEL:
        turn.say("staff.cancelled")
        ended(turn)
        return
    viewer = turn.viewer
    able = {c.id: c for c in suggested(turn, viewer)} if viewer else {}
    accepted, left = 0, []
    for case_id, office in told["ids"]:
        case = able.get(case_id)
        if case is None or case.suggested_office != office or not _one(turn, case, office):
            gone = turn.tx.get(Case, case_id)
            left.append(gone.code if gone else str(case_id))
        else:
            accepted += 1
    button = [turn.button("staff.b_today", "/homnay")]
    turn.say("staff.accepted_all", button, count=accepted, left=left)
    ended(turn)


def _one(turn: Turn, case: Case, office: str) -> bool:
    try:
        reception.accept_for(turn, case, office)
    except (NotAllowed, Overtaken):
        return False
    return True
