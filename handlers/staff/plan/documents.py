"""The library of documents officials work by: found by number or words, sent as a file."""

from __future__ import annotations

from collections.abc import Sequence

from cases.agency.plan import PlanDocument
from cases.words.text import fold
from handlers.desk import Turn
from handlers.staff.act import meant
from handlers.staff.act.pages import PAGE
from messages.dates import full_day
from messages.envelope import Choice
from storage.house import jobs

JOB = "plan_document"
_WORD = "/kehoach vanban"


def show(turn: Turn, words: str) -> None:
    """`/kehoach vanban [words] [page]`: the one that fits is sent, several are listed."""
    library, page = turn.agency.plan.documents, 1
    head, _, tail = words.strip().rpartition(" ")
    if (number := meant.number(tail)) is not None and not _found(library, words):
        words, page = head, max(number, 1)
    found = _found(library, words)
    if len(found) == 1:
        _one(turn, found[0])
    elif found:
        _list(turn, words, found, page)
    else:
        again = [turn.button("plan.b_documents", _WORD)] if library else []
        turn.say("plan.no_document", again, words=words.strip(), any=bool(library))


def _found(library: Sequence[PlanDocument], words: str) -> list[PlanDocument]:
    """Each word somewhere in its number or title; its whole number is that one alone."""
    said = fold(words)
    exact = [d for d in library if said and fold(d.number) == said]
    if exact:
        return exact
    return [d for d in library if all(w in fold(f"{d.number} {d.title}") for w in said.split())]


def _list(turn: Turn, words: str, found: Sequence[PlanDocument], page: int) -> None:
    last = max((len(found) - 1) // PAGE, 0)
    number = min(page - 1, last)
    shown = found[number * PAGE : (number + 1) * PAGE]
    choices = [Choice(d.number, f"{_WORD} {d.number}") for d in shown]
    if number < last:
        following = " ".join([_WORD, *words.split(), str(number + 2)])
        choices.append(turn.button("staff.b_next", following))
    lines = [_line(turn, d) for d in shown]
    turn.say("plan.documents", choices, lines=lines, total=len(found), first=number * PAGE + 1)


def _line(turn: Turn, document: PlanDocument) -> dict[str, str]:
    return {
        "number": document.number,
        "title": document.title,
        "on": full_day(document.on, turn.language) if document.on else "",
        "link": document.link,
    }


def _one(turn: Turn, document: PlanDocument) -> None:
    """Its file comes behind: reading it is no work for a turn."""
    back = [turn.button("plan.b_documents", _WORD)]
    turn.say("plan.document", back, line=_line(turn, document), file=bool(document.file))
    params = {"number": document.number}
    if document.file and not jobs.waits(turn.tx, JOB, params | {"chat": turn.chat.id}):
        jobs.add(turn.tx, JOB, params | {"chat": turn.chat.id}, turn.chat.id, turn.now)
