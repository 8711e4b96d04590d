"""A case looked up by its receipt number outside of a chat: the same words the chat shows, the same
patience with wrong numbers."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.casework import recall
from handlers.citizen.cases import case_view
from handlers.desk import Desk
from storage.casework import cases, guesses


@dataclass(frozen=True, slots=True)
class Looked:
    """`words` with their markup; empty where nothing is shown, and `seconds` to wait where numbers
    are not looked up for a while."""

    words: str = ""
    seconds: int = 0


def look(desk: Desk, client: int, digits: str, language: str) -> Looked:
    """`client` is who asks, as `storage.casework.guesses.client` gives it. While a wait
    lasts nothing is looked up, right or wrong."""
    until = guesses.waits_until(desk.tx, client, desk.now)
    if until is not None:
        return Looked(seconds=max(1, round((until - desk.now).total_seconds())))
    case = cases.by_receipt(desk.tx, desk.ground.keys, digits)
    if case is None:
        guesses.missed(desk.tx, client, desk.now)
        guesses.forget_clients(desk.tx, desk.now)
        return Looked()
    shown = case_view.params(desk, recall.as_told(desk, case), language)
    return Looked(desk.ready(language, "status.view", **shown))
