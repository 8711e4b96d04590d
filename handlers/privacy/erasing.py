"""Taking the sender out of a case. The case itself is kept, because the law of archives demands it:
its code, dates, history and words, without name, address, number or anything that leads to them."""

from __future__ import annotations

from typing import Any

from cases.kinds import IdentityMode
from cases.lifecycle import OPEN, Status
from cases.plan.articles import State
from cases.privacy.pseudonym import tells_of, without_sender
from handlers import door
from handlers.articles import quotes
from handlers.desk import Desk, Turn
from storage.casework import cases, history, notes
from storage.mailbox import chat_history
from storage.people import officials
from storage.plan import articles
from storage.privacy import erasure
from storage.tables.casework import Case


def take_sender_out(desk: Desk, case: Case, actor: str, digits: str = "") -> None:
    """An open case goes on as a tip without a name; `digits`, if any, open it from now on. Raises
    NotAllowed or Overtaken: the caller's transaction must not be kept then."""
    quotes.take_down(desk, case)
    told = cases.identity(desk.tx, desk.ground.keys, case.id)
    is_open = Status(case.status) in OPEN
    cases.forget_identity(desk.tx, case.id)
    _mask(desk, case.id, told, actor)
    if not is_open:
        erasure.forget_files(desk.tx, case.id, desk.now)
    forget_in_chats(desk, case, told)
    erasure.cut_case(desk.tx, case.id, desk.now)
    fields: dict[str, Any] = {"chat_id": None, "dossier": "", "pseudonymised_at": desk.now}
    if not _meets_it_as_an_official(desk, case):
        fields["submitter_id"] = None
    if is_open:
        fields["identity_mode"] = IdentityMode.ANONYMOUS.value
    data: dict[str, Any] = {}
    if digits:
        fields["receipt_hash"] = data["receipt"] = desk.ground.keys.mark("receipt", digits)
    standings = door.SUBMITTER if actor == "submitter" else door.SYSTEM
    door.act(desk, case, "pseudonymise", standings, actor, data=data, **fields)


def forget_in_chats(desk: Desk, case: Case, told: dict[str, str]) -> None:
    """What officials were shown of it, and what they typed, may name the sender."""
    for chat_id in erasure.holding(desk.tx, case.id):
        for line in chat_history.every_line(desk.tx, chat_id):
            if tells_of(line.text, told):
                chat_history.hide_line(desk.tx, chat_id, line)
        chat_history.hide_case(desk.tx, chat_id, case.id, case.code)


def erase_chats(turn: Turn, person_id: int) -> None:
    """Both sides of every private chat of a person, drafts, files of no case: at once."""
    for chat_id, _ in erasure.channels_of(turn.tx, person_id):
        erasure.empty_chat(turn.tx, chat_id, turn.now)
        if chat_id == turn.chat.id:
            erasure.clear(turn.chat)
        else:
            erasure.forget_state(turn.tx, chat_id)
    erasure.forget_person(turn.tx, person_id)


def _meets_it_as_an_official(desk: Desk, case: Case) -> bool:
    """Without this mark an official would meet their own case at work."""
    return case.submitter_id is not None and officials.get(desk.tx, case.submitter_id) is not None


def _mask(desk: Desk, case_id: int, told: dict[str, str], actor: str) -> None:
    for text in cases.texts(desk.tx, case_id):
        body = without_sender(text.body, told)
        if body != text.body:
            history.replace_text(desk.tx, text.id, case_id, actor, "mask", body, desk.now)
    for article in articles.of_case(desk.tx, case_id):
        said = articles.words_of(article)  # a published one was looked through before
        if article.state != State.PUBLISHED and tells_of("\n".join(said.values()), told):
            bare = {name: without_sender(text, told) for name, text in said.items()}
            articles.put_words(desk.tx, article, bare)
    for note_id, words in notes.numbered(desk.tx, case_id):
        body = without_sender(words, told)
        if body != words:
            keys = desk.ground.keys
            notes.replace(desk.tx, keys, case_id, note_id, actor, body, desk.now)
