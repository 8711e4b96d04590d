"""An answer of the machine did not help: a person gets the question with the conversation so far,
and nothing is asked again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cases.agency.procedures import Procedure
from handlers.citizen import asked, human
from handlers.citizen.questions.catalogue_answers import plain
from handlers.conversation import replay
from handlers.desk import Turn
from handlers.router import also_said, command
from messages.dates import day_text
from storage.house import tallies


@command("chuadungytoi", "thisdoesnothelp", "nothelpful", hidden=True)
def not_helped(turn: Turn, words: str) -> None:
    """Hand over; where nothing was asked before, a person is asked as ever."""
    told = asked.talk(turn)
    if told is None or turn.state.get("human"):
        human.human(turn, words)
        return
    procedure = turn.agency.procedure(told.get("procedure", ""))
    case = human.file(turn, _question(turn, told["talk"], procedure))
    tallies.add(turn.tx, "question.handed_over", turn.now)
    stays = not replay.under_way(turn)
    asked.ended(turn)
    if stays:
        human.speak_through(turn, case)
    turn.say(
        "questions.handed_over",
        [human.end_button(turn)] if stays else [],
        case_id=case.id,
        code=case.code,
        due=day_text(case.due_at, turn.language) if case.due_at else "",
        phone=turn.agency.contact.phone,
        stays=stays,
    )
    human.say_notice(turn)


also_said(
    "chuadungytoi",
    *("không đúng ý tôi", "chưa đúng ý", "không đúng ý", "trả lời chưa đúng"),
    *("chưa đúng câu hỏi", "không phải câu tôi hỏi", "không giúp được gì", "chưa giúp được gì"),
    *("nhờ cán bộ trả lời", "this did not help", "that does not help", "not what I asked"),
)


def _question(turn: Turn, talk: list[list[str]], procedure: Procedure | None) -> human.Asked:
    """What the machine said is no part of what they are understood by."""
    return human.Asked(
        part={"text": _story(turn, talk)},
        case=None,
        mention="",
        consents=False,
        own_words="\n".join(question for question, _ in talk),
        office=procedure.office if procedure else "",
        procedure=procedure.code if procedure else "",
    )


def _story(turn: Turn, talk: list[list[str]]) -> str:
    """Oldest first, each line marked as whose it is, in the officials' language; what is too long
    loses its oldest."""
    limit = turn.agency.limits.story_chars
    kept: list[str] = []
    for line in reversed(list(_lines(turn, talk))):
        if kept and sum(map(len, kept)) + len(kept) + len(line) > limit:
            break
        kept.insert(0, line)
    return "\n".join(kept)


def _lines(turn: Turn, talk: Iterable[Any]) -> Iterable[str]:
    for question, answer in talk:
        yield plain(turn, "questions.asked", {"words": question}, "vi")
        if answer:
            yield plain(turn, "questions.replied", {"words": answer}, "vi")
