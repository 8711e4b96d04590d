"""Notes among colleagues. A note is a type of its own with a writer of its own; no function that
writes to citizens takes one."""

from __future__ import annotations

from handlers.desk import Turn
from handlers.labels import Label
from handlers.rights import rights
from handlers.router import command
from handlers.staff.act import acts, needs
from handlers.staff.act.acts import Act, Told
from handlers.staff.intake.reception import official_act
from handlers.staff.roles import CASEWORK
from storage.casework import notes
from storage.casework.cases import Change
from storage.casework.notes import Note
from storage.people import people
from storage.tables.casework import Case

_LONGEST_NOTE = 2000


def _note(turn: Turn, case: Case, move: str, told: Told) -> Change:
    """The history holds only the keyed mark of its words, so that they can be erased."""
    assert turn.viewer is not None
    note = Note(told["words"], turn.viewer.person_id, turn.now)
    mark = notes.mark(turn.ground.keys, case.id, note.body)
    change = official_act(turn, case, move, data={"note": mark})
    notes.write(turn.tx, case.id, note)
    _tell_owner(turn, change.case, note)
    return change


def _tell_owner(turn: Turn, case: Case, note: Note) -> None:
    """Whoever took the case reads it at once, if they still may see it."""
    owner = people.viewer(turn.tx, case.owner_id, turn.now) if case.owner_id else None
    if owner is None or owner.person_id == note.author_id or not rights.may_see(turn, case, owner):
        return
    turn.tell_person(
        owner.person_id,
        "staff.told_note",
        [Label("card.b_details", f"/hoso {case.code}")],
        details={"case_id": case.id},
        code=case.code,
        who=people.name_of(turn.tx, note.author_id),
        words="" if case.restricted else note.body,
    )


NOTE = acts.add(
    Act(
        "note",
        "ghichu",
        lambda case: ("note",),
        _note,
        (needs.words("staff.words_note", _LONGEST_NOTE),),
    )
)


@command("ghichu", "note", who=CASEWORK, group=True)
def note(turn: Turn, words: str) -> None:
    """`/ghichu CODE TEXT`: for colleagues only."""
    acts.start(turn, NOTE, words)
