"""Why an office is suggested for a new case: the sender's own words that speak for it."""

from __future__ import annotations

from cases.confidentiality import Viewer
from cases.kinds import Role
from cases.lifecycle import Status
from cases.understanding.routing import guess
from handlers.desk import Desk
from handlers.rights.masking import Mask
from storage.casework import cases
from storage.tables.casework import Case

_MOST = 3


def line(desk: Desk, case: Case, viewer: Viewer | None, language: str) -> str:
    """For whoever decides where a case goes; empty where nothing is suggested."""
    decides = viewer is not None and viewer.is_(Role.DISPATCHER)
    if not decides or case.status != Status.RECEIVED or case.restricted:
        return ""
    told = "\n".join(text.body for text in cases.texts(desk.tx, case.id, "story"))
    found = guess(Mask(desk, case, viewer, language)(told), desk.agency)
    if not found.office or not found.because:
        return ""
    return desk.ready(
        language,
        "why.chosen" if found.office == case.suggested_office else "why.other",
        office=desk.agency.office(found.office).short,
        words=list(found.because[:_MOST]),
        elsewhere=bool(found.other_body),
    )
