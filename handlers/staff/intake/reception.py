"""What Văn phòng does with a new case: accept it for an office, acknowledge it, refuse it, name the
body it belongs to."""

from __future__ import annotations

from typing import Any

from cases.words.text import fold
from handlers import door
from handlers.cards import card
from handlers.conversation.dialogue import Option, Unclear
from handlers.desk import Turn
from handlers.rights import private_words
from handlers.router import command
from handlers.staff.act import acts, meant, needs
from handlers.staff.act.acts import Act, Need, Told
from handlers.staff.roles import able
from storage.casework.cases import Change
from storage.tables.casework import Case

_LONGEST_REASON = 1500
_STANDARD = "~standard"


def official_act(turn: Turn, case: Case, move: str, **details: Any) -> Change:
    """The move by who speaks. Rights are checked in the door, at the act."""
    assert turn.viewer is not None
    return door.as_official(turn, case, move, turn.viewer, **details)


# --- accept --------------------------------------------------------------------------------------


def _take_office(turn: Turn, case: Case, rest: str) -> tuple[str, str]:
    """A restricted case stays with Văn phòng whatever was typed; without words the suggestion
    holds; words that name no office are asked about."""
    if case.restricted or card.for_thanks(case):
        return turn.agency.reception_office, ""
    if rest:
        return needs.take_office(turn, case, rest)
    suggested = case.suggested_office
    return (suggested, "") if suggested in _handling(turn) else ("", "")


def _handling(turn: Turn) -> set[str]:
    return {o.id for o in turn.agency.offices if o.handles}


def _accept(turn: Turn, case: Case, move: str, told: Told) -> Change:
    if move == "acknowledge":
        return official_act(turn, case, move, ended_at=turn.now)
    return accept_for(turn, case, told["office"])


def accept_for(turn: Turn, case: Case, office: str) -> Change:
    """Raises NotAllowed, Overtaken."""
    office = turn.agency.reception_office if case.restricted else office
    return official_act(turn, case, "accept", office=office, owner_id=None, data={"office": office})


ACCEPT = acts.add(
    Act(
        "accept",
        "tiepnhan",
        lambda case: ("acknowledge",) if card.for_thanks(case) else ("accept",),
        _accept,
        (Need("office", "staff.office", _take_office, needs.read_office, needs.office_options),),
    )
)


@command("tiepnhan", "accept", who=able("accept", "acknowledge"), group=True)
def accept(turn: Turn, words: str) -> None:
    """`/tiepnhan CODE [OFFICE]`; praise is acknowledged."""
    acts.start(turn, ACCEPT, words)


# --- acknowledge ---------------------------------------------------------------------------------


ACKNOWLEDGE = acts.add(
    Act(
        "acknowledge",
        "xong",
        lambda case: ("acknowledge",),
        lambda turn, case, move, told: official_act(turn, case, move, ended_at=turn.now),
    )
)


@command("xong", "done", who=able("acknowledge"))
def acknowledge(turn: Turn, words: str) -> None:
    """`/xong CODE`: praise and tips that need no answer."""
    acts.start(turn, ACKNOWLEDGE, words)


# --- refuse --------------------------------------------------------------------------------------

# The grounds of facts/law 2.4 as ready words, each with its next step; anything else is written.
_GROUNDS = ("complaint", "unclear", "answered", "abusive")


def _grounds(turn: Turn, case: Case) -> list[Option]:
    return [Option(f"~{g}", f"staff.b_ground_{g}") for g in _GROUNDS]


def ready_words(turn: Turn, case: Case, said: str, **params: Any) -> str:
    """Words picked by button, in the language the sender uses; typed ones as they are."""
    key = f"staff.ready_{said.removeprefix('~')}"
    return turn.words(case.language, key, **params) if said.startswith("~") else said


def _refuse(turn: Turn, case: Case, move: str, told: Told) -> Change:
    place = turn.agency.denunciation_place_in(case.language)
    said = ready_words(turn, case, told["words"], place=place)
    return official_act(turn, case, move, words=said, ended_at=turn.now)


REFUSE = acts.add(
    Act(
        "refuse",
        "tuchoi",
        lambda case: ("refuse",),
        _refuse,
        (needs.words("staff.words_refuse", _LONGEST_REASON, _grounds, private_words.general),),
    )
)


@command("tuchoi", "refuse", who=able("refuse"), group=True)
def refuse(turn: Turn, words: str) -> None:
    """`/tuchoi CODE REASON`."""
    acts.start(turn, REFUSE, words)


# --- forward -------------------------------------------------------------------------------------


def _body_options(turn: Turn, case: Case) -> list[Option]:
    return [Option(b.id, label=b.name) for b in turn.agency.routing.other_bodies]


def _take_body(turn: Turn, case: Case, rest: str) -> tuple[str, str]:
    """A known body may be followed by words for the sender; another is all of what was typed."""
    body, after = meant.body(turn.agency, rest)
    return (body.id, after) if body else (_read_body(turn, case, rest), "") if rest else ("", "")


def _read_body(turn: Turn, case: Case, text: str) -> str:
    said = fold(text)
    known = [b for b in turn.agency.routing.other_bodies if said and said in fold(b.name)]
    if len(text) > 200:
        raise Unclear("common.too_long", limit=200)
    return known[0].id if len(known) == 1 else " ".join(text.split())


def _forward(turn: Turn, case: Case, move: str, told: Told) -> Change:
    known = {b.id: b for b in turn.agency.routing.other_bodies}.get(told["body"])
    body = told["body"]
    phone = ""
    if known:
        body = known.name_en if case.language == "en" else known.name
        phone = known.phone
    said = ready_words(turn, case, told["words"], body=body, phone=phone)
    return official_act(
        turn, case, move, words=said, forwarded_to=body, ended_at=turn.now, data={"body": body}
    )


FORWARD = acts.add(
    Act(
        "forward",
        "chuyenngoai",
        lambda case: ("forward",),
        _forward,
        (
            Need("body", "staff.body", _take_body, _read_body, _body_options),
            needs.words(
                "staff.words_forward",
                _LONGEST_REASON,
                lambda turn, case: [Option(_STANDARD, "staff.b_standard")],
                private_words.general,
            ),
        ),
    )
)


@command("chuyenngoai", "forward", who=able("forward"))
def forward(turn: Turn, words: str) -> None:
    """`/chuyenngoai CODE BODY`, then what the sender is told."""
    acts.start(turn, FORWARD, words)
