"""Short answers as people really type them, folded: yes, no, nothing to add, thanks."""

from __future__ import annotations

from cases.text import fold
from handlers.desk import Turn
from handlers.dialogue import Unclear


def _sayings(text: str) -> frozenset[str]:
    return frozenset(text.split(", "))


YES = _sayings(
    "co, dung, dung roi, dung vay, dung a, dung the, da dung, vang dung, da vang, chinh xac,"
    " dong y, ok, oke, ok em, u, vang, da, phai, duoc, yes, y, yeah, sure, right"
)
NO = _sayings(
    "khong, ko, k, hong, thoi, khoan, khong phai, ko phai, khong dung, chua dung, sai, sai roi, no,"
    " n, nope"
)
NOTHING = _sayings(
    "khong co, khong co gi, ko co, k co, hong co, khong co gi them, toi khong co, khong con,"
    " nothing, i have nothing, i have none, none, no more, het roi"
)
UNKNOWN = _sayings(
    "khong ro, ko ro, k ro, toi khong ro, khong biet, ko biet, k biet, toi khong biet,"
    " khong biet nua, khong biet ten, khong nho, khong nho ten, khong muon noi, ko muon noi, chiu,"
    " i don t know, i dont know, don t know, not sure, no idea"
)
_THANKS = _sayings(
    "cam on, cam on so, thanks, thank you, cam on nhieu, cam on nhe, xin cam on, cam on can bo,"
    " cam on ong ba, da cam on, ok cam on, cam on a, tks"
)


def yes_no(turn: Turn, text: str) -> str:
    """For a question with the options "yes" and "no"."""
    said = fold(text)
    if said in YES:
        return "yes"
    if said in NO:
        return "no"
    raise Unclear


def is_unknown(text: str) -> bool:
    return fold(text) in UNKNOWN


def is_nothing(text: str) -> bool:
    return fold(text) in NOTHING


def is_thanks(text: str) -> bool:
    """Thanks and nothing else."""
    said = fold(text)
    return said in _THANKS or (len(said) <= 40 and said.startswith(("cam on", "thank")))
