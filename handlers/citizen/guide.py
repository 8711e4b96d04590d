"""Help: what can be done here, by whoever asks; inside a dialogue, what the question means."""

from __future__ import annotations

from handlers.desk import Turn
from handlers.dialogue import under_way
from handlers.router import COMMANDS, Command, command, permitted
from messages.envelope import ChatKind

# Questions of dialogues that have an explanation of their own.
_EXPLAINED = {
    "submit": frozenset(
        {
            "story",
            "subject",
            "kind",
            "matter",
            "procedure",
            "dossier",
            "promised",
            "about",
            "identity",
            "name",
            "phone",
            "commune",
            "extra",
            "check",
        }
    ),
}
# Citizens' commands in the order in which people need them.
_ORDER = (
    "gui",
    "tracuu",
    "bosung",
    "gapcanbo",
    "thutuc",
    "cuatoi",
    "rut",
    "danhgia",
    "xemlai",
    "lienhe",
    "dulieu",
    "ngonngu",
    "huy",
    "quaylai",
    "trogiup",
)


@command("trogiup", "help", "giupdo", "huongdan")
def guide(turn: Turn, words: str) -> None:
    """In a dialogue explain the question under way, which is then put again."""
    if under_way(turn):
        turn.say(_explanation(turn))
    elif turn.viewer is not None:
        turn.say(
            "guide.staff",
            [turn.button("guide.b_today", "/homnay")],
            lines=[_line(turn, c) for c in _staff(turn)],
        )
    else:
        turn.say(
            "guide.citizen",
            [
                turn.button("guide.b_submit", "/gui"),
                turn.button("guide.b_status", "/tracuu"),
                turn.button("guide.b_procedures", "/thutuc"),
                turn.button("guide.b_human", "/gapcanbo"),
            ],
            lines=[_line(turn, c) for c in _citizens()],
            phone=turn.agency.contact.phone,
        )


def _explanation(turn: Turn) -> str:
    state = turn.state["d"]
    if state["k"] in _EXPLAINED.get(state["name"], ()):
        return f"guide.{state['name']}_{state['k']}"
    return "guide.question"


def _citizens() -> list[Command]:
    shown = [c for c in COMMANDS.values() if c.who is None and not c.hidden]
    return sorted(shown, key=lambda c: _ORDER.index(c.name) if c.name in _ORDER else len(_ORDER))


def _staff(turn: Turn) -> list[Command]:
    """Those the person's roles permit; in a group only those that work there."""
    group = turn.chat.kind is ChatKind.GROUP
    return [
        c
        for c in COMMANDS.values()
        if c.who is not None and not c.hidden and permitted(turn, c) and (c.group or not group)
    ]


def _line(turn: Turn, shown: Command) -> tuple[str, str]:
    """The word to type, in the reader's language, and what it does."""
    english = turn.language == "en" and shown.aliases
    return f"/{shown.aliases[0] if english else shown.name}", turn.words(turn.language, shown.help)
