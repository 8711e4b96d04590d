"""What everybody will read of a case: the version an official approves before it is published, with
whatever in it leads to a person."""

from __future__ import annotations

from typing import Any

from cases.kinds import Outcome
from cases.privacy.private_data import Sort, Trace
from cases.privacy.private_names import Known, findings, hidden
from cases.privacy.public_words import shortened
from handlers.desk import Desk
from handlers.notices import notices
from handlers.rights import masking
from messages.dates import full_day, local
from storage.casework import cases
from storage.people import officials
from storage.tables.casework import Case

_LONGEST_QUESTION, _LONGEST_ANSWER = 700, 2000
_SENDERS = ("commune", "address", "behalf", "email", "tax_code")


def facts(desk: Desk, case: Case) -> dict[str, str]:
    """What stands beside the words, as it is kept with the publication: later changes of the case
    change nothing that nobody has seen. Days are days of Vietnam."""
    procedure = desk.agency.procedure(case.procedure_code) if case.procedure_code else None
    answered = case.answered_at or case.ended_at
    return {
        "kind": case.kind,
        "office": case.office,
        "procedure": case.procedure_code,
        "field": procedure.field if procedure else "",
        "received": local(case.received_at).date().isoformat(),
        "answered": local(answered).date().isoformat() if answered else "",
    }


def shown(desk: Desk, case: Case, language: str) -> dict[str, Any]:
    """The same in words people read."""
    kept = facts(desk, case)
    procedure = desk.agency.procedure(case.procedure_code) if case.procedure_code else None
    return {
        "code": case.code,
        "kind": desk.words(language, f"kind.{case.kind}"),
        "field": kept["field"],
        "procedure": procedure.name if procedure else "",
        "office": notices.office_name(desk, case.office, language),
        "received": full_day(local(case.received_at).date(), language),
        "answered": _answered_on(case, language),
    }


def _answered_on(case: Case, language: str) -> str:
    at = case.answered_at or case.ended_at
    return full_day(local(at).date(), language) if at else ""


def traces(desk: Desk, case: Case, words: str) -> list[Trace]:
    """What in words that everybody will read leads to somebody. The names of officials count too:
    whoever is complained about is never named (facts/law 2.7)."""
    told = cases.identity(desk.tx, desk.ground.keys, case.id)
    agency = desk.agency
    contacts = (agency.contact, *(office.contact for office in agency.offices))
    places = (*(c.address for c in contacts), *(p.where for p in agency.procedures if p.where))
    known = Known(
        names=tuple(filter(None, (told.get("name", ""), *officials.names(desk.tx).values()))),
        words=tuple(filter(None, (case.dossier, *(told.get(key, "") for key in _SENDERS)))),
        code=case.code,
        ours=masking.ours(desk),
        places=places,
    )
    return findings(words, known)


def without_traces(desk: Desk, case: Case, words: str) -> str:
    """The words with what leads to somebody hidden; in the language of the case."""
    names = {sort: desk.words(case.language, f"masked.{sort}") for sort in Sort}
    return hidden(words, traces(desk, case, words), names)


def proposal(desk: Desk, case: Case) -> str:
    """The question and the answer as they were written, shortened, without what leads to somebody;
    empty where nobody wrote an answer. An official reads it before anybody else does."""
    story = cases.latest_text(desk.tx, case.id, "story")
    answer = cases.latest_text(desk.tx, case.id, "answer")
    if case.restricted or answer is None or not answer.body:
        return ""
    asked = shortened(story.body, _LONGEST_QUESTION) if story else ""
    said = desk.words(
        case.language,
        "publish.proposal",
        question=without_traces(desk, case, asked),
        answer=without_traces(desk, case, shortened(answer.body, _LONGEST_ANSWER)),
    )
    return said.strip()


def outcome_in(words: str) -> str:
    """The class of outcome that was picked, of a case that accuses somebody."""
    picked = words.removeprefix("~outcome_")
    return picked if picked in set(Outcome) else ""
