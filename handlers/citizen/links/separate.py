"""One of a person's chats made somebody else's: a lost phone, a browser that others use too."""

from __future__ import annotations

from typing import Any

from cases.numbers.codes import find_code
from handlers import joining
from handlers.citizen.links import link
from handlers.citizen.submission import two_matters
from handlers.conversation import hearing
from handlers.desk import Turn
from handlers.notices.channel_names import channel_words
from handlers.router import COMMANDS, command, permitted
from messages.dates import day_text
from storage.people import links, officials
from storage.tables.mailbox import Chat

_SURE = "ok"


@command("tachra", "separate", hidden=True)
def separate(turn: Turn, words: str) -> None:
    """`/tachra NUMBER` asks once, `/tachra NUMBER ok` does it. Any other number than that of a chat
    of one's own shows the list; with the code of a case it is an official's `/tachgop`, and where
    two matters are to be sent apart or not, it says so."""
    if not words and two_matters.is_asked(turn):
        hearing.answer(turn)  # "tách ra": the two matters just told
        return
    unmerge = COMMANDS["tachgop"]
    if find_code(words) and permitted(turn, unmerge):
        unmerge.function(turn, words)
        return
    number, _, sure = words.strip().partition(" ")
    theirs = links.chats_of(turn.tx, turn.chat.person_id)
    chat = next((c for c in theirs if str(c.id) == number), None)
    if officials.is_locked(turn.tx, turn.chat.person_id):
        turn.say("people.locked")
    elif chat is None or len(theirs) < 2:
        link.show(turn)
    elif sure != _SURE:
        _ask(turn, chat)
    else:
        said = _described(turn, chat)
        joining.separate(turn, chat)
        turn.say("link.separated", **said)


def _ask(turn: Turn, chat: Chat) -> None:
    yes = turn.button("link.b_separate_sure", f"/tachra {chat.id} {_SURE}")
    no = turn.button("link.b_keep", "/lienket")
    turn.say("link.separate_sure", [yes, no], **_described(turn, chat))


def _described(turn: Turn, chat: Chat) -> dict[str, Any]:
    return {
        "channel": channel_words(turn, turn.language, chat.channel),
        "since": day_text(chat.created_at, turn.language),
        "here": chat.id == turn.chat.id,
    }
