"""An official's e-mail address: the morning's duties go there too, and alerts when no chat does."""

from __future__ import annotations

from cases.words.text import fold
from handlers.citizen.submission.particulars import email_in
from handlers.citizen.submission.sender import shown_email
from handlers.desk import Turn
from handlers.router import STAFF, command
from storage.mailbox import addresses, inbox

_NONE = frozenset({"xoa", "bo", "khong", "none", "remove", "delete"})


@command("email", "thudientu", who=STAFF)
def email(turn: Turn, words: str) -> None:
    """`/email ADDRESS` sets or changes it, `/email xoa` removes it, `/email` shows it in part."""
    keys, who = turn.ground.keys, turn.chat.person_id
    if "email" not in turn.ground.reach:
        turn.say("people.email_off")
    elif address := email_in(words):
        inbox.hide(turn.tx, turn.inbox_id, address)
        addresses.keep_for_official(turn.tx, keys, who, address, turn.now, turn.language)
        turn.say("people.email_now", address=shown_email(address))
    elif fold(words) in _NONE:
        addresses.forget_officials(turn.tx, who, turn.now)
        turn.say("people.email_gone")
    else:
        known = addresses.of_official(turn.tx, who)
        address = addresses.opened(turn.tx, keys, known) if known else ""
        turn.say("people.email", address=shown_email(address), wrong=words[:80])
