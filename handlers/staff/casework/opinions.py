"""The opinion of an office that was asked about another's case. It goes to whoever has the case,
stands in its file, and opens nothing of it to who gave it."""

from __future__ import annotations

from cases.confidentiality import Viewer
from cases.lifecycle import Standing
from handlers import door
from handlers.citizen.interludes import begin_over, ended
from handlers.conversation.dialogue import Ask, Option, dialogue
from handlers.desk import Turn
from handlers.labels import Label
from handlers.notices import consulting
from handlers.notices.notices import office_name
from handlers.rights import rights
from handlers.staff.act import which
from handlers.staff.act.acts import CANCEL, Told
from messages.dates import day_text
from storage.casework import consultations
from storage.casework.cases import Change, NotAllowed, Overtaken
from storage.mailbox import outbox
from storage.people import people
from storage.tables.casework import Case, CaseText, Consultation

_LONGEST = 3000
_CONSULTED = frozenset({Standing.CONSULTED})


def begin(turn: Turn, asked: Consultation, words: str) -> None:
    """Take the opinion, or show the question and ask for it."""
    case = turn.tx.get(Case, asked.case_id)
    assert case is not None
    if words and len(words) <= _LONGEST:
        _give(turn, case, words)
    elif words:
        turn.say("common.too_long", limit=_LONGEST)
    elif turn.private:
        begin_over(turn, "opinion", {"case": case.id})
    else:
        turn.say("staff.write_in_group", command=f"/phoihop {case.code}")


def replied(turn: Turn) -> bool:
    """A reply to the question itself is the opinion. False for replies to anything else."""
    case, viewer = which.replied(turn), turn.viewer
    if case is None or viewer is None or not turn.text:
        return False
    key = outbox.key_of_message(turn.tx, turn.chat.id, turn.incoming.reply_to)
    if key != consulting.ASKED:
        return False
    _give(turn, case, turn.text)
    return True


@dialogue("opinion", lambda turn, told: _finish(turn, told), words=("words",), official=True)
def opinion(ask: Ask) -> Told:
    turn = ask.turn
    case, asked = _asked(turn, ask.answers["case"])
    if case is None or asked is None:
        return ask.answers
    ask.text(
        "words",
        longest=_LONGEST,
        text="consult.opinion_words",
        params=lambda: {
            "code": case.code,
            "office": office_name(turn, case.office, turn.language),
            "question": _question(turn, asked),
            "due": day_text(consulting.due(turn, asked), turn.language),
        },
        options=(Option(CANCEL, "staff.b_cancel"),),
    )
    return ask.answers


def _asked(turn: Turn, case_id: int) -> tuple[Case | None, Consultation | None]:
    case, viewer = turn.tx.get(Case, case_id), turn.viewer
    return case, consulting.about(turn, viewer, case) if case and viewer else None


def _question(turn: Turn, asked: Consultation) -> str:
    text = turn.tx.get(CaseText, asked.question_id)
    return text.body if text else ""


def _finish(turn: Turn, told: Told) -> None:
    case = turn.tx.get(Case, told["case"])
    if told.get("words") == CANCEL:
        turn.say("staff.cancelled")
    elif case is not None:
        _give(turn, case, str(told.get("words", "")))
    ended(turn)


# --- giving it -----------------------------------------------------------------------------------


def _give(turn: Turn, case: Case, words: str) -> None:
    viewer = turn.viewer
    asked = consulting.about(turn, viewer, case) if viewer else None
    change = _written(turn, case, asked, viewer, words) if asked and viewer and words else None
    if change is None or asked is None:
        turn.say("consult.over", [turn.button("staff.b_today", "/homnay")], code=case.code)
        return
    turn.say("consult.thanks", [turn.button("staff.b_today", "/homnay")], code=case.code)
    _tell_office(turn, change, asked)


def _written(
    turn: Turn, case: Case, asked: Consultation, viewer: Viewer, words: str
) -> Change | None:
    try:
        change = door.act(
            turn,
            case,
            "opinion",
            _CONSULTED,
            f"person:{viewer.person_id}",
            words=words,
            text_kind="opinion",
            author_id=viewer.person_id,
            data={"office": asked.office},
        )
    except (NotAllowed, Overtaken):
        return None
    consultations.answered(turn.tx, asked.id, change.text_id or 0, viewer.person_id, turn.now)
    return change


def _tell_office(turn: Turn, change: Change, asked: Consultation) -> None:
    """Who has the case now, and who asked, as far as they may see it still."""
    case = change.case
    for person_id in {case.owner_id, asked.asked_by} - {None}:
        viewer = people.viewer(turn.tx, person_id, turn.now) if person_id else None
        if viewer is not None and rights.may_see(turn, case, viewer):
            turn.tell_person(
                viewer.person_id,
                "staff.told_opinion",
                [Label("card.b_details", f"/hoso {case.code}")],
                details={"case_id": case.id},
                code=case.code,
                who=office_name(turn, asked.office, "vi"),
                words="" if case.restricted else change.words,
            )
