"""What stands beside the cases of the model: questions to other offices and to the accused side,
openings of an identity, requests about data, files. And who it lets learn what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.kinds import IdentityMode
from cases.lifecycle import Status
from messages.envelope import Attachment, FileKind
from storage.casework import consultations, explanations, history, openings
from storage.engine.tx import Tx
from storage.mailbox import files
from storage.privacy import data_requests
from storage.tables.casework import Case, Consultation, Explanation, IdentityOpening
from tests import canaries
from tests.oracle import Part

ASKED_OFFICE = "khoa_giao_van_xa"
NUMBER = "GT-777777"
Sort = tuple[str, IdentityMode, Status]
# Of which sorts there is what.
CONSULTED: Collection[Sort] = (
    ("none", IdentityMode.CLOSED, Status.IN_PROGRESS),
    ("recused", IdentityMode.NAMED, Status.AWAITING_APPROVAL),
)
EXPLAINED: Sort = ("person", IdentityMode.CLOSED, Status.IN_PROGRESS)
OPENED: Sort = ("office", IdentityMode.CLOSED, Status.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Beside:
    """`ids` of the people by name."""

    tx: Tx
    now: datetime
    ids: Mapping[str, int]

    def put(self, case: Case, number: int, sort: Sort) -> None:
        self._file(case, number)
        if sort in CONSULTED:
            asked = self._text(case, number, "consultation", Part.ASKED)
            consultations.ask(self.tx, case.id, ASKED_OFFICE, asked, self.ids["owner"], self.now)
        if sort == EXPLAINED:
            self._explained(case, number)
        if sort == OPENED:
            self._opened(case)
        if sort[2] is Status.IN_PROGRESS:
            self._request(case, number)

    def _text(self, case: Case, number: int, kind: str, part: Part) -> int:
        words = f"Cho biết về {canaries.word(part, number)} giúp"
        author = self.ids["second"]
        return history.add_text(self.tx, case.id, kind, words, self.now, author_id=author)[0]

    def _file(self, case: Case, number: int) -> None:
        name = f"{canaries.word(Part.FILE, number)}.pdf"
        attachment = Attachment(FileKind.DOCUMENT, "ref", name, "application/pdf", 9)
        file = files.record(self.tx, 0, "telegram", attachment, self.now)
        files.to_case(self.tx, [file], case.id, None)
        self.tx.run("UPDATE stored_file SET state = 'kept', path = 'x' WHERE id = :id", id=file)

    def _explained(self, case: Case, number: int) -> None:
        """The accused is asked, with the consent of a second dispatcher."""
        made = explanations.add(
            self.tx,
            NUMBER,
            case.id,
            self._text(case, number, "summary", Part.SUMMARY),
            self.ids["second"],
            self.now,
            office="",
            person_id=self.ids["accused"],
        )
        due = self.now + timedelta(days=5)
        explanations.approve(self.tx, made.id, self.ids["dispatcher"], self.now, due)

    def _opened(self, case: Case) -> None:
        """To one who may look now, to one whose time is over, and to one who only asked."""
        for name, hours in (("second", 300 * 24), ("director", -1)):
            ident = openings.ask(self.tx, case.id, self.ids[name], "cần gọi hỏi lại", self.now)
            until = self.now + timedelta(hours=hours)
            openings.grant(self.tx, ident, self.now, until, self.ids["dispatcher"])
        openings.ask(self.tx, case.id, self.ids["dispatcher"], "cần gọi hỏi lại", self.now)

    def _request(self, case: Case, number: int) -> None:
        due, words = self.now + timedelta(days=9), canaries.word(Part.REQUEST, number)
        ident = data_requests.keep(
            self.tx,
            person_id=case.submitter_id or self.ids["citizen"],
            chat_id=case.chat_id,
            case_id=case.id,
            kind="correct",
            words=f"Sửa giúp {words}",
            at=self.now,
            first_due_at=due,
            due_at=due,
        )
        data_requests.put_on_lists(self.tx, "van_phong", ident, "correct", case.id, self.now)


# --- whom it lets learn what, by its rows alone --------------------------------------------------


def opened_to(tx: Tx, case: Case, now: datetime) -> frozenset[int]:
    """Agreed to, and not over; where it accuses somebody by another than who asked."""
    found = tx.find(IdentityOpening, IdentityOpening.case_id == case.id)
    return frozenset(
        each.person_id
        for each in found
        if each.granted_at
        and not each.refused_at
        and each.expires_at
        and each.expires_at > now
        and (not case.restricted or each.second_id not in (None, each.person_id))
    )


def asked_offices(tx: Tx, case: Case) -> frozenset[str]:
    found = tx.find(Consultation, Consultation.case_id == case.id)
    return frozenset(c.office for c in found if not c.answered_at and not c.withdrawn_at)


def asked_people(tx: Tx, case: Case) -> frozenset[int]:
    """The accused side, once somebody agreed that it is asked."""
    found = tx.find(Explanation, Explanation.case_id == case.id)
    return frozenset(e.person_id for e in found if e.person_id and e.approved_at)
