"""What Văn phòng decided otherwise than suggested. A lesson names its case and holds no words."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col

from cases.kinds import IdentityMode
from cases.lifecycle import Status
from storage.engine.tx import Tx
from storage.tables.casework import Case, Lesson

# What is no lesson any more, or not now: what accuses somebody, tips, what was withdrawn or whose
# words were taken out, and a case that is not where the lesson says.
_COUNTS = (
    "l.office <> '' AND l.office = c.office AND c.restricted = 0 AND c.pseudonymised_at IS NULL"
    f" AND c.identity_mode <> '{IdentityMode.ANONYMOUS.value}'"
    f" AND c.status <> '{Status.WITHDRAWN.value}'"
)
_LESSONS = f"FROM lesson l JOIN cases c ON c.id = l.case_id WHERE {_COUNTS}"
_SINCE = f"at >= :since AND id IN (SELECT l.id {_LESSONS})"

Mark = tuple[tuple[int, str], ...]


def of_case(tx: Tx, case_id: int) -> Lesson | None:
    found = tx.find(Lesson, Lesson.case_id == case_id)
    return found[0] if found else None


def counting(tx: Tx, case_id: int) -> Lesson | None:
    """The lesson of a case, undone or not, if the case may teach."""
    row = tx.one(f"SELECT l.id {_LESSONS} AND c.id = :case", case=case_id)
    return tx.get(Lesson, row[0]) if row else None


def keep(
    tx: Tx, case_id: int, office: str, *, suggested: str, label: str, by: int | None, now: datetime
) -> None:
    """One for a case, the last decision. One that was undone stays so until somebody restores
    it."""
    decided = {"office": office, "by": by, "now": now, "case": case_id}
    moved = tx.run(
        "UPDATE lesson SET office = :office, taught_by = :by, at = :now WHERE case_id = :case",
        **decided,
    )
    if not moved:
        tx.insert(
            "lesson",
            case_id=case_id,
            office=office,
            label=label,
            suggested=suggested,
            taught_by=by,
            at=now,
        )


def forget(tx: Tx, case_id: int) -> None:
    tx.run("DELETE FROM lesson WHERE case_id = :case", case=case_id)


def mark(tx: Tx, most: int) -> Mark:
    """Id and office of the newest lessons that count: as long as it is the same, so are they."""
    rows = tx.all(
        f"SELECT l.id, l.office {_LESSONS} AND l.undone_at IS NULL"
        " ORDER BY l.at DESC, l.id DESC LIMIT :most",
        most=most,
    )
    return tuple((row[0], row[1]) for row in rows)


def by_ids(tx: Tx, ids: list[int]) -> list[Lesson]:
    return tx.find(Lesson, col(Lesson.id).in_(ids), order=col(Lesson.id).desc()) if ids else []


def newest(tx: Tx, most: int) -> list[tuple[Lesson, Case]]:
    """With those that were undone."""
    rows = tx.all(f"SELECT l.id {_LESSONS} ORDER BY l.at DESC, l.id DESC LIMIT :most", most=most)
    lessons = {lesson.id: lesson for lesson in by_ids(tx, [row[0] for row in rows])}
    of = [lesson.case_id for lesson in lessons.values()]
    cases = {case.id: case for case in tx.find(Case, col(Case.id).in_(of))} if of else {}
    return [(lessons[row[0]], cases[lessons[row[0]].case_id]) for row in rows]


def undo(tx: Tx, lesson_id: int, by: int, now: datetime) -> bool:
    """False where somebody has done so before."""
    done = tx.run(
        "UPDATE lesson SET undone_at = :now, undone_by = :by WHERE id = :id AND undone_at IS NULL",
        now=now,
        by=by,
        id=lesson_id,
    )
    return done > 0


def restore(tx: Tx, lesson_id: int) -> bool:
    """False where it was not undone."""
    done = tx.run(
        "UPDATE lesson SET undone_at = NULL, undone_by = NULL"
        " WHERE id = :id AND undone_at IS NOT NULL",
        id=lesson_id,
    )
    return done > 0


def count_since(tx: Tx, since: datetime) -> int:
    """Lessons from then on that would be undone."""
    row = tx.one(
        f"SELECT COUNT(*) FROM lesson WHERE undone_at IS NULL AND {_SINCE}",
        since=since,
    )
    return int(row[0]) if row else 0


def undo_since(tx: Tx, since: datetime, by: int | None, now: datetime) -> int:
    """How many. `by` None: the clerk at the terminal."""
    return tx.run(
        f"UPDATE lesson SET undone_at = :now, undone_by = :by WHERE undone_at IS NULL AND {_SINCE}",
        now=now,
        by=by,
        since=since,
    )


def restore_since(tx: Tx, since: datetime) -> int:
    """Those from then on that went last, together; how many."""
    return tx.run(
        "UPDATE lesson SET undone_at = NULL, undone_by = NULL WHERE undone_at ="
        f" (SELECT MAX(undone_at) FROM lesson WHERE {_SINCE}) AND {_SINCE}",
        since=since,
    )
