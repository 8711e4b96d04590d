"""A look-up asked for in a few words: "thủ tục giải thể", "liên hệ phòng đấu thầu", "tra cứu 123".
A story may begin with the same words; it is a story when it says more than one thing, or says of
something that it went wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from cases.agency.agency import Agency
from cases.catalogue.finding import search
from cases.kinds import Kind
from cases.numbers.codes import lacks_letter, near_receipt_digits
from cases.numbers.dossiers import dossier_number
from cases.understanding.questions import question
from cases.understanding.routing import kind_points
from cases.words.text import fold
from handlers.citizen import contact, own_cases
from handlers.citizen.cases import status
from handlers.citizen.links import link
from handlers.citizen.questions import procedures
from handlers.citizen.subject.about import office_meant
from handlers.desk import Turn

_EIGHT_DIGITS = re.compile(r"\d{4} ?\d{4}")  # nothing but the code that another chat showed
_MOST_WORDS = 12  # beyond the words of the command
_MOST_BARE = 8  # where no question is asked
_SEVERAL_CLAUSES = re.compile(r"[,;:.!\n](?=\s*\w)")
_PLAIN, _STRONG = 1.5, 3.0  # points of one phrase, as in `kind_points`
_COMPLAINTS = frozenset({Kind.CONDUCT, Kind.REGULATION, Kind.LATE_DOSSIER, Kind.PRAISE})


@dataclass(frozen=True, slots=True)
class LookUp:
    """`starts` are folded words it begins with, longer ones first. `usable` gives what the command
    is to look for in the words after them, or None when it can do nothing with them."""

    starts: tuple[str, ...]
    function: Callable[[Turn, str], None]
    usable: Callable[[Agency, str], str | None]


def answered(turn: Turn) -> bool:
    """Whether the message was a look-up, and was answered."""
    if turn.choice or turn.file_ids or turn.incoming.edited or not turn.private:
        return False
    if digits := None if dossier_number(turn.text) else near_receipt_digits(turn.text):
        status.number(turn, digits)
        return True
    if lacks_letter(turn.text, turn.agency.code_prefix):
        own_cases.misread(turn)
        return True
    if _EIGHT_DIGITS.fullmatch(turn.text):
        link.give(turn, turn.text.replace(" ", ""))
        return True
    for look_up in LOOK_UPS:
        rest = _after(turn.text, look_up.starts)
        if rest and not _tells_a_story(rest, turn.agency):
            wanted = look_up.usable(turn.agency, rest)
            if wanted is not None and not _asks_one_thing(turn, look_up):
                look_up.function(turn, wanted)
                return True
    return False


def _asks_one_thing(turn: Turn, look_up: LookUp) -> bool:
    """Of a procedure: that is answered, not looked up
    (`handlers/citizen/questions/questions.py`)."""
    if look_up.function is not procedures.procedures:
        return False
    asked = question(turn.text, turn.agency)
    return asked is not None and asked.facet is not None and asked.is_sure


def _after(text: str, starts: tuple[str, ...]) -> str:
    """What follows the words of the look-up, as written; empty where it does not begin so."""
    if _SEVERAL_CLAUSES.search(text):
        return ""
    written = text.split()
    first = _impolite(written)
    for start in starts:
        end = first + len(start.split())
        if fold(" ".join(written[first:end])) == start:
            return " ".join(written[end:])
    return ""


def _impolite(written: list[str]) -> int:
    """Where the words begin that are not mere politeness: "cho tôi hỏi" is skipped whole."""
    return next((at for at, word in enumerate(written) if fold(word) not in _OPENING), 0)


def _tells_a_story(rest: str, agency: Agency) -> bool:
    """The words that tell what a story is about (routing.toml) tell here that it is one; a plain
    question outweighs a plain complaint ("mất bao lâu")."""
    count, points = len(rest.split()), kind_points(rest, agency)
    complains = max(points.get(kind, 0.0) for kind in _COMPLAINTS)
    asks = points.pop(Kind.QUESTION, 0.0)
    if asks >= _STRONG > complains:
        return count > _MOST_WORDS
    strong = max(points.values(), default=0.0) >= _STRONG
    return strong or complains >= _PLAIN or count > _MOST_BARE


# --- what the commands can use -------------------------------------------------------------------


def _procedure(agency: Agency, rest: str) -> str | None:
    return rest if search(rest, agency, limit=1) else None


def _office(agency: Agency, rest: str) -> str | None:
    """An office named, and hardly anything else."""
    words = [word for word in fold(rest).split() if word not in _AROUND_NAMES]
    if not words:
        return ""
    names = (" ".join((o.name, o.short, *o.aliases)) for o in agency.offices)
    known = set(fold(" ".join(names)).split())
    beside = sum(word not in known for word in words)
    return office_meant(agency, rest) or None if beside <= 1 else None


def _code(agency: Agency, rest: str) -> str | None:
    """A word that may be meant as a code; of the own cases in general, the list of them."""
    words = fold(rest).split()
    if _OWN_CASES.issuperset(words):
        return ""
    digits = any(char.isdigit() for char in rest)
    return rest if len(words) <= (3 if digits else 1) else None


_OPENING = frozenset(
    "toi tui minh em con chau muon can cho xin hoi lam on vui long nho a da".split()
)
_AROUND_NAMES = frozenset("cua so o dau co quan don vi voi the of for office".split())
_OWN_CASES = frozenset("ho so viec phan anh gop y ket qua don cua toi em minh tui da gui".split())

LOOK_UPS = (
    LookUp(
        (
            "tra cuu thu tuc",
            "tim thu tuc",
            "hoi ve thu tuc",
            "thu tuc",
            "thutuc",
            "procedure for",
            "procedures for",
            "procedure",
        ),
        procedures.procedures,
        _procedure,
    ),
    LookUp(
        ("so dien thoai", "lien he voi", "lien he", "dia chi", "contact"), contact.contact, _office
    ),
    LookUp(("tra cuu", "tra ma", "kiem tra", "status", "look up"), status.status, _code),
)
