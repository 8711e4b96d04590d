"""`/dathaydoi`: an official says what was changed; whoever wrote about it hears so once somebody
else has approved the words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from cases.agency.plan import Evidence
from cases.plan.broadcast_rights import WRITERS
from cases.plan.campaigns import Audience, CampaignKind
from cases.words.text import fold
from handlers.campaigns import approval
from handlers.campaigns.forecast import forecast
from handlers.citizen.interludes import begin_over, ended
from handlers.composing.told import plain
from handlers.conversation.dialogue import Ask, Option, Unclear, dialogue
from handlers.conversation.replay import begin
from handlers.desk import Turn
from handlers.rights import private_words
from handlers.router import command
from handlers.staff.broadcasts.extras import SKIP_WORDS
from handlers.staff.changed import subject
from handlers.staff.changed.subject import Subject
from storage.plan import campaigns, evidence
from storage.tables.plan import Campaign

_LONGEST = 600
_LONGEST_TITLE = 120
_NARROW, _WIDE, _AGAIN, _CANCEL = "cases", "procedure", "again", "~"
_NO_ENGLISH = "-"


@dataclass(frozen=True, slots=True)
class Telling:
    """`what_en`: empty where nobody reads English, or nobody wrote it."""

    about: Subject
    what: str
    what_en: str
    whom: str


@command("dathaydoi", "changed", who=WRITERS)
def changed(turn: Turn, words: str) -> None:
    """`/dathaydoi CODE[,CODE] | WHAT`, or a procedure's code; what is missing is asked for."""
    try:
        about, what = subject.taken(turn, words)
        known: dict[str, Any] = {"about": about.key} if about else {}
        if about is not None and what:
            known["what"] = _read_what(about, turn, what)
    except Unclear as unclear:
        turn.say(unclear.reason, **unclear.params)
        return
    begin_over(turn, "changed", known)


@dialogue(
    "changed",
    lambda turn, telling: _finish(turn, telling),
    words=("about", "what", "what_en"),
    official=True,
)
def telling(ask: Ask) -> Telling | Unclear:
    """Unclear where what was named may not be told of any more."""
    turn = ask.turn
    key = ask.text("about", text="changed.which", read=lambda t, said: subject.named(t, said).key)
    try:
        about = subject.named(turn, key)
    except Unclear as unclear:
        return unclear
    what = ask.text("what", text="changed.what", read=partial(_read_what, about))
    what_en = _in_english(ask, about)
    whom = ask.choice(
        "whom",
        lambda: _whom(turn, about),
        text="changed.check",
        params=lambda: {
            "title": _title(what),
            "words": _words(turn, about, what, "vi"),
            "english": what_en,
        },
    )
    return Telling(about, what, what_en, whom)


def _in_english(ask: Ask, about: Subject) -> str:
    """Asked only where somebody of those it concerns reads English."""
    turn = ask.turn
    readers = (replace(each, languages=("en",)) for _, each in _audiences(turn, about))
    if "what_en" not in ask.answers and not any(forecast(turn, each).size for each in readers):
        return ""
    said = ask.choice(
        "what_en", (Option(_NO_ENGLISH, "changed.b_no_english"),), read=partial(_read_en, about)
    )
    return "" if said == _NO_ENGLISH else said


def _read_en(about: Subject, turn: Turn, text: str) -> str:
    return _NO_ENGLISH if fold(text) in SKIP_WORDS else _read_what(about, turn, text)


def _audiences(turn: Turn, about: Subject) -> Iterator[tuple[str, Audience]]:
    if about.cases:
        yield _NARROW, about.narrow(turn)
    if about.procedure is not None:
        yield _WIDE, about.wide()


def _whom(turn: Turn, about: Subject) -> list[Option]:
    """With how many each is; nobody is no choice."""
    counted = ((name, forecast(turn, each).size) for name, each in _audiences(turn, about))
    offered = [
        Option(value, label=turn.words(turn.language, f"changed.b_{value}", count=count))
        for value, count in counted
        if count
    ]
    return [*offered, Option(_AGAIN, "changed.b_again"), Option(_CANCEL, "changed.b_cancel")]


def _read_what(about: Subject, turn: Turn, text: str) -> str:
    """Many will read it: it must not lead to any of those who wrote."""
    said = text.strip()
    if not said:
        raise Unclear("changed.what")
    if len(said) > _LONGEST:
        raise Unclear("common.too_long", limit=_LONGEST)
    for case in about.cases:
        if found := private_words.trace_in(turn, case, said):
            raise Unclear("changed.private", found=found)
    return said


def _words(turn: Turn, about: Subject, what: str, language: str, *, theirs: bool = True) -> str:
    """`theirs`: `what` is in that language."""
    name = _named(about, language)
    # Above the Vietnamese stands the title, which is what was changed where that is one line.
    headed = language == "vi" and what == _title(what)
    said = {"what": what, "procedure": name, "headed": headed, "theirs": theirs}
    return plain(turn, language, "changed.told", **said)


def _named(about: Subject, language: str) -> str:
    """The procedure it is all about; empty where there is none."""
    procedure = about.procedure
    if procedure is None:
        return ""
    return (language == "en" and procedure.name_en) or procedure.name


# --- put before somebody else --------------------------------------------------------------------


def _finish(turn: Turn, made: Telling | Unclear) -> None:
    if isinstance(made, Unclear):
        turn.say(made.reason, **made.params)
    elif made.whom == _AGAIN:
        begin(turn, "changed", {"about": made.about.key})
        return
    elif made.whom == _CANCEL:
        turn.say("changed.left")
    else:
        _put(turn, made)
    ended(turn)


def _put(turn: Turn, made: Telling) -> None:
    audience = made.about.narrow(turn) if made.whom == _NARROW else made.about.wide()
    who, title = turn.chat.person_id, _title(made.what)
    campaign = campaigns.add(
        turn.tx,
        CampaignKind.CHANGED,
        turn.now,
        title=title,
        title_en=plain(turn, "en", "changed.told_title", procedure=_named(made.about, "en")),
        words_vi=_words(turn, made.about, made.what, "vi"),
        words_en=_words(
            turn, made.about, made.what_en or made.what, "en", theirs=bool(made.what_en)
        ),
        audience=audience,
        item=turn.agency.plan.changed_item,
        occasion=_occasion(audience, made.what),
        author_id=who,
        procedure=made.about.procedure.code if made.about.procedure else "",
    )
    if campaign is None:
        turn.say("changed.before")
        return
    campaigns.move(turn.tx, campaign.id, "submit")
    _keep_evidence(turn, made.about, campaign)
    waiting = turn.tx.get(Campaign, campaign.id)
    assert waiting is not None
    turn.say("changed.waiting", number=campaign.number, count=forecast(turn, audience).size)
    approval.ask_for_approval(turn, waiting)


def _occasion(audience: Audience, what: str) -> str:
    """The same said twice of the same is told once."""
    told = f"{sorted(audience.cases)} {audience.wrote_about} {what}"
    return f"changed {hashlib.sha256(told.encode()).hexdigest()[:32]}"


def _title(what: str) -> str:
    line = what.splitlines()[0].strip()
    return line if len(line) <= _LONGEST_TITLE else line[: _LONGEST_TITLE - 1].rstrip() + "…"


def _keep_evidence(turn: Turn, about: Subject, campaign: Campaign) -> None:
    """That it was changed; that people were told is another piece."""
    if not campaign.item:
        return
    offices = {case.office for case in about.cases} - {""}
    if about.procedure is not None:
        offices = {about.procedure.office}
    office = offices.pop() if len(offices) == 1 else turn.agency.reception_office
    evidence.keep(
        turn.tx,
        campaign.item,
        Evidence.MANUAL,
        campaign.number,
        turn.now,
        office=office,
        words=campaign.title,
        by_id=turn.chat.person_id,
    )
