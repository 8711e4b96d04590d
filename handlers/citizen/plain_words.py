"""Short answers as people really type them, folded: yes, no, nothing to add, thanks."""

from __future__ import annotations

from cases.words.text import fold, written_words
from handlers.conversation.dialogue import Unclear
from handlers.desk import Turn


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


_BUT = frozenset("nhung ma chua khong ko sao vay them nua but not yet still".split())
"""Words after which thanks are not all that is said."""


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


_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "một mot one",
            "hai two",
            "ba three",
            "bốn bon tư four",
            "năm five",
            "sáu six",
            "bảy bay seven",
            "tám tam eight",
            "chín chin nine",
        ),
        start=1,
    )
    for word in words.split()
}
_NUMBERED = frozenset(
    "số so câu cau nút nut mục muc ý y chọn chon bấm bam thứ thu phương phuong án an"
    " number option no choose".split()
)
_SOFTENING = frozenset("ạ a nhé nhe nha đi di please".split())
_LONGEST_NUMBER = 24


def position(text: str) -> int:
    """The choice that a message names by its number: "2", "số 2", "câu hai", "chọn số 2"; 0 for
    none. Written with diacritics a number must have its own: "Hải" is no "hai"."""
    if len(text) > _LONGEST_NUMBER:
        return 0
    words = written_words(text)
    while words and words[-1] in _SOFTENING:
        words.pop()
    *before, last = words or [""]
    if not _NUMBERED.issuperset(before):
        return 0
    if last.isascii() and last.isdigit() and len(last) <= 2:
        return int(last)
    return _NUMBERS.get(last, 0)


def is_nothing(text: str) -> bool:
    return fold(text) in NOTHING


def is_thanks(text: str) -> bool:
    """Thanks and nothing else."""
    said = fold(text)
    if said in _THANKS:
        return True
    brief = len(said) <= 40 and said.startswith(("cam on", "thank")) and "?" not in text
    return brief and _BUT.isdisjoint(said.split())
