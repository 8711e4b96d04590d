"""What a case is about, whose name stands on it, where it came from: closed lists."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """The kinds of case. `QUESTION` and `PRAISE` stand outside the statutory figures."""

    CONDUCT = "conduct"  # hành vi hành chính
    REGULATION = "regulation"  # quy định, thủ tục hành chính
    LATE_DOSSIER = "late_dossier"  # hồ sơ trễ hẹn
    RECOMMENDATION = "recommendation"  # kiến nghị
    INITIATIVE = "initiative"  # sáng kiến
    CUT_CONDITIONS = "cut_conditions"  # cắt giảm điều kiện kinh doanh
    PRAISE = "praise"
    QUESTION = "question"  # hỏi đáp, "where is my dossier", "speak to a person"


STATUTORY = frozenset(Kind) - {Kind.PRAISE, Kind.QUESTION}
"""Kinds counted as PAKN in the reports of TT 01/2020/TT-VPCP (anonymous tips are not, whatever
their kind)."""


class IdentityMode(StrEnum):
    NAMED = "named"  # the handling office knows
    CLOSED = "closed"  # only Văn phòng, or the Director, can open it
    ANONYMOUS = "anonymous"  # a tip: no promised date, readable by receipt number only


class Outcome(StrEnum):
    """What came of an accusation; of conduct nothing else is published (facts/law 4.7)."""

    RIGHT = "right"  # đúng
    PARTLY = "partly"  # đúng một phần
    WRONG = "wrong"  # không đúng
    UNFOUNDED = "unfounded"  # không có cơ sở


class Source(StrEnum):
    """Where a case came from: a chat channel, or entered by an official for someone."""

    WEB = "web"
    TELEGRAM = "telegram"
    ZALO = "zalo"
    ZALO_BOT = "zalo_bot"
    TELEPHONE = "telephone"
    LETTER = "letter"
    COUNTER = "counter"
    PROVINCIAL = "provincial"  # the provincial PAKN system


ENTERED = (Source.TELEPHONE, Source.LETTER, Source.COUNTER, Source.PROVINCIAL)


class Role(StrEnum):
    ADMIN = "admin"
    DISPATCHER = "dispatcher"
    HANDLER = "handler"
    HEAD = "head"
    DIRECTOR = "director"


OFFICE_ROLES = frozenset({Role.HANDLER, Role.HEAD})
