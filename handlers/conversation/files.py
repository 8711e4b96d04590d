"""Files that came with a message: recorded in the turn, fetched and checked behind it."""

from __future__ import annotations

from handlers.desk import Turn
from messages.envelope import Attachment, FileKind
from storage.mailbox import files

_REJECTED = "rejected:"  # the web chat has looked at the bytes before the turn


def take_files(turn: Turn) -> None:
    """Note each attachment; say at once what could not be taken, and why. A sticker is a gesture
    and no paper of a case."""
    for attachment in turn.incoming.files:
        if attachment.kind is FileKind.STICKER:
            continue
        if attachment.type.startswith(_REJECTED):
            reason = attachment.type.removeprefix(_REJECTED)
            _refuse(turn, attachment, reason)
        elif too_large(turn, attachment):
            _refuse(turn, attachment, "too_large")
        else:
            turn.file_ids.append(
                files.record(turn.tx, turn.chat.id, turn.chat.channel, attachment, turn.now)
            )


def too_large(turn: Turn, attachment: Attachment) -> bool:
    limit = turn.agency.limits.file_megabytes * 1024 * 1024
    return attachment.size is not None and attachment.size > limit


def _refuse(turn: Turn, attachment: Attachment, reason: str) -> None:
    turn.say(f"files.{reason}", name=attachment.name, limit=turn.agency.limits.file_megabytes)
