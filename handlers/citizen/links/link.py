"""One person in several apps: a code shown in one chat and typed in another joins the two, once
both have said yes. What is said to a wrong code is the same whatever was wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cases.numbers.codes import LINK_DIGITS, link_digits
from handlers import joining
from handlers.citizen.interludes import begin_over, ended
from handlers.citizen.plain_words import yes_no
from handlers.conversation.dialogue import Ask, Option, dialogue
from handlers.desk import Turn
from handlers.notices.channel_names import channel_words
from handlers.router import command
from messages.dates import day_text, moment_text
from messages.envelope import Choice, Priority
from storage.casework import guesses
from storage.mailbox import chats, inbox
from storage.mailbox.chats import ChatRow
from storage.people import links, officials
from storage.tables.mailbox import Chat

_MOST_SHOWN = 3  # of the other chats: Zalo bears five buttons


@command("lienket", "link")
def link(turn: Turn, words: str) -> None:
    """`/lienket`: a code to type elsewhere, and the chats joined so far; `/lienket CODE`."""
    if officials.is_locked(turn.tx, turn.chat.person_id):
        turn.say("people.locked")
    elif code := link_digits(words):
        give(turn, code)
    elif any(c.isdigit() for c in words):
        turn.say("link.digits", [turn.button("link.b_new_code", "/lienket")])
    else:
        show(turn)


def show(turn: Turn) -> None:
    """What linking does, the person's chats, and a new code."""
    theirs = links.chats_of(turn.tx, turn.chat.person_id)
    several = theirs if len(theirs) > 1 else []
    chosen = links.chosen(turn.tx, turn.chat.person_id)
    turn.say(
        "link.about",
        _buttons(turn, several, chosen),
        chats=[_line(turn, chat, chosen) for chat in several],
    )
    code = turn.ground.chance(LINK_DIGITS)
    keys = turn.ground.keys
    while not links.issue(turn.tx, keys, links.LINK, turn.chat.id, code, turn.now):
        code = turn.ground.chance(LINK_DIGITS)
    minutes = int(links.LIFE[links.LINK].total_seconds() // 60)
    turn.say("link.code", one_time=True, code=f"{code[:4]} {code[4:]}", minutes=minutes)


def _line(turn: Turn, chat: Chat, chosen: int | None) -> dict[str, Any]:
    return {
        "channel": channel_words(turn, turn.language, chat.channel),
        "since": day_text(chat.created_at, turn.language),
        "here": chat.id == turn.chat.id,
        "told": chat.id == chosen,
    }


def _buttons(turn: Turn, several: list[Chat], chosen: int | None) -> list[Choice]:
    if not several:
        return []
    here = [] if chosen == turn.chat.id else [turn.button("link.b_tell_here", "/baotinday")]
    others = [c for c in several if c.id != turn.chat.id][:_MOST_SHOWN]
    return [
        *here,
        *(turn.button("link.b_separate", f"/tachra {c.id}", **_which(turn, c)) for c in others),
        turn.button("link.b_separate_here", f"/tachra {turn.chat.id}"),
    ]


def _which(turn: Turn, chat: Chat | ChatRow) -> dict[str, str]:
    """A chat in words, without anybody's number in its channel."""
    row = turn.tx.get(Chat, chat.id)
    assert row is not None
    return {
        "channel": channel_words(turn, turn.language, chat.channel),
        "since": day_text(row.created_at, turn.language),
    }


# --- the chat in which the code is typed ---------------------------------------------------------


def give(turn: Turn, code: str) -> None:
    """Say what would be joined and ask. A wrong code is counted as a guess."""
    inbox.hide(turn.tx, turn.inbox_id, turn.incoming.text)
    until = guesses.waits_until(turn.tx, turn.chat.id, turn.now)
    if until is not None:
        turn.say("people.slow_down", until=moment_text(until, turn.language))
        return
    found = links.find(turn.tx, turn.ground.keys, links.LINK, code, turn.now)
    if found is not None and found.other_chat_id not in (None, turn.chat.id):
        found = None
    first = chats.by_id(turn.tx, found.chat_id) if found else None
    if found is None or first is None or first.erased:
        guesses.missed(turn.tx, turn.chat.id, turn.now)
        over(turn)
    elif first.id == turn.chat.id:
        turn.say("link.same_chat", code=f"{code[:4]} {code[4:]}")
    elif found.other_chat_id is not None:
        turn.say("link.asked", channel=channel_words(turn, turn.language, first.channel))
    elif why_not := joining.why_not(turn, first):
        turn.say(why_not, channel=channel_words(turn, turn.language, first.channel))
    else:
        begin_over(turn, "link", {"code_id": found.id})


def over(turn: Turn) -> None:
    """Wrong, used or expired: the same is said."""
    turn.say("link.no_such_code", [turn.button("link.b_new_code", "/lienket")])


@dataclass(frozen=True, slots=True)
class Answered:
    code_id: int
    yes: bool


@dialogue("link", lambda turn, answered: _answered(turn, answered))
def linking(ask: Ask) -> Answered:
    code_id = int(ask.answers["code_id"])
    sure = ask.choice(
        "sure",
        (Option("yes", "link.b_join"), Option("no", "link.b_leave")),
        text="link.sure",
        params=lambda: _what(ask.turn, code_id),
        read=yes_no,
    )
    return Answered(code_id, sure == "yes")


def _what(turn: Turn, code_id: int) -> dict[str, Any]:
    """The other chat in words; empty ones once the code has ended."""
    found = links.by_id(turn.tx, code_id, turn.now)
    first = chats.by_id(turn.tx, found.chat_id) if found else None
    if first is None:
        return {"channel": "", "since": "", "official": False}
    return {**_which(turn, first), "official": first.official or turn.chat.official}


def _answered(turn: Turn, answered: Answered) -> None:
    found = links.by_id(turn.tx, answered.code_id, turn.now)
    first = chats.by_id(turn.tx, found.chat_id) if found else None
    if not answered.yes:
        turn.say("link.left")
    elif first is None or not links.give(turn.tx, answered.code_id, turn.chat.id, turn.now):
        over(turn)
    else:
        _ask_first(turn, first, answered.code_id)
        turn.say("link.asked", channel=channel_words(turn, turn.language, first.channel))
    ended(turn)


def _ask_first(turn: Turn, first: ChatRow, code_id: int) -> None:
    buttons = [
        turn.label(first.language, "link.b_it_is_me", f"/dunglatoi {code_id}"),
        turn.label(first.language, "link.b_not_me", f"/khongphaitoi {code_id}"),
    ]
    turn.tell_chat(
        first.id,
        "link.is_it_you",
        buttons,
        priority=Priority.REPLY,  # somebody holds this chat in their hand and waits for it
        channel=channel_words(turn, first.language, turn.chat.channel),
        official=first.official or turn.chat.official,
    )
