"""Answers out of the catalogue and the agency's own data: the one thing asked, its source and day.
What the source leaves blank is said to be blank; nothing is concluded from it."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any

from cases.agency.offices import Contact
from cases.agency.procedures import Procedure
from cases.kinds import IdentityMode, Kind
from cases.understanding.questions import Facet, Topic
from handlers.citizen.questions import procedure_sheet
from handlers.citizen.subject.about import office_meant
from handlers.citizen.subject.subjects import named, short
from handlers.desk import Turn

_LONGEST = 300  # characters of a turn (facts/conversation, rule 1)
_MARKUP = re.compile(r"<[^>]+>")
Said = tuple[str, dict[str, Any]]
"""The key of a text and its parameters."""


def of_procedure(turn: Turn, procedure: Procedure, facet: Facet) -> Said:
    sheet = procedure_sheet.params(turn, procedure)
    head = {
        "name": short(sheet["name"]),
        "code": procedure.code,
        "source_day": sheet["source_day"],
    }
    value = sheet[_FIELDS[facet]]
    if not value:
        phone, sample = sheet["phone"], sheet["sample"]
        about = {"facet": facet.value, "office": sheet["office"], "phone": phone, "sample": sample}
        return "questions.blank", {**head, **about}
    if isinstance(value, list):
        return _as_many_as_fit(turn, f"questions.{facet}", value, head)
    return _cut(turn, f"questions.{facet}", value, head)


_FIELDS = {
    Facet.PAPERS: "papers",
    Facet.STEPS: "steps",
    Facet.TIME: "days",
    Facet.FEE: "fee",
    Facet.WHERE: "where",
    Facet.BY_POST: "by_post",
    Facet.ONLINE: "online",
    Facet.DECISION: "decision",
}


def _cut(turn: Turn, key: str, value: str, head: dict[str, Any]) -> Said:
    """A value too long for a turn ends in dots; the sheet has it whole."""
    over = len(plain(turn, key, {**head, "value": value})) - _LONGEST
    if over > 0:
        value = value[: -over - len("…")].rpartition(" ")[0] + "…"
    return key, {**head, "value": value}


def _as_many_as_fit(turn: Turn, key: str, items: Sequence[str], head: dict[str, Any]) -> Said:
    """The first of them; the whole list stands on the sheet."""
    for count in range(len(items), 0, -1):
        params = {**head, "items": list(items[:count]), "more": len(items) - count}
        if len(plain(turn, key, params)) <= _LONGEST:
            return key, params
    return key, {**head, "items": [], "more": len(items)}


def plain(turn: Turn, key: str, params: dict[str, Any], language: str = "") -> str:
    """The words as they are read, without markup; in the chat's language unless told."""
    words = turn.words(language or turn.language, key, **params)
    return html.unescape(_MARKUP.sub("", words))


def of_department(turn: Turn, topic: Topic) -> Said:
    return _TOPICS[topic](turn, topic)


def _contact(turn: Turn, topic: Topic) -> Said:
    agency = turn.agency
    office_id = office_meant(agency, turn.text)
    office = agency.office(office_id) if office_id else None
    name = named(turn, office.name, office.name_en) if office else ""
    contact: Contact = office.contact if office and office.contact.phone else agency.contact
    return f"questions.{topic}", {
        "name": name or named(turn, agency.short, agency.short_en),
        "address": named(turn, contact.address, contact.address_en),
        "hours": named(turn, contact.hours, contact.hours_en),
        "phone": contact.phone,
        "sample": contact.sample,
    }


def _nameless(turn: Turn, topic: Topic) -> Said:
    modes = turn.agency.identity_modes.get(Kind.REGULATION, tuple(IdentityMode))
    return "questions.nameless", {
        "tip": IdentityMode.ANONYMOUS in modes,
        "closed": IdentityMode.CLOSED in modes,
    }


def _answer_time(turn: Turn, topic: Topic) -> Said:
    limits = turn.agency.deadlines
    return "questions.answer_time", {
        "days": limits.answer.days,
        "basis": limits.answer.basis,
        "question_days": limits.question.days,
    }


_TOPICS = {
    Topic.ADDRESS: _contact,
    Topic.HOURS: _contact,
    Topic.PHONE: _contact,
    Topic.NAMELESS: _nameless,
    Topic.ANSWER_TIME: _answer_time,
}
