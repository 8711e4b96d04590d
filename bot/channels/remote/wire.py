"""What travels between the house and a channel's own process: plain tuples, written by marshal.

The two ends are one program on one machine, so no form has to be kept between versions. Measured
for 64 together, there and back: 5 µs an update and 4 µs a parcel; the dataclasses themselves
through pickle cost 10 and 29.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

from bot.channels.base import (
    Closed,
    FileGone,
    FileTooLarge,
    Later,
    Outcome,
    Refused,
    Sent,
    Taken,
    Unknown,
    Unreachable,
)
from messages.envelope import (
    Attachment,
    ChatKind,
    Choice,
    ChoiceKind,
    Document,
    Event,
    FileKind,
    Incoming,
    Location,
    Outgoing,
    Parcel,
    Priority,
)
from storage.engine.unavailable import StorageUnavailable

Plain = Any
"""None, bool, int, float, str, bytes, and tuples, lists and dicts of them: exactly these types, for
marshal takes no subclass (a Markup, an enum's member)."""

_TEXTS = (
    "channel update_id chat sender text choice choice_on phone language message_id reply_to album"
    " topic new_chat unsupported edited raw choice_from ours form"
).split()
_texts_of = attrgetter(*_TEXTS)
_CHAT_KINDS = {kind.value: kind for kind in ChatKind}
_EVENTS = {event.value: event for event in Event}
_FILE_KINDS = {kind.value: kind for kind in FileKind}
_CHOICE_KINDS = {kind.value: kind for kind in ChoiceKind}
_PRIORITIES = {int(priority): priority for priority in Priority}


def pack_incoming(update: Incoming) -> Plain:
    place = update.location
    return (
        _texts_of(update),
        update.at.timestamp(),
        update.chat_kind.value,
        update.event.value,
        tuple([(f.kind.value, f.ref, f.name, f.type, f.size) for f in update.files]),
        (place.latitude, place.longitude) if place else None,
    )


def unpack_incoming(packed: Plain) -> Incoming:
    texts, at, chat_kind, event, files, place = packed
    (
        channel, update_id, chat, sender, text, choice, choice_on, phone, language, message_id,
        reply_to, album, topic, new_chat, unsupported, edited, raw, choice_from, ours, form,
    ) = texts  # fmt: skip
    return Incoming(
        channel,
        update_id,
        chat,
        sender,
        datetime.fromtimestamp(at, UTC),
        text,
        choice,
        choice_on,
        choice_from,
        tuple([Attachment(_FILE_KINDS[kind], *rest) for kind, *rest in files]),
        Location(*place) if place else None,
        phone,
        form,
        language,
        message_id,
        reply_to,
        edited,
        album,
        _CHAT_KINDS[chat_kind],
        topic,
        _EVENTS[event],
        new_chat,
        unsupported,
        ours,
        raw,
    )


def pack_taken(taken: Sequence[Taken]) -> Plain:
    return [(each.seq, each.repeated) for each in taken]


def unpack_taken(packed: Plain) -> list[Taken]:
    return [Taken(*each) for each in packed]


def pack_parcel(parcel: Parcel) -> Plain:
    message, file = parcel.message, parcel.message.file
    return (
        parcel.id,
        parcel.channel,
        parcel.chat_id,
        parcel.chat,
        parcel.topic,
        message.key,
        str(message.text),
        tuple([(str(c.label), str(c.data), c.kind.value) for c in message.choices]),
        (file.name, file.path, file.type, file.size) if file else None,
        message.one_time,
        int(parcel.priority),
        parcel.replaces,
        parcel.replaces_id,
        parcel.reply_to,
        parcel.attempts,
        parcel.again,
        str(parcel.subject),
        parcel.erased,
        parcel.language,
        parcel.numbers,
    )


def unpack_parcel(packed: Plain) -> Parcel:
    (
        ident, channel, chat_id, chat, topic, key, text, choices, file, one_time, priority, *rest
    ) = packed  # fmt: skip
    document = Document(*file) if file else None
    message = Outgoing(key, text, _choices(choices), document, one_time)
    return Parcel(ident, channel, chat_id, chat, topic, message, _PRIORITIES[priority], *rest)


@lru_cache(1024)  # most messages bear the same few sets of buttons
def _choices(packed: tuple[tuple[str, str, str], ...]) -> tuple[Choice, ...]:
    return tuple([Choice(label, data, _CHOICE_KINDS[kind]) for label, data, kind in packed])


_OUTCOMES: dict[str, type[Outcome]] = {
    each.__name__: each for each in (Sent, Later, Unreachable, Closed, Refused, Unknown)
}


def pack_outcome(outcome: Outcome) -> Plain:
    return (type(outcome).__name__, *[getattr(outcome, name) for name in outcome.__slots__])


def unpack_outcome(packed: Plain) -> Outcome:
    name, *values = packed
    return _OUTCOMES[name](*values)


class Failed(Exception):
    """What failed at the other end with an exception that means nothing here."""


# Subclasses first: an error travels as the first of these that it is.
_ERRORS: tuple[type[Exception], ...] = (
    StorageUnavailable,
    FileTooLarge,
    FileGone,
    PermissionError,
    TimeoutError,
    ConnectionError,
    OSError,
)


def pack_error(error: Exception) -> Plain:
    for known in _ERRORS:
        if isinstance(error, known):
            return known.__name__, str(error)
    # Its words may be a citizen's.
    return Failed.__name__, type(error).__name__


def unpack_error(packed: Plain) -> Exception:
    name, words = packed
    return next((e for e in _ERRORS if e.__name__ == name), Failed)(words)
