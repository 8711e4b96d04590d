"""A conversation taken along from one chat into another by a link that was shown in the first: its
unfinished drafts go with it, and both chats are one person's."""

from __future__ import annotations

from typing import Any

from handlers import joining
from handlers.citizen import first_words
from handlers.conversation import replay
from handlers.desk import Turn
from handlers.notices.channel_names import channel_words
from messages.dates import moment_text
from storage.casework import guesses
from storage.mailbox import chats, drafts, files, inbox, switches
from storage.mailbox.chats import ChatRow
from storage.people import links, officials
from storage.people.links import Code

DIGITS = 16
SHOWN = "how_else_at"
"""In a chat's state: when a link was last shown there; gone once it was used."""
_WEB = "web"


def link(turn: Turn) -> str:
    """An address that goes on with this conversation in the web chat, in place of one shown here
    before; empty where the web chat is off."""
    if not _web_is_on(turn):
        return ""
    code = turn.ground.chance(DIGITS)
    while not links.issue(turn.tx, turn.ground.keys, links.CARRY, turn.chat.id, code, turn.now):
        code = turn.ground.chance(DIGITS)
    return f"{turn.ground.public_url.rstrip('/')}/chat?start={code}"


def _web_is_on(turn: Turn) -> bool:
    return _WEB in turn.ground.reach and not switches.is_off(turn.tx, _WEB)


def is_code(words: str) -> bool:
    return words.isascii() and words.isdigit() and len(words) == DIGITS


def redeem(turn: Turn, code: str) -> None:
    """Go on here with what was begun there. The code is used up only where that is possible."""
    inbox.hide(turn.tx, turn.inbox_id, code)
    until = guesses.waits_until(turn.tx, turn.chat.id, turn.now)
    if until is not None:
        turn.say("people.slow_down", until=moment_text(until, turn.language))
        return
    found = links.find(turn.tx, turn.ground.keys, links.CARRY, code, turn.now)
    old = chats.by_id(turn.tx, found.chat_id) if found else None
    if found is None or old is None or old.official:
        guesses.missed(turn.tx, turn.chat.id, turn.now)
        turn.say("carry.over")
        first_words.greet(turn)
    elif old.id == turn.chat.id:
        turn.say("carry.same_chat")
    elif not _is_free(turn, old):
        turn.say("carry.somebody_elses", phone=turn.agency.contact.phone)
    else:
        _carry(turn, old, found)


def _is_free(turn: Turn, old: ChatRow) -> bool:
    """Whether nobody else is at home here: no other person's case, sent from here or opened here by
    its number, no official, and nobody who has other chats, where nobody said yes."""
    who = turn.chat.person_id
    if who == old.person_id:
        return True
    officials_chat = turn.chat.official or officials.is_locked(turn.tx, who)
    cases = turn.state.get("opened") or links.has_any_case(turn.tx, who)
    return not (officials_chat or cases or len(links.chats_of(turn.tx, who)) > 1)


def _carry(turn: Turn, old: ChatRow, found: Code) -> None:
    links.use(turn.tx, found.id, turn.now)
    taken = _take_along(turn, old)
    _join(turn, old)
    turn.chat.language = old.language
    turn.say("carry.goes_on", draft=bool(taken), human="human" in turn.state)
    here = channel_words(turn, old.language, turn.chat.channel)
    turn.tell_chat(old.id, "carry.went_on", channel=here)
    if taken:
        replay.resume(turn)
    elif "human" not in turn.state:
        first_words.greet(turn)


def _join(turn: Turn, old: ChatRow) -> None:
    if turn.chat.person_id != old.person_id:
        joining.join(turn, old)


def _take_along(turn: Turn, old: ChatRow) -> list[dict[str, Any]]:
    """The drafts of the old chat laid aside here, and whom it spoke with; what was begun here stays
    below them."""
    replay.lay_aside(turn)
    laid_aside = [d for d in (*old.state.pop("kept", []), old.state.pop("d", None)) if d]
    taken = [d for d in laid_aside if replay.holds_words(d)]
    for draft in taken:
        replay.held_here(turn, draft)
        replay.keep(turn, draft)
    if "human" in old.state and "human" not in turn.state:
        turn.state["human"] = old.state.pop("human")
    for gone in ("over", SHOWN):
        old.state.pop(gone, None)
    drafts.save_state(turn.tx, old, draft=False)
    files.move(turn.tx, drafts.file_ids(taken), old.id, turn.chat.id)
    return taken
