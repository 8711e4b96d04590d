"""Notices that waited behind a closed window until a newer one had overtaken them: read late, and
in a row, they would promise days that have passed and ask for what nobody waits for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cases.lifecycle import Status
from storage.tables import Case
from storage.windows import Held

_LAST_WORDS = frozenset({"notice.answer", "notice.refuse", "notice.forward", "notice.acknowledge"})
_OVERTAKEN_BY: Mapping[str, frozenset[str]] = {
    "notice.accept": frozenset({"notice.transfer", "notice.extend"}) | _LAST_WORDS,
    "notice.transfer": frozenset({"notice.transfer"}) | _LAST_WORDS,
    "notice.extend": frozenset({"notice.extend"}) | _LAST_WORDS,
    "notice.ask": frozenset({"notice.ask"}) | _LAST_WORDS,
    "notice.lapse": _LAST_WORDS,
    "notice.restricted": frozenset({"notice.restricted"}),
}


def overtaken(notice: Held, waiting: Sequence[Held], case: Case) -> bool:
    """Whether a notice to the sender of `case` says nothing any more beside what else waits in the
    same chat, oldest first."""
    newer = {each.key for each in waiting if each.case_id == case.id and each.id > notice.id}
    if newer & _OVERTAKEN_BY.get(notice.key, frozenset()):
        return True
    # One that went unanswered is told of by what says so.
    given_up = notice.key == "notice.ask" and case.status != Status.WAITING
    return given_up and "notice.lapse" not in newer
