"""Help: what can be done here, by whoever asks; inside a dialogue, what the question means."""

from __future__ import annotations

from collections.abc import Iterable

from cases.kinds import Role
from handlers.conversation.replay import under_way
from handlers.desk import Turn
from handlers.router import COMMANDS, Command, command, permitted
from messages.envelope import ChatKind, Choice

# Questions of dialogues that have an explanation of their own.
_EXPLAINED = {
    "submit": frozenset(
        "story subject kind matter procedure dossier promised about identity name phone commune"
        " extra check accuses decision door received_on split".split()
    ),
}
_RECEIVING = frozenset({Role.DISPATCHER, Role.DIRECTOR})
# In the order in which people need them.
_ORDER = tuple(
    "gui tracuu bosung gapcanbo thutuc cuatoi rut danhgia xemlai lienhe dulieu dangky lienket"
    " ngonngu huy quaylai trogiup".split()
)
# What a citizen needs most; the rest is asked for.
_FIRST = frozenset("gui tracuu bosung rut gapcanbo thutuc dulieu".split())
_STAFF_ORDER = tuple(
    "homnay hopthu hoso tiepnhan xong tuchoi nhan giao hoi traloi duyet tralai chuyen chuyenngoai"
    " giahan lydocham ghichu tep ghiloi lienquan congkhai dong nhap timkiem gop trung nhatky vang"
    " nhom baihoc moi nhansu khoa kenh thoat".split()
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
            replies=turn.reach.replies,
        )
    else:
        turn.say(
            "guide.citizen",
            _buttons(turn),
            lines=[_typed(turn, c) for c in _citizens() if c.name in _FIRST],
            phone=turn.agency.contact.phone,
        )


@command("xemhet", "allwords", hidden=True)
def everything(turn: Turn, words: str) -> None:
    """Every word a citizen can type."""
    turn.say("guide.all", _buttons(turn), lines=[_typed(turn, c) for c in _citizens()])


def _buttons(turn: Turn) -> list[Choice]:
    return [
        turn.button("guide.b_submit", "/gui"),
        turn.button("guide.b_status", "/tracuu"),
        turn.button("guide.b_procedures", "/thutuc"),
        turn.button("guide.b_human", "/gapcanbo"),
    ]


def _explanation(turn: Turn) -> str:
    state = turn.state["d"]
    if state["k"] in _EXPLAINED.get(state["name"], ()):
        return f"guide.{state['name']}_{state['k']}"
    return "guide.question"


def _citizens() -> list[Command]:
    return _sorted((c for c in COMMANDS.values() if c.who is None), _ORDER)


def _staff(turn: Turn) -> list[Command]:
    """Those the person's roles permit; in a group only those that work there. What the Director may
    do only where Văn phòng itself is meant stands on the cards of those cases."""
    group = turn.chat.kind is ChatKind.GROUP
    receives = turn.viewer is not None and turn.viewer.is_(Role.DISPATCHER)
    theirs = (
        c
        for c in COMMANDS.values()
        if c.who is not None and permitted(turn, c) and (receives or c.who != _RECEIVING)
    )
    return _sorted((c for c in theirs if c.group or not group), _STAFF_ORDER)


def _sorted(commands: Iterable[Command], order: tuple[str, ...]) -> list[Command]:
    """Without the hidden ones; those not in `order` last."""
    place = {name: at for at, name in enumerate(order)}
    shown = [c for c in commands if not c.hidden]
    return sorted(shown, key=lambda c: place.get(c.name, len(order)))


def _typed(turn: Turn, shown: Command) -> tuple[str, str]:
    """The word as people type it, in the reader's language, and what it does."""
    return turn.words(turn.language, f"word.{shown.name}"), turn.words(turn.language, shown.help)


def _line(turn: Turn, shown: Command) -> tuple[str, str]:
    """An official's command, in the reader's language, and what it does."""
    english = turn.language == "en" and shown.aliases
    return f"/{shown.aliases[0] if english else shown.name}", turn.words(turn.language, shown.help)
