"""Text typed with the keyboard's Vietnamese switched off: raw Telex ("luwowng huwu chuwa cos") and
raw VNI ("ho62 so7"). Only recognised where the message as a whole speaks for it, since "as", "was"
and "h2" are words of their own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache, partial

_ONSETS = "ngh ng nh ph th tr ch kh gh gi qu b c d đ g h k l m n p r s t v x"
_RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay e ec em en eng enh eo ep et eu ech ek"
    " i ia ich iec iem ien ieng iep iet ieu im in inh ip it iu"
    " o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi om on ong ooc oong"
    " op ot u ua uan uang uat uay uc ue uech uenh ui um un ung uo uoc uoi uom uon uong uop uot uou"
    " up ut uu uy uya uych uyen uyet uynh uyt uyu uyn uyp y yem yen yeng yet yeu"
)
_SYLLABLE = re.compile(f"(?:{_ONSETS.replace(' ', '|')})?(?:{_RHYMES.replace(' ', '|')})")

_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = dict(zip("12345", _TONES.values(), strict=True))
_HAT, _HORN, _BREVE = "\u0302", "\u031b", "\u0306"
_TELEX_HATS = re.compile(r"([aeo])(.*?)\1")
_LONGEST_WORD = 12
_SHARE = 0.3  # of the words must be spelt out keystrokes
_FEWEST = 2
_ENGLISH = frozenset(
    "the and is of we you for how my our please are was this it what where does has with".split()
)
_WORD = re.compile(r"[A-Za-z0-9]+")
# "as" and "is" are words too; these are nothing but keystrokes.
_PLAINLY = re.compile(r"aa|ee|oo|dd|[aou]w|[fj]$|\d")


def retyped(text: str) -> str:
    """The text as its writer meant it; unchanged where it is no raw Telex or VNI. Case and
    everything between the words stay."""
    if not text.isascii():
        return text
    words = [w for w in _WORD.findall(text) if not w.isdecimal()]
    if sum(w.lower() in _ENGLISH for w in words) >= _FEWEST:
        return text
    for read in (_vni, _telex):
        spelt = [w for w in map(str.lower, words) if read(w)]
        enough = len(spelt) >= max(_FEWEST, _SHARE * len(words))
        if enough and any(map(_PLAINLY.search, spelt)):
            return _WORD.sub(partial(_read, read), text)
    return text


def _read(read: Callable[[str], str], match: re.Match[str]) -> str:
    return read(match[0].lower()) or match[0]


@lru_cache(maxsize=2048)
def _telex(word: str) -> str:
    """The word its keystrokes make, or empty: where no letter is a keystroke, or no Vietnamese
    syllable comes of it."""
    if len(word) > _LONGEST_WORD or not word.isalpha():
        return ""
    made, tone = word, ""
    for key, mark in _TONES.items():
        at = word.rfind(key)
        # The tone is typed after the vowels: at the end, or before final consonants.
        if at > 0 and any(v in word[:at] for v in "aeiouy"):
            made, tone = word[:at] + word[at + 1 :], mark
            break
    made = made.replace("dd", "đ", 1)
    made = re.sub(r"uow|uwow|uwo", f"u{_HORN}o{_HORN}", made, count=1)
    made = re.sub(r"aw", f"a{_BREVE}", made, count=1)
    made = re.sub(r"([ou])w", rf"\1{_HORN}", made, count=1)
    made = _TELEX_HATS.sub(rf"\1{_HAT}\2", made, count=1)
    return _whole(made, tone) if made != word else ""


@lru_cache(maxsize=2048)
def _vni(word: str) -> str:
    """As `_telex`, for digits."""
    if len(word) > _LONGEST_WORD or word[0].isdecimal() or word.isalpha():
        return ""
    made, tone, horned = "", "", False
    for char in word:
        if char in _VNI_TONES:
            tone = _VNI_TONES[char]
        elif char in "678":
            at = max((made.rfind(v) for v in {"6": "aeo", "7": "ou", "8": "a"}[char]), default=-1)
            if at < 0:
                return ""
            mark = {"6": _HAT, "7": _HORN, "8": _BREVE}[char]
            made, horned = made[: at + 1] + mark + made[at + 1 :], char == "7"
        elif char == "9":
            if "d" not in made:
                return ""
            made = made.replace("d", "đ", 1)
        elif char.isdecimal():
            return ""
        else:
            made += char
    if horned and f"uo{_HORN}" in made:
        made = made.replace(f"uo{_HORN}", f"u{_HORN}o{_HORN}")
    return _whole(made, tone)


def _whole(made: str, tone: str) -> str:
    """With its tone on the vowel that bears it; empty where the letters make no syllable."""
    bare = "".join(c for c in made if not unicodedata.combining(c))
    if not _SYLLABLE.fullmatch(bare) or (made == bare and not tone and "đ" not in made):
        return ""
    return unicodedata.normalize("NFC", _toned(made, tone))


def _toned(made: str, tone: str) -> str:
    """The tone goes to a marked vowel, else to the one before a final consonant, else to the first
    of two (the second of three)."""
    if not tone:
        return made
    start = 2 if made.startswith(("qu", "gi")) and any(v in made[2:] for v in "aeiouy") else 0
    vowels = [at for at, c in enumerate(made) if c in "aeiouy" and at >= start]
    marked = [at for at in vowels if made[at + 1 : at + 2] in (_HAT, _HORN, _BREVE)]
    if marked:
        at = marked[-1] + 1
    else:
        closed = made[-1] not in "aeiouy"
        at = vowels[-1] if closed or len(vowels) == 1 else vowels[-2]
    return made[: at + 1] + tone + made[at + 1 :]
