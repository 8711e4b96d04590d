"""Two chats become one person's, or one of them a person's of its own."""

from __future__ import annotations

from handlers.cards import sight
from handlers.desk import Turn
from handlers.labels import Label
from handlers.notices import rerouting
from handlers.notices.channel_names import channel_words
from handlers.officials import chatless, handover, retraction
from storage.mailbox import chats, drafts
from storage.mailbox.chats import ChatRow
from storage.people import links, officials, people
from storage.tables.mailbox import Chat

SEPARATED = "chat separated"
"""Why a message that waited for a chat is not sent there any more."""


# --- joining -------------------------------------------------------------------------------------


def why_not(turn: Turn, other: ChatRow) -> str:
    """What keeps this chat and the other apart, as a text; empty where nothing does."""
    if other.person_id == turn.chat.person_id:
        return "link.already"
    if any(officials.is_locked(turn.tx, c.person_id) for c in (other, turn.chat)):
        return "link.not_these"
    return "link.two_officials" if other.official and turn.chat.official else ""


def join(turn: Turn, other: ChatRow) -> None:
    """This chat and the other speak for one person from now on: for the official, where one of
    them is one's, else for whoever speaks here."""
    stays, goes = turn.chat.person_id, other.person_id
    if other.official:
        stays, goes = goes, stays
    _tell_the_others(turn, other)
    people.join(turn.tx, goes, stays)
    turn.chat.person_id = other.person_id = stays
    turn.chat.official = other.official = turn.chat.official or other.official
    turn.__dict__.pop("viewer", None)
    if turn.chat.official:
        _own_cases_of_official(turn, stays)


def _tell_the_others(turn: Turn, other: ChatRow) -> None:
    """Whoever of the two has more chats hears of it there: a yes may have been somebody else's."""
    for joined, to in ((turn.chat, other), (other, turn.chat)):
        for chat in links.chats_of(turn.tx, joined.person_id):
            if chat.id != joined.id and chat.blocked_at is None:
                channel = channel_words(turn, chat.language, to.channel)
                turn.tell_chat(chat.id, "link.another", channel=channel)


def _own_cases_of_official(turn: Turn, person_id: int) -> None:
    """What they sent themselves they never handle: it goes back to its office, and out of sight."""
    held = handover.open_cases(turn, person_id)
    own = [c for c in held if c.submitter_id == person_id]
    handover.hand_over(turn, own, handover.BACK, "system")
    sight.lost_to(turn, person_id)
    button = [Label("people.b_lock_number", f"/khoa {person_id}", {"number": person_id})]
    for admin in people.admins(turn.tx, turn.now):
        if admin != person_id:
            name = people.name_of(turn.tx, person_id)
            turn.tell_person(admin, "people.linked_a_chat", button, name=name)


# --- separating ----------------------------------------------------------------------------------


def separate(turn: Turn, chat: Chat) -> None:
    """The chat speaks for nobody known from now on. No case goes with it; what was told there is
    told in another chat of the person, and nothing that was said there can be fetched from us."""
    who = turn.chat.person_id
    here = chat.id == turn.chat.id
    officials.detach(turn.tx, chat.id, turn.now)
    links.tell_elsewhere(turn.tx, who, chat.id, _instead(turn, who, here))
    if links.chosen(turn.tx, who) == chat.id:
        links.choose(turn.tx, who, None)
    rerouting.empty_chat(turn, chat.id, SEPARATED)
    retraction.retract(turn, chat.id)
    if here:
        _forget_here(turn)
    else:
        _forget_there(turn, chat.id)
    if officials.get(turn.tx, who) is not None:
        chatless.last_chat_gone(turn, who)


def _instead(turn: Turn, person_id: int, here: bool) -> int:
    if not here:
        return turn.chat.id
    reached = people.preferred_chat(turn.tx, person_id, letters=False)
    return reached or links.chats_of(turn.tx, person_id)[0].id


def _forget_here(turn: Turn) -> None:
    """The turn's own chat is saved at its end, so what it is now has to stand in the turn."""
    drafts.forget_files(turn.tx, turn.chat.id, drafts.file_ids(turn.state), turn.now)
    now = chats.by_id(turn.tx, turn.chat.id)
    assert now is not None
    turn.chat.person_id, turn.chat.official = now.person_id, False
    turn.chat.state, turn.chat.shown = {}, []
    turn.__dict__.pop("viewer", None)


def _forget_there(turn: Turn, chat_id: int) -> None:
    there = chats.by_id(turn.tx, chat_id)
    assert there is not None
    drafts.forget_files(turn.tx, chat_id, drafts.file_ids(there.state), turn.now)
    officials.forget_state(turn.tx, there.person_id)
    turn.tell_chat(chat_id, "link.cut_off")
