"""What a person may agree to beside having the matter dealt with: never set beforehand, asked once,
kept with its proof, and taken back as easily. Saying no stops nothing."""

from __future__ import annotations

from cases.days.data_rights import Right
from cases.lifecycle import may
from handlers import door
from handlers.articles import quotes
from handlers.desk import Turn
from handlers.privacy import data_requests
from messages.envelope import Choice
from storage.casework import cases
from storage.privacy import consents
from storage.tables.casework import Case

SURVEY, PUBLICATION, RESULTS = "survey", "publication", "results_here"
_OFFERED = (SURVEY, PUBLICATION)
_WORDS = {"hoi": SURVEY, "congkhai": PUBLICATION, "nhan": RESULTS}
_SAID = {purpose: word for word, purpose in _WORDS.items()}
_ASKED = "asked_survey"


def asks_survey(turn: Turn) -> bool:
    """Whether the receipt may ask: once in a chat, whatever came of it, and never who has answered
    elsewhere."""
    person = turn.chat.person_id
    if turn.state.get(_ASKED) or consents.granted(turn.tx, person, None, SURVEY) is not None:
        return False
    turn.state[_ASKED] = True
    return True


def survey_choices(turn: Turn) -> list[Choice]:
    return [
        turn.button("own_data.b_ask_me", "/dulieu cho hoi"),
        turn.button("own_data.b_do_not_ask", "/dulieu rut hoi"),
    ]


def choices(turn: Turn) -> list[Choice]:
    """For each purpose the answer that is not in force."""
    found = [
        turn.button(f"own_data.b_{word}_{purpose}", f"/dulieu {said} {_SAID[purpose]}")
        for purpose in _OFFERED
        for word, said in (_other(turn, purpose),)
    ]
    found.append(turn.button("own_data.b_broadcasts", "/dangky"))
    if any(case.chat_id is not None for case in _own(turn)):
        found.append(turn.button("own_data.b_no_results_here", f"/dulieu rut {_SAID[RESULTS]}"))
    return found


def _other(turn: Turn, purpose: str) -> tuple[str, str]:
    granted = consents.granted(turn.tx, turn.chat.person_id, None, purpose)
    return ("no", "rut") if granted else ("yes", "cho")


def _own(turn: Turn) -> list[Case]:
    return cases.by_submitter(turn.tx, turn.chat.person_id)


def give(turn: Turn, word: str) -> None:
    purpose = _WORDS.get(word)
    if purpose in _OFFERED:
        _store(turn, str(purpose), granted=True)
    turn.say("own_data.given" if purpose in _OFFERED else "own_data.agreed_none", choices(turn))


def withdraw(turn: Turn, word: str) -> None:
    """Done at once; a no that was never a yes before is kept as an answer."""
    purpose = _WORDS.get(word)
    if purpose is None:
        turn.say("own_data.agreed_none", choices(turn))
        return
    before = consents.withdraw(turn.tx, turn.chat.person_id, purpose, turn.now)
    if purpose == RESULTS:
        _tell_no_more(turn)
    elif purpose == PUBLICATION:
        for case in _own(turn):
            quotes.take_down(turn, case)
    if before:
        data_requests.done_here(turn, Right.WITHDRAW, purpose)
    else:
        _store(turn, purpose, granted=False)
    turn.say("own_data.withdrawn" if before else "own_data.noted_no", choices(turn))


def _tell_no_more(turn: Turn) -> None:
    """Their cases go on; from now on they look up how they stand."""
    for case in _own(turn):
        if case.chat_id is not None and may("tell_elsewhere", case.status, door.SUBMITTER):  # type: ignore[arg-type]
            door.as_submitter(turn, case, "tell_elsewhere", chat_id=None)


def _store(turn: Turn, purpose: str, *, granted: bool) -> None:
    word = next((c[0] for c in turn.chat.shown if c[1] == turn.choice), turn.text)
    consents.store(
        turn.tx,
        turn.chat.person_id,
        None,
        purpose,
        turn.agency.notice_version,
        word,
        turn.chat.channel,
        granted,
        turn.now,
    )
