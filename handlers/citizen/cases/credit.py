"""Whether the name of whoever proposed something may stand with it: asked of them, kept with proof,
changed at any time."""

from __future__ import annotations

from cases.kinds import Kind
from cases.numbers.codes import split_code
from cases.words.text import fold
from handlers.articles import quotes
from handlers.citizen import own_cases
from handlers.citizen.plain_words import NO, YES
from handlers.desk import Turn
from handlers.router import command
from storage.privacy import consents

_PURPOSE = "publication"


@command("neuten", "namemine", hidden=True, spoken=False)
def name_mine(turn: Turn, words: str) -> None:
    """`/neuten CODE co` or `khong`."""
    code, rest = split_code(words)
    case = own_cases.by_code(turn, code) if code else None
    if case is None:
        own_cases.unknown(turn, code or "")
        return
    if case.kind != Kind.INITIATIVE:
        own_cases.not_now(turn, case)
        return
    said = fold(rest)
    if said not in YES | NO:
        buttons = [
            turn.button("verdict.b_name", f"/neuten {case.code} co"),
            turn.button("verdict.b_no_name", f"/neuten {case.code} khong"),
        ]
        turn.say("verdict.credit", buttons, code=case.code)
        return
    granted = said in YES
    button = "verdict.b_name" if granted else "verdict.b_no_name"
    consents.store(
        turn.tx,
        turn.chat.person_id,
        case.id,
        _PURPOSE,
        turn.agency.notice_version,
        turn.words(turn.language, button),
        turn.chat.channel,
        granted,
        turn.now,
    )
    if not granted:
        quotes.take_down(turn, case)
    turn.say("verdict.named" if granted else "verdict.not_named", code=case.code)
