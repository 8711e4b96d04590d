"""How many days everything may take or is kept, and on which legal basis."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """A deadline in working days with its legal basis. `confirmed_by` empty: CHƯA XÁC NHẬN."""

    days: int
    basis: str
    confirmed_by: str = ""
    confirmed_on: str = ""
    note: str = ""  # what the office still has to compare; for officials only


@dataclass(frozen=True, slots=True)
class Deadlines:
    accept: Limit
    answer: Limit
    question: Limit  # answering a case of kind question
    supplement: Limit  # how long a citizen is given to add what is missing
    close: Limit  # answered and silent: closed after this
    handle: Limit  # from assigned to a draft answer
    approve: Limit  # a draft with its approver
    publish: Limit  # a result on the site, after the answer
    extended: Limit  # the most an extension may reach, from receipt
    consult: Limit  # another office that is asked
    explain: Limit  # the accused side


@dataclass(frozen=True, slots=True)
class DataRights:
    """How soon somebody who uses a right over their data is answered (facts/law 5.1). `first` is
    counted in working days; the others in days of the calendar, which is the stricter reading."""

    first: Limit = Limit(2, "Nghị định 356/2025/NĐ-CP")
    see: Limit = Limit(10, "Luật 91/2025/QH15, Nghị định 356/2025/NĐ-CP")
    correct: Limit = Limit(10, "Luật 91/2025/QH15, Nghị định 356/2025/NĐ-CP")
    withdraw: Limit = Limit(15, "Luật 91/2025/QH15, Nghị định 356/2025/NĐ-CP")
    erase: Limit = Limit(20, "Luật 91/2025/QH15 Điều 14, Nghị định 356/2025/NĐ-CP")
    object: Limit = Limit(15, "Luật 91/2025/QH15, Nghị định 356/2025/NĐ-CP")


_STORED = "Luật 91/2025/QH15: không giữ lâu hơn cần thiết"


@dataclass(frozen=True, slots=True)
class Retention:
    """How many days of the calendar each kind of data is kept (facts/law 5.2.7)."""

    chat: Limit = Limit(90, _STORED)  # after the last case of a person was closed
    case_file: Limit = Limit(3650, "Luật Lưu trữ 2024, Thông tư 10/2022/TT-BNV")  # after its end
    tips: Limit = Limit(365, _STORED)  # without a name, after their end
    access_log: Limit = Limit(1825, _STORED)
    quarantined: Limit = Limit(7, _STORED)  # photos of identity papers; files made to be fetched
    failures: Limit = Limit(30, _STORED)  # the bytes of messages that failed
    backups: Limit = Limit(35, _STORED)  # then their keys are destroyed


@dataclass(frozen=True, slots=True)
class Late:
    """What the sender is told once the promised day was missed: the one new date, counted from
    that day, and how often they hear how it stands until there is an answer."""

    new_date: Limit = Limit(5, "Quy định nội bộ; pháp luật không ấn định")
    progress: Limit = Limit(7, "Quyết định 574/QĐ-TTg (2017)")


@dataclass(frozen=True, slots=True)
class Rating:
    """When the sender of an answered case is asked what they think, in working days after the
    answer, and who asks: never those who answered. `second_look`: how long, in working days,
    somebody else may take to look at an answer its sender is not content with."""

    after: Limit = Limit(3, "Quy định nội bộ; pháp luật không ấn định")
    latest: Limit = Limit(7, "Quy định nội bộ; pháp luật không ấn định")
    second_look: Limit = Limit(5, "Quy định nội bộ; pháp luật không ấn định")
    asks: str = "Văn phòng Sở"
    asks_en: str = "the Department Office"
