"""`[zalo]` of `agency.toml`: how long the department writes to people after their last word, and
the templates Zalo has approved for those who have been silent for longer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.agency_files.table import Table
from cases.agency.channels import NoticeTemplate, TemplateValue, Zalo
from cases.agency.offices import Office
from messages.texts import declared

_WINDOWS = (48, 168)
_TO = ("account", "phone")
_ALWAYS = ("agency", "phone")  # may fill a parameter of any template
_LONGEST = 400  # Zalo takes no longer value (facts/channels 1.5: -1121)
_DAY = len("thứ Năm 31/12/2026")
# Arguments that choose between words and are none themselves.
_FLAGS = frozenset({"again", "calls", "missed", "passed"})
_FLAG_OF = frozenset({("notice.accept", "question")})


def zalo(agency: Table, offices: Sequence[Office]) -> Zalo:
    table = agency.table("zalo", required=False)
    hours = table.number("window_hours", Zalo().window_hours)
    if hours not in _WINDOWS:
        what = f"window_hours là {hours}, phải là 48 (miễn phí) hoặc 168 (7 ngày, tính tiền)"
        table.note("window_hours", what, "window_hours = 48", "48 (free) or 168 (charged)")
    sizes = _sizes(agency, offices)
    templates = [_template(each, sizes) for each in table.tables("templates")]
    table.close()
    return Zalo(hours, tuple(templates))


def notices() -> Mapping[str, tuple[str, ...]]:
    """The notices to the sender of a case with the words that may fill a template."""
    return {
        key: tuple(
            argument
            for argument in (*arguments, *(a for a in _ALWAYS if a not in arguments))
            if argument not in _FLAGS and (key, argument) not in _FLAG_OF
        )
        for key, arguments in declared("vi").items()
        for file, _, name in (key.partition("."),)
        if file == "notice" and not name.startswith("b_")
    }


def _sizes(agency: Table, offices: Sequence[Office]) -> dict[str, int]:
    """How long the values get whose length is known beforehand."""
    return {
        "code": len(agency.text("code_prefix")) + len("26-00123-K"),
        "office": max((len(office.name) for office in offices), default=0),
        "due": _DAY,
        "by": _DAY,
        "new_date": _DAY,
        "agency": len(agency.text("short")),
        "phone": len(agency.table("contact").text("phone")),
    }


def _template(table: Table, sizes: Mapping[str, int]) -> NoticeTemplate:
    known = notices()
    notice, to = table.name("notice"), table.text("to", "account")
    table.known("notice", notice, known, "tin báo")
    table.known("to", to, _TO, "nơi gửi")
    values = table.table("values", required=False)
    read = {
        name: _value(values.table(name), known.get(notice, ()), sizes) for name in values.names()
    }
    values.close()
    made = NoticeTemplate(notice, table.name("template"), to == "phone", read)
    table.close()
    return made


def _value(table: Table, sources: Sequence[str], sizes: Mapping[str, int]) -> TemplateValue:
    source, longest = table.name("from"), table.number("longest", 30)
    if sources:
        table.known("from", source, sources, "chỗ điền")
    if longest > _LONGEST:
        what = f"longest là {longest}, Zalo chỉ nhận đến {_LONGEST} chữ"
        table.note("longest", what, f"longest = {_LONGEST}", f"at most {_LONGEST}")
    elif (needed := sizes.get(source, 0)) > longest:
        what = f"“{source}” dài đến {needed} chữ mà mẫu chỉ nhận {longest}"
        instead = f"longest = {needed} (và sửa mẫu trên Zalo cho vừa)"
        table.note("longest", what, instead, f"“{source}” needs {needed} characters")
    table.close()
    return TemplateValue(source, longest)
