"""How often somebody wants to be told, and as whom, in the words people use."""

from __future__ import annotations

from functools import partial

from cases.words.text import fold
from handlers.citizen import plain_words
from handlers.conversation.dialogue import Unclear
from handlers.desk import Turn

FREQUENCIES = ("each", "week", "month")
PARTIES = ("citizen", "business")
UNTOLD = "untold"

_SAID_FREQUENCY = {
    "each": ("ngay", "co la nhan", "moi tin", "tung tin", "lien", "at once", "each"),
    "week": ("tuan", "hang tuan", "moi tuan", "mot tuan", "week", "weekly"),
    "month": ("thang", "hang thang", "moi thang", "mot thang", "month", "monthly"),
}
_SAID_PARTY = {
    "citizen": ("dan", "nguoi dan", "ca nhan", "cong dan", "citizen", "person"),
    "business": ("doanh nghiep", "cong ty", "dn", "cty", "business", "company"),
    UNTOLD: tuple(plain_words.UNKNOWN | plain_words.NO | {"bo qua", "skip"}),
}


def _read(said: dict[str, tuple[str, ...]], turn: Turn, text: str) -> str:
    for value, ways in said.items():
        if fold(text) in ways:
            return value
    raise Unclear


read_frequency = partial(_read, _SAID_FREQUENCY)
read_party = partial(_read, _SAID_PARTY)
