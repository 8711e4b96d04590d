"""Photos of identity papers that nobody asked for: put apart so that no official sees them, and
deleted after some days; their sender is told kindly, and may say otherwise."""

from __future__ import annotations

from cases.privacy import identity_papers
from handlers.desk import Turn
from handlers.router import command
from storage.mailbox import files

_LAST = "last_photos"  # of the message before, which the next one may explain
_APART = "papers"
_TOLD = "told_of_numbers"
_MOST = 20


def looked_at(turn: Turn) -> None:
    """Before the message is understood: what is found is put apart and told of, and the message
    goes its way."""
    if turn.chat.official or not turn.private:
        return
    before = turn.state.pop(_LAST, [])
    if turn.file_ids:
        turn.state[_LAST] = turn.file_ids[-_MOST:]
    names = " ".join(f.name for f in turn.incoming.files)
    if turn.file_ids and _names_paper(turn.text, names):
        _put_apart(turn, turn.file_ids)
    elif before and not turn.file_ids and identity_papers.says_it_was_one(turn.text):
        _put_apart(turn, before)
    elif not turn.state.get(_TOLD) and identity_papers.holds_number(turn.text):
        turn.state[_TOLD] = True
        turn.say("identity_papers.number")


def _names_paper(caption: str, names: str) -> bool:
    plain = names.replace("_", " ").replace("-", " ").replace(".", " ")
    return identity_papers.names_paper(caption) or identity_papers.names_paper(plain)


def _put_apart(turn: Turn, file_ids: list[int]) -> None:
    files.put_apart(turn.tx, file_ids)
    turn.state[_APART] = [*turn.state.get(_APART, []), *file_ids][-_MOST:]
    turn.say(
        "identity_papers.put_apart",
        [turn.button("identity_papers.b_send", "/vangui")],
        days=turn.agency.retention.quarantined.days,
    )


@command("vangui", "sendanyway", "vancugui", hidden=True)
def send_anyway(turn: Turn, words: str) -> None:
    """They are wanted after all: those who receive may see them."""
    count = files.let_through(turn.tx, turn.state.pop(_APART, []), turn.now)
    turn.say("identity_papers.let_through" if count else "identity_papers.none_apart")
