"""Channels that close some time after a person's last word: when they are closed, what goes out
instead, what waits meanwhile, and how it is delivered once the person writes again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from handlers.cards import cards
from handlers.conversation.phones import phone_of
from handlers.desk import Ground, Turn
from handlers.notices import late_words
from handlers.notices.overtaken import of_another_day, overtaken
from messages.envelope import Event, Parcel, Priority, Template
from storage.casework import cases, duties
from storage.engine.tx import Tx
from storage.mailbox import windows
from storage.mailbox.windows import Held
from storage.tables.casework import Case

CARD = "card.card"
_ENDS_EARLY = timedelta(minutes=1)  # our clock and the channel's need not agree to the second


def closed(tx: Tx, ground: Ground, parcel: Parcel, now: datetime) -> bool:
    """Whether the chat of a message takes nothing now."""
    window = ground.window(parcel.channel)
    if window is None:
        return False
    heard = windows.heard_at(tx, parcel.chat_id)
    return heard is None or now >= heard + window - _ENDS_EARLY


def templates(tx: Tx, ground: Ground, parcel: Parcel) -> list[Template]:
    """What may be sent all the same: the approved templates for this notice, as the agency lists
    them. Empty for anything but a notice to the sender of a case."""
    row = tx.one("SELECT case_id, params, person_id FROM outbox WHERE id = :id", id=parcel.id)
    case = tx.get(Case, row[0]) if row and row[0] else None
    if row is None or case is None or parcel.priority is not Priority.NOTICE:
        return []
    if parcel.chat_id != case.chat_id and case.submitter_id != row[2]:
        return []
    words = _words(ground, tx.opened_json(row[1]) or {})
    phone = phone_of(str(cases.identity(tx, ground.keys, case.id).get("phone") or ""))
    made = []
    for each in ground.agency.zalo.templates:
        if each.notice == parcel.message.key and (phone or not each.by_phone):
            values = {
                name: _fitted(words.get(value.source, ""), value.longest)
                for name, value in each.values.items()
            }
            to = {"to_phone": phone} if each.by_phone else {"to_user": parcel.chat}
            made.append(Template(each.template, values, tracking=str(parcel.id), **to))
    return made


def _words(ground: Ground, params: dict[str, Any]) -> dict[str, str]:
    contact = {"agency": ground.agency.short, "phone": ground.agency.contact.phone}
    return contact | {
        name: str(value)
        for name, value in params.items()
        if isinstance(value, str | int) and not isinstance(value, bool)
    }


def _fitted(words: str, longest: int) -> str:
    """On one line and no longer than the template was approved for: the whole of it waits here."""
    words = " ".join(words.split())
    if len(words) <= longest:
        return words
    cut = words[: longest - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"


# --- what waited ---------------------------------------------------------------------------------


def deliver_held(turn: Turn) -> bool:
    """The person has come to the chat: what could not be sent to them goes out now, before any
    answer. A card is made anew, and nothing is shown that its reader may no longer see. Whether
    anything did."""
    if not turn.reach.window or turn.incoming.event is Event.BLOCKED:
        return False
    held = windows.held(turn.tx, turn.chat.id)
    return any([_came_out(turn, waiting, held) for waiting in held])


def _came_out(turn: Turn, waiting: Held, held: Sequence[Held]) -> bool:
    case = turn.tx.get(Case, waiting.case_id) if waiting.case_id else None
    out = _may_come_out(turn, waiting, held, case)
    if out and waiting.key != CARD:
        windows.let_go(turn.tx, waiting.id, turn.now)
    else:
        windows.drop(turn.tx, waiting.id)
    if out and waiting.key == CARD and case is not None and turn.viewer is not None:
        cards.show(turn, case, turn.viewer, turn.chat.id)
    if case is not None:
        duties.heard_from(turn.tx, case.id, turn.now)
    return out


def _may_come_out(turn: Turn, waiting: Held, held: Sequence[Held], case: Case | None) -> bool:
    if of_another_day(waiting, turn.now):
        return False
    if case is None:
        return True
    if waiting.key != CARD and _is_senders(turn, case):
        return not overtaken(waiting, held, case)
    if waiting.key == CARD and waiting.id != _newest_card(held, case.id):
        return False
    return turn.viewer is not None and late_words.reads(turn, waiting.key, case, turn.viewer)


def _newest_card(held: Sequence[Held], case_id: int) -> int:
    return max(each.id for each in held if each.key == CARD and each.case_id == case_id)


def _is_senders(turn: Turn, case: Case) -> bool:
    return case.chat_id == turn.chat.id or case.submitter_id == turn.chat.person_id
