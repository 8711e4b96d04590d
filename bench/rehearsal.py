"""Talking to a contestant once, slowly, to learn where each tap goes; so that all updates of the
timed run can be made beforehand, and its result can be checked."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Protocol

from bench.network import Network
from bench.people import STORIES, Button, Person, Tap, in_turn, raw_update

ACTORS = tuple(Person(number) for number in range(2 * len(STORIES)))
"""Two for each story, because what one is shown must be what everybody is shown."""

Rehearsed = dict[int, dict[int, Button]]  # story, step
_update_ids = itertools.count(1)


class WrongRun(Exception):
    """The contestant did not do the work, so that its speed means nothing."""


class Plays(Protocol):
    async def play(self, updates: Sequence[bytes]) -> None:
        """Returns when all were handled and every answer was delivered."""


async def rehearse(contestant: Plays, labels: Mapping[str, str], network: Network) -> Rehearsed:
    """Each actor talks alone and taps what it is shown."""
    noted: Rehearsed = {}
    for person in ACTORS:
        buttons: dict[int, Button] = {}
        for step, what in enumerate(person.conversation()):
            if isinstance(what, Tap):
                buttons[step] = _find(network, person, labels[what.step])
            await contestant.play([raw_update(next(_update_ids), person, step, buttons.get(step))])
        if noted.setdefault(person.story, buttons) != buttons:
            raise WrongRun(f"two people with one story saw different buttons: {buttons}")
        if person.chat not in network.receipts:
            raise WrongRun(f"no receipt after: {person.conversation()}")
    return noted


def _find(network: Network, person: Person, wanted: str) -> Button:
    """The button with these words on it, or with this value at the end of its data."""
    message_id, buttons = network.buttons(person.chat)
    for button in buttons:
        data = button.get("callback_data", "")
        if wanted in button["text"] or data.endswith(f":{wanted}"):
            return Button(message_id, data)
    raise WrongRun(f"no button '{wanted}' among {[b['text'] for b in buttons]}")


def updates_of(people: Sequence[Person], noted: Rehearsed, seed: int) -> list[bytes]:
    return [
        raw_update(next(_update_ids), person, step, noted[person.story].get(step))
        for person, step in in_turn(people, seed)
    ]


def check(network: Network, people: Sequence[Person]) -> None:
    """Everybody got exactly as many messages as the actors did, a receipt, and every tap its end.
    Raises WrongRun."""
    expected = {person.story: network.sent[person.chat] for person in ACTORS}
    for person in people:
        got = network.sent[person.chat]
        if got != expected[person.story]:
            raise WrongRun(f"person {person.number}: {got} messages, not {expected[person.story]}")
        if person.chat not in network.receipts:
            raise WrongRun(f"person {person.number} got no receipt")
    talkers = (*ACTORS, *people)
    taps = sum(isinstance(what, Tap) for p in talkers for what in p.conversation())
    if network.calls["answerCallbackQuery"] != taps:
        raise WrongRun(f"{network.calls['answerCallbackQuery']} taps ended, not {taps}")
