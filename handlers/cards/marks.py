"""What stands beside a case on its card and in its file: each a line, as far as the reader may know
of it."""

from __future__ import annotations

from typing import Any

from cases.confidentiality import Viewer
from cases.kinds import Kind
from handlers.casework import merging
from handlers.desk import Desk
from handlers.rights import rights
from messages.dates import day_written
from storage.casework import merged
from storage.privacy import consents
from storage.published import me_too
from storage.tables.casework import Case


def lines(desk: Desk, case: Case, viewer: Viewer | None, language: str) -> list[str]:
    """`viewer` None: a group of the office."""
    found = [
        *_merged(desk, case, viewer, language),
        *_second_look(desk, case, language),
        *_of_senders(desk, case, language),
        *_outside(desk, case, language),
    ]
    return [desk.ready(language, f"marks.{key}", **params) for key, params in found]


Mark = tuple[str, dict[str, Any]]


def _merged(desk: Desk, case: Case, viewer: Viewer | None, language: str) -> list[Mark]:
    found: list[Mark] = []
    if (main := merging.main_of(desk, case)) and _seen(desk, main, viewer):
        found.append(("merged_into", {"code": main.code}))
    here = [c.code for c in merged.waiting_with(desk.tx, case.id) if _seen(desk, c, viewer)]
    if here:
        found.append(("merged_here", {"codes": here}))
    return found


def _seen(desk: Desk, case: Case, viewer: Viewer | None) -> bool:
    return not case.restricted if viewer is None else rights.may_see(desk, case, viewer)


def _second_look(desk: Desk, case: Case, language: str) -> list[Mark]:
    return [("second_look", {"code": case.code})] if case.second_look else []


def _of_senders(desk: Desk, case: Case, language: str) -> list[Mark]:
    found: list[Mark] = []
    if case.rating is not None:
        mark = desk.words(language, f"actions.b_{case.rating}")
        found.append(("rating", {"stars": case.rating, "mark": mark}))
    if count := me_too.count(desk.tx, case.id) if case.published else 0:
        found.append(("me_too", {"count": count}))
    return found


def _outside(desk: Desk, case: Case, language: str) -> list[Mark]:
    found: list[Mark] = []
    if case.system_code:
        day = day_written(case.system_entered_on, language)
        found.append(("system", {"code": case.system_code, "day": day}))
    if case.verdict:
        found.append(("verdict", {"line": _verdict(desk, case, language)}))
    found += [("sent_up", _letter(letter, language)) for letter in case.sent_up or ()]
    return found


def _verdict(desk: Desk, case: Case, language: str) -> str:
    words = desk.words(language, f"verdict.b_{case.verdict}")
    if case.kind != Kind.INITIATIVE or case.submitter_id is None:
        return words
    answer = consents.granted(desk.tx, case.submitter_id, case.id, "publication")
    if answer is None:
        return words
    named = desk.words(language, "verdict.b_name" if answer else "verdict.b_no_name")
    return f"{words} · {named}"


def _letter(letter: dict[str, str], language: str) -> dict[str, str]:
    return {
        "body": letter["to"],
        "number": letter["number"],
        "day": day_written(letter["on"], language),
        "replied": day_written(letter.get("replied_on", ""), language),
    }
