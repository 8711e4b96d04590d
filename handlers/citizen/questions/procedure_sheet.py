"""One procedure as a sheet to read. What the source leaves blank is said to be blank, never filled
in."""

from __future__ import annotations

from datetime import date
from typing import Any

from cases.agency.procedures import Procedure
from handlers.citizen.subject.subjects import named
from handlers.desk import Turn
from messages.dates import full_day


def show(turn: Turn, procedure: Procedure) -> None:
    """An ended procedure is named, and nothing of it told that somebody could act on."""
    if procedure.ended:
        _show_ended(turn, procedure)
        return
    turn.say(
        "procedures.sheet",
        [
            turn.button("procedures.b_feedback", f"/phananhve {procedure.code}"),
            turn.button("procedures.b_another", "/thutuc"),
            turn.button("procedures.b_human", "/gapcanbo"),
        ],
        **params(turn, procedure),
    )


def _show_ended(turn: Turn, procedure: Procedure) -> None:
    turn.say(
        "catalogue.ended",
        [
            turn.button("procedures.b_another", "/thutuc"),
            turn.button("procedures.b_human", "/gapcanbo"),
        ],
        name=named(turn, procedure.name, procedure.name_en),
        code=procedure.code,
        day=_day(procedure.ended, turn.language),
    )


def params(turn: Turn, procedure: Procedure) -> dict[str, Any]:
    agency = turn.agency
    office = agency.office(procedure.office)
    contact = office.contact
    return {
        "name": named(turn, procedure.name, procedure.name_en),
        "code": procedure.code,
        "papers": list(procedure.papers),
        "steps": list(procedure.steps),
        "days": procedure.days,
        "fee": procedure.fee,
        "by_post": procedure.by_post,
        "online": procedure.online,
        "where": procedure.where,
        "decision": procedure.decision,
        "source_day": _day(agency.catalog_date, turn.language),
        "office": named(turn, office.name, office.name_en),
        "phone": contact.phone,
        "hours": named(turn, contact.hours, contact.hours_en),
        "sample": contact.sample,
    }


def _day(catalog_date: str, language: str) -> str:
    """'2026-07-18' as people write it; as it stands where it is no such date."""
    try:
        return full_day(date.fromisoformat(catalog_date), language)
    except ValueError:
        return catalog_date
