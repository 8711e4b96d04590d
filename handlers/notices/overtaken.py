"""Notices that waited behind a closed window until a newer one had overtaken them: read late, and
in a row, they would promise days that have passed and ask for what nobody waits for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from cases.lifecycle import Status
from messages.dates import local
from storage.mailbox.windows import Held
from storage.tables.casework import Case

_LAST_WORDS = frozenset({"notice.answer", "notice.refuse", "notice.forward", "notice.acknowledge"})
_NEW_DAY = frozenset({"notice.extend", "notice.recount", "notice.late"})
_OF_A_DAY = frozenset({"clock.morning", "reminder.afternoon", "late.due_today"})
_RESTRICTED = frozenset({"notice.restricted", "notice.restricted_ask"})
_OVERTAKEN_BY: Mapping[str, frozenset[str]] = {
    "notice.accept": frozenset({"notice.transfer"}) | _NEW_DAY | _LAST_WORDS,
    "notice.transfer": frozenset({"notice.transfer"}) | _LAST_WORDS,
    "notice.extend": frozenset({"notice.extend", "notice.late"}) | _LAST_WORDS,
    "notice.recount": _NEW_DAY | _LAST_WORDS,
    "notice.late": frozenset({"notice.extend", "notice.progress"}) | _LAST_WORDS,
    "notice.progress": frozenset({"notice.extend", "notice.progress"}) | _LAST_WORDS,
    "notice.ask": frozenset({"notice.ask"}) | _LAST_WORDS,
    "notice.lapse": _LAST_WORDS,
    "notice.restricted": _RESTRICTED,
    # Its delivery stops the clock: nothing else stands for it.
    "notice.restricted_ask": frozenset({"notice.restricted_ask"}),
}


def of_another_day(notice: Held, now: datetime) -> bool:
    """Whether it says what there is to do today, and was written on another day."""
    return notice.key in _OF_A_DAY and local(notice.at).date() != local(now).date()


def overtaken(notice: Held, waiting: Sequence[Held], case: Case) -> bool:
    """Whether a notice to the sender of `case` says nothing any more beside what else waits in the
    same chat, oldest first."""
    newer = {each.key for each in waiting if each.case_id == case.id and each.id > notice.id}
    if newer & _OVERTAKEN_BY.get(notice.key, frozenset()):
        return True
    if notice.key == "notice.restricted_ask" and case.status != Status.WAITING:
        return bool(newer & _RESTRICTED)
    # One that went unanswered is told of by what says so.
    given_up = notice.key == "notice.ask" and case.status != Status.WAITING
    return given_up and "notice.lapse" not in newer
