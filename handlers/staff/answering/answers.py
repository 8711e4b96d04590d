"""The answer: words, and if there is one, the number, date, signer and signed file of its document.
It goes to the approver as a draft, or straight to the sender where approval is off."""

from __future__ import annotations

from typing import Any

from handlers.cards import beside
from handlers.case import verdicts
from handlers.case.documents import summary
from handlers.casework import answer_check
from handlers.conversation.dialogue import Ask, Option
from handlers.desk import Turn
from handlers.notices.readers import reader
from handlers.rights import private_words
from handlers.router import command
from handlers.staff.act import acts, meant, needs
from handlers.staff.act.acts import Act, Told
from handlers.staff.answering import alike, answer_many, apology, document_line, findings
from handlers.staff.answering.drafting import LONGEST, give, goes_to_approval
from handlers.staff.roles import CASEWORK
from messages.dates import local
from storage.casework import canned
from storage.casework.cases import Change
from storage.mailbox import files
from storage.tables.casework import Case
from storage.tables.mailbox import StoredFile

# --- before it goes ------------------------------------------------------------------------------


def before_it_goes(ask: Ask, case: Case) -> None:
    """What is asked once the words are there."""
    if apology.wanted(case):
        apology.ask_for(ask, case.code)
    if not ask.answers.get("cancelled"):
        verdicts.asked(ask, case)
        findings.ask_for(ask, case)
    if not ask.answers.get("cancelled"):
        document(ask, case)


def _asks_more(case: Case) -> bool:
    """Whether it cannot be done from a group."""
    return apology.wanted(case) or verdicts.needed(case) or bool(case.restricted)


def document(ask: Ask, case: Case) -> None:
    """One optional question: nothing, or number, date, signer and file in any order until told to
    send. What stands above it says who will read the answer."""
    told = ask.answers.get("document") or {}
    ask.question(
        "document",
        text="staff.document_more" if told else "staff.document",
        params=lambda: {
            "code": case.code,
            "reader": reader(ask.turn, case, ask.turn.language),
            "draft": goes_to_approval(ask.turn, case),
            "missing": answer_check.missing(
                ask.turn, case, ask.answers["words"], ask.turn.language
            ),
            **({"has": _has(ask.turn, case, told)} if told else {}),
        },
        options=(
            Option("done", "staff.b_send" if told else "staff.b_no_document"),
            Option(acts.CANCEL, "staff.b_cancel"),
        ),
        takes_files=True,
        read=_read_document,
        enough=lambda told: bool(told.get("done") or told.get("cancelled")),
    )
    if ask.answers["document"].get("cancelled"):
        ask.answers["cancelled"] = True


def _has(turn: Turn, case: Case, told: dict[str, Any]) -> str:
    """What there is so far, and whom it does not reach."""
    apart = beside.document_stays(turn, case, told)
    there = [summary(turn, told)]
    if apart:
        there.append(turn.words(turn.language, "merged.document_apart"))
    return "\n".join(filter(None, there))


def _read_document(turn: Turn, text: str) -> dict[str, Any]:
    told: dict[str, Any] = dict(turn.state["d"]["a"].get("document") or {})
    if text == "=done":
        return {**told, "done": True}
    if text == "=" + acts.CANCEL:
        return {**told, "cancelled": True}
    told |= document_line.read(text, local(turn.now).date())
    if turn.file_ids:
        told["file"] = turn.file_ids[-1]
    return told


# --- the answer ----------------------------------------------------------------------------------


def _answer(turn: Turn, case: Case, move: str, told: Told) -> Change | None:
    kept = {k: v for k, v in (told.get("document") or {}).items() if k not in ("done", "cancelled")}
    kept |= verdicts.of_told(told)
    if found := private_words.personal_part(turn, case, told["words"]):
        turn.say("merged.personal", case_id=case.id, code=case.code, found=found)
        if turn.private:
            acts.ask_again(turn, {k: told[k] for k in ("act", "case")})
        return None
    if not _file_is_here(turn, case, kept, told):
        return None
    case = findings.with_measure(turn, case, told)
    change = give(turn, case, told, kept)
    if kept.get("file"):
        files.to_case(turn.tx, [int(kept["file"])], case.id, change.text_id)
    return change


def _file_is_here(turn: Turn, case: Case, kept: dict[str, Any], told: Told) -> bool:
    """A file is fetched and checked behind the turn; an answer never goes out without the document
    it speaks of."""
    file = turn.tx.get(StoredFile, int(kept["file"])) if kept.get("file") else None
    if file is None or file.state == "kept":
        return True
    again = {k: v for k, v in told.items() if k != "document"}
    kept = {k: v for k, v in kept.items() if k not in ("verdict", "why")}
    if file.state == "wanted":
        again["document"] = kept
    turn.say(f"staff.file_{file.state}", name=file.name)
    acts.ask_again(turn, again)
    return False


def _ways(turn: Turn, case: Case) -> list[Option]:
    """Beside writing: words kept for such cases, and all cases of the same matter at once."""
    if not turn.private:
        return []
    ways = []
    if canned.of_offices(turn.tx, [case.office]):
        ways.append(Option(f"/mau {case.code}", "canned.b_use"))
    if alike.others(turn, case):
        ways.append(Option(f"/traloichung {case.code}", "answers.b_many"))
    return ways


ANSWER = acts.add(
    Act(
        "answer",
        "traloi",
        lambda case: ("answer",),
        _answer,
        (needs.words("staff.words_answer", LONGEST, _ways),),
        extra=before_it_goes,
        privately=_asks_more,
    )
)


@command("traloi", "answer", who=CASEWORK, group=True)
def answer(turn: Turn, words: str) -> None:
    """`/traloi CODE TEXT`; with several codes one answer to all of them."""
    codes, rest = meant.leading_codes(words)
    if len(codes) > 1:
        answer_many.start(turn, codes, rest)
    else:
        acts.start(turn, ANSWER, words)
