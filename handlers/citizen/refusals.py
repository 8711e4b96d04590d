"""Ways of saying that there is nothing to give: none, forgotten, lost, not wanted. What such an
answer is made of stands here as words; whatever holds another word is no such answer."""

from __future__ import annotations

import re

from cases.words.text import fold_open, written_words
from handlers.desk import Turn

_ME = r"(?:(?:da|thua|vang|thoi|nhung|ma|vi|xin|toi|em|minh|con|chau|tui|u|hien|nay|dang|cung) )*"
_NONE = re.compile(
    rf"{_ME}(?:khong|chua|chang|dau|quen|mat|lac|that lac|roi|chiu|i|do|don|dont|not|no)(?: "
    r"(?:co|can|dung|xai|biet|nho|ro|thay|tim|ra|de|dau|phai|gi|cai|nao|ca|het|cho|lam|lai|lau|qua"
    r"|roi|nua|them|luon|mat|quen|lac|duoc|giu|con|cam|day|o|e|email|mail|dien|tu|ma|so|thue|mst"
    r"|doanh|nghiep|cong|ty|hay|va|hoac|ho|giay|hen|phieu|bien|nhan|ngay|thang|chinh|xac|chac"
    r"|thoai|sdt|may|sua|toi|em|minh|anh|chi|ong|ba|oi|a|ah|nha|nhe|vay|thoi|bo|qua"
    r"|t|it|have|know|remember|idea|one|any|lost|forgot|an|tax|code|number|date))*"
)
_PASS = re.compile(
    rf"{_ME}(?:thoi|bo qua|qua cau nay|skip|none|nothing|no|nope|forgot|lost it)"
    r"(?: (?:di|a|nha|nhe|em|anh|chi|khoi|khong|can|luon|cau|nay|it|please))*"
)
_NO_NAME = re.compile(
    rf"{_ME}(?:"
    r"(?:khong|chang|chua|khoi)(?: (?:muon|dam|tien|thich|can|the|nen|cho|phai|de|dau))*"
    r" (?:noi|neu|khai|ghi|cho biet|dua|de lo|lo|cung cap|tra loi|xung|ten|biet)\b"
    r"|(?:(?:muon|duoc|cho|de|hay|phai|nen|giup|toi|em|minh) )*"
    r"(?:an danh|giau ten|dau ten|nac danh|giau mat|bi mat|giu kin|giu bi mat)\b"
    r"|(?:i )?(?:rather not|would rather not|do not want|don t want|prefer not)\b"
    r"|anonymous|no name)"
)
# In a longer sentence: "sợ lắm, tôi không dám nói tên", "nói ra họ trù dập thì sao".
_AFRAID = re.compile(
    r"\b(?:khong|chang|chua)(?: (?:muon|dam|tien|thich|the|nen))+"
    r" (?:noi|neu|khai|cho biet|de lo|xung|dua)\b"
    r"|\bso (?:bi|ho|lo|lien)\b|\b(?:tra thu|tra dua|tru dap|lien luy)\b"
    r"|\b(?:afraid|scared|retaliat\w*)\b"
)


def has_none(turn: Turn, text: str) -> bool:
    """'không có', 'ko nhớ', 'thôi', 'bỏ qua', 'mất giấy rồi', 'không dùng email' and the like."""
    said = _said(turn, text)
    return bool(said) and bool(_NONE.fullmatch(said) or _PASS.fullmatch(said))


def keeps_name(turn: Turn, text: str) -> bool:
    """Whether somebody asked for the name says that they would rather not give it. Of the family
    name Khổng only what is written with its mark is sure."""
    if written_words(text)[:1] == ["khổng"]:
        return False
    said = _said(turn, text)
    return has_none(turn, text) or bool(_NO_NAME.match(said) or _AFRAID.search(said))


def _said(turn: Turn, text: str) -> str:
    return fold_open(text, turn.agency.routing.abbreviations)
