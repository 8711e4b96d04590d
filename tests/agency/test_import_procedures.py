"""`langnghe import-procedures`: what a clerk exports from a portal, into the catalogue of a bot
that runs, and what citizens and officials then read."""

from __future__ import annotations

import csv
import io
import os
import stat
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from openpyxl import Workbook

from bot.agency_files import load
from bot.catalogue_import.catalogue_file import CatalogueFile
from bot.commands.import_procedures import take_in
from bot.commands.plainly import Refusal
from bot.settings import Settings
from bot.site.app import build
from cases.catalogue.finding import search
from tests.agency.test_agency_csv import OLD
from tests.agency_folder import SAMPLE, Folder
from tests.office import Office, submitted
from tests.officials.test_staff_web import Browser
from tests.people import FakeChannel, World

PORTAL = Path(__file__).parent.parent / "data" / "portal_procedures.csv"
TODAY = date(2026, 11, 25)
HEADS = ("STT", "Mã thủ tục", "Tên thủ tục", "Lĩnh vực", "Cơ quan thực hiện",
         "Thời hạn giải quyết (ngày làm việc)", "Phí, lệ phí", "Thành phần hồ sơ")  # fmt: skip
COMPANIES = "Thành lập và hoạt động của doanh nghiệp"
PRIVATE = "2.001610"
DISSOLVED = "2.002023"


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def settings_of(folder: Folder) -> Settings:
    data = folder.path.parent / "data"
    return Settings(_env_file=None, data_dir=data, agency=str(folder.path))


def takes(folder: Folder, file: Path, **how: Any) -> None:
    take_in(settings_of(folder), file, TODAY, **{"agreed": True, **how})


def cells(code: str, name: str, field: str = COMPANIES, body: str = "Sở Tài chính",
          days: str = "", fee: str = "", papers: str = "") -> list[str]:  # fmt: skip
    return ["1", code, name, field, body, days, fee, papers]


def ours(folder: Folder, field: str = COMPANIES) -> list[list[str]]:
    """The rows of that field as a portal that says nothing new would have them."""
    known = [p for p in load(folder.path).procedures if p.field == field]
    return [cells(p.code, p.name, field) for p in known]


def exported(folder: Folder, rows: Sequence[Sequence[Any]], name: str = "thu-tuc.csv") -> Path:
    """With the lines portals put above, in the form the name asks for."""
    table = [["BỘ TÀI CHÍNH"], ["DANH MỤC THỦ TỤC, NGÀY 20/11/2026"], [], HEADS, *rows]
    path = folder.path.parent / name
    if path.suffix == ".xlsx":
        book = Workbook()
        for row in table:
            book.active.append(list(row))
        book.save(path)
        return path
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(table)
    path.write_bytes(text.getvalue().encode("utf-8-sig"))
    return path


def contents(folder: Folder) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.path.rglob("*") if p.is_file()}


def history(folder: Folder) -> list[dict[str, str]]:
    with folder.file("procedures.history.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- what is told --------------------------------------------------------------------------------


def test_a_dry_run_of_the_portals_own_list(folder: Folder, capsys: pytest.CaptureFixture) -> None:
    before = contents(folder)
    takes(folder, PORTAL, dry=True)
    told = capsys.readouterr().out
    assert "128 dòng" in told and "Chưa ghi gì (xem trước)" in told
    assert "1.009671 Thủ tục đổi Giấy chứng nhận đăng ký đầu tư → Phòng Kinh tế Đối ngoại" in told
    assert "thời hạn: (trống) → “35 ngày”" in told
    assert "dòng 129: không có mã" in told
    assert "31: OUT OF SCOPE: UBND cấp xã" in told and "Ban quản lý khu kinh tế" not in told
    assert "Giữ nguyên 11 thủ tục" in told and "THÔI ÁP DỤNG" not in told
    assert contents(folder) == before


@pytest.mark.parametrize("name", ["thu-tuc.csv", "thu-tuc.xlsx"])
def test_heads_titles_and_cells_as_portals_write_them(folder: Folder, name: str) -> None:
    rows: list[list[Any]] = ours(folder)
    rows.append(cells("1.005169.000.00.00.H48", "Đề nghị đổi tên doanh nghiệp\nxâm phạm nhãn hiệu",
                      days="03 ngày làm việc", papers="- Đơn đề nghị\n- Bản sao"))  # fmt: skip
    rows.append(cells("2.00208", "Đăng ký doanh nghiệp khi chia công ty", days="Không quy định"))
    rows.append(cells("1.012345", "Cấp phép xây dựng", "Xây dựng", "Sở Xây dựng"))
    if name.endswith("xlsx"):
        rows[-2][1] = 2.00208
        rows[0][5] = 3.0
        rows[0][6] = datetime(2026, 11, 20)
    takes(folder, exported(folder, rows, name))
    agency = load(folder.path)
    suffixed, shortened = agency.procedure("1.005169"), agency.procedure("2.002080")
    assert suffixed is not None and shortened is not None
    assert suffixed.name == "Đề nghị đổi tên doanh nghiệp xâm phạm nhãn hiệu"
    assert suffixed.days == "3" and suffixed.papers == ("Đơn đề nghị", "Bản sao")
    assert suffixed.office == "dang_ky_kinh_doanh", "as the others of its field"
    assert shortened.days == "" and agency.procedure("1.012345") is None
    assert agency.catalog_date == "2026-11-25"


def test_all_fields_go_to_the_reception_office_with_a_caution(
    folder: Folder, capsys: pytest.CaptureFixture
) -> None:
    row = cells("1.012345", "Cấp phép xây dựng", "Xây dựng", "Sở Xây dựng")
    takes(folder, exported(folder, [row]), all_fields=True)
    procedure = load(folder.path).procedure("1.012345")
    assert procedure is not None and procedure.office == "van_phong"
    assert "dòng 5: không rõ phòng nào lo" in capsys.readouterr().out


# --- what is kept --------------------------------------------------------------------------------


def test_what_the_office_wrote_stays_and_what_changed_can_be_read_later(folder: Folder) -> None:
    before = load(folder.path).procedure(PRIVATE)
    rows = [cells(PRIVATE, "Đăng ký doanh nghiệp tư nhân", body="Phòng Đăng ký kinh doanh",
                  days="5"), *ours(folder)[1:]]  # fmt: skip
    text = folder.file("procedures.csv").read_text("utf-8")
    takes(folder, exported(folder, rows))
    after = load(folder.path).procedure(PRIVATE)
    assert before is not None and after is not None
    assert (after.name, after.days) == ("Đăng ký doanh nghiệp tư nhân", "5")
    assert (after.aliases, after.papers, after.steps, after.fee) == (
        before.aliases, before.papers, before.steps, before.fee)  # fmt: skip
    assert [(r["column"], r["before"], r["after"]) for r in history(folder)] == [
        ("name", before.name, after.name), ("days", "3", "5")]  # fmt: skip
    assert {(r["date"], r["file"], r["code"]) for r in history(folder)} == {
        ("2026-11-25", "thu-tuc.csv", PRIVATE)}  # fmt: skip
    now = folder.file("procedures.csv").read_text("utf-8").split("\n")
    assert sum(a != b for a, b in zip(now, text.split("\n"), strict=True)) == 1

    rows[0][5] = "7"
    takes(folder, exported(folder, rows))
    assert [r["after"] for r in history(folder)] == [after.name, "5", "7"], "added below"


@pytest.mark.parametrize(
    ("encoding", "comma", "line_end"),
    [("utf-8", ",", "\n"), ("utf-8-sig", ";", "\r\n"), ("utf-16", "\t", "\r\n")],
)
def test_the_catalogue_is_written_as_it_was_saved(encoding, comma, line_end) -> None:
    rows = csv.reader(io.StringIO((SAMPLE / "procedures.csv").read_text("utf-8"), newline=""))
    text = io.StringIO()
    csv.writer(text, delimiter=comma, lineterminator=line_end).writerows(rows)
    saved = text.getvalue().encode(encoding)
    catalogue = CatalogueFile.of(saved)
    assert catalogue.written(catalogue.rows) == saved


def test_those_who_could_read_the_catalogue_still_can(folder: Folder) -> None:
    folder.file("procedures.csv").chmod(0o644)
    old = os.umask(0o077)
    try:
        takes(folder, PORTAL)
    finally:
        os.umask(old)
    for name in ("procedures.csv", "procedures.history.csv"):
        assert stat.S_IMODE(folder.file(name).stat().st_mode) == 0o644
    assert "catalog_date = 2026-11-25 # ngày của danh mục" in folder.file("agency.toml").read_text(
        "utf-8"
    )


def test_a_procedure_that_got_another_code_takes_its_words_along(folder: Folder) -> None:
    rows = [cells("1.099999", p[2].upper()) if p[1] == DISSOLVED else p for p in ours(folder)]
    before = load(folder.path).procedure(DISSOLVED)
    takes(folder, exported(folder, rows))
    agency = load(folder.path)
    renewed, old = agency.procedure("1.099999"), agency.procedure(DISSOLVED)
    assert before is not None and renewed is not None and old is not None
    assert renewed.aliases == before.aliases and old.ended == "2026-11-25"
    assert [p.code for p in search("dep cong ty", agency, limit=1)] == ["1.099999"]


@pytest.mark.parametrize("name", ["giai the doanh nghiep tu nhan va", "mở doanh nghiệp tư nhân"])
def test_a_row_without_a_code_is_known_by_its_name_or_an_alias(folder: Folder, name: str) -> None:
    folder.change("procedures.csv", "mở DNTN", "giải thể doanh nghiệp tư nhân và")
    takes(folder, exported(folder, [cells("", name, days="9"), *ours(folder)[1:]]))
    procedure = load(folder.path).procedure(PRIVATE)
    assert procedure is not None and procedure.days == "9"


# --- what is refused -----------------------------------------------------------------------------

BROKEN = {
    "TCVN3": (OLD["TCVN3"], "bảng mã cũ TCVN3"),
    "windows-1258": (OLD["windows-1258"], "bảng mã cũ windows-1258"),
    "quote": ('Mã TTHC,Tên TTHC\n1.000001,"mở'.encode(), "dòng 2: dấu nháy kép"),
    "no head": ("Họ tên,Điện thoại\nTư,0905".encode(), "không có dòng tiêu đề"),
    "empty": (b"", "không có dòng tiêu đề"),
    "damaged": (b"PK\x03\x04 damaged", "đã hỏng"),
    "old excel": (b"\xd0\xcf\x11\xe0 old", "Excel Workbook (.xlsx)"),
    "web page": (b"<html><table><tr><td>", "Excel Workbook (.xlsx)"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_changes_nothing(folder: Folder, name: str) -> None:
    data, words = BROKEN[name]
    path = folder.path.parent / "thu-tuc.csv"
    path.write_bytes(data)
    before = contents(folder)
    with pytest.raises(Refusal) as refused:
        takes(folder, path)
    assert words in refused.value.vi and contents(folder) == before


def test_rows_that_cannot_be_read_are_told_and_end_nothing(
    folder: Folder, capsys: pytest.CaptureFixture
) -> None:
    rows = [cells(PRIVATE, ""), cells("1.23.4", "Thủ tục lạ"), *ours(folder)[1:], ours(folder)[1]]
    takes(folder, exported(folder, rows))
    told = capsys.readouterr().out
    assert "dòng 5: không có tên thủ tục" in told and "dòng 6: mã “1.23.4” không đúng" in told
    assert "đã có ở dòng 7" in told and "THÔI ÁP DỤNG" not in told


@pytest.mark.parametrize(("typed", "written"), [("", False), ("không", False), ("Có", True)])
def test_nothing_is_written_before_somebody_agreed(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, typed: str, written: bool
) -> None:
    before = contents(folder)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{typed}\n" if typed else ""))
    if written:
        takes(folder, PORTAL, agreed=False)
    else:
        with pytest.raises(Refusal, match="add --yes"):
            takes(folder, PORTAL, agreed=False)
    assert (contents(folder) != before) is written


def test_a_folder_that_would_be_spoilt_stays_as_it_is(folder: Folder) -> None:
    folder.change("agency.toml", "catalog_date =", '"catalog_date" =')  # ours would be a second
    before = contents(folder)
    with pytest.raises(Refusal, match="Nothing was written"):
        takes(folder, PORTAL)
    assert contents(folder) == before


# --- while the bot runs --------------------------------------------------------------------------


@pytest.fixture
def zalo() -> FakeChannel:
    return FakeChannel("zalo", edits=False, buttons=5)


@pytest.fixture
def town(database: str, tmp_path: Path, folder: Folder, zalo: FakeChannel) -> Iterator[World]:
    made = World(database, tmp_path, agency_folder=folder.path, channels=(zalo,))
    yield made
    made.close()


def gone(town: World, folder: Folder) -> None:
    """The portal has dissolution no more, and a procedure nobody had before."""
    rows = [row for row in ours(folder) if row[1] != DISSOLVED]
    rows.append(cells("1.099999", "Cấp giấy xác nhận doanh nghiệp xanh", days="4"))
    takes(folder, exported(folder, rows))
    town.run(town.house.watch.look())


@pytest.fixture
def page(town: World) -> Iterator[Browser]:
    site = web.AppRunner(build(town.house), handler_cancellation=True, access_log=None)
    town.run(site.setup())
    town.run(web.TCPSite(site, "127.0.0.1", 0).start())
    yield Browser(town, f"http://127.0.0.1:{site.addresses[0][1]}")
    town.run(site.cleanup())


def test_a_running_bot_tells_what_is_new_and_what_has_ended(
    town: World, folder: Folder, page: Browser, zalo: FakeChannel
) -> None:
    people = [town.citizen(), town.citizen(channel=zalo)]
    gone(town, folder)
    everybody: list[Any] = [*people, page]
    for citizen in everybody:
        citizen.says("/thutuc xac nhan doanh nghiep xanh").says("1")
        assert "4 ngày làm việc" in citizen.text and "25/11/2026" in citizen.text
        citizen.says(f"/thutuc {DISSOLVED}")
        assert "đã thôi áp dụng: từ ngày" in citizen.text
        citizen.says("/thutuc").says(DISSOLVED.replace(".", ""))
        assert "đã thôi áp dụng: từ ngày" in citizen.text.rpartition(DISSOLVED)[2]
    for citizen in people:
        assert citizen.keys == ["catalogue.ended"]
        assert citizen.buttons == ["Tìm thủ tục khác", "Gặp cán bộ"]
        citizen.says("/thutuc giai the cong ty")
        assert "Giải thể doanh nghiệp, giải thể" not in " ".join(citizen.buttons)


def test_a_case_of_old_keeps_the_name_of_what_has_ended(town: World, folder: Folder) -> None:
    office = Office(town)
    citizen = town.citizen()
    citizen.says(f"/thutuc {DISSOLVED}").taps("Phản ánh về thủ tục này")
    code = submitted(citizen, "giải thể công ty mà giấy tờ phải nộp đi nộp lại ba lần")
    gone(town, folder)
    office.dispatcher.says(f"/hoso {code}")
    assert "Giải thể doanh nghiệp" in office.dispatcher.text


def test_what_comes_back_is_in_force_again(town: World, folder: Folder) -> None:
    whole = ours(folder)
    gone(town, folder)
    takes(folder, exported(folder, whole))
    town.run(town.house.watch.look())
    citizen = town.citizen()
    citizen.says(f"/thutuc {DISSOLVED}")
    assert citizen.keys == ["procedures.sheet"]
    ends = [r["after"] for r in history(folder) if r["column"] == "ended"]
    assert ends == ["2026-11-25", "", "2026-11-25"]
