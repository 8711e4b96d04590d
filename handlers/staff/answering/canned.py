"""Answers an office gives again and again: chosen, filled in, and then an answer like any other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from cases.kinds import OFFICE_ROLES, Role
from cases.words.text import fold
from handlers.citizen.interludes import begin_over, ended
from handlers.conversation.dialogue import Ask, Offer, Option, Unclear, dialogue
from handlers.conversation.replay import under_way
from handlers.desk import Turn
from handlers.router import command
from handlers.staff.act import acts, asking, outcome, which
from handlers.staff.act.acts import CANCEL, Told
from handlers.staff.act.meant import leading_code
from handlers.staff.answering import drafting
from handlers.staff.answering.answers import ANSWER
from handlers.staff.roles import CASEWORK
from messages.dates import day_text
from storage.casework import canned, duties
from storage.tables.casework import CannedAnswer, Case

_PARAMETER = re.compile(r"\{([^{}\n]{1,40})\}")
_LONGEST_VALUE = 500
_DUE = "ngay hen"  # folded: for it the day the sender was promised is offered


def parameters(body: str) -> list[str]:
    """What is to be filled in, each once, in its order."""
    return list(dict.fromkeys(_PARAMETER.findall(body)))


def filled(body: str, values: dict[str, str]) -> str:
    return _PARAMETER.sub(lambda found: values.get(found[1], found[0]), body)


# --- which ---------------------------------------------------------------------------------------


def fitting(turn: Turn, case: Case | None) -> list[CannedAnswer]:
    """Those of the office that has the case (a restricted one is with Văn phòng), or without a
    case those of one's own offices. Never another's."""
    viewer = turn.viewer
    if viewer is None:
        return []
    own = {office for role, office in viewer.roles if role in OFFICE_ROLES and office}
    if viewer.is_(Role.DISPATCHER):
        own.add(turn.agency.reception_office)
    return canned.of_offices(turn.tx, own if case is None else {case.office})


def options(some: Iterable[CannedAnswer]) -> list[Option]:
    return [Option(str(c.id), label=c.name) for c in some]


def by_name(among: list[CannedAnswer], text: str) -> str:
    """The id of the one a text names. Raises Offer for several, Unclear for none."""
    said = fold(text)
    exact = [c for c in among if fold(c.name) == said]
    found = exact or [c for c in among if said and said in fold(c.name)]
    if len(found) > 1:
        raise Offer("canned.which", options(found))
    if not found:
        raise Unclear("canned.no_such")
    return str(found[0].id)


# --- answering with one --------------------------------------------------------------------------


@command("mau", "templates", who=CASEWORK)
def use(turn: Turn, words: str) -> None:
    """`/mau`, `/mau CODE`: choose one, fill it in, answer with it."""
    code, _ = leading_code(words)
    code = code or which.code_here(turn)
    case = which.visible(turn, code) if code else None
    if code and case is None:
        which.unknown(turn, code)
    elif case is not None and not acts.possible(turn, ANSWER, case):
        outcome.not_now(turn, case)
    elif not fitting(turn, case):
        turn.say("canned.nothing", [turn.button("staff.b_today", "/homnay")])
    else:
        begin_over(turn, "canned", {"case": case.code} if case else {})


@dialogue("canned", lambda turn, told: _answer(turn, told), official=True)
def using(ask: Ask) -> Told:
    """Ends early where the case or the words are gone."""
    turn = ask.turn
    named = which.visible(turn, ask.answers["case"]) if "case" in ask.answers else None
    among = fitting(turn, named)
    chosen = ask.question(
        "canned",
        text="canned.which",
        options=lambda: [*options(among), Option(CANCEL, "staff.b_cancel")],
        read=lambda turn, text: by_name(among, text),
    )
    template = next((c for c in among if str(c.id) == chosen), None)
    if chosen == CANCEL or template is None:
        return ask.answers | {"cancelled": True}
    case = which.visible(turn, _case(ask, template))
    values = {}
    for name in parameters(template.body) if case else ():
        values[name] = _value(ask, name, case)
        if values[name] == CANCEL:
            return ask.answers | {"cancelled": True}
    return ask.answers | {"words": filled(template.body, values)}


def _case(ask: Ask, template: CannedAnswer) -> str:
    """For which of the cases that one may answer and whose office it is of."""
    viewer = ask.turn.viewer
    found = duties.maybe_theirs(ask.turn.tx, viewer) if viewer else []
    return str(
        ask.question(
            "case",
            text="staff.which_case",
            options=lambda: [
                Option(c.code, label=c.code)
                for c in found
                if c.office == template.office and acts.possible(ask.turn, ANSWER, c)
            ],
            read=asking.read_code,
        )
    )


def _value(ask: Ask, name: str, case: Case | None) -> str:
    language = ask.turn.language
    due = day_text(case.due_at, language) if case and case.due_at else ""
    offered = [Option(due, label=due)] if due and fold(name) == _DUE else []
    return ask.text(
        f"fill {name}",
        longest=_LONGEST_VALUE,
        text="canned.fill",
        params=lambda: {"name": name.replace("_", " ")},
        options=[*offered, Option(CANCEL, "staff.b_cancel")],
    )


def _answer(turn: Turn, told: Told) -> None:
    """From here on it is an answer like any other, with who will read it and whether to send."""
    over = turn.state.get("over")
    case = which.visible(turn, told.get("case", ""))
    if told.get("cancelled"):
        turn.say("staff.cancelled")
    elif case is None or case.office not in _offices(turn, told):
        which.unknown(turn, told.get("case", ""))
    elif len(told["words"]) > drafting.LONGEST:
        turn.say("common.too_long", limit=drafting.LONGEST)
        turn.say("staff.your_words", code=case.code, words=told["words"])
    else:
        acts.start(turn, ANSWER, f"{case.code} {told['words']}")
    if not under_way(turn):
        ended(turn)
    elif over:
        turn.state["over"] = over


def _offices(turn: Turn, told: dict[str, Any]) -> set[str]:
    template = turn.tx.get(CannedAnswer, int(told["canned"]))
    return {template.office} if template else set()
