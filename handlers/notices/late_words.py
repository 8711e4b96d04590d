"""Messages that took their time (a busy channel, a quiet night, a closed window): about a case that
their reader may no longer see they are not delivered."""

from __future__ import annotations

from cases.confidentiality import Viewer
from handlers.desk import Desk
from handlers.notices import consulting
from handlers.rights import rights
from messages.envelope import Parcel, Priority
from storage.mailbox import outbox
from storage.mailbox.outbox import Addressee
from storage.people import officials, people
from storage.tables.casework import Case

TAKES_AWAY = frozenset({"card.gone", "opening.over"})
"""Keys of what comes in the place of words that are no longer for their reader."""


def too_late(desk: Desk, parcel: Parcel) -> bool:
    """Whether an official, or a group of them, has lost sight of the case since it was written."""
    if parcel.message.key in TAKES_AWAY:
        return False
    told = outbox.addressee(desk.tx, parcel.id)
    case = desk.tx.get(Case, told.case_id) if told and told.case_id else None
    if told is None or case is None or _is_senders(told, case):
        return False
    if told.group:
        return bool(case.restricted) or told.office != case.office
    if told.person_id is None or not officials.was_one(desk.tx, told.person_id):
        return False
    viewer = people.viewer(desk.tx, told.person_id, desk.now)
    if viewer is None or parcel.priority is not Priority.REPLY:
        return viewer is None or not reads(desk, parcel.message.key, case, viewer)
    # What they did themselves they hear of, though the case has gone to others by it.
    hidden = bool(case.restricted) and viewer.person_id not in (case.recused or ())
    return hidden and not rights.may_see(desk, case, viewer)


def reads(desk: Desk, key: str, case: Case, viewer: Viewer) -> bool:
    """Whether an official may be shown the message `key` about this case now."""
    if key == consulting.ASKED:
        return consulting.about(desk, viewer, case) is not None
    return rights.may_see(desk, case, viewer)


def _is_senders(told: Addressee, case: Case) -> bool:
    """By whatever way they are told, a letter to an address of the case included."""
    if told.chat_id == case.chat_id or told.letters_of == case.id:
        return True
    return case.submitter_id is not None and case.submitter_id == told.person_id
