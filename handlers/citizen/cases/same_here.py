"""“Tôi cũng bị”: a published matter happened to somebody else too. Each person counts once; a code
that is not published is answered like one that does not exist."""

from __future__ import annotations

from cases.numbers.codes import find_code, looks_like_code, split_code
from cases.words.text import fold
from handlers.citizen import own_cases
from handlers.citizen.submission import submit
from handlers.conversation.story import said_part
from handlers.desk import Desk, Turn
from handlers.remembered.published import published
from handlers.router import command
from messages.envelope import Choice, Priority
from storage.casework import cases
from storage.mailbox import chats
from storage.published import me_too
from storage.tables.casework import Case

_TELL = "bao"
_NO_STORY = frozenset({"", "nua", "roi", "vay", "a", "nhu vay", "giong vay", "too", _TELL})


@command("cungbi", "metoo")
def me_too_of(turn: Turn, words: str) -> None:
    """`/cungbi CODE`, or “tôi cũng bị CODE”; what else they write there is a story of their own."""
    code, rest = split_code(words)
    if code is None:
        _which(turn, words)
        return
    case = published(turn.tx, code)
    mine = own_cases.by_code(turn, code)
    if mine is not None:
        turn.say("same.own", [turn.button("actions.b_view", f"/tracuu {code}")], code=code)
    elif case is None:
        own_cases.unknown(turn, code)
    elif fold(rest) == _TELL:
        _tell_me(turn, case)
    else:
        _count(turn, case, rest)


def _which(turn: Turn, words: str) -> None:
    if looks_like_code(words):
        own_cases.misread(turn)
    else:
        turn.say("same.which", [turn.button("same.b_own", "/gui")], prefix=turn.agency.code_prefix)


def _count(turn: Turn, case: Case, rest: str) -> None:
    person = turn.chat.person_id
    new = me_too.add(turn.tx, case.id, person, turn.now)
    buttons = [
        turn.button("same.b_tell", f"/cungbi {case.code} {_TELL}"),
        turn.button("same.b_own", "/gui"),
        _take_back(turn, case),
    ]
    others = me_too.count(turn.tx, case.id) - 1
    own_story = fold(rest) not in _NO_STORY
    key = "same.counted" if new else "same.counted_before"
    turn.say(key, () if own_story else buttons, code=case.code, others=others)
    if own_story:
        submit.begin_with(turn, {**said_part(turn), "text": rest})


def _tell_me(turn: Turn, case: Case) -> None:
    me_too.add(turn.tx, case.id, turn.chat.person_id, turn.now)
    me_too.tell_in(turn.tx, case.id, turn.chat.person_id, turn.chat.id)
    turn.say("same.will_tell", [_take_back(turn, case)], code=case.code)


def _take_back(turn: Turn, case: Case) -> Choice:
    return turn.button("same.b_not", f"/khongcungbi {case.code}")


@command("khongcungbi", "notmetoo", hidden=True)
def not_me(turn: Turn, words: str) -> None:
    """`/khongcungbi CODE`: counted no more, told no more; without a code the newest of theirs."""
    person = turn.chat.person_id
    code = find_code(words)
    said_of = me_too.cases_of(turn.tx, person)
    case = cases.by_code(turn.tx, code) if code else None
    if code is None and said_of:
        case = turn.tx.get(Case, said_of[0])
    if case is not None and me_too.take_back(turn.tx, case.id, person):
        turn.say("same.taken_back", [turn.button("same.b_own", "/gui")], code=case.code)
    elif code:
        own_cases.unknown(turn, code)
    else:
        turn.say("same.which", [turn.button("same.b_own", "/gui")], prefix=turn.agency.code_prefix)


def tell(desk: Desk, case: Case) -> None:
    """Something new is published of it: those who wanted to know read the very words that stand
    there. Whoever cannot be reached so is not called for it."""
    if case.restricted:
        return
    for one in me_too.to_tell(desk.tx, case.id):
        chat = chats.by_id(desk.tx, one.chat_id) if one.chat_id else None
        if chat is not None and not chat.erased:
            desk.tell_chat(
                chat.id,
                "same.news",
                [desk.label(chat.language, "same.b_not", f"/khongcungbi {case.code}")],
                priority=Priority.BROADCAST,
                details={"person_id": one.person_id},
                code=case.code,
                words=case.published,
            )
