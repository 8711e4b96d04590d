"""One message, from what was said to the function that answers it. Read `handle` from the top."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from cases.kinds import Role
from handlers import router, windows
from handlers.cards import replaced_cards
from handlers.citizen import (
    first_words,
    human,
    identity_papers,
    look_up,
    said_early,
    second_matter,
    unsupported,
    waited,
)
from handlers.citizen.languages import choose_language
from handlers.citizen.news import stopping
from handlers.citizen.questions import questions
from handlers.conversation import danger, dialogue, hearing, replay
from handlers.conversation.files import take_files
from handlers.desk import Ground, Turn
from handlers.listed import LISTED
from handlers.notices import night
from handlers.officials import chatless
from handlers.router import Command
from handlers.staff import plain_words, replies
from handlers.staff.people import groups
from messages.envelope import RECEIPTS, ChatKind, Event, Incoming
from storage.columns.plain import stamp
from storage.engine.tx import Tx
from storage.mailbox import chats, inbox, outbox
from storage.mailbox.inbox import Heard
from storage.people import officials
from storage.privacy.access import log_access

# Only what was imported is found by its word.
assert LISTED


def take(tx: Tx, ground: Ground, incoming: Incoming, now: datetime) -> Heard:
    """The whole turn of one update, inside the caller's transaction."""
    if incoming.event in RECEIPTS:
        return _on_device(tx, incoming, now)
    heard = inbox.hear(tx, incoming, now)
    if heard.repeated:
        return heard
    turn = Turn(
        tx,
        ground,
        now,
        incoming=incoming,
        chat=heard.chat,
        inbox_id=heard.inbox_id,
        seq=heard.seq,
        text=incoming.text.strip(),
        choice=incoming.choice,
    )
    # Whoever speaks is awake: what the night kept goes out ahead of the answer too.
    turn.waited = windows.deliver_held(turn) or night.waits(turn, turn.chat.id)
    handle(turn)
    second_matter.go_on(turn)
    turn.state.pop("f", None)
    turn.chat.draft_at = stamp(now) if replay.has_draft(turn) else None
    chats.save(tx, turn.chat, now)
    return heard


def handle(turn: Turn) -> None:
    """The order in which a message is understood. Every path ends in an answer, except events
    that nobody said and the talk of a group among itself."""
    if turn.incoming.event is not Event.MESSAGE:
        EVENTS[turn.incoming.event](turn)
        return
    if turn.chat.seq == 1 or turn.state.pop("silent", False):
        choose_language(turn)
    if turn.chat.kind is ChatKind.GROUP:
        if not _command(turn):
            replies.in_group(turn)
        return
    if turn.incoming.unsupported and not turn.text:
        unsupported.answer(turn)
        return
    take_files(turn)
    identity_papers.looked_at(turn)
    if unsupported.only_sticker(turn) or waited.comes_first(turn):
        return
    if turn.incoming.files and not turn.file_ids and not turn.text:
        replay.ask_again(turn)  # why the file was not taken has been said
        return
    if stopping.said(turn):
        return
    _resolve_choice(turn)
    if replaced_cards.tapped(turn) or _command(turn) or said_early.noted(turn):
        return
    if turn.choice:
        _stale_or_answer(turn)
    elif turn.incoming.edited:
        first_words.edited(turn)
    elif turn.incoming.reply_to and turn.viewer and replies.to_card(turn):
        return
    elif replay.under_way(turn):
        if not turn.viewer:
            danger.warn(turn, turn.text)
        if not questions.interposed(turn):
            hearing.answer(turn)
    elif turn.state.get("human"):
        human.speak(turn)
    elif look_up.answered(turn) or questions.answered(turn):
        return
    elif turn.viewer:
        replies.bare_text(turn)
    else:
        first_words.heard(turn)


def _resolve_choice(turn: Turn) -> None:
    """A typed number or the words of a button shown, with or without diacritics, equal the tap; so
    do the words of the start menu, which everybody has seen, at any time."""
    if turn.choice or not turn.text or not turn.private:
        return
    shown = [] if waited.unread(turn) else turn.chat.shown
    choice = first_words.choice_meant(turn.text, shown)
    if not choice and not turn.file_ids and not turn.incoming.edited:
        choice = first_words.menu_meant(turn)
    if choice:
        turn.choice = choice


def _command(turn: Turn) -> bool:
    """Run the command that was typed, tapped or spoken. False when there was none."""
    said = turn.choice if turn.choice.startswith("/") else turn.text
    if said.startswith("/") and len(said) > 1 and not turn.incoming.edited:
        asked, words = router.find_typed(said)
        if asked is None:
            return _unknown(turn, router.split(said)[0])
    elif turn.choice or turn.file_ids or not turn.private or turn.incoming.edited:
        return False
    else:
        found = plain_words.meant(turn, router.spoken(turn.text))
        if found is None:
            return False
        asked, words = found
    _run(turn, asked, words)
    return True


def _unknown(turn: Turn, name: str) -> bool:
    if turn.chat.kind is ChatKind.GROUP:
        return True
    close = router.closest(turn, name)
    turn.say("common.unknown_command", suggestions=[f"/{c}" for c in close])
    replay.ask_again(turn)
    return True


def _run(turn: Turn, asked: Command, words: str) -> None:
    if turn.chat.kind is ChatKind.GROUP and not asked.group:
        turn.say("common.not_in_group")
    elif not router.permitted(turn, asked):
        # A member of a group who never wrote to us is nobody we know.
        log_access(turn.tx, turn.now, turn.chat.person_id or None, f"refused /{asked.name}")
        if officials.is_locked(turn.tx, turn.chat.person_id):
            turn.say("people.locked")
        else:
            turn.say("common.not_for_you", command=f"/{asked.name}", roles=_roles(turn, asked))
        replay.ask_again(turn)
    else:
        _interrupting(turn, asked, words)


def _roles(turn: Turn, asked: Command) -> str:
    """Who may use it, in words."""
    roles = [role for role in Role if role in (asked.who or ())]
    return ", ".join(turn.words(turn.language, "people.role", role=role.value) for role in roles)


def _interrupting(turn: Turn, asked: Command, words: str) -> None:
    """Run a command; a dialogue that it left where it was goes on with its question. One in which
    nothing was written yet gives way to what the command offers instead: its buttons would be out
    of sight."""
    name, number, shown = replay.under_way(turn), turn.state.get("n"), turn.chat.shown
    human.interrupted(turn, asked.name)
    asked.function(turn, words)
    if not name or name != replay.under_way(turn) or number != turn.state.get("n"):
        return
    spec = dialogue.DIALOGUES[name]
    written = spec.draft or spec.holds_words(turn.state["d"]["a"])
    if written or turn.chat.shown is shown:
        replay.ask_again(turn)
    else:
        replay.drop(turn)


def _stale_or_answer(turn: Turn) -> None:
    if turn.choice.startswith("=") and not hearing.stale(turn, turn.choice):
        hearing.answer(turn)
    elif replay.under_way(turn):
        turn.say("common.stale")
        replay.ask_again(turn)
    else:
        first_words.nothing_open(turn)


def _blocked(turn: Turn) -> None:
    turn.chat.blocked = True
    chats.block(turn.tx, turn.chat.id, turn.now)
    if turn.chat.official and turn.private:
        chatless.last_chat_gone(turn, turn.chat.person_id)


def _unblocked(turn: Turn) -> None:
    """Saving the chat after its turn makes it reachable again."""


def _followed(turn: Turn) -> None:
    """Somebody opened the account and has not said anything yet; whoever was here knows it."""
    if turn.chat.fresh:
        turn.state["silent"] = True
        first_words.greet(turn)


def _on_device(tx: Tx, incoming: Incoming, now: datetime) -> Heard:
    """What a device says by itself is noted and is no turn: nobody spoke."""
    chat = chats.by_address(tx, incoming.channel, incoming.chat)
    if chat is None:
        return inbox.nobody(incoming)
    outbox.on_device(tx, chat.id, incoming.ours, now, seen=incoming.event is Event.SEEN)
    return Heard(chat, 0, chat.seq)


EVENTS: dict[Event, Callable[[Turn], None]] = {
    Event.BLOCKED: _blocked,
    Event.UNBLOCKED: _unblocked,
    Event.FOLLOWED: _followed,
    Event.REMOVED: _blocked,
    Event.MIGRATED: groups.migrated,
}
