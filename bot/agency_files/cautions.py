"""What is right in form but not yet fit for citizens: samples, unconfirmed law, missing
decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date

from cases.agency.agency import Agency
from cases.agency.deadlines import DataRights, Deadlines, Late, Retention
from cases.catalogue.completeness import gaps

_STEPS = {
    "accept": "tiếp nhận",
    "answer": "trả lời",
    "question": "trả lời câu hỏi",
    "supplement": "bổ sung",
    "close": "đóng",
    "handle": "giải quyết",
    "approve": "duyệt",
    "publish": "công khai",
    "extended": "gia hạn",
    "consult": "phối hợp",
    "explain": "giải trình",
    "new_date": "hẹn lại khi trễ",
    "progress": "báo tình hình khi trễ",
}
_WORKING_DAYS = "ngày làm việc", "working days"
_DAYS = "ngày", "days"
_DATA = {
    "first": "trả lời lần đầu một yêu cầu về dữ liệu",
    "see": "cho xem dữ liệu",
    "correct": "sửa dữ liệu",
    "withdraw": "rút sự đồng ý",
    "erase": "xóa dữ liệu",
    "object": "trả lời phản đối, khiếu nại về dữ liệu",
    "chat": "giữ tin nhắn",
    "case_file": "giữ hồ sơ",
    "tips": "giữ tin báo không tên",
    "access_log": "giữ nhật ký truy cập",
    "quarantined": "giữ ảnh giấy tờ tùy thân",
    "failures": "giữ tin gửi hỏng",
    "backups": "giữ bản sao lưu",
}
_OF_PROCEDURES = {
    "papers": "giấy tờ",
    "steps": "các bước",
    "days": "thời hạn",
    "fee": "phí, lệ phí",
    "decision": "quyết định công bố",
}
_NAMED = 5  # codes; the rest is counted
_NEXT_YEAR_FROM = 11  # the next year's days off are announced in the autumn


@dataclass(frozen=True, slots=True)
class Caution:
    """`refused`: `langnghe check --production` does not let it pass."""

    text: str
    english: str
    refused: bool

    def __str__(self) -> str:
        return f"{self.text} [không dùng chính thức được]" if self.refused else self.text


def warnings(agency: Agency, today: date, channels: Collection[str] | None = None) -> list[Caution]:
    """What `langnghe check` tells besides mistakes. `channels` are those switched on; None means
    all that the agency lists."""
    on = agency.channels if channels is None else channels
    return [
        *_samples(agency),
        *_decisions(agency, on),
        *_limits(agency.deadlines, _STEPS, *_WORKING_DAYS),
        *_limits(agency.late, _STEPS, *_WORKING_DAYS),
        *_walls(agency),
        *_other_doors(agency),
        *_other_bodies(agency),
        *_limits(agency.data_rights, _DATA, *_DAYS),
        *_limits(agency.retention, _DATA, *_DAYS),
        *_years(agency, today),
        *_ended_programmes(agency, today),
        *_gaps(agency),
        *_incomplete(agency),
    ]


def _samples(agency: Agency) -> Iterator[Caution]:
    contacts = [(agency.short, agency.short_en, agency.contact)]
    contacts += [(o.name, o.name_en, o.contact) for o in agency.offices]
    for name, name_en, contact in contacts:
        if contact.sample:
            yield Caution(
                f"Liên hệ của {name} còn là mẫu: sửa rồi ghi sample = false",
                f"The contact of {name_en} is a sample: correct it and set sample = false",
                refused=True,
            )


def _decisions(agency: Agency, channels: Collection[str]) -> Iterator[Caution]:
    for name in channels:
        decision = agency.channels.get(name)
        if decision is None or not decision.decision:
            yield Caution(
                f"Kênh {name} chưa có số quyết định mở kênh: ghi vào [channels.{name}]",
                f"The channel {name} has no decision number: enter it in [channels.{name}]",
                refused=True,
            )


def _limits(
    limits: Deadlines | Late | DataRights | Retention,
    names: Mapping[str, str],
    days: str,
    days_en: str,
) -> Iterator[Caution]:
    for field in fields(limits):
        limit = getattr(limits, field.name)
        if not limit.confirmed_by:
            note = f" ({limit.note})" if limit.note else ""
            yield Caution(
                f"Thời hạn {names[field.name]} {limit.days} {days}: CHƯA XÁC NHẬN{note}",
                f"The time limit “{field.name}”, {limit.days} {days_en}, is not confirmed{note}",
                refused=False,
            )


def _walls(agency: Agency) -> Iterator[Caution]:
    if not agency.walls.confirmed_by:
        hours = agency.walls.identity_hours
        yield Caution(
            f"Danh tính mở ra hiện trong {hours} giờ ([walls]): CHƯA XÁC NHẬN",
            f"An opened identity is shown for {hours} hours ([walls]): not confirmed",
            refused=False,
        )


def _other_doors(agency: Agency) -> Iterator[Caution]:
    if not agency.other_doors.confirmed_by:
        yield Caution(
            "Căn cứ, thời hạn khiếu nại, tố cáo ([other_doors]): CHƯA XÁC NHẬN",
            "The basis and time limits of complaints and denunciations ([other_doors]) are not"
            " confirmed",
            refused=False,
        )


def _other_bodies(agency: Agency) -> Iterator[Caution]:
    samples = [body for body in agency.routing.other_bodies if body.sample]
    if samples:
        ids = ", ".join(body.id for body in samples)
        yield Caution(
            f"Liên hệ của cơ quan khác còn là mẫu ({ids}): sửa rồi ghi sample = false",
            f"Contacts of other bodies are samples ({ids}): correct them and set sample = false",
            refused=True,
        )


def _years(agency: Agency, today: date) -> Iterator[Caution]:
    years = [today.year] + ([today.year + 1] if today.month >= _NEXT_YEAR_FROM else [])
    for year in years:
        if year not in agency.calendar.confirmed_years:
            yield Caution(
                f"Lịch nghỉ năm {year} CHƯA XÁC NHẬN: đối chiếu thông báo chính thức, rồi thêm "
                f"{year} vào confirmed_years",
                f"The days off of {year} are not confirmed: compare them with the official notice, "
                f"then add {year} to confirmed_years",
                refused=False,
            )


def _ended_programmes(agency: Agency, today: date) -> Iterator[Caution]:
    for item in agency.plan.items:
        if item.orphaned(today):
            yield Caution(
                f"Mục {item.id} của kế hoạch nói về chương trình đã hết từ {item.until}: ghi "
                "chương trình kế tiếp vào successor (plan.toml)",
                f"The plan's item {item.id} is about a programme that was over on {item.until}: "
                "enter what followed as successor (plan.toml)",
                refused=False,
            )


def _gaps(agency: Agency) -> Iterator[Caution]:
    for key, value in (("police_phone", agency.police_phone),
                       ("denunciation_place", agency.denunciation_place)):  # fmt: skip
        if not value:
            yield Caution(f"{key} chưa có", f"{key} is empty", True)
        elif agency.doors_sample:
            yield Caution(
                f"{key} còn là mẫu: sửa rồi ghi doors_sample = false",
                f"{key} is a sample: correct it and set doors_sample = false",
                refused=True,
            )
    with_procedures = {procedure.office for procedure in agency.procedures}
    for office in agency.offices:
        if office.id not in with_procedures:
            yield Caution(
                f"{office.name} chưa có thủ tục nào trong procedures.csv",
                f"{office.name_en} has no procedure in procedures.csv",
                refused=False,
            )


def _incomplete(agency: Agency) -> Iterator[Caution]:
    """What everybody must be able to read of a procedure (plan, II.3.c)."""
    for name, codes in gaps(agency.procedures).items():
        some = ", ".join(codes[:_NAMED]) + (", …" if len(codes) > _NAMED else "")
        yield Caution(
            f"procedures.csv: {len(codes)} thủ tục chưa ghi {_OF_PROCEDURES[name]}: {some}",
            f"procedures.csv: {len(codes)} procedures lack “{name}”: {some}",
            refused=False,
        )
