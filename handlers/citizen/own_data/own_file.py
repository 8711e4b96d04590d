"""All that is kept about one person, as one value: what the file they fetch is made of. Nothing of
anybody else has a way in: no note, no draft, no official's name."""

from __future__ import annotations

from typing import Any

from handlers.citizen.cases import case_view
from handlers.citizen.news import topic_words
from handlers.desk import Desk
from messages.dates import moment_text
from storage.casework import cases, history, openings
from storage.mailbox import chat_history, files
from storage.people import officials
from storage.plan import subscribers
from storage.privacy import consents, data_requests, erasure
from storage.tables.casework import Case, CaseHistory

_WORDS = frozenset({"story", "supplement", "question", "answer", "transcript", "published"})
_REASONS = frozenset({"refuse", "forward", "extend", "look_again", "reopen", "appeal", "rate"})
"""The moves whose reasons the sender wrote or was told; others stay inside the house."""
Record = dict[str, Any]


def contents(desk: Desk, person_id: int, language: str) -> Record:
    """In the reader's language; times are those of Vietnam, in words."""
    return {
        "agency": desk.agency.name if language == "vi" else desk.agency.name_en,
        "made_at": moment_text(desk.now, language),
        "cases": [_case(desk, c, language) for c in cases.by_submitter(desk.tx, person_id)],
        "answers": _answers(desk, person_id, language),
        "asked": _asked(desk, person_id, language),
        "news": _news(desk, person_id, language),
        "chats": _chats(desk, person_id, language),
    }


def _case(desk: Desk, case: Case, language: str) -> Record:
    rows = history.of_case(desk.tx, case.id)
    return {
        "code": case.code,
        "kind": desk.words(language, f"kind.{case.kind}"),
        "status": desk.words(language, f"status.{case.status}"),
        "received": moment_text(case.received_at, language),
        "due": moment_text(case.due_at, language) if case.due_at else "",
        "identity_mode": desk.words(language, f"identity.{case.identity_mode}"),
        "sender": cases.identity(desk.tx, desk.ground.keys, case.id),
        "about": case.about,
        "procedure": case.procedure_code,
        "dossier": case.dossier,
        "rating": case.rating or 0,
        "name_opened": openings.times(desk.tx, case.id),
        "words": _words(desk, case, language),
        "files": [f.name or f.kind for f in files.sent_with(desk.tx, case.id, everything=True)],
        "steps": [
            {"day": day, "what": what} for day, what in case_view.steps(desk, rows, language)
        ],
    }


def _words(desk: Desk, case: Case, language: str) -> list[Record]:
    came_with = history.rows_by_text(desk.tx, case.id)
    return [
        {
            "kind": desk.words(language, f"own_file.kind_{text.kind}"),
            "at": moment_text(text.at, language),
            "text": text.body,
        }
        for text in cases.texts(desk.tx, case.id)
        if text.kind in _WORDS or (text.kind == "reason" and _told(came_with.get(text.id)))
    ]


def _told(row: CaseHistory | None) -> bool:
    return row is not None and row.action in _REASONS


def _answers(desk: Desk, person_id: int, language: str) -> list[Record]:
    """What they answered to notices and opt-ins: the stored proof."""
    codes = {c.id: c.code for c in cases.by_submitter(desk.tx, person_id)}
    return [
        {
            "at": moment_text(given.at, language),
            "purpose": desk.words(language, f"own_file.purpose_{given.purpose}"),
            "granted": bool(given.granted),
            "withdrawn": moment_text(given.withdrawn_at, language) if given.withdrawn_at else "",
            "version": given.notice_version,
            "channel": given.channel,
            "said": given.button,
            "case": codes.get(given.case_id or 0, ""),
        }
        for given in consents.of_person(desk.tx, person_id)
    ]


def _asked(desk: Desk, person_id: int, language: str) -> list[Record]:
    return [
        {
            "number": asked.id,
            "at": moment_text(asked.at, language),
            "kind": desk.words(language, f"own_file.right_{asked.kind}"),
            "words": asked.words,
            "done": moment_text(asked.done_at, language) if asked.done_at else "",
            "reason": asked.reason if asked.done_by else "",
        }
        for asked in data_requests.of_person(desk.tx, person_id)
    ]


def _news(desk: Desk, person_id: int, language: str) -> Record | None:
    """Which broadcasts they asked for; None of somebody who never spoke of any."""
    wishes = subscribers.wishes(desk.tx, person_id)
    if wishes is None:
        return None
    stopped = wishes.stopped_at
    return {
        "topics": topic_words.names(desk.agency, wishes.topics, language),
        "frequency": desk.words(language, f"subscribe.b_{wishes.frequency}"),
        "party": desk.words(language, f"subscribe.b_{wishes.party}") if wishes.party else "",
        "since": moment_text(wishes.at, language),
        "stopped": moment_text(stopped, language) if stopped else "",
    }


def _chats(desk: Desk, person_id: int, language: str) -> list[Record]:
    """Both sides of what was said; not of an official, whose chats hold other people's cases."""
    if officials.was_one(desk.tx, person_id):
        return []
    return [
        {
            "channel": desk.words(language, f"source.{channel}"),
            "messages": [
                {
                    "from": "me" if line.mine else "bot",
                    "at": moment_text(line.at, language),
                    "text": line.text,
                    "file": line.file[1] if line.file else "",
                }
                for line in chat_history.every_line(desk.tx, chat_id)
            ],
        }
        for chat_id, channel in erasure.channels_of(desk.tx, person_id)
    ]
