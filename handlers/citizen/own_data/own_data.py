"""What is kept about the person who asks: seen and fetched here, agreed to and taken back, and the
ways to have it corrected, erased or objected to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cases.days.data_rights import Right
from cases.words.text import fold
from handlers.citizen.news import topic_words
from handlers.citizen.own_data import own_correction, own_erasure, own_objection
from handlers.citizen.submission import opt_ins
from handlers.conversation import privacy_notice
from handlers.desk import Turn
from handlers.privacy import data_requests
from handlers.router import command
from messages.dates import day_text
from storage.casework import cases, openings
from storage.house import jobs
from storage.plan import subscribers
from storage.privacy import consents
from storage.tables.casework import Case

_MOST_AGREED = 4  # answers listed, the newest
_MOST_CASES = 5  # told of one by one; the file holds all
JOB = "own_data"
FORMS = ("html", "json")


@command("dulieu", "mydata", "dulieucuatoi")
def own_data(turn: Turn, words: str) -> None:
    """An overview; what follows the command is one of `_WAYS`, and its own words."""
    head, _, rest = fold(words).partition(" ")
    way = _WAYS.get(head)
    if way is None:
        _overview(turn)
    else:
        way(turn, rest)


def _overview(turn: Turn) -> None:
    turn.say(
        "own_data.overview",
        [
            turn.button("own_data.b_see", "/dulieu xem"),
            turn.button("own_data.b_correct", "/dulieu sua"),
            turn.button("own_data.b_erase", "/dulieu xoa"),
            turn.button("own_data.b_agreed", "/dulieu dongy"),
            turn.button("own_data.b_object", "/dulieu phandoi"),
        ],
        count=len(cases.by_submitter(turn.tx, turn.chat.person_id)),
        link=privacy_notice.page(turn),
    )


# --- seen and fetched ----------------------------------------------------------------------------


def _see(turn: Turn, rest: str) -> None:
    """In plain words, case by case; all of it is in the file."""
    own = cases.by_submitter(turn.tx, turn.chat.person_id)
    data_requests.done_here(turn, Right.SEE, "shown")
    turn.say(
        "own_data.seen",
        [
            turn.button("own_data.b_page", "/dulieu tai html"),
            turn.button("own_data.b_json", "/dulieu tai json"),
            turn.button("own_data.b_cases", "/cuatoi"),
        ],
        cases=[_line(turn, case) for case in own[:_MOST_CASES]],
        more=max(len(own) - _MOST_CASES, 0),
        news=_news(turn),
    )


def _news(turn: Turn) -> list[str]:
    """The topics they hear of."""
    wishes = subscribers.wishes(turn.tx, turn.chat.person_id)
    return topic_words.names(turn.agency, wishes.topics, turn.language) if wishes else []


def _line(turn: Turn, case: Case) -> dict[str, Any]:
    told = cases.identity(turn.tx, turn.ground.keys, case.id)
    return {
        "code": case.code,
        "kind": turn.words(turn.language, f"kind.{case.kind}"),
        "status": turn.words(turn.language, f"status.{case.status}"),
        "day": day_text(case.received_at, turn.language),
        "told": [turn.words(turn.language, f"own_data.what_{key}") for key in told],
        "opened": openings.times(turn.tx, case.id),
    }


def _fetch(turn: Turn, rest: str) -> None:
    """Made outside the turn, and sent here as a file."""
    form = rest if rest in FORMS else FORMS[0]
    wanted = {"person": turn.chat.person_id, "form": form, "language": turn.language}
    jobs.add(turn.tx, JOB, wanted, turn.chat.id, turn.now)
    turn.say("own_data.making", days=turn.agency.retention.quarantined.days)


# --- agreed to -----------------------------------------------------------------------------------


def _agreed(turn: Turn, rest: str) -> None:
    """What the person answered, the newest; repeats are told once. Each purpose can be changed."""
    told = dict.fromkeys(
        (
            day_text(g.at, turn.language),
            turn.words(turn.language, f"own_data.{_purpose(g.purpose, g.granted)}"),
            g.notice_version,
            g.withdrawn_at is not None,
        )
        for g in consents.of_person(turn.tx, turn.chat.person_id)
    )
    turn.say("own_data.agreed", opt_ins.choices(turn), consents=list(told)[:_MOST_AGREED])


def _purpose(purpose: str, granted: bool) -> str:
    known = {purpose: purpose for purpose in ("survey", "publication", "broadcasts")}
    known["results_here"] = "here"
    if purpose not in known:
        return "consent_notice"
    return f"consent_{'' if granted else 'not_'}{known[purpose]}"


_WAYS: dict[str, Callable[[Turn, str], None]] = {
    "xem": _see,
    "see": _see,
    "tai": _fetch,
    "export": _fetch,
    "dongy": _agreed,
    "agreed": _agreed,
    "sua": own_correction.begin,
    "correct": own_correction.begin,
    "xoa": own_erasure.begin,
    "erase": own_erasure.begin,
    "phandoi": own_objection.begin,
    "object": own_objection.begin,
    "cho": opt_ins.give,
    "rut": opt_ins.withdraw,
}
