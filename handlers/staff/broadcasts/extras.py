"""What goes with the words of a broadcast: one picture, a link, a procedure. All of it may be left
out, and a picture sent at another question is kept for this one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from cases.catalogue.finding import search
from cases.words.text import fold
from handlers.citizen.subject.subjects import named, short
from handlers.conversation.dialogue import Ask, Offer, Option, Unclear
from handlers.desk import Turn
from messages.envelope import FileKind
from storage.tables.mailbox import StoredFile

KEY = "extras"
SKIP_WORDS = frozenset({"bo qua", "khong", "thoi", "skip", "no"})
_LINK = re.compile(r"https://[^\s<>\"]{3,480}")
_DONE, _NOTHING, _PROCEDURE = "done", "nothing", "proc:"
_GOOD = frozenset({"wanted", "kept"})
_LONGEST_SEARCH = 120


@dataclass(frozen=True, slots=True)
class Extras:
    file_id: int | None = None
    link: str = ""
    procedure: str = ""

    @classmethod
    def of(cls, told: dict[str, Any]) -> Extras:
        files = [file for part in told.get("parts", ()) for file in part.get("files", ())]
        newest = files[-1] if files else None
        return cls(newest, told.get("link", ""), told.get("procedure", ""))


def extras(ask: Ask) -> Extras:
    begun = ask.answers.get(KEY) or {}
    has = Extras.of(begun)
    told = ask.question(
        KEY,
        takes_files=True,
        read=_read,
        enough=lambda told: bool(told.get("done")) and _sendable(ask.turn, Extras.of(told)),
        text="broadcast.extras_more" if has != Extras() else "broadcast.extras",
        params=lambda: _params(ask.turn, has) if has != Extras() else {},
        options=(
            (Option(_DONE, "broadcast.b_extras_done"), Option(_NOTHING, "broadcast.b_extras_none"))
            if has != Extras()
            else (Option(_DONE, "broadcast.b_extras_none"),)
        ),
    )
    return Extras.of(told)


def _params(turn: Turn, has: Extras) -> dict[str, Any]:
    return {
        "picture": has.file_id is not None,
        "refused": not _sendable(turn, has),
        "link": has.link,
        "procedure": procedure_name(turn, has.procedure),
    }


def procedure_name(turn: Turn, code: str) -> str:
    procedure = turn.agency.procedure(code) if code else None
    return named(turn, procedure.name, procedure.name_en) if procedure else ""


def _sendable(turn: Turn, has: Extras) -> bool:
    """Whether its picture could be fetched, and is no paper that is kept apart."""
    file = turn.tx.get(StoredFile, has.file_id) if has.file_id is not None else None
    return has.file_id is None or (file is not None and file.state in _GOOD)


def only_pictures(turn: Turn, parts: list[dict[str, Any]]) -> None:
    """Raises Unclear for anything else; also where it was said at another question."""
    if any("place" in part for part in parts):
        raise Unclear("broadcast.picture_only")
    for file_id in (file for part in parts for file in part.get("files", ())):
        file = turn.tx.get(StoredFile, file_id)
        picture = file is not None and (
            file.kind == FileKind.PHOTO or file.type.startswith("image/")
        )
        if not picture:
            raise Unclear("broadcast.picture_only")
    if not any(part.get("files") for part in parts):
        raise Unclear


def _read(turn: Turn, text: str) -> dict[str, Any]:
    told = turn.state["d"]["a"].get(KEY) or {"parts": []}
    chosen = text[1:] if text.startswith("=") else ""
    if chosen == _DONE:
        return {**told, "again": False, "done": True}
    if chosen == _NOTHING:
        return {"parts": []}
    if chosen.startswith(_PROCEDURE):
        return {**told, "procedure": chosen.removeprefix(_PROCEDURE)}
    if turn.file_ids or turn.incoming.location:
        parts = [{"files": list(turn.file_ids)}] if turn.file_ids else [{"place": True}]
        only_pictures(turn, parts)
        return {**told, "parts": [*told["parts"], *parts]}
    if fold(text) in SKIP_WORDS:
        return {**told, "again": False, "done": True}
    if link := _LINK.search(text):
        return {**told, "link": link.group().rstrip(".,;)")}
    raise _procedures(turn, text)


def _procedures(turn: Turn, text: str) -> Exception:
    """Words are looked for among the procedures."""
    if "http://" in text or "www." in text:
        return Unclear("broadcast.link_form")
    found = search(text, turn.agency, limit=4) if len(text) <= _LONGEST_SEARCH else []
    if not found:
        return Unclear("broadcast.extras_form")
    options = [
        Option(_PROCEDURE + p.code, label=short(named(turn, p.name, p.name_en))) for p in found
    ]
    return Offer("broadcast.which_procedure", options)
