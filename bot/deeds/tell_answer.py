"""The minute in which an answer could be taken back is over: its sender is told."""

from __future__ import annotations

from functools import partial

from bot.deeds.shape import Write
from handlers import door
from handlers.desk import Desk
from storage.casework import duties
from storage.tables.casework import Case
from storage.tables.house import Job


class TellAnswer:
    """params: case, its id. Whether it is still to be told is looked up in the transaction that
    tells it: the official may take it back at the same moment."""

    async def do(self, job: Job) -> Write:
        return partial(_tell, int(job.params["case"]))

    def give_up(self, desk: Desk, job: Job) -> None:
        """Somebody calls the sender instead."""
        case = desk.tx.get(Case, int(job.params["case"]))
        if case is not None:
            office = "" if case.restricted else case.office
            office = office or desk.agency.reception_office
            duties.call(desk.tx, office, case.id, "tell:answer", desk.now)


def _tell(case_id: int, desk: Desk) -> None:
    case = desk.tx.get(Case, case_id)
    if case is not None:
        door.tell_answer(desk, case)
