"""Decisions that opened channels, and what a channel is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChannelDecision:
    """The decision that opened a channel (facts/law 2.2); shown in the privacy notice."""

    decision: str = ""
    on: str = ""
    address: str = ""  # where people find it: a link or account name


@dataclass(frozen=True, slots=True)
class TemplateValue:
    """What fills one parameter of a template: an argument of the notice, or "agency" or "phone"
    (the department's). The template was approved for at most `longest` characters of it."""

    source: str
    longest: int


@dataclass(frozen=True, slots=True)
class NoticeTemplate:
    """A template Zalo has approved, for a notice whose reader has not written for too long."""

    notice: str  # its key, "notice.answer"
    template: str  # Zalo's id
    by_phone: bool  # sent to the telephone number, else to the person's account
    values: Mapping[str, TemplateValue]


@dataclass(frozen=True, slots=True)
class Zalo:
    """`window_hours`: how long after somebody's last word the department writes to them: 48 is
    free, up to 168 (7 days) is charged (facts/channels 1.4)."""

    window_hours: int = 48
    templates: tuple[NoticeTemplate, ...] = ()
