"""Publishing a result: words without anything that tells who sent it, seen once more before they
stand on the results page. Of conduct only the class of the outcome is published (facts/law 4)."""

from __future__ import annotations

from dataclasses import replace

from cases.kinds import Outcome
from handlers import private_words
from handlers.citizen import same_here
from handlers.desk import Turn
from handlers.dialogue import Ask, Option, Unclear
from handlers.router import command
from handlers.staff import acts, needs
from handlers.staff.acts import Act, Told
from handlers.staff.reception import official_act, ready_words
from handlers.staff.roles import able
from storage import publications
from storage.cases import Change
from storage.tables import Case

_LONGEST = 3000


def _refuse_traces(turn: Turn, case: Case, said: str) -> None:
    """Raises Unclear for what leads to a person. Our own numbers and addresses may stand."""
    if case.restricted:
        raise Unclear("staff.only_outcome")
    if found := private_words.trace_in(turn, case, said):
        raise Unclear("staff.private_data", found=found)


def _outcomes(turn: Turn, case: Case) -> list[Option]:
    if not case.restricted:
        return []
    return [Option(f"~outcome_{o}", f"staff.b_outcome_{o}") for o in Outcome]


def _take(turn: Turn, case: Case, rest: str) -> tuple[str, str]:
    """The class of outcome that came with the answer is the one published."""
    if case.restricted and case.outcome and not rest.strip():
        return f"~outcome_{case.outcome}", ""
    return _WORDS.take(turn, case, rest)


def _question(case: Case) -> str:
    return "staff.outcome_publish" if case.restricted else "staff.words_publish"


_WORDS = needs.words(_question, _LONGEST, _outcomes, _refuse_traces)


def _confirm(ask: Ask, case: Case) -> None:
    turn = ask.turn
    said = ask.choice(
        "confirm",
        (
            Option("yes", "staff.b_publish"),
            Option("again", "staff.b_again"),
            Option(acts.CANCEL, "staff.b_cancel"),
        ),
        text="staff.publish_check",
        params=lambda: {
            "code": case.code,
            "words": ready_words(turn, case, ask.answers["words"]),
            "kind": turn.words(turn.language, f"kind.{case.kind}"),
        },
    )
    ask.answers["cancelled"] = said == acts.CANCEL


def _publish(turn: Turn, case: Case, move: str, told: Told) -> Change | None:
    if told["confirm"] == "again":
        acts.start(turn, PUBLISH, case.code)
        return None
    said = ready_words(turn, case, told["words"])
    change = official_act(turn, case, move, words=said, text_kind="published", published=said)
    publications.changed(turn.tx, case.id, turn.now)
    same_here.tell(turn, change.case)
    return change


PUBLISH = acts.add(
    Act(
        "publish",
        "congkhai",
        lambda case: ("publish",),
        _publish,
        (replace(_WORDS, take=_take),),
        extra=_confirm,
        confirms=True,
    )
)


@command("congkhai", "publish", who=able("publish"))
def publish(turn: Turn, words: str) -> None:
    """`/congkhai CODE TEXT`."""
    acts.start(turn, PUBLISH, words)
