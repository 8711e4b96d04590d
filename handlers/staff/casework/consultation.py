"""Another office is asked about a case without getting it: it reads what the asker wrote, and only
where they say so the story with what leads to a person covered. Never about a restricted case."""

from __future__ import annotations

import re

from cases.confidentiality import Viewer
from handlers.case import told
from handlers.conversation.dialogue import Ask, Option
from handlers.desk import Turn
from handlers.labels import Label
from handlers.notices import consulting
from handlers.notices.notices import office_name
from handlers.rights import masking
from handlers.router import command
from handlers.staff.act import acts, meant, needs, which
from handlers.staff.act.acts import Act, Need, Told
from handlers.staff.casework import opinions
from handlers.staff.intake.reception import official_act
from handlers.staff.roles import CASEWORK
from messages.dates import day_text
from storage.casework import cases, consultations
from storage.casework.cases import Change
from storage.people import people
from storage.tables.casework import Case, Consultation

_LONGEST = 1500
_MOST_STORY = 2000
_PLAIN, _STORY = "plain", "story"
_COVER = "•••"


# --- the story, covered --------------------------------------------------------------------------


def covered_story(turn: Turn, case: Case) -> str:
    """What the sender told, without numbers and addresses, and without what is known of them."""
    story = "\n".join(part.body for part in told.parts(turn, case, turn.language))[:_MOST_STORY]
    known = cases.identity(turn.tx, turn.ground.keys, case.id)
    for value in (*known.values(), case.dossier):
        if len(value) > 3:
            story = re.sub(re.escape(value), _COVER, story, flags=re.IGNORECASE)
    return masking.masked_for_all(turn, story, turn.language)


def _with_story(ask: Ask, case: Case) -> None:
    """The asker sees what the office will read."""
    turn = ask.turn
    story = covered_story(turn, case)
    offered = [Option(_PLAIN, "consult.b_plain")]
    if story:
        offered.append(Option(_STORY, "consult.b_story"))
    said = ask.choice(
        "story",
        (*offered, Option(acts.CANCEL, "staff.b_cancel")),
        text="consult.check",
        params=lambda: {
            "code": case.code,
            "office": office_name(turn, ask.answers["office"], turn.language),
            "words": masking.masked_for_all(turn, ask.answers["words"], turn.language),
            "story": story,
        },
    )
    ask.answers["cancelled"] = said == acts.CANCEL


# --- ask -----------------------------------------------------------------------------------------


def _consult(turn: Turn, case: Case, move: str, given: Told) -> Change:
    assert turn.viewer is not None
    office, words = given["office"], masking.masked_for_all(turn, given["words"], "vi")
    if given.get("story") == _STORY:
        label = turn.words("vi", "consult.story")
        words = f"{words}\n\n{label}\n{covered_story(turn, case)}"
    change = official_act(
        turn, case, move, words=words, text_kind="consultation", data={"office": office}
    )
    asked = consultations.ask(
        turn.tx, case.id, office, change.text_id or 0, turn.viewer.person_id, turn.now
    )
    told_to = [_tell(turn, change, asked, v) for v in consulting.readers(turn, case, office)]
    if not any(told_to):
        turn.say("consult.nobody", office=office_name(turn, office, turn.language))
    return change


def _tell(turn: Turn, change: Change, asked: Consultation, viewer: Viewer) -> bool:
    """Into a chat only: a letter would carry the words out of the house."""
    chat_id = people.preferred_chat(turn.tx, viewer.person_id, letters=False)
    if chat_id is None:
        return False
    case = change.case
    turn.tell_chat(
        chat_id,
        consulting.ASKED,
        [Label("consult.b_answer", f"/phoihop {case.code}")],
        language="vi",
        details={"case_id": case.id, "person_id": viewer.person_id},
        code=case.code,
        office=office_name(turn, case.office, "vi"),
        words=change.words,
        due=day_text(consulting.due(turn, asked), "vi"),
    )
    return True


_OFFICE = Need(
    "office", "consult.office", needs.take_office, needs.read_office, needs.office_options
)
CONSULT = acts.add(
    Act(
        "consult",
        "phoihop",
        lambda case: ("consult",),
        _consult,
        (_OFFICE, needs.words("consult.words", _LONGEST)),
        extra=_with_story,
    )
)


@command("phoihop", "consult", who=CASEWORK, group=True)
def consult(turn: Turn, words: str) -> None:
    """`/phoihop CODE OFFICE QUESTION`; of who is asked, `/phoihop CODE OPINION`."""
    code, rest = meant.leading_code(words)
    code = code or which.code_here(turn)
    case = cases.by_code(turn.tx, code) if code else None
    viewer = turn.viewer
    asked = consulting.about(turn, viewer, case) if case and viewer else None
    if asked is None or (meant.office(turn.agency, rest)[0] and _asks(turn, case)):
        acts.start(turn, CONSULT, words)
    else:
        opinions.begin(turn, asked, rest)


def _asks(turn: Turn, case: Case | None) -> bool:
    return case is not None and bool(acts.possible(turn, CONSULT, case))


# --- ask no more ---------------------------------------------------------------------------------


def _end(turn: Turn, case: Case, move: str, given: Told) -> Change:
    """All that was asked about the case and not answered yet."""
    change = official_act(turn, case, move)
    for asked in consultations.open_of_case(turn.tx, case.id):
        consultations.withdraw(turn.tx, asked.id, turn.now)
        for viewer in consulting.readers(turn, case, asked.office):
            turn.tell_person(viewer.person_id, "consult.ended", code=case.code)
    return change


END = acts.add(Act("end_consult", "thoihoi", lambda case: ("end_consult",), _end))


@command("thoihoi", "endconsult", who=CASEWORK, hidden=True)
def ask_no_more(turn: Turn, words: str) -> None:
    """`/thoihoi CODE`."""
    acts.start(turn, END, words)
