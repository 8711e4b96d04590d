"""What may be told twice: looked at, merged, or turned down for good."""

from __future__ import annotations

from handlers.cards import cards
from handlers.case import told
from handlers.casework import alike
from handlers.casework.alike import Pair
from handlers.desk import Turn
from handlers.rights import reading
from handlers.rights.masking import Mask
from handlers.router import command
from handlers.staff.act import looking, which
from handlers.staff.act.meant import leading_codes, number
from handlers.staff.afterwards import merges
from handlers.staff.roles import CASEWORK
from messages.dates import full_day, local
from messages.envelope import Choice
from storage.casework import alike as storage
from storage.tables.casework import Case

_EXCERPT = 300


@command("trung", "alike", who=CASEWORK)
def duplicates(turn: Turn, words: str) -> None:
    """`/trung CODE`: the case it resembles most, and what may be done; `/trung CODE 2` the next."""
    case = looking.case_meant(turn, words, "trung")
    if case is None:
        return
    found = alike.pairs(turn, case, turn.viewer)
    if not found:
        details = [turn.button("card.b_details", f"/hoso {case.code}")]
        turn.say("alike.no_other", details, case_id=case.id, code=case.code)
        return
    _, rest = leading_codes(words)
    at = min(max((number(rest) or 1) - 1, 0), len(found) - 1)
    _show(turn, case, found, at)


def _show(turn: Turn, case: Case, found: list[Pair], at: int) -> None:
    """The other one's words apart, so that they can be taken away with that case."""
    other, person = found[at].case, turn.chat.person_id
    reading.note(turn, other, person, "trung")
    turn.say(
        "alike.other",
        case_id=other.id,
        code=other.code,
        status=turn.words(turn.language, f"status.{other.status}"),
        day=full_day(local(other.received_at).date(), turn.language),
        words=_words(turn, other),
    )
    turn.say(
        "alike.question",
        _choices(turn, case, found, at),
        case_id=case.id,
        code=case.code,
        other=other.code,
        percent=found[at].percent,
        again=found[at].again,
        more=len(found) - 1,
    )


def _words(turn: Turn, other: Case) -> str:
    mask = Mask(turn, other, turn.viewer, turn.language)
    said = mask(" ".join(part.body for part in told.parts(turn, other, turn.language)))
    return said if len(said) <= _EXCERPT else said[: _EXCERPT - 1].rstrip() + "…"


def _choices(turn: Turn, case: Case, found: list[Pair], at: int) -> list[Choice]:
    other = found[at].case
    choices = [turn.button("alike.b_open", f"/hoso {other.code}", code=other.code)]
    for one, main in ((case, other), (other, case)):
        if merges.possible(turn, one, main):
            data = f"/gop {one.code} vào {main.code}"
            choices.append(turn.button("alike.b_merge", data, code=one.code, main=main.code))
            break
    choices.append(turn.button("alike.b_dismiss", f"/khongtrung {case.code} {other.code}"))
    if len(found) > 1:
        following = (at + 1) % len(found) + 1
        choices.append(turn.button("alike.b_next", f"/trung {case.code} {following}"))
    return choices


@command("khongtrung", "notalike", who=CASEWORK, hidden=True)
def not_alike(turn: Turn, words: str) -> None:
    """`/khongtrung CODE CODE`: never suggested again, to nobody."""
    codes, _ = leading_codes(words)
    seen = [case for code in codes if (case := which.visible(turn, code)) is not None]
    if len(codes) != 2 or len(seen) != 2:
        which.unknown(turn, codes[0] if codes else "")
        return
    one, other = seen
    storage.dismiss(turn.tx, one.id, other.id, turn.chat.person_id, turn.now)
    for case in seen:
        cards.bring_up_to_date(turn, case)
    rest = alike.pairs(turn, one, turn.viewer)
    choices = [turn.button("card.b_details", f"/hoso {one.code}")]
    if rest:
        choices.append(turn.button("alike.b_next", f"/trung {one.code}"))
    turn.say("alike.dismissed", choices, case_id=one.id, code=one.code, other=other.code)
