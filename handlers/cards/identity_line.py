"""Who sent a case, in one line, for those who may know."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from handlers.conversation.phones import spoken_phone
from handlers.desk import Desk

WHO = ("name", "phone", "commune")
ALL = (*WHO, "email", "tax_code")


def identity_line(
    desk: Desk, told: Mapping[str, str], language: str, keys: Collection[str] = ALL
) -> str:
    """Of what was told the `keys`, and for whom it was sent."""
    phone = told.get("phone", "")
    shown = {**told, "phone": spoken_phone(phone) if phone.startswith("+") else phone}
    parts = [shown[key] for key in keys if shown.get(key)]
    if whom := told.get("behalf"):
        parts.append(f"{desk.words(language, 'identity.for_whom')} {whom}")
    return ", ".join(parts)
