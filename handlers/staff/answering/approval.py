"""The second pair of eyes: a draft is approved and becomes the answer, or goes back with a reason.
A case an office has only just got goes back to Văn phòng by the same word."""

from __future__ import annotations

from typing import Any

from handlers import door
from handlers.cards import beside
from handlers.case.documents import summary
from handlers.conversation.dialogue import Ask, Option
from handlers.desk import Turn
from handlers.notices.readers import reader
from handlers.rights import private_words, rights
from handlers.router import command
from handlers.staff.act import acts, needs
from handlers.staff.act.acts import Act, Told
from handlers.staff.act.meant import leading_code
from handlers.staff.intake.reception import official_act
from handlers.staff.roles import CASEWORK, able
from storage.casework import cases
from storage.casework.cases import Change, NotAllowed
from storage.mailbox import files, outbox
from storage.people import officials, people
from storage.tables.casework import Case, CaseText

_LONGEST_REASON = 1500
_YES, _RETURN = "yes:", "return"


# --- approve -------------------------------------------------------------------------------------


def draft_of(turn: Turn, case: Case) -> CaseText | None:
    """The newest draft, approved or not."""
    return cases.latest_text(turn.tx, case.id, "draft")


def seen_on_card(turn: Turn, case: Case) -> int:
    """The draft whose words stood on the button's own card: the newest card of the case here, as it
    is now. 0 for a typed command, and where an old card may still be on the screen."""
    if not turn.choice or not turn.private:
        return 0
    card = next(
        (c for c in officials.cards_in(turn.tx, turn.chat.id) if c.case_id == case.id), None
    )
    draft = draft_of(turn, case)
    if card is None or draft is None or card.version != case.version:
        return 0
    newest = (
        card.outbox_id == turn.incoming.choice_from
        or outbox.sent_as(turn.tx, card.outbox_id) == turn.incoming.choice_on != ""
    )
    by_number = not turn.incoming.choice  # the words or number of the newest buttons here
    return draft.id if turn.reach.edits or newest or by_number else 0


def _confirm(ask: Ask, case: Case) -> None:
    """Show the draft and who will read it; passed over where the card has just shown it. The
    answer names the draft that was on the screen: while it stood there, another may have come."""
    turn, draft = ask.turn, draft_of(ask.turn, case)
    if draft is None or ask.answers.get("seen") == draft.id:
        return
    said = ask.question(
        "confirm",
        options=(
            Option(f"{_YES}{draft.id}", "staff.b_approve"),
            Option(_RETURN, "staff.b_return"),
            Option(acts.CANCEL, "staff.b_cancel"),
        ),
        text="staff.approve_check",
        params=lambda: {
            "code": case.code,
            "draft": draft.body,
            "document": summary(turn, draft.data or {}),
            "author": people.name_of(turn.tx, draft.author_id),
            "reader": reader(turn, case, turn.language),
            "beside": beside.lines(turn, case, turn.viewer, turn.language, draft),
        },
        enough=lambda said: said in (f"{_YES}{draft.id}", _RETURN, acts.CANCEL),
    )
    ask.answers["cancelled"] = said == acts.CANCEL


def _approve(turn: Turn, case: Case, move: str, told: Told) -> Change | None:
    if told.get("confirm") == _RETURN:
        acts.start(turn, RETURN, case.code)
        return None
    assert turn.viewer is not None
    draft = draft_of(turn, case)
    if draft is None or (told.get("seen") != draft.id and told["confirm"] != f"{_YES}{draft.id}"):
        raise NotAllowed(move)
    if found := private_words.personal_part(turn, case, draft.body):
        back = [turn.button("staff.b_return", f"/tralai {case.code}")]
        turn.say("merged.personal_draft", back, case_id=case.id, code=case.code, found=found)
        return None
    apart = beside.document_stays(turn, case, draft.data)
    change = door.act(
        turn,
        case,
        move,
        rights.standings_of(turn, case, turn.viewer),
        f"person:{turn.viewer.person_id}",
        words=draft.body,
        text_kind="answer",
        text_data=draft.data,
        author_id=draft.author_id,
        answered_at=turn.now,
        verdict=str((draft.data or {}).get("verdict", "")),
    )
    if file_id := (draft.data or {}).get("file"):
        files.to_case(turn.tx, [int(file_id)], case.id, change.text_id)
    if draft.author_id and draft.author_id != turn.viewer.person_id:
        by = people.name_of(turn.tx, turn.viewer.person_id)
        known: dict[str, Any] = {"code": case.code, "by": by, "apart": apart}
        turn.tell_person(draft.author_id, "staff.draft_approved", **known)
    return change


APPROVE = acts.add(
    Act("approve", "duyet", lambda case: ("approve",), _approve, extra=_confirm, confirms=True)
)


@command("duyet", "approve", who=able("approve"))
def approve(turn: Turn, words: str) -> None:
    """`/duyet CODE`: at once from the card that shows the draft, else after it was shown."""
    code, _ = leading_code(words)
    case = cases.by_code(turn.tx, code) if code else None
    acts.start(turn, APPROVE, words, seen=seen_on_card(turn, case) if case else 0)


# --- return --------------------------------------------------------------------------------------


def _return(turn: Turn, case: Case, move: str, told: Told) -> Change:
    if move == "return_draft":
        return official_act(turn, case, move, words=told["words"])
    return official_act(
        turn,
        case,
        move,
        words=told["words"],
        office="",
        owner_id=None,
        suggested_office="",
        data={"from_office": case.office},
    )


RETURN = acts.add(
    Act(
        "return",
        "tralai",
        lambda case: ("return_draft", "hand_back"),
        _return,
        (needs.words("staff.words_return", _LONGEST_REASON),),
    )
)


@command("tralai", "return", who=CASEWORK, group=True)
def give_back(turn: Turn, words: str) -> None:
    """`/tralai CODE REASON`: a draft to its author, an assigned case to Văn phòng."""
    acts.start(turn, RETURN, words)
