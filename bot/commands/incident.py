"""`langnghe incident`: a breach of personal data is entered, counted down, reported and closed.
What is asked for is what the report to the authority needs; nobody is named in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import utc_now
from bot.commands.agency_words import usable_agency
from bot.commands.opened import opened, reading
from bot.commands.plainly import Refusal, say
from bot.commands.safe_key import known_keys
from bot.settings import Settings
from cases.agency.agency import Agency
from cases.numbers.codes import find_code
from handlers.duties.breaches import HOURS
from messages.dates import HERE, local
from messages.texts import Texts
from storage.engine.tx import Tx
from storage.privacy import breaches
from storage.tables.privacy import Breach

_FORMATS = ("%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M")


@dataclass(frozen=True, slots=True)
class Told:
    """What the clerk told. `detected`, `begin` and `end` as typed, in the time of Vietnam; `codes`
    as typed, any sign between them."""

    title: str
    detected: str
    what: str
    categories: str
    people: int
    measures: str
    consequences: str = ""
    codes: str = ""
    begin: str = ""
    end: str = ""


def enter(settings: Settings, told: Told) -> int:
    """Its number. Raises Refusal."""
    detected = moment(told.detected)
    if detected > utc_now():
        raise Refusal("Lúc phát hiện còn ở tương lai.", "The time of detection is in the future.")
    with opened(settings) as store:
        codes = store.read_sync(lambda tx: _codes(tx, told))
        data = {
            "title": told.title,
            "what": told.what,
            "categories": told.categories,
            "people": told.people or len(codes),
            "consequences": told.consequences,
            "measures": told.measures,
            "codes": codes,
        }
        number = store.run_sync(lambda tx: breaches.open_(tx, detected, data, utc_now()))
        breach = store.read_sync(lambda tx: _known(tx, number))
    say(
        f"Đã ghi sự cố số {number}: {len(codes)} hồ sơ liên quan.", f"Incident {number} is entered."
    )
    _tell(breach, utc_now())
    write(settings, number)
    return number


def _codes(tx: Tx, told: Told) -> list[str]:
    words = told.codes.replace(",", " ").replace(";", " ").split()
    codes = [find_code(word) or word for word in words]
    if wrong := breaches.unknown(tx, codes):
        raise Refusal(f"Không có hồ sơ {', '.join(wrong)}.", "There are no such cases.")
    if told.begin or told.end:
        end = moment(told.end) if told.end else utc_now()
        begin = moment(told.begin) if told.begin else moment("2000-01-01 00:00")
        codes += breaches.cases_between(tx, begin, end)
    return sorted(dict.fromkeys(codes))


def moment(typed: str) -> datetime:
    """A time as a clerk types it, in Vietnam. Raises Refusal."""
    for form in _FORMATS:
        try:
            return datetime.strptime(typed.strip(), form).replace(tzinfo=HERE)
        except ValueError:
            continue
    raise Refusal(
        f"Không đọc được thời gian “{typed}”: viết như 25/11/2026 08:30.",
        "A time is written like 2026-11-25 08:30.",
    )


# --- listed --------------------------------------------------------------------------------------


def tell_all(settings: Settings) -> None:
    with reading(settings, known_keys(settings)) as store:
        found = store.read_sync(breaches.everything)
    if not found:
        say("Chưa có sự cố nào được ghi.", "No incident is entered.")
    for breach in found:
        _tell(breach, utc_now())


def _tell(breach: Breach, now: datetime) -> None:
    title = (breach.data or {}).get("title", "")
    detected = f"{local(breach.detected_at):%H:%M %d/%m/%Y}"
    vi, en = _state(breach, now)
    say(f"Số {breach.id}: {title} (phát hiện {detected}): {vi}", f"No. {breach.id}: {en}")


def _state(breach: Breach, now: datetime) -> tuple[str, str]:
    if breach.closed_at is not None:
        return f"đã đóng {local(breach.closed_at):%d/%m/%Y}", "closed"
    if breach.reported_at is not None:
        return f"đã báo {local(breach.reported_at):%H:%M %d/%m/%Y}", "reported"
    left = (breach.detected_at + timedelta(hours=HOURS) - now) / timedelta(hours=1)
    if left <= 0:
        return f"QUÁ HẠN báo {int(-left)} giờ", f"OVERDUE by {int(-left)} hours"
    return f"còn {int(left)} giờ để báo (72 giờ)", f"{int(left)} hours left to report (72 hours)"


# --- reported and closed -------------------------------------------------------------------------


def write(settings: Settings, number: int) -> Path:
    """The report, the letter and the list of codes, as files to be filled up, signed and sent.
    Returns their folder. Raises Refusal."""
    with reading(settings, known_keys(settings)) as store:
        breach = store.read_sync(lambda tx: _known(tx, number))
    agency = usable_agency(settings)
    folder = settings.data_dir / "incidents" / str(number)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name, text in _papers(agency, breach).items():
            (folder / name).write_text(text, encoding="utf-8-sig")  # for Notepad
    except OSError as error:
        raise Refusal(
            f"Không ghi được vào {folder} ({error.strerror}).", f"{folder} cannot be written."
        ) from None
    say(
        f"Báo cáo, thư và danh sách mã: {folder}", "The report, the letter and the codes are there."
    )
    return folder


def _papers(agency: Agency, breach: Breach) -> dict[str, str]:
    words = Texts(agency.folder / "messages")
    data: dict[str, Any] = breach.data or {}
    times = {
        "detected": f"{local(breach.detected_at):%H:%M ngày %d/%m/%Y}",
        "entered": f"{local(breach.entered_at):%H:%M ngày %d/%m/%Y}",
        "deadline": f"{local(breach.detected_at + timedelta(hours=HOURS)):%H:%M ngày %d/%m/%Y}",
    }
    common = {"agency": agency, "contact": agency.contact, "b": data}
    report = words.render(
        "vi", "incident.report", number=breach.id, codes=data["codes"], **common, **times
    )
    letter = words.render("vi", "incident.letter", detected=times["detected"], **common)
    return {
        "bao-cao.txt": report.unescape(),
        "thu-gui-nguoi-dan.txt": letter.unescape(),
        "ma-ho-so.txt": "\n".join(data["codes"]) + "\n",
    }


def reported(settings: Settings, number: int) -> None:
    with opened(settings) as store:
        store.read_sync(lambda tx: _known(tx, number))
        done = store.run_sync(lambda tx: breaches.reported(tx, number, utc_now()))
    _said(done, f"Đã ghi: sự cố số {number} đã báo.", f"Incident {number} is noted as reported.")


def close(settings: Settings, number: int) -> None:
    with opened(settings) as store:
        breach = store.read_sync(lambda tx: _known(tx, number))
        if breach.reported_at is None:
            say(
                "Chú ý: chưa ghi là đã báo cơ quan chuyên trách (langnghe incident reported).",
                "Note: it is not noted as reported.",
            )
        done = store.run_sync(lambda tx: breaches.close(tx, number, utc_now()))
    _said(done, f"Đã đóng sự cố số {number}.", f"Incident {number} is closed.")


def _said(done: bool, vi: str, en: str) -> None:
    say(*((vi, en) if done else ("Đã ghi trước đó rồi.", "That was noted before.")))


def _known(tx: Tx, number: int) -> Breach:
    breach = breaches.get(tx, number)
    if breach is None:
        raise Refusal(f"Không có sự cố số {number}.", f"There is no incident {number}.")
    return breach
