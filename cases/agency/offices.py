"""The offices of a department, and how each is reached."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach an office. `sample` marks data nobody has confirmed yet."""

    address: str = ""
    phone: str = ""
    email: str = ""
    hours: str = ""
    hours_en: str = ""
    address_en: str = ""
    sample: bool = True


@dataclass(frozen=True, slots=True)
class Office:
    id: str
    name: str
    name_en: str
    short: str  # as people say it: "Phòng Đăng ký kinh doanh"
    handles: bool  # answers cases; Văn phòng handles only what it keeps
    contact: Contact = Contact()
    everyday: str = ""  # what it does in everyday words: "việc đăng ký công ty"
    everyday_en: str = ""
    aliases: tuple[str, ...] = ()
