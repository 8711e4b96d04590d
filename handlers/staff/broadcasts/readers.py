"""Whom a broadcast is for: begun with the topic of its item, then narrowed step by step, the number
of readers beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import count

from cases.catalogue.finding import search
from cases.kinds import Role
from cases.plan.campaigns import Audience
from handlers.campaigns.card import audience_words
from handlers.campaigns.forecast import Forecast, forecast
from handlers.campaigns.size import size_words
from handlers.citizen.subject.subjects import named, short
from handlers.conversation.dialogue import Ask, Offer, Option, Unclear
from handlers.desk import Turn
from handlers.notices.notices import office_name

KEY, _STEP = "audience", "aud"
_DONE, _EMPTY, _ANEW, _KEEP, _ALL, _NONE = "done", "empty", "anew", "keep", "all", "none"
_MOST = 12


def keys_of(ask: Ask) -> tuple[str, ...]:
    """The answers that say it, for whoever edits that line."""
    return (KEY, *(key for key in ask.answers if key.startswith(_STEP)))


def audience(ask: Ask, item_id: str, *, staff: bool) -> Audience:
    if KEY in ask.answers:  # of a draft that is corrected
        return Audience.of(ask.answers[KEY])
    return _officials(ask) if staff else _people(ask, item_id)


# --- officials -----------------------------------------------------------------------------------


def _officials(ask: Ask) -> Audience:
    office = ask.choice(
        f"{_STEP}_office", lambda: _offices_of(ask.turn), text="broadcast.which_officials"
    )
    if office == _ALL:
        return Audience(staff=True)
    # Dispatchers hold their role for the whole department, and belong to the office that receives.
    roles = (Role.DISPATCHER.value,) if office == ask.turn.agency.reception_office else ()
    return Audience(staff=True, offices=(office,), roles=roles)


def _offices_of(turn: Turn) -> list[Option]:
    """A head writes to their own office; Văn phòng to all or to one."""
    viewer = turn.viewer
    if viewer is None:
        return []
    everywhere = viewer.is_(Role.DISPATCHER)
    offices = [
        _office(turn, o.id)
        for o in turn.agency.offices
        if everywhere or viewer.is_(Role.HEAD, o.id)
    ]
    return [*([Option(_ALL, "broadcast.b_all_officials")] if everywhere else []), *offices]


def _office(turn: Turn, office_id: str) -> Option:
    return Option(office_id, label=office_name(turn, office_id, turn.language))


# --- citizens and businesses ---------------------------------------------------------------------


def _people(ask: Ask, item_id: str) -> Audience:
    topic = ask.turn.agency.plan.topic_of(item_id)
    wanted = Audience(topics=(topic.id,)) if topic else Audience()
    for step in count():
        what = _what(ask, step, wanted)
        if what == _DONE or (what == _EMPTY and _kept_empty(ask, step)):
            return wanted
        anew = what in (_ANEW, _EMPTY)
        wanted = Audience() if anew else _narrowed(ask, step, what, wanted)
    raise AssertionError("a count has no end")


def _what(ask: Ask, step: int, wanted: Audience) -> str:
    turn = ask.turn

    @cache
    def found() -> Forecast:
        """Counted once, and only where the question is really put."""
        return forecast(turn, wanted)

    return ask.choice(
        f"{_STEP}{step}",
        lambda: [
            # In front, and no more than "Khác" beside four: what most choose is a button of Zalo's.
            Option(_DONE if found().size else _EMPTY, "broadcast.b_audience_done"),
            *(Option(what, f"broadcast.b_by_{what}") for what in _BY if step < _MOST),
            Option(_ANEW, "broadcast.b_audience_anew"),
        ],
        text="broadcast.audience_so_far",
        params=lambda: {
            "audience": audience_words(turn, wanted, turn.language),
            "size": size_words(turn, found(), turn.language),
        },
    )


def _kept_empty(ask: Ask, step: int) -> bool:
    """Who subscribes before it goes out gets it, so nobody now may be right."""
    options = Option(_KEEP, "broadcast.b_keep_empty"), Option(_ANEW, "broadcast.b_other_readers")
    return ask.choice(f"{_STEP}{step}_nobody", options, text="broadcast.nobody_yet") == _KEEP


def _narrowed(ask: Ask, step: int, what: str, wanted: Audience) -> Audience:
    options, narrow = _BY[what]
    value = ask.choice(
        f"{_STEP}{step}_{what}",
        lambda: [*options(ask.turn, wanted), Option(_NONE, "broadcast.b_leave", stays=True)],
        text=f"broadcast.by_{what}",
        read=_read_procedure if what == "procedure" else None,
    )
    return wanted if value == _NONE else narrow(wanted, value)


def _topics(turn: Turn, wanted: Audience) -> list[Option]:
    further = [t for t in turn.agency.plan.topics if t.id not in wanted.topics]
    return [Option(t.id, label=named(turn, t.name, t.name_en)) for t in further]


def _offices(turn: Turn, wanted: Audience) -> list[Option]:
    return [_office(turn, o.id) for o in turn.agency.offices if o.id not in wanted.offices]


def _parties(turn: Turn, wanted: Audience) -> list[Option]:
    return [Option(party, f"broadcast.b_{party}") for party in ("citizen", "business")]


def _languages(turn: Turn, wanted: Audience) -> list[Option]:
    return [Option(language, f"broadcast.b_{language}") for language in ("vi", "en")]


def _no_options(turn: Turn, wanted: Audience) -> list[Option]:
    return []


def _read_procedure(turn: Turn, text: str) -> str:
    found = search(text, turn.agency, limit=4)
    if not found:
        raise Unclear("submit.nothing_found", words=text)
    options = [Option(p.code, label=short(named(turn, p.name, p.name_en))) for p in found]
    raise Offer("broadcast.which_procedure", [*options, Option(_NONE, "broadcast.b_leave")])


def _more(values: Sequence[str], value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*values, value)))


Narrow = Callable[[Audience, str], Audience]
_BY: Mapping[str, tuple[Callable[[Turn, Audience], list[Option]], Narrow]] = {
    "topic": (_topics, lambda a, v: replace(a, topics=_more(a.topics, v))),
    "party": (_parties, lambda a, v: replace(a, party=v)),
    "language": (_languages, lambda a, v: replace(a, languages=(v,))),
    "office": (_offices, lambda a, v: replace(a, offices=_more(a.offices, v))),
    "procedure": (_no_options, lambda a, v: replace(a, wrote_about=_more(a.wrote_about, v))),
}
"""By what an audience is narrowed: what may be chosen, and what comes of a choice."""
