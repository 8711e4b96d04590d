"""What people say of themselves, in one message or several: name, phone, commune, and what may come
with them. Read `read` first."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache

from cases.numbers.tax_codes import checks, tax_code
from cases.words.text import fold, written_words
from handlers.conversation.phones import NUMBER, like_a_phone, phone_of, without_numbers

_EMAIL = re.compile(r"[^\s@,;<>()]+@[^\s@,;<>()]+\.[A-Za-z]{2,}")
_EDGES = " .,:;-–()[]\"'"
_I = r"(?:toi|em|minh|con|chau|tui)"

# Patterns over the folded words of a piece, each word followed by one blank.
_HEAD = re.compile(
    rf"(?:da |thua |vang |chao (?:anh |chi |so |em )?)*(?:"
    rf"(?:{_I} )?(?:ho va ten|ho ten|ten)(?: day du)?(?: cua)?(?: {_I})?(?: la)? "
    rf"|{_I} la |my name is |i am |i m |name (?:is )?|{_I} (?=\w+ \w+ )"
    r"|)"
)
_NUMBER_WORDS = (
    r"(?:so )?(?:sdt|dt|dtdd|dien thoai|phone|tel|mobile|zalo|lien lac|lien he|goi"
    r"|email|mail|mst|ma so thue|ma thue|tax code|tax|cccd|cmnd|can cuoc)"
    rf"(?: (?:number|di dong))?(?: (?:cua )?{_I})?(?: (?:la|is))? "
)
_LABEL = re.compile(rf"{_NUMBER_WORDS}")
_LABEL_LAST = re.compile(rf"(?:^|(?<= )){_NUMBER_WORDS}$")
_TAX_LABEL = re.compile(r"\b(?:mst|ma so thue|ma thue|thue|tax code|tax)(?: \w+){0,3}$")
_LIVES = re.compile(
    rf"(?:(?:{_I}|nha|i) )*(?:(?:hien|dang|nay|thuong tru|tam tru|live|living|que) )*"
    r"(?:o|tai|dia chi|address|in|que quan)(?: (?:o|tai|la|is))? "
)
# "Hộ" as in "gửi hộ", not as in "hồ sơ", "hộ khẩu", "hộ chiếu".
_FOR_OTHER = re.compile(
    rf"(?<!\S)(?:(?:(?:{_I}|la|day la|muon|xin) )*(?:gui|goi|viet|nhan|noi|hoi|ke|nop|phan anh) "
    r"(?:(?:ho|thay)(?! (?:so|khau|chieu|tich|kinh|ngheo|gia))|thay mat|gium|dum|giup)(?: cho)? "
    rf"|(?:{_I} )?(?:thay mat|dai dien)(?: cho)? |on behalf of |for someone else )"
)
_FOR_ME = re.compile(rf"{_I}(?: (?:voi|nhe|nha|a|di|nay))* ")
_LAST = {"ạ", "nhé", "nha", "ở", "số", "so"}
_CHATTER = frozenset(
    "em anh chi oi a nha nhe day do ne nghe cam on vang da ok so cua toi la".split()
)
_KIN = re.compile(r"(?:ong|ba|anh|chi|co|chu|bac|cau|di|em|chau|cu|me|cha|bo|vo|chong) ")

_PLACES = {"xã", "phường", "thôn", "xóm", "ấp", "tổ", "khối", "huyện", "quận", "tp", "tx", "xa",
           "thon", "xom", "commune", "ward"}  # fmt: skip
_PLACES_OF_TWO = {"thị trấn", "đặc khu", "thành phố", "khu phố", "thi tran", "dac khu"}
_PLACE_SHORT = ("p.", "x.", "tt.")
# "Phuong" and "Huyen" are names too.
_PLACES_IF_SMALL = {"phuong", "huyen"}


@dataclass(frozen=True, slots=True)
class Particulars:
    """What one message told. `misread`: digits like a phone number's that are none. `for_other`:
    it is sent for somebody else, `behalf` if they said for whom."""

    name: str = ""
    phone: str = ""
    commune: str = ""
    email: str = ""
    tax_code: str = ""
    behalf: str = ""
    for_other: bool = False
    misread: str = ""


def read(
    text: str,
    *,
    named: bool = False,
    asks_tax: bool = False,
    own_phone: str = "",
    communes: Collection[str] = (),
) -> Particulars:
    """`named`: the name is known, so that words without a mark are the commune. `asks_tax`: of
    digits that may be both a tax code is meant, unless they are `own_phone`."""
    if named:
        text = _without_name_again(text, communes)
    email = email_in(text)
    rest = text.replace(email, ",") if email else text
    numbers = _Numbers(asks_tax, own_phone)
    rest = _without_misread(without_numbers(rest, numbers.take), numbers)
    said = Particulars(
        email=email, phone=numbers.phone, tax_code=numbers.tax_code, misread=numbers.misread
    )
    pieces = [p for part in re.split(r"[,;\n]+", rest) if (p := _bare(part))]
    pieces, said = _for_whom(pieces, said)
    if not named:
        pieces = [half for piece in pieces for half in _halves(piece)]
    return _who_and_where(pieces, said, named, communes)


def _without_name_again(text: str, communes: Collection[str]) -> str:
    """A form of an app gives name, number and address each on a line, whatever is known by then."""
    first, _, rest = text.partition("\n")
    number = rest.partition("\n")[0]
    return rest if phone_of(number) and not is_place(_bare(first), communes) else text


def email_in(text: str) -> str:
    """The first e-mail address in the text, empty if there is none."""
    found = _EMAIL.search(text)
    return found.group() if found else ""


def is_place(piece: str, communes: Collection[str] = ()) -> bool:
    """Whether a piece begins with a word for a place, or is a commune of the province."""
    return _place_at(piece.split(), 0) or fold(piece) in _names(tuple(communes))


@lru_cache(maxsize=8)
def _names(communes: tuple[str, ...]) -> frozenset[str]:
    """Folded, with the word "xã" or "phường" and without. Folding them all at each message took
    a tenth of a turn."""
    whole = [fold(commune) for commune in communes]
    return frozenset(whole) | {name.partition(" ")[2] for name in whole}


# --- numbers -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Numbers:
    asks_tax: bool
    own_phone: str
    phone: str = ""
    tax_code: str = ""
    misread: str = ""

    def take(self, number: str, before: str) -> bool:
        phone, tax = phone_of(number), tax_code(number.strip(_EDGES))
        if _is_tax(tax, phone, self._means_tax(before, phone)):
            self.tax_code = self.tax_code or tax
        elif phone:
            self.phone = self.phone or phone
        return bool(phone or tax)

    def _means_tax(self, before: str, phone: str) -> bool:
        if _TAX_LABEL.search(fold(before)[-40:]):
            return True
        return self.asks_tax and phone != self.own_phone


def _is_tax(tax: str, phone: str, meant: bool) -> bool:
    """Where digits may be both: what was meant, or a code whose first digit no local number has."""
    if not tax or not phone:
        return bool(tax)
    return (meant or not tax.startswith("0")) and checks(tax)


def _without_misread(text: str, numbers: _Numbers) -> str:
    def cut(match: re.Match[str]) -> str:
        if not like_a_phone(match.group()):
            return match.group()
        numbers.misread = numbers.misread or match.group().strip(_EDGES)
        return ","

    return NUMBER.sub(cut, text)


# --- words ---------------------------------------------------------------------------------------


def _bare(piece: str) -> str:
    """Without the words that only say what follows, or what stood there."""
    words = piece.replace(":", " ").replace("=", " ").strip(_EDGES).split()
    words = _without_head(_without_head(words, _HEAD), _LABEL)
    words = _without_last(words)
    lives = _without_head(words, _LIVES)
    if len(lives) < len(words) and lives:
        words = lives if _place_at(lives, 0) else ["ở", *lives]
    return " ".join(words).strip(_EDGES)


def _folded(words: list[str]) -> str:
    return "".join(f"{fold(word).replace(' ', '')} " for word in words)


def _without_head(words: list[str], pattern: re.Pattern[str]) -> list[str]:
    match = pattern.match(_folded(words))
    return words[match.group().count(" ") :] if match else words


def _without_last(words: list[str]) -> list[str]:
    if match := _LABEL_LAST.search(_folded(words)):
        words = words[: len(words) - match.group().count(" ")]
    if words and words[-1] in _LAST and words[-2:-1] not in (["hồ"], ["ho"]):
        return words[:-1]
    return words


def _for_whom(pieces: list[str], said: Particulars) -> tuple[list[str], Particulars]:
    """Takes out "gửi hộ mẹ tôi, bà Ba"."""
    for at, piece in enumerate(pieces):
        before, whom = _around_for_other(piece.split())
        if whom is None:
            continue
        after = pieces[at + 1 :]
        while whom and after and _KIN.match(_folded(after[0].split())):
            whom = f"{whom}, {after.pop(0)}"
        left = [*pieces[:at], *([before] if before else []), *after]
        return left, replace(said, for_other=True, behalf=whom)
    return pieces, said


def _around_for_other(words: list[str]) -> tuple[str, str | None]:
    """What stands before "gửi hộ", and for whom: empty if that is not said, None if it is sent for
    nobody else."""
    match = _FOR_OTHER.search(_folded(words))
    if match is None:
        return "", None
    begin = _folded(words)[: match.start()].count(" ")
    whom = words[begin + match.group().count(" ") :]
    if whom and _FOR_ME.fullmatch(_folded(whom)):
        return "", None
    return " ".join(words[:begin]), " ".join(whom)


def _halves(piece: str) -> list[str]:
    """A name and a place with nothing between them."""
    words = piece.split()
    at = next((n for n in range(1, len(words) - 1) if _place_at(words, n)), None)
    if at is None or _place_at(words, 0):
        return [piece]
    return [half for half in (_bare(" ".join(words[:at])), " ".join(words[at:])) if half]


def _place_at(words: list[str], at: int) -> bool:
    here = " ".join(written_words(words[at])) if at < len(words) else ""
    both = " ".join(written_words(" ".join(words[at : at + 2])))
    if here in _PLACES_IF_SMALL:
        return at > 0 and words[at].islower() and words[at - 1][:1].isupper()
    return (
        here in _PLACES
        or both in _PLACES_OF_TWO
        or (at < len(words) and words[at].lower().startswith(_PLACE_SHORT))
        or here == "ở"
    )


def _who_and_where(
    pieces: list[str], said: Particulars, named: bool, communes: Collection[str]
) -> Particulars:
    pieces = [p for p in pieces if any(map(str.isalpha, p))]
    name = ""
    if named:
        pieces = [p for p in pieces if not _CHATTER.issuperset(fold(p).split())]
    else:
        name = next((p for p in pieces if not is_place(p, communes)), "")
        if name:
            pieces.remove(name)
    places = (_without_head(p.split(), _LIVES) or p.split() for p in pieces)
    return replace(said, name=name, commune=", ".join(" ".join(p) for p in places))
