"""Zalo's webhook events as the house's own messages (facts: channels 1.8). Where sources disagree
about a shape, all of them are read. A body that is none of it raises Strange."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.channels.zalo_parts.contents import Strange, attached, field, said, submitted
from bot.channels.zalo_parts.taps import tapped
from bot.channels.zalo_parts.traits import NAME
from messages.envelope import Event, Incoming, scrub
from storage.keys import Keys

_Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reader:
    """`oa_id` tells the account from the person where an event names both."""

    keys: Keys
    oa_id: str = ""

    def read(self, body: _Body, raw: bytes) -> Incoming | None:
        """One event; None for the echo of what we sent. Raises Strange."""
        name = field(body, "event_name")
        if name.startswith("oa_send_"):
            return None
        work = _EVENTS.get(name)
        if work is None:
            raise Strange(f"unknown event {scrub(name)[:60] or '(without a name)'}")
        common: dict[str, Any] = {
            "channel": NAME,
            "at": _at(body),
            "raw": raw,
            **self._who(body, name),
        }
        return Incoming(**common, update_id=update_id(body), **work(self, body, common["chat"]))

    def _who(self, body: _Body, name: str) -> dict[str, str]:
        sender, recipient = field(body, "sender", "id"), field(body, "recipient", "id")
        who = sender or field(body, "follower", "id") or field(body, "user_id")
        if self.oa_id and who == self.oa_id:
            who = recipient
        if not who and name != "user_received_message":
            raise Strange(f"{name} without a person")
        return {"chat": scrub(who), "sender": scrub(who)}

    def message(self, body: _Body, chat: str) -> dict[str, Any]:
        message = _message(body)
        found = {
            "message_id": scrub(field(message, "msg_id")),
            "reply_to": scrub(field(message, "quote_msg_id")),
        }
        name = field(body, "event_name")
        tap = tapped(self.keys, chat, said(message)) if name == "user_send_text" else None
        if tap is not None:
            return found | {"choice": tap.data, "choice_from": tap.outbox_id}
        content = attached(name.removeprefix("user_send_"), message)
        return found | (content or {"unsupported": name.removeprefix("user_send_")})

    def particulars(self, body: _Body, chat: str) -> dict[str, Any]:
        text = submitted(body.get("info"))
        if not text:
            raise Strange("user_submit_info without anything in it")
        return {"text": text, "form": True}

    def received(self, body: _Body, chat: str) -> dict[str, Any]:
        return {"event": Event.DELIVERED, "ours": _ours(body)}

    def seen(self, body: _Body, chat: str) -> dict[str, Any]:
        return {"event": Event.SEEN, "ours": _ours(body)}

    def followed(self, body: _Body, chat: str) -> dict[str, Any]:
        return {"event": Event.FOLLOWED}

    def unfollowed(self, body: _Body, chat: str) -> dict[str, Any]:
        return {"event": Event.BLOCKED}


_SENT = "text image gif file audio voice video link sticker location business_card".split()
_EVENTS: dict[str, Callable[[Reader, _Body, str], dict[str, Any]]] = {
    **{f"user_send_{kind}": Reader.message for kind in _SENT},
    "user_submit_info": Reader.particulars,
    "user_received_message": Reader.received,
    "user_seen_message": Reader.seen,
    "follow": Reader.followed,
    "unfollow": Reader.unfollowed,
}


def update_id(body: _Body) -> str:
    """The same when Zalo sends it again. A receipt bears the id of a message of ours, which is
    therefore only a part of its own."""
    name, message = field(body, "event_name"), body.get("message")
    own = field(body, "message", "msg_id") if name.startswith("user_send_") else ""
    if own:
        return scrub(own)
    subject = next(
        (who for where in ("sender", "follower", "recipient") if (who := field(body, where, "id"))),
        field(body, "user_id"),
    )
    about = _ours(body)[:1] if isinstance(message, dict) else ()
    return scrub(".".join((name, field(body, "timestamp"), subject, *about)))


def _at(body: _Body) -> datetime:
    try:
        return datetime.fromtimestamp(int(field(body, "timestamp")) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        raise Strange("a timestamp that is none") from None


def _message(body: _Body) -> _Body:
    message = body.get("message")
    if not isinstance(message, dict):
        raise Strange("a message that is none")
    return message


def _ours(body: _Body) -> tuple[str, ...]:
    """`msg_id` when received, `msg_ids` when seen."""
    message = _message(body)
    several = message.get("msg_ids")
    ids = several if isinstance(several, list) else [message.get("msg_id")]
    found = tuple(scrub(str(each)) for each in ids if isinstance(each, str | int) and each)
    if not found:
        raise Strange("a receipt for no message")
    return found
