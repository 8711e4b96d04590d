"""One answer to several cases of the same matter. Each gets its own history, approval and notice;
what cannot be answered is told line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.casework import recall
from handlers.citizen.interludes import begin_over, ended
from handlers.conversation.dialogue import Ask, Option, Unclear, dialogue
from handlers.desk import Turn
from handlers.rights import private_words
from handlers.router import command
from handlers.staff.act import meant, which
from handlers.staff.act.acts import CANCEL, Told
from handlers.staff.answering import alike, apology, drafting
from handlers.staff.roles import CASEWORK
from storage.casework.cases import NotAllowed, Overtaken
from storage.tables.casework import Case

_MOST = 20
_ALL = "~all"


def start(turn: Turn, codes: Sequence[str], words: str) -> None:
    """`/traloi CODE1 CODE2 … TEXT`."""
    if not turn.private:
        turn.say("staff.private_only", command="/traloi " + " ".join(codes))
        return
    cases = {code: which.visible(turn, code) for code in codes[:_MOST]}
    able = [code for code, case in cases.items() if case and alike.answerable(turn, case)]
    apart = [code for code in codes if code not in able]
    if not able:
        turn.say("answers.many_none", [turn.button("staff.b_today", "/homnay")], apart=apart)
        return
    known: dict[str, Any] = {"codes": able, "apart": apart}
    begin_over(turn, "answer_many", known | ({"words": words} if words else {}))


@command("traloichung", "answerall", who=CASEWORK, hidden=True)
def alike_ones(turn: Turn, words: str) -> None:
    """What a button of the answer carries: this case and those like it, to choose from."""
    code, _ = meant.leading_code(words)
    case = which.visible(turn, code)
    if case is None or not turn.private:
        which.unknown(turn, code)
        return
    among = [case.code, *(c.code for c in alike.others(turn, case))][:_MOST]
    begin_over(turn, "answer_many", {"among": among, "apart": []})


@dialogue("answer_many", lambda turn, told: _finish(turn, told), words=("words",), official=True)
def answer_many(ask: Ask) -> Told:
    codes = _chosen(ask)
    if not ask.answers.get("cancelled"):
        _words(ask, codes)
    late = [c.code for c in _cases(ask.turn, codes) if apology.wanted(c)]
    if late and not ask.answers.get("cancelled"):
        apology.ask_for(ask, ", ".join(late))
    if not ask.answers.get("cancelled"):
        _check(ask, codes)
    return ask.answers


def _chosen(ask: Ask) -> list[str]:
    among: list[str] = ask.answers.get("among") or []
    said = ask.question(
        "codes",
        text="answers.many",
        params=lambda: {"code": among[0], "cases": _lines(ask.turn, among)},
        options=lambda: (
            Option(
                _ALL, label=ask.turn.words(ask.turn.language, "answers.b_all", count=len(among))
            ),
            Option(CANCEL, "staff.b_cancel"),
        ),
        read=lambda turn, text: _read_codes(among, text),
    )
    if said == CANCEL:
        ask.answers["cancelled"] = True
        return []
    return among if said == _ALL else list(said)


def _all_of(turn: Turn, among: Sequence[str]) -> Option:
    return Option(_ALL, label=turn.words(turn.language, "answers.b_all", count=len(among)))


def _read_codes(among: Sequence[str], text: str) -> list[str]:
    codes, _ = meant.leading_codes(text)
    known = [code for code in codes if code in among]
    if not known:
        raise Unclear("answers.many_codes")
    return known


def _words(ask: Ask, codes: list[str]) -> None:
    said = ask.text(
        "words",
        longest=drafting.LONGEST,
        text="answers.many_words",
        params=lambda: {"codes": codes},
        options=(Option(CANCEL, "staff.b_cancel"),),
    )
    if said == CANCEL:
        ask.answers["cancelled"] = True


def _check(ask: Ask, codes: list[str]) -> None:
    send = ask.turn.words(ask.turn.language, "answers.b_send_all", count=len(codes))
    said = ask.choice(
        "sure",
        (Option("yes", label=send), Option(CANCEL, "staff.b_cancel")),
        text="answers.many_check",
        params=lambda: {
            "codes": codes,
            "words": ask.answers["words"],
            "apart": ask.answers["apart"],
        },
    )
    if said == CANCEL:
        ask.answers["cancelled"] = True


def _cases(turn: Turn, codes: Sequence[str]) -> list[Case]:
    return [case for case in (which.visible(turn, code) for code in codes) if case is not None]


def _lines(turn: Turn, codes: Sequence[str]) -> list[dict[str, str]]:
    return [
        {"code": c.code, "kind": turn.words(turn.language, f"kind.{c.kind}")}
        for c in _cases(turn, codes)
    ]


# --- doing it ------------------------------------------------------------------------------------


def _finish(turn: Turn, told: Told) -> None:
    if told.get("cancelled"):
        turn.say("staff.cancelled")
    else:
        codes = told["among"] if told["codes"] == _ALL else told["codes"]
        lines = [{"code": code, "how": _one(turn, code, told)} for code in codes]
        turn.say("answers.many_done", [turn.button("staff.b_today", "/homnay")], lines=lines)
    ended(turn)


def _one(turn: Turn, code: str, told: Told) -> str:
    """How it ended: "draft", "out", or "left" where the case is no longer as it was."""
    case = which.visible(turn, code)
    if case is None or not alike.answerable(turn, case):
        return "left"
    if private_words.personal_part(turn, case, told["words"]):
        return "left"
    try:
        change = drafting.give(turn, case, told, {})
    except (NotAllowed, Overtaken):
        return "left"
    return "out" if recall.straight_out(change) else "draft"
