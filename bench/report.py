"""`RESULTS.md` out of what was measured. Every figure in it comes from the runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median, quantiles
from typing import Any

from bench.canned_wire import IN_FLIGHT
from bench.people import MESSAGES

Runs = Mapping[str, Sequence[Mapping[str, Any]]]

NAMES = {
    "ours": f"Lắng Nghe as shipped: SQLite file, `synchronous=FULL`, {IN_FLIGHT} in flight",
    "aiogram": "aiogram FSM, in memory, only async filters",
    "ptb": "python-telegram-bot ConversationHandler, in memory",
}

_WHAT = """\
## What is measured

- {people:,} people each hold the conversation of a named case: `/gui`, the story, the subject
  confirmed, the identity chosen, name, phone, commune, e-mail skipped, sent: {messages} messages
  in, the last answer being the receipt. Their messages are interleaved by a seeded shuffle, each
  person's own in order. One message with its answer is a turn.
- The clock runs from the first raw Telegram JSON (bytes) to the last answer delivered. Ours gets
  the updates as pages of getUpdates through its own polling loop and counts as done when its
  database says that everything was sent. The others get each update as bytes, decode it with
  orjson and process one after the other: as nothing ever waits here, that is their fastest way.
- Beneath each client stand the same answers: real bytes as Telegram sends them, at once. Encoding
  the call and decoding the answer are included for everybody, HTTP and TLS for nobody.
- Each run is a process of its own: a rehearsal, a warm-up of 200 people, then the timed part.
  The contestants take turns. The updates are made beforehand ({making:.0f} µs each, not counted).
- Each run is checked: every person got as many messages as at the rehearsal and a receipt, every
  tap was ended; ours has exactly one case per person in its database and no failed update.

## What to keep in mind

- Not included: the network, Telegram's pace (30 messages a second overall, which ours keeps and
  the others, as written here, do not), and officials (nobody is invited, so no case
  cards are sent).
- The others forget everything when they stop, and a crash loses messages already taken. Ours
  commits every message, its answer and the case to disk before the message is acknowledged.
- Ours also does more in a turn: texts from templates in two languages, routing by the department's
  word lists, the case with its history, sealed identity, receipt number.
- The others' conversation is written for this benchmark, with plain f-strings and a handful of
  rules, without anything that would slow it down on purpose."""

_AGAIN = """\
## How to reproduce

`make bench` (`python -m bench --people N --repetitions N --only ours,aiogram,ptb`; a run with
`--only` is shown and not written). Trust the ratio more than the figures, which move with the
machine."""


def page(
    runs: Runs, alone: Sequence[float], webhooks: str, machine: Mapping[str, str], people: int
) -> str:
    parts = [
        "# The feedback conversation, on ours and on what one would use instead",
        "\n".join(f"- {what}: {value}" for what, value in machine.items()),
        _table(runs),
        _ratio(runs),
        _alone(alone),
        webhooks,
        _WHAT.format(people=people, messages=MESSAGES, making=_making(runs)),
        _AGAIN,
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _speeds(runs: Sequence[Mapping[str, Any]]) -> list[float]:
    return [run["turns"] / run["seconds"] for run in runs]


def _table(runs: Runs) -> str:
    lines = [
        "Turns per second:",
        "",
        "| who | median | min | max | runs | CPU µs a turn | sent a turn |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, its in runs.items():
        speeds = _speeds(its)
        cpu = median(run["cpu"] / run["turns"] for run in its) * 1e6
        sent = median(sum(run["calls"].values()) / run["turns"] for run in its)
        lines.append(
            f"| {NAMES[name]} | {median(speeds):,.0f} | {min(speeds):,.0f} | {max(speeds):,.0f} |"
            f" {len(speeds)} | {cpu:,.0f} | {sent:.2f} |"
        )
    return "\n".join(lines)


def _ratio(runs: Runs) -> str:
    """Ours to the fastest other; the spread is that of the repetitions, each compared in itself."""
    others = [_speeds(its) for name, its in runs.items() if name != "ours"]
    if "ours" not in runs or not others:
        return ""
    ours = _speeds(runs["ours"])
    ratio = median(ours) / max(median(speeds) for speeds in others)
    each = [mine / max(theirs) for mine, *theirs in zip(ours, *others, strict=True)]
    return (
        f"turns ratio: {ratio:.2f}\n\n"
        f"(ours to the fastest other, by the medians; within single repetitions {min(each):.2f} to"
        f" {max(each):.2f})"
    )


def _alone(milliseconds: Sequence[float]) -> str:
    if not milliseconds:
        return ""
    cuts = quantiles(milliseconds, n=100)
    return (
        f"lone message: p50 {cuts[49]:.2f} ms, p95 {cuts[94]:.2f} ms, p99 {cuts[98]:.2f} ms\n\n"
        f"(ours, {len(milliseconds)} messages one at a time, from the arrival of the raw bytes to"
        " the acknowledgement after the commit)"
    )


def _making(runs: Runs) -> float:
    return median(run["making"] / run["turns"] for its in runs.values() for run in its) * 1e6
