"""`langnghe import-procedures`: a portal's list of procedures into the agency's catalogue. What
would change is shown first; nothing is written before somebody has agreed to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from bot import agency_files
from bot.agency_files import AgencyMistakes
from bot.catalogue_import import sheet, written
from bot.catalogue_import.catalogue_file import CatalogueFile
from bot.catalogue_import.offices import Offices
from bot.catalogue_import.plan import Plan, Told
from bot.catalogue_import.planner import Planner
from bot.commands.agency_words import print_mistakes
from bot.commands.plainly import Refusal, say
from bot.settings import Settings
from cases.agency.agency import Agency
from cases.words.text import fold

_COLUMNS = {
    "name": "tên",
    "name_en": "tên tiếng Anh",
    "field": "lĩnh vực",
    "office": "phòng",
    "papers": "giấy tờ",
    "steps": "các bước",
    "days": "thời hạn",
    "fee": "phí, lệ phí",
    "by_post": "qua bưu điện",
    "online": "qua mạng",
    "where": "nơi nộp",
    "decision": "quyết định",
}
_AGREED = frozenset({"c", "co", "dong y", "y", "yes"})
_SHOWN = 120  # characters of a cell


def take_in(
    settings: Settings,
    file: Path,
    today: date,
    *,
    dry: bool = False,
    agreed: bool = False,
    all_fields: bool = False,
    dated: date | None = None,
) -> None:
    """`dated` is the day of the file's catalogue, today where it is not given. Raises Refusal."""
    agency = _agency(settings)
    found = sheet.read(file)
    catalogue = CatalogueFile.of((agency.folder / written.CATALOGUE).read_bytes())
    offices = Offices(agency, catalogue.rows)
    plan = Planner(catalogue.rows, offices, today, all_fields=all_fields).take(found)
    _tell(file, len(found.rows), plan, agency)
    dated = dated or today
    say(
        f"Ngày của danh mục: {agency.catalog_date or 'chưa có'} → {dated}.",
        f"The catalogue's date: {agency.catalog_date or 'none'} → {dated}.",
    )
    if dry:
        say("Chưa ghi gì (xem trước).", "Nothing was written: this is a dry run.")
        return
    if not agreed:
        _ask()
    written.write(agency.folder, catalogue, plan, file.name, today, dated)
    _done(plan)


def _done(plan: Plan) -> None:
    if plan.is_empty:
        say("Đã ghi ngày của danh mục.", "The catalogue's date was written.")
        return
    say(
        f"Đã ghi {written.CATALOGUE}; nội dung trước khi đổi nằm trong {written.HISTORY}. Bot đang"
        " chạy tự dùng danh mục mới trong vòng một phút.",
        f"Written. What was there before is in {written.HISTORY}; a running bot takes it over"
        " within a minute.",
    )


def _agency(settings: Settings) -> Agency:
    try:
        return agency_files.load(settings.agency_folder)
    except AgencyMistakes as mistakes:
        print_mistakes(mistakes)
        raise Refusal(
            "Chưa nhập: phải sửa thư mục cơ quan trước.",
            "Nothing was taken in: the agency folder must be corrected first.",
        ) from None


def _ask() -> None:
    """Raises Refusal for anything but a plain yes, and where nobody is there to say it."""
    try:
        answer = input("Ghi những thay đổi này? Gõ co rồi Enter (Enter không thôi là không): ")
    except EOFError:
        answer = ""
    if fold(answer) not in _AGREED:
        raise Refusal(
            "Chưa ghi gì. Muốn ghi mà không hỏi, thêm --yes.",
            "Nothing was written. To write without being asked, add --yes.",
        )


# --- telling -------------------------------------------------------------------------------------


def _tell(file: Path, lines: int, plan: Plan, agency: Agency) -> None:
    say(f"{file.name}: {lines} dòng.", f"{file.name}: {lines} rows.")
    names = {row["code"]: _short(row["name"], 100) for row in plan.rows}
    offices = {office.id: office.name for office in agency.offices}
    _part("THÊM", "New", [f"{r['code']} {names[r['code']]} → {offices[r['office']]}"
                          for r in plan.new])  # fmt: skip
    for vi, en, changes in (
        ("THÔI ÁP DỤNG (trong tệp không còn)", "Ended: no longer in the file", plan.ended),
        ("ÁP DỤNG LẠI", "In force again", plan.revived),
    ):
        _part(vi, en, [f"{change.code} {names[change.code]}" for change in changes])
    _part("ĐỔI", "Changed", list(_changed(plan, names)), count=len(plan.changed))
    _part("KHÔNG ĐỌC ĐƯỢC (bỏ qua)", "Not readable, left out", _lines(plan.unreadable))
    _part("XEM LẠI", "To be looked at", _lines(plan.cautions))
    if plan.skipped:
        _skipped(plan.skipped)
    if plan.untouched:
        say(
            f"Giữ nguyên {plan.untouched} thủ tục mà tệp không nói đến (mã do cơ quan tự đặt, hoặc"
            " lĩnh vực không có trong tệp).",
            f"{plan.untouched} procedures of which the file says nothing stay as they are.",
        )
    if plan.is_empty:
        say("Danh mục không có gì đổi.", "Nothing in the catalogue changes.")


def _part(vi: str, en: str, lines: Sequence[str], count: int = 0) -> None:
    if lines:
        say(f"\n{vi}: {count or len(lines)}", en)
        for line in lines:
            say(f"  {line}")


def _changed(plan: Plan, names: dict[str, str]) -> Iterable[str]:
    for code, changes in plan.changed.items():
        yield f"{code} {names[code]}"
        for change in changes:
            yield f"    {_COLUMNS[change.column]}: {_cell(change.before)} → {_cell(change.after)}"


def _lines(told: Iterable[Told]) -> list[str]:
    return [f"dòng {one.line}: {one.vi} / {one.en}" for one in told]


def _cell(text: str) -> str:
    return f"“{_short(text, _SHOWN)}”" if text else "(trống)"


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _skipped(skipped: Counter[str]) -> None:
    say(
        f"\nBỏ qua {skipped.total()} dòng của lĩnh vực hoặc cơ quan khác (muốn nhận cả: thêm"
        " --all-fields):",
        "Rows of other fields or authorities, left out (--all-fields takes them too):",
    )
    for whose, count in skipped.most_common():
        say(f"  {count}: {_short(whose, 70) or '(không ghi)'}")
